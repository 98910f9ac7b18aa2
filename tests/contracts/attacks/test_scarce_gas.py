# SPDX-License-Identifier: Apache-2.0
"""Who submits a call chooses its gas, and with it whether a call within runs dry (EIP-150).

With whatever gas, a call is either refused and changes nothing, or ends as with gas in plenty: a
permit, a wallet's or the registry's answer, the record's entries never fail by themselves.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contracts.book_world import UNITS, BookWorld, note_id
from tests.contracts.evm import Chain, Contract
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.signers import signer_of
from tests.contracts.signing import ACTIONS, AMOUNT, Signing
from tests.contracts.storage import storage_of

FINEST, STEPS = 61, 160
"""Gas a step at the least, and steps to the gas that is needed."""

WITH_PERMIT = ("pay", "take a request", "deposit")
LIMIT = 20_000_000


class Scarce:
    """A call as a transaction of its own finds the chain, nothing warm, with any gas."""

    def __init__(
        self, chain: Chain, contracts: tuple[Contract, ...], call: tuple[Any, ...]
    ) -> None:
        self._contracts, self._call = contracts, call
        self.alone = chain.fork(chain.chain_id)
        self.alone._evm = chain._alone()
        self._start = self._state()

    def ends(self) -> tuple[int, int]:
        """How many gas limits were refused, and how many sufficed; all others fail the test."""
        needed, plenty = self._tried(LIMIT)
        assert plenty is not None
        assert plenty != self._start
        refused = sufficed = 0
        step = max(needed // STEPS, FINEST)
        for gas in range(22_000, 2 * needed, step):
            _, end = self._tried(gas)
            if end is None:
                refused += 1
                continue
            assert end == plenty, f"with {gas} gas it ends otherwise"
            sufficed += 1
        return refused, sufficed

    def _tried(self, gas: int) -> tuple[int, Any]:
        """Gas used and the end, none if it was refused; it is undone."""
        sender, target, data = self._call
        evm = self.alone._evm
        checkpoint = evm.snapshot()
        try:
            evm.message_call(sender.address, target.address, calldata=data, gas=gas)
            return evm.result.gas_used, self._state()
        except RuntimeError:
            assert self._state() == self._start
            return 0, None
        finally:
            evm.revert(checkpoint)

    def _state(self) -> Any:
        return storage_of(self.alone, *self._contracts)


def contracts_of(world: FullWorld, *more: Contract) -> tuple[Contract, ...]:
    ours = (world.book, world.desk, world.servicing, world.relay, world.ledger, world.token)
    return (*ours, world.registry, *more)


def signing_by(kind: str) -> Signing:
    world = FullWorld()
    return Signing.made(world, signer_of(world.chain, kind))


@pytest.fixture(scope="module")
def by_key() -> Signing:
    return signing_by("key")


@pytest.fixture(scope="module")
def by_several() -> Signing:
    return signing_by("multi-signature")


def check_action(signing: Signing, name: str) -> None:
    case = signing.case(name)
    call = (signing.relayer, case.contract, case.data(signing.signer.sign(case.digest())))
    refused, sufficed = Scarce(signing.chain, contracts_of(signing.world), call).ends()
    assert min(refused, sufficed) > STEPS // 3


@pytest.mark.parametrize("name", ACTIONS)
def test_a_signed_action_ends_one_way_or_not_at_all(by_key: Signing, name: str) -> None:
    check_action(by_key, name)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_contract_wallets_answer_is_not_starved(by_several: Signing, name: str) -> None:
    check_action(by_several, name)


@pytest.mark.parametrize("name", WITH_PERMIT)
def test_a_permit_is_not_starved_though_an_allowance_would_do(by_key: Signing, name: str) -> None:
    """The allowance that stands is another, so the end tells whether the permit was used."""
    world, case = by_key.world, by_key.case(name)
    spender = world.book if case.contract is world.relay else world.desk
    amount = PRINCIPAL if name == "take a request" else AMOUNT
    with by_key.chain.anchored():
        by_key.approve(spender, 7 * PRINCIPAL)
        permit = by_key.permit(spender, amount)
        data = case.data(by_key.signer.sign(case.digest()), permit)
        call = (by_key.relayer, case.contract, data)
        refused, sufficed = Scarce(by_key.chain, contracts_of(world), call).ends()
        assert min(refused, sufficed) > STEPS // 3
        by_key.submit(case, permit=permit)
        assert world.token.allowance(by_key.signer, spender) == 0


def test_a_contract_wallets_permit_is_not_starved(by_several: Signing) -> None:
    """The wallet is asked within the permit, where gas can run dry too."""
    signing = by_several
    token = signing.chain.deploy("BytesPermitToken", sender=signing.relayer)
    world, case = signing.world, signing.deposit(currency=token.address)
    with signing.chain.anchored():
        world.rulebook.set_currency(token, True, 1, 4, sender=world.governance)
        token.mint(signing.signer, AMOUNT, sender=signing.relayer)
        signing.own(token, token.approve.encode(world.desk, 7 * AMOUNT))
        digest = token.digest_of(signing.signer, world.desk, AMOUNT, signing.deadline)
        permit = signing.signer.sign(digest)
        data = case.data(signing.signer.sign(case.digest()), permit)
        call = (signing.relayer, case.contract, data)
        refused, sufficed = Scarce(signing.chain, contracts_of(world, token), call).ends()
        assert min(refused, sufficed) > STEPS // 3
        signing.submit(case, permit=permit)
        assert token.allowance(signing.signer, world.desk) == 0


@pytest.fixture(scope="module")
def _world() -> BookWorld:
    return BookWorld()


@pytest.fixture
def world(_world: BookWorld) -> Iterator[BookWorld]:
    with _world.chain.anchored():
        yield _world


def ends(world: BookWorld, call: tuple[Any, ...], *more: Contract) -> tuple[int, int]:
    return Scarce(world.chain, contracts_of(world, *more), call).ends()


@pytest.mark.parametrize("times", [0, 1, 16])
def test_a_claim_goes_to_the_holder_or_its_successor(world: BookWorld, times: int) -> None:
    """With sixteen successors the registry's answer takes longest."""
    deal, wallet = world.opened(), world.lender
    world.move(deal, world.lender, world.backer, UNITS // 2)
    world.pay(deal, 100 * YUAN)
    for number in range(times):
        lost, wallet = wallet, world.chain.actor(f"wallet {number}")
        world.people.replace(lost, wallet)
        world.chain.warp(days=15)
    data = world.book.claim.encode(deal.id, world.lender)
    refused, sufficed = ends(world, (world.stranger, world.book, data))
    assert min(refused, sufficed) > STEPS // 3


def test_the_fee_of_a_withdrawal_goes_to_the_borrowers_present_wallet(world: BookWorld) -> None:
    deal = world.opened()
    world.servicing.withdraw(world.book, deal.complete, sender=world.borrower)
    world.pay(deal, 2 * PRINCIPAL)
    world.people.replace(world.borrower, world.chain.actor("new wallet"))
    data = world.book.release_fee.encode(deal.complete)
    refused, sufficed = ends(world, (world.stranger, world.book, data))
    assert min(refused, sufficed) > STEPS // 3


def test_a_frozen_holder_is_paid_by_no_gas(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    world.people.freeze(world.party(world.lender))
    data = world.book.claim.encode(deal.id, world.lender)
    scarce = Scarce(world.chain, contracts_of(world), (world.stranger, world.book, data))
    assert all(scarce._tried(gas)[1] is None for gas in range(22_000, 200_000, FINEST))


def test_a_receiver_of_notes_is_asked_with_any_gas(world: BookWorld) -> None:
    world.let_anyone_hold()
    deal = world.opened()
    receiver = world.chain.deploy("NoteReceiver", sender=world.stranger)
    given = (world.lender, receiver, note_id(deal), UNITS // 2, b"a word")
    data = world.book.safeTransferFrom.encode(*given)
    refused, sufficed = ends(world, (world.lender, world.book, data), receiver)
    assert min(refused, sufficed) > STEPS // 3


@pytest.mark.parametrize("days", [0, 40, 200])
def test_a_payment_is_recorded_whole_or_not_made(world: BookWorld, days: int) -> None:
    """On time, late, and with a default that dates have reached: the entries are never left out."""
    deal = world.opened()
    world.go_to(deal.terms.first_due_day + days)
    data = world.book.pay.encode(deal.loan, deal.terms.instalment, bytes(32), bytes(32))
    refused, sufficed = ends(world, (world.borrower, world.book, data))
    assert min(refused, sufficed) > STEPS // 3
    assert world.pay(deal, CENT) == CENT
