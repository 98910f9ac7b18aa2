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


# What calls without terms need.
struct Issue:
    received: uint256  # money received for the holders since opening, base units
    units: uint256  # total, quanta of the principal
    currency_index: uint256
    jurisdiction: uint256
    product: uint256
    flags: uint256  # the flags below
    exposure: uint256  # of the whole principal at opening, reference units


struct Holding:
    units: uint256
    settled: uint256  # the issue's `received` up to which `owed` is reckoned
    owed: uint256  # base units


# Flags of an issue.
FEE_HELD: constant(uint256) = 1
LICENSED: constant(uint256) = 2

MAX_8: constant(uint256) = 2**8 - 1
MAX_10: constant(uint256) = 2**10 - 1
MAX_14: constant(uint256) = 2**14 - 1
MAX_16: constant(uint256) = 2**16 - 1
MAX_56: constant(uint256) = 2**56 - 1
MAX_96: constant(uint256) = 2**96 - 1

# Loan id -> received 96, units 56, currency 16, jurisdiction 10, product 14, flags 8, exposure 56;
# set at opening, never 0 afterwards; `received` grows with payments, releasing clears the fee.
_issues: HashMap[bytes32, uint256]
# Loan id -> holder -> units 56, settled 96, owed 104; changed by transfers and claims.
_holdings: HashMap[bytes32, HashMap[address, uint256]]
# Holder -> operator -> may move all its notes; set by the holder.
isApprovedForAll: public(HashMap[address, HashMap[address, bool]])


@internal
@view
def _issue_of(loan: bytes32) -> Issue:
    word: uint256 = self._issues[loan]
    return Issue(
        received=word & MAX_96,
        units=(word >> 96) & MAX_56,
        currency_index=(word >> 152) & MAX_16,
        jurisdiction=(word >> 168) & MAX_10,
        product=(word >> 178) & MAX_14,
        flags=(word >> 192) & MAX_8,
        exposure=word >> 200,
    )


@internal
def _mint(loan: bytes32, issue: Issue, holder: address):
    """
    @dev All units of a new loan to its lender. The caller bounds the fields.
    """
    self._issues[loan] = (
        (issue.units << 96)
        | (issue.currency_index << 152)
        | (issue.jurisdiction << 168)
        | (issue.product << 178)
        | (issue.flags << 192)
        | (issue.exposure << 200)
    )
    self._holdings[loan][holder] = issue.units
    log TransferSingle(
        operator=msg.sender,
        sender=empty(address),
        receiver=holder,
        id=convert(loan, uint256),
        value=issue.units,
    )


@internal
def _receive(loan: bytes32, amount: uint256):
    """
    @dev Money for the holders. `received` saturates far above any bound of the terms.
    """
    word: uint256 = self._issues[loan]
    self._issues[loan] = word + min(amount, MAX_96 - (word & MAX_96))


@internal
def _release_fee(loan: bytes32):
    """
    @dev The fee of a loan is no longer held. The caller saw that it was.
    """
    self._issues[loan] ^= FEE_HELD << 192


@internal
@view
def _holding_of(loan: bytes32, holder: address, issue: Issue) -> Holding:
    """
    @dev A holding settled up to now: its part of what was received, floored.
    """
    word: uint256 = self._holdings[loan][holder]
    units: uint256 = word & MAX_56
    owed: uint256 = word >> 152
    settled: uint256 = (word >> 56) & MAX_96
    if units != 0:
        owed += (issue.received - settled) * units // issue.units
    return Holding(units=units, settled=issue.received, owed=owed)


@internal
def _store_holding(loan: bytes32, holder: address, holding: Holding):
    word: uint256 = holding.units | (holding.owed << 152)
    if word != 0:
        word |= holding.settled << 56
    self._holdings[loan][holder] = word


@internal
def _move(sender: address, receiver: address, loan: bytes32, units: uint256, issue: Issue):
    """
    @dev Settles both sides and moves units; to oneself it only checks them.
    """
    giving: Holding = self._holding_of(loan, sender, issue)
    assert giving.units >= units, "book: not enough units"
    if sender == receiver:
        return
    giving.units -= units
    self._store_holding(loan, sender, giving)
    taking: Holding = self._holding_of(loan, receiver, issue)
    taking.units += units
    self._store_holding(loan, receiver, taking)


@internal
def _claim(loan: bytes32, holder: address, issue: Issue) -> uint256:
    """
    @dev What a holder is owed, now taken as paid out.
    """
    holding: Holding = self._holding_of(loan, holder, issue)
    owed: uint256 = holding.owed
    assert owed != 0, "book: nothing to claim"
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


@view
@external
def balanceOf(owner: address, id: uint256) -> uint256:
    """
    @notice Units of a loan that an owner holds.
    """
    return self._holdings[convert(id, bytes32)][owner] & MAX_56


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
        balances.append(self._holdings[convert(ids[i], bytes32)][owners[i]] & MAX_56)
    return balances


@view
@external
def total_units(id: uint256) -> uint256:
    """
    @notice All units of a loan: its principal in quanta.
    """
    return (self._issues[convert(id, bytes32)] >> 96) & MAX_56
