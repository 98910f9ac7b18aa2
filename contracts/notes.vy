# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Notes: who owns what share of a loan, and what of its money is theirs
@notice An ERC-1155 id is the loan's id; a unit is one quantum of the principal, so that a share can
        be as small as a cent. Money received for a loan belongs to its units; a holder's part is
        settled, floored, before its units change, and pulled by anyone to its owner. The dust of
        the floors stays in the book.
@dev A slim transfer path of its own: settle both sides, move, tell. Minting calls no receiver.
"""


# ERC-1155's receiver, with batches as long as they are here.
interface IERC1155Receiver:
    def onERC1155Received(
        operator: address, sender: address, id: uint256, units: uint256, data: Bytes[1_024]
    ) -> bytes4: nonpayable
    def onERC1155BatchReceived(
        operator: address,
        sender: address,
        ids: DynArray[uint256, 16],
        units: DynArray[uint256, 16],
        data: Bytes[1_024],
    ) -> bytes4: nonpayable


event TransferSingle:
    operator: indexed(address)
    sender: indexed(address)
    receiver: indexed(address)
    id: uint256
    value: uint256


event TransferBatch:
    operator: indexed(address)
    sender: indexed(address)
    receiver: indexed(address)
    ids: DynArray[uint256, 16]
    values: DynArray[uint256, 16]


event ApprovalForAll:
    owner: indexed(address)
    operator: indexed(address)
    approved: bool


# What calls without terms need to know of a loan; written at opening, for ever.
struct Note:
    lender: address  # the first holder
    units: uint256  # total, quanta of the principal
    currency_index: uint256
    jurisdiction: uint256
    product: uint256
    is_licensed: bool  # the lender was a licensed one at opening


# What is kept of a loan's notes in all.
struct Issue:
    note: Note
    received: uint256  # money received for the holders since opening, base units
    claimed: uint256  # of it, by the first holder while it held all units
    is_split: bool  # units were moved: from then on each holding has a word of its own


struct Holding:
    units: uint256
    settled: uint256  # the issue's `received` up to which `owed` is reckoned
    owed: uint256  # base units


MAX_10: constant(uint256) = 2**10 - 1
MAX_12: constant(uint256) = 2**12 - 1
MAX_16: constant(uint256) = 2**16 - 1
MAX_56: constant(uint256) = 2**56 - 1
MAX_96: constant(uint256) = 2**96 - 1

# The bit of a payout word that says that holdings are written.
SPLIT: constant(uint256) = 1 << 192

# Loan id -> units 56, currency 16, jurisdiction 10, product 12, licensed 1, 1 bit empty, lender
# 160; set at opening, never 0 afterwards.
_notes: HashMap[bytes32, uint256]
# Loan id -> received 96, claimed 96, split 1; there from the first money or move of units on.
_payouts: HashMap[bytes32, uint256]
# Loan id -> holder -> units 56, settled 96, owed 104; there once units were moved.
_holdings: HashMap[bytes32, HashMap[address, uint256]]
# Holder -> operator -> may move all its notes; set by the holder.
isApprovedForAll: public(HashMap[address, HashMap[address, bool]])


@internal
@view
def _note_of(loan: bytes32) -> Note:
    word: uint256 = self._notes[loan]
    return Note(
        lender=convert(word >> 96, address),
        units=word & MAX_56,
        currency_index=(word >> 56) & MAX_16,
        jurisdiction=(word >> 72) & MAX_10,
        product=(word >> 82) & MAX_12,
        is_licensed=(word >> 94) & 1 != 0,
    )


@internal
@view
def _is_issued(loan: bytes32) -> bool:
    """
    @dev Whether the id was ever opened.
    """
    return self._notes[loan] != 0


@internal
def _mint(loan: bytes32, note: Note):
    """
    @dev All units of a new loan to its lender. The caller bounds the fields.
    """
    self._notes[loan] = (
        note.units
        | (note.currency_index << 56)
        | (note.jurisdiction << 72)
        | (note.product << 82)
        | (convert(note.is_licensed, uint256) << 94)
        | (convert(note.lender, uint256) << 96)
    )
    log TransferSingle(
        operator=msg.sender,
        sender=empty(address),
        receiver=note.lender,
        id=convert(loan, uint256),
        value=note.units,
    )


@internal
@view
def _issue_of(loan: bytes32) -> Issue:
    word: uint256 = self._payouts[loan]
    return Issue(
        note=self._note_of(loan),
        received=word & MAX_96,
        claimed=(word >> 96) & MAX_96,
        is_split=word & SPLIT != 0,
    )


@internal
def _receive(loan: bytes32, amount: uint256):
    """
    @dev Money for the holders. `received` saturates far above any bound of the terms.
    """
    word: uint256 = self._payouts[loan]
    self._payouts[loan] = word + min(amount, MAX_96 - (word & MAX_96))


@internal
@view
def _holding_of(loan: bytes32, holder: address, note: Note, payout: uint256) -> Holding:
    """
    @dev A holding settled up to now. Until units are moved all is the lender's; after that a
         holder's part of what was received is floored.
    """
    received: uint256 = payout & MAX_96
    if payout & SPLIT == 0:
        if holder != note.lender:
            return Holding(units=0, settled=received, owed=0)
        claimed: uint256 = payout >> 96
        return Holding(units=note.units, settled=received, owed=received - claimed)
    word: uint256 = self._holdings[loan][holder]
    units: uint256 = word & MAX_56
    owed: uint256 = word >> 152
    settled: uint256 = (word >> 56) & MAX_96
    if units != 0:
        owed += (received - settled) * units // note.units
    return Holding(units=units, settled=received, owed=owed)


@internal
def _store_holding(loan: bytes32, holder: address, holding: Holding):
    word: uint256 = holding.units | (holding.owed << 152)
    if word != 0:
        word |= holding.settled << 56
    self._holdings[loan][holder] = word


@internal
def _move(sender: address, receiver: address, loan: bytes32, units: uint256, note: Note):
    """
    @dev Settles both sides and moves units; none, or to oneself, it only checks them.
    """
    payout: uint256 = self._payouts[loan]
    giving: Holding = self._holding_of(loan, sender, note, payout)
    assert giving.units >= units, "book: not enough units"
    if sender == receiver or units == 0:
        return
    if payout & SPLIT == 0:
        payout |= SPLIT
        self._payouts[loan] = payout
    giving.units -= units
    self._store_holding(loan, sender, giving)
    taking: Holding = self._holding_of(loan, receiver, note, payout)
    taking.units += units
    self._store_holding(loan, receiver, taking)


@internal
def _claim(loan: bytes32, holder: address, note: Note) -> uint256:
    """
    @dev What a holder is owed, now taken as paid out.
    """
    payout: uint256 = self._payouts[loan]
    holding: Holding = self._holding_of(loan, holder, note, payout)
    owed: uint256 = holding.owed
    assert owed != 0, "book: nothing to claim"
    if payout & SPLIT == 0:
        self._payouts[loan] = holding.settled | (holding.settled << 96)
    else:
        holding.owed = 0
        self._store_holding(loan, holder, holding)
    return owed


@internal
def _tell(
    sender: address, receiver: address, id: uint256, units: uint256, data: Bytes[1_024]
):
    """
    @dev Asks a receiving contract whether it takes notes, as ERC-1155 wants.
    """
    if receiver.is_contract:
        answer: bytes4 = extcall IERC1155Receiver(receiver).onERC1155Received(
            msg.sender, sender, id, units, data
        )
        assert answer == method_id(
            "onERC1155Received(address,address,uint256,uint256,bytes)", output_type=bytes4
        ), "book: receiver refuses notes"


@internal
def _tell_batch(
    sender: address,
    receiver: address,
    ids: DynArray[uint256, 16],
    units: DynArray[uint256, 16],
    data: Bytes[1_024],
):
    """
    @dev The same for a batch.
    """
    if receiver.is_contract:
        answer: bytes4 = extcall IERC1155Receiver(receiver).onERC1155BatchReceived(
            msg.sender, sender, ids, units, data
        )
        assert answer == method_id(
            "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)",
            output_type=bytes4,
        ), "book: receiver refuses notes"


@external
def setApprovalForAll(operator: address, approved: bool):
    """
    @notice Lets an operator move all of the caller's notes, or no longer.
    """
    assert operator != msg.sender, "book: operator is the owner"
    self.isApprovedForAll[msg.sender][operator] = approved
    log ApprovalForAll(owner=msg.sender, operator=operator, approved=approved)


@internal
@view
def _units_of(loan: bytes32, holder: address) -> uint256:
    return self._holding_of(
        loan, holder, self._note_of(loan), self._payouts[loan]
    ).units


@view
@external
def balanceOf(owner: address, id: uint256) -> uint256:
    """
    @notice Units of a loan that an owner holds.
    """
    return self._units_of(convert(id, bytes32), owner)


@view
@external
def balanceOfBatch(
    owners: DynArray[address, 64], ids: DynArray[uint256, 64]
) -> DynArray[uint256, 64]:
    """
    @notice The same for several.
    """
    assert len(owners) == len(ids), "book: lengths differ"
    balances: DynArray[uint256, 64] = []
    for i: uint256 in range(len(owners), bound=64):
        balances.append(self._units_of(convert(ids[i], bytes32), owners[i]))
    return balances


@view
@external
def total_units(id: uint256) -> uint256:
    """
    @notice All units of a loan: its principal in quanta.
    """
    return self._notes[convert(id, bytes32)] & MAX_56
