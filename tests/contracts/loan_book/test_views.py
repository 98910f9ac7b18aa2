# SPDX-License-Identifier: Apache-2.0
from eth_account.messages import encode_typed_data

from tests.contracts.book_world import UNITS, BookWorld, note_id
from tests.contracts.compiler import compiled, find
from tests.contracts.evm import reverts
from tests.contracts.full_world import EMPTY, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import NOBODY

ERC_165, ERC_1155, METADATA = "01ffc9a7", "d9b67a26", "0e89341c"


def test_of_a_loan_that_is_none_every_view_is_nil(world: BookWorld) -> None:
    deal = world.drawn_up()
    state = world.book.state_of(deal.id)
    assert not any(value for name, value in state._asdict().items() if name != "missed")
    assert state.missed == (0, [0] * 6)
    assert world.book.issue_of(deal.id) == ((NOBODY, 0, 0, 0, 0, False), 0, 0, False)
    assert world.book.holding_of(deal.id, world.lender) == (0, 0, 0)
    assert world.units(deal, world.lender) == 0
    assert world.book.total_units(note_id(deal)) == 0
    assert world.book.currencies(9) == "0x" + "00" * 20


def test_balances_of_owners_and_ids_of_other_counts_are_refused(world: BookWorld) -> None:
    deal = world.opened()
    with reverts("book: lengths differ"):
        world.book.balanceOfBatch([world.lender], [])
    with reverts("book: lengths differ"):
        world.book.balanceOfBatch([], [note_id(deal)])


def test_balances_in_a_batch_are_those_asked_one_by_one(world: BookWorld) -> None:
    first, second = world.opened(), world.opened(lender=world.backer.address)
    owners = [world.lender, world.lender, world.backer, world.backer, world.stranger] * 12
    ids = [note_id(first), note_id(second)] * 30
    found = world.book.balanceOfBatch(owners, ids)
    assert found == [world.book.balanceOf(*pair) for pair in zip(owners, ids, strict=True)]
    assert set(found) == {0, UNITS}
    assert world.book.balanceOfBatch([], []) == []


def test_a_holding_is_shown_with_what_came_since(world: BookWorld) -> None:
    deal = world.opened()
    assert world.book.holding_of(deal.id, world.lender) == (UNITS, 0, 0)
    world.pay(deal, 3 * YUAN)
    assert world.book.holding_of(deal.id, world.lender) == (UNITS, 3 * YUAN, 3 * YUAN)
    assert world.book.holding_of(deal.id, world.backer) == (0, 3 * YUAN, 0)


def test_a_view_shows_the_state_as_last_written(world: BookWorld) -> None:
    deal = world.opened()
    before = world.book.state_of(deal.id)
    world.go_to(deal.terms.first_due_day + 40)
    assert world.book.state_of(deal.id) == before
    world.servicing.reckon(world.book, deal.loan, world.today(), sender=world.stranger)
    assert world.book.state_of(deal.id).day == deal.terms.first_due_day + 40


def test_the_id_is_the_eip_712_hash_of_the_terms(world: BookWorld) -> None:
    deal = world.drawn_up()
    assert world.opening.hashes_of(deal.complete) == (deal.id, deal.agreement_hash)
    assert deal.id == _struct_hash("Terms", deal)
    assert deal.agreement_hash == _struct_hash("Agreement", deal)


def _struct_hash(primary: str, deal: Deal) -> bytes:
    abi = compiled(find("LoanOpening")).abi
    hashes_of = next(item for item in abi if item.get("name") == "hashes_of")
    _, repayment, agreement = hashes_of["inputs"][0]["components"]
    types, message = {"EIP712Domain": [{"name": "name", "type": "string"}]}, {}
    for name, part, values in (
        ("Repayment", repayment, deal.repayment),
        ("Agreement", agreement, deal.agreement),
    ):
        fields = part["components"]
        types[name] = [{"name": f["name"], "type": f["type"]} for f in fields]
        message[name.lower()] = {f["name"]: v for f, v in zip(fields, values, strict=True)}
    types["Terms"] = [
        {"name": "borrower", "type": "bytes32"},
        {"name": "repayment", "type": "Repayment"},
        {"name": "agreement", "type": "Agreement"},
    ]
    message["borrower"] = deal.borrower
    whole = {
        "types": types,
        "primaryType": primary,
        "domain": {"name": "any"},
        "message": message if primary == "Terms" else message[primary.lower()],
    }
    if primary == "Agreement":
        del types["Terms"], types["Repayment"]
    return bytes(encode_typed_data(full_message=whole).body)


def test_notes_have_no_metadata_on_chain(world: BookWorld) -> None:
    assert world.book.uri(note_id(world.opened())) == ""


def test_interfaces_that_are_supported(world: BookWorld) -> None:
    for known in (ERC_165, ERC_1155, METADATA):
        assert world.book.supportsInterface(bytes.fromhex(known)) is True
    for unknown in ("ffffffff", "00000000", "80ac58cd", "4e2312e0"):
        assert world.book.supportsInterface(bytes.fromhex(unknown)) is False


def test_no_view_needs_a_loan_to_exist_or_writes(world: BookWorld) -> None:
    before = world.storage()
    world.book.state_of(EMPTY)
    world.book.holding_of(EMPTY, world.lender)
    assert world.storage() == before
