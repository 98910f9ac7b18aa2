# SPDX-License-Identifier: Apache-2.0
"""A loan is closed by the proceeds of another, or nothing happens."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import Domain
from shouxin.credit.entry import Kind, unpack
from shouxin.lending.joint_actions import ROLLOVER_NAME, succession_action
from shouxin.lending.model import Status
from tests.contracts.evm import CHAIN_ID, Contract, reverts
from tests.contracts.full_world import NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.joint import revocation, succession_digest
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.rollover.rolling import Rolling
from tests.contracts.signing import typed


@pytest.fixture(scope="module")
def first_world() -> FullWorld:
    return FullWorld()


@pytest.fixture
def rolling(first_world: FullWorld) -> Iterator[Rolling]:
    """The old loan is 40 days past due."""
    with first_world.chain.anchored():
        old = Amendable(first_world)
        old.go(40)
        rolling = Rolling(first_world, old)
        rolling.approve()
        yield rolling


def test_the_old_loan_ends_rolled_over_and_the_new_one_lives(rolling: Rolling) -> None:
    world, old, new = rolling.world, rolling.old, rolling.new
    owed = old.closing_amount
    money = {who: world.token.balanceOf(who) for who in (world.borrower, world.backer)}
    rolling.roll()
    assert old.state().status == Status.ROLLED_OVER
    assert world.book.state_of(new.id).status == Status.OPEN
    payout = 2 * PRINCIPAL - new.terms.fee
    assert world.token.balanceOf(world.borrower) - money[world.borrower] == payout - owed
    assert money[world.backer] - world.token.balanceOf(world.backer) == 2 * PRINCIPAL
    assert world.token.balanceOf(world.rollover) == 0
    assert world.token.allowance(world.rollover, world.book) == 0
    assert world.book.claim(old.deal.id, world.lender, sender=world.stranger) == owed


def test_a_lender_takes_its_signature_back(rolling: Rolling) -> None:
    world = rolling.world
    digest = succession_digest(world.rollover, rolling.succession(rolling.new))
    with world.chain.anchored():
        world.rollover.revoke(digest, sender=world.backer)
        with reverts("rollover: lender's signature is not valid"):
            rolling.roll()
    signature = revocation(world.rollover, world.backer, digest)
    with world.chain.anchored():
        world.rollover.revoke_signed(world.backer, digest, signature, sender=world.stranger)
        assert world.rollover.is_revoked(world.backer, digest)
        with reverts("rollover: lender's signature is not valid"):
            rolling.roll()
    rolling.roll()


def test_a_lenders_wallet_shows_whole_terms_and_signs_the_same(rolling: Rolling) -> None:
    world, given = rolling.world, rolling.succession(rolling.new)
    domain = Domain(ROLLOVER_NAME, CHAIN_ID, world.rollover.address)
    terms = typed(rolling.new).complete
    action = succession_action(domain, structs.Succession(**given), terms)
    assert action.digest == succession_digest(world.rollover, given)
    assert action.typed_data["message"]["successor"]["repayment"]["principal"] == 2 * PRINCIPAL


def test_the_record_links_both_loans(rolling: Rolling) -> None:
    rolling.roll()
    world = rolling.world
    entries = [e for e in world.chain.events if e.name == "EntryRecorded"]
    first, last = entries[0], entries[-1]
    assert (first.args["loan"], unpack(first.args["entry"]).kind) == (rolling.new.id, Kind.OPENED)
    ended = unpack(last.args["entry"])
    assert (last.args["loan"], ended.kind) == (rolling.old.deal.id, Kind.ROLLED_OVER)
    assert ended.amount == int.from_bytes(rolling.new.id[-7:], "big")
    (paid,) = [e for e in world.chain.events if e.name == "Paid"]
    assert paid.args["reference"] == rolling.new.id
    (event,) = [e for e in world.chain.events if e.name == "RolledOver"]
    assert (event.args["loan"], event.args["successor"]) == (rolling.old.deal.id, rolling.new.id)
    aggregates = world.ledger.aggregates_of(rolling.old.deal.borrower)
    assert (aggregates.open_count, aggregates.closed_count) == (1, 1)
    assert world.ledger.exposure_of(rolling.old.deal.borrower) == rolling.new.repayment[-1]


def test_an_amended_loan_rolls_over_too(rolling: Rolling) -> None:
    assert isinstance(rolling.old, Amendable)
    rolling.old.amend()
    rolling.roll()
    assert rolling.old.state().status == Status.ROLLED_OVER


@pytest.mark.parametrize("who", ["lender", "backer", "stranger"])
def test_nobody_but_the_borrower_rolls_over(rolling: Rolling, who: str) -> None:
    with reverts("rollover: caller is not the borrower"):
        rolling.roll(sender=getattr(rolling.world, who))


def test_the_payout_is_the_borrowers(rolling: Rolling) -> None:
    other = rolling.drawn(payee=rolling.world.stranger.address)
    with reverts("rollover: payee is not the borrower"):
        rolling.roll(other)


def test_another_partys_loan_is_not_closed(rolling: Rolling) -> None:
    other = rolling.drawn(party=rolling.world.party(rolling.world.backer))
    with reverts("rollover: borrower is another"):
        rolling.roll(other)


def test_the_currency_is_the_same(rolling: Rolling) -> None:
    new = rolling.new
    foreign = (rolling.world.registry.address, *new.repayment[1:])
    with reverts("rollover: currency is another"):
        rolling.roll(replace(new, repayment=foreign))


def test_the_lender_signs_for_these_loans_until_a_deadline(rolling: Rolling) -> None:
    world = rolling.world
    with reverts("rollover: lender's signature is not valid"):
        rolling.roll(signer=world.lender)
    with reverts("rollover: deadline is over"):
        rolling.roll(deadline=world.chain.timestamp - 1)
    with reverts("rollover: the succession is of another loan"):
        rolling.roll(loan=b"\x01" * 32)
    with reverts("rollover: terms are not those signed for"):
        rolling.roll(successor=b"\x01" * 32)


def test_the_payout_covers_the_closing_amount(rolling: Rolling) -> None:
    small = rolling.drawn(PRINCIPAL)
    with reverts("rollover: payout is below the closing amount"):
        rolling.roll(small)
    rolling.old.pay(PRINCIPAL // 10)
    rolling.roll(small)


def test_a_closed_loan_is_not_rolled_over(rolling: Rolling) -> None:
    rolling.old.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        rolling.roll()


def test_it_happens_once(rolling: Rolling) -> None:
    rolling.roll()
    with reverts("book: no open loan has these terms"):
        rolling.roll()


def test_without_the_borrowers_approval_nothing_happens(rolling: Rolling) -> None:
    world = rolling.world
    world.token.approve(world.rollover, YUAN, sender=world.borrower)
    with reverts("erc20: insufficient allowance"):
        rolling.roll()
    assert world.book.state_of(rolling.new.id).status == 0


def test_another_rollover_contract_closes_no_loan_so(rolling: Rolling) -> None:
    world = rolling.world
    other: Contract = world.chain.deploy("Rollover", world.opening, sender=world.governance)
    world.rulebook.set_desk(other, True, sender=world.governance)
    for owner in (world.backer, world.borrower):
        world.token.approve(other, NO_LIMIT, sender=owner)
    new = rolling.drawn(desk=other.address)
    with reverts("rollover: the book did not close the loan"):
        rolling.roll(new, contract=other)


def test_a_payment_by_anybody_else_is_no_rollover(rolling: Rolling) -> None:
    rolling.old.pay(2 * PRINCIPAL)
    assert rolling.old.state().status == Status.REPAID
    assert rolling.old.entries()[-1].amount == 0
