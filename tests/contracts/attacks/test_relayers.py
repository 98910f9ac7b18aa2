# SPDX-License-Identifier: Apache-2.0
"""What a relayer can do with what people signed: submit it, or not; sooner, later, twice, in part.

Its gas is in ``test_scarce_gas.py``; replays on other chains and contracts are in
``loan_relay/test_replays.py``.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from tests.contracts.evm import Reverted
from tests.contracts.full_world import PRINCIPAL, FullWorld
from tests.contracts.loan_relay.test_replays import ONCE, refusal
from tests.contracts.signers import KeySigner
from tests.contracts.signing import ACTIONS, AMOUNT, UNITS, Case, Signing, spent
from tests.contracts.storage import storage_of

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
INVALID = "signature: not the signer's"
ALL = pytest.mark.parametrize("name", ACTIONS)


@pytest.fixture(scope="module")
def _made() -> Signing:
    world = FullWorld()
    return Signing.made(world, KeySigner(world.chain))


@pytest.fixture
def signing(_made: Signing) -> Iterator[Signing]:
    with _made.chain.anchored():
        yield _made


def end(signing: Signing, *, with_record: bool = True) -> Any:
    """All storage of the contracts; the record's heads tell the order of entries."""
    world = signing.world
    contracts = [world.book, world.desk, world.servicing, world.relay, world.token]
    return storage_of(signing.chain, *contracts, *[world.ledger] * with_record)


@ALL
def test_whoever_submits_the_end_is_the_same(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    data, ends = case.data(signing.signer.sign(case.digest())), []
    for submitter in (signing.relayer, world.stranger, world.lender, world.governance):
        with signing.chain.anchored():
            signing.chain.call(case.contract, data, sender=submitter)
            ends.append(end(signing))
    assert ends[0] == ends[1] == ends[2] == ends[3]


@ALL
def test_the_twins_of_a_signature_serve_neither_before_it_nor_after(
    signing: Signing, name: str
) -> None:
    case = signing.case(name)
    good = signing.signer.sign(case.digest())
    s, v = int.from_bytes(good[32:64], "big"), good[64]
    high = good[:32] + (ORDER - s).to_bytes(32, "big") + bytes([55 - v])
    compact = good[:32] + (s | (v - 27) << 255).to_bytes(32, "big")
    for twin in (high, compact):
        assert refusal(signing, case, twin) == INVALID
    signing.submit(case, good)
    for twin in (high, compact, good):
        assert refusal(signing, case, twin) in ONCE | {INVALID}


@pytest.mark.parametrize("name", ["pay", "take a request", "deposit"])
def test_a_permit_that_somebody_used_up_stops_no_action(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    spender = world.book if case.contract is world.relay else world.desk
    amount = PRINCIPAL if name == "take a request" else AMOUNT
    signing.approve(spender, 0)
    permit = signing.permit(spender, amount)
    with signing.chain.anchored():
        signing.submit(case, permit=permit)
        plain = end(signing)
    signing.submit_permit(spender, amount, permit)
    signing.submit(case, permit=permit)
    assert end(signing) == plain


def _paid(signing: Signing) -> tuple[Any, Any]:
    book = signing.world.book
    return book, book.pay.encode(signing.loan.loan, AMOUNT, bytes(32), bytes(32))


def _moved(signing: Signing) -> tuple[Any, Any]:
    world, number = signing.world, int.from_bytes(signing.held.id, "big")
    given = (signing.signer, world.backer, number, UNITS, b"")
    return world.book, world.book.safeTransferFrom.encode(*given)


def _noticed(signing: Signing) -> tuple[Any, Any]:
    servicing = signing.world.servicing
    return servicing, servicing.withdraw.encode(signing.world.book, signing.loan.complete)


def _deposited(signing: Signing) -> tuple[Any, Any]:
    world = signing.world
    return world.desk, world.desk.deposit.encode(world.token, AMOUNT)


def _taken_back(signing: Signing) -> tuple[Any, Any]:
    world = signing.world
    return world.desk, world.desk.withdraw.encode(world.token, AMOUNT)


BY_ITSELF: dict[str, Callable[[Signing], tuple[Any, Any]]] = {
    "pay": _paid,
    "transfer": _moved,
    "withdrawal notice": _noticed,
    "deposit": _deposited,
    "take back": _taken_back,
}


@pytest.mark.parametrize("name", BY_ITSELF)
def test_who_is_let_down_acts_itself_and_voids_what_was_withheld(
    signing: Signing, name: str
) -> None:
    """The action withheld counts until it is cancelled, so the signer does that first."""
    case, world = signing.case(name), signing.world
    signature = signing.signer.sign(case.digest())
    cancel = world.desk.cancel.encode(case.struct.nonce)
    if case.contract is world.relay:
        cancel = world.relay.cancel_nonce.encode(case.struct.nonce)
    signing.own(case.contract, cancel)
    signing.own(*BY_ITSELF[name](signing))
    after = end(signing)
    assert refusal(signing, case, signature) in ONCE
    assert end(signing) == after


INDEPENDENT: dict[str, Callable[[Signing], Case]] = {
    "pay": lambda s: s.pay(nonce=1),
    "pay another's loan": lambda s: s.pay(s.held, nonce=2),
    "transfer": lambda s: s.transfer(nonce=3),
    "withdrawal notice": lambda s: s.withdraw(nonce=4),
    "deposit": lambda s: s.deposit(nonce=5),
    "take back": lambda s: s.take_back(nonce=6),
    "cancel": lambda s: s.cancel(nonce=7),
    "take an offer": lambda s: s.take(nonce=8),
}
SHARING = ("pay another's loan", "transfer")
"""Of one loan: whose the payment is follows from which comes first."""

PAIRS = [pair for pair in combinations(INDEPENDENT, 2) if pair != SHARING]


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_the_order_of_two_actions_changes_nothing(signing: Signing, pair: tuple[str, str]) -> None:
    """But the order of the record's entries."""
    cases, ends = [INDEPENDENT[name](signing) for name in pair], []
    for order in (cases, cases[::-1]):
        with signing.chain.anchored():
            for case in order:
                signing.submit(case)
            ends.append(end(signing, with_record=False))
    assert ends[0] == ends[1]


def test_a_payment_is_shared_by_who_holds_the_notes_when_it_comes(signing: Signing) -> None:
    """The one order that a relayer chooses; who signs both bounds it by days and deadlines."""
    world, owed = signing.world, {}
    pay, move = signing.pay(signing.held, nonce=1), signing.transfer(nonce=2)
    for name, order in {"paid first": (pay, move), "moved first": (move, pay)}.items():
        with signing.chain.anchored():
            for case in order:
                signing.submit(case)
            found = [world.book.holding_of(signing.held.id, who).owed for who in _both(signing)]
            owed[name] = found
    assert sum(owed["paid first"]) == sum(owed["moved first"])
    assert owed["paid first"][1] == 0 < owed["moved first"][1]


def _both(signing: Signing) -> tuple[Any, Any]:
    return signing.signer, signing.world.backer


@ALL
def test_what_is_withheld_till_after_its_deadline_changes_nothing_for_ever(
    signing: Signing, name: str
) -> None:
    case = signing.case(name)
    signature, before = signing.signer.sign(case.digest()), end(signing)
    for days in (1, 400, 36_500):
        signing.chain.warp(days=days)
        with pytest.raises(Reverted):
            signing.submit(case, signature)
        assert end(signing) == before
    assert name == "cancel all" or not spent(signing, case)


def test_a_payment_to_a_book_that_is_none_pays_nothing(signing: Signing) -> None:
    world = signing.world
    for book in (world.stranger.address, world.token.address, world.desk.address):
        case, before = signing.pay(book=book), end(signing)
        with pytest.raises(Reverted):
            signing.submit(case)
        assert end(signing) == before
