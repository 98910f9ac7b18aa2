# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from typing import Any

import pytest

from shouxin.lending.model import schedule
from tests.contracts.evm import DAY, Contract, Reverted, reverts
from tests.contracts.full_world import CENT, EMPTY, NO_LIMIT, PRINCIPAL
from tests.contracts.loan_relay.test_replays import INVALID, refusal
from tests.contracts.loan_world import MINUTE, Deal
from tests.contracts.signers import MultiSigSigner
from tests.contracts.signing import AMOUNT, MONEY, Signing, spent

OTHER_LOAN = "book: terms are another loan's"
NOT_TODAY = "relay: today is no day of the payment"
NO_ALLOWANCE = "erc20: insufficient allowance"
REPAYMENT_FIELDS = range(24)


def midnight(signing: Signing, day: int) -> None:
    """The first second of a civil day in Beijing."""
    signing.chain.warp(to=day * DAY - 480 * MINUTE)


def test_only_the_relay_pays_for_others(signing: Signing) -> None:
    world = signing.world
    given = (signing.loan.id, signing.signer, signing.loan.loan, AMOUNT, EMPTY, EMPTY)
    people = (signing.relayer, world.lender, world.borrower, world.governance, world.bank)
    for caller in (*people, signing.signer):
        with reverts("book: caller is not the relay"):
            world.book.pay_for(*given, sender=caller)


def test_another_relay_is_not_believed(signing: Signing) -> None:
    case = signing.pay()
    twin = signing.chain.deploy("LoanRelay", sender=signing.relayer)
    signature = signing.signer.sign(case.digest(twin))
    assert refusal(signing, replace(case, contract=twin), signature) == (
        "book: caller is not the relay"
    )


def test_it_is_paid_on_its_days_at_the_loans_offset_and_on_no_other(signing: Signing) -> None:
    first = signing.world.today() + 1
    forever = {"deadline": 2**64, "first_day": first, "last_day": first + 1}
    case = signing.pay(**forever)
    midnight(signing, first)
    signing.chain.warp(seconds=-1)
    assert refusal(signing, case) == NOT_TODAY
    with signing.chain.anchored():
        midnight(signing, first)
        signing.submit(case)
    midnight(signing, first + 2)
    with signing.chain.anchored():
        assert refusal(signing, case) == NOT_TODAY
    signing.chain.warp(seconds=-1)
    signing.submit(case)


@pytest.mark.parametrize("changes", [{"first_day": 0}, {"last_day": 2**255}])
def test_its_days_cannot_be_changed(signing: Signing, changes: dict[str, int]) -> None:
    case = signing.pay()
    signature = signing.signer.sign(case.digest())
    assert refusal(signing, case.changed(**changes), signature) == INVALID


@pytest.mark.parametrize("field", REPAYMENT_FIELDS)
def test_no_term_of_the_loan_can_be_changed(signing: Signing, field: int) -> None:
    case, deal = signing.pay(), signing.loan
    repayment = list(deal.repayment)
    repayment[field] = signing.world.stranger.address if not field else repayment[field] + 1
    signature = signing.signer.sign(case.digest())
    for given in (
        (deal.borrower, tuple(repayment), deal.agreement_hash),
        (b"\x01" * 32, deal.repayment, deal.agreement_hash),
        (deal.borrower, deal.repayment, b"\x01" * 32),
        signing.held.loan,
    ):
        expected = INVALID if given[1][0] != deal.repayment[0] else OTHER_LOAN
        assert refusal(signing, replace(case, before=(given,)), signature) == expected


def test_what_the_book_refuses_of_a_call_it_refuses_of_a_signature(signing: Signing) -> None:
    assert refusal(signing, signing.pay(amount=CENT - 1)) == "book: payment is below the quantum"
    signing.submit(signing.pay(amount=2 * PRINCIPAL))
    again = signing.pay(nonce=1)
    assert refusal(signing, again) == "book: no open loan has these terms"
    assert not spent(signing, again)


def test_a_payer_without_money_or_allowance_pays_nothing(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.book, AMOUNT - 1)
    case = signing.pay()
    assert refusal(signing, case) == NO_ALLOWANCE
    signing.approve(world.book, NO_LIMIT)
    rest = world.token.balanceOf(signing.signer) - AMOUNT + 1
    signing.own(world.token, world.token.transfer.encode(world.bank, rest))
    assert refusal(signing, case) == "erc20: transfer amount exceeds balance"
    assert not spent(signing, case)


def test_it_pays_from_the_payers_money_alone(signing: Signing) -> None:
    world = signing.world
    people = (signing.signer, signing.relayer, world.borrower, world.lender, world.backer)
    before = [world.token.balanceOf(who) for who in people]
    signing.submit(signing.pay())
    moved = [world.token.balanceOf(who) - had for who, had in zip(people, before, strict=True)]
    assert moved == [-AMOUNT, 0, 0, 0, 0]
    paid = next(event.args for event in signing.chain.events if event.name == "Paid")
    assert paid["payer"] == signing.signer.address
    assert paid["payer_party"] == world.party(signing.signer)
    assert paid["reference"] == b"\x0e" * 32


def test_anyones_loan_can_be_paid(signing: Signing) -> None:
    balance = signing.world.book.state_of(signing.held.id).balance
    signing.submit(signing.pay(signing.held))
    assert signing.world.book.state_of(signing.held.id).balance < balance


def test_it_leaves_the_state_that_a_direct_payment_leaves(signing: Signing) -> None:
    world, deal = signing.world, signing.loan
    for day in (0, 10, 40, 200):
        with signing.chain.anchored():
            world.go_to(deal.terms.first_due_day + day)
            case = signing.pay(amount=AMOUNT + 7, deadline=2**64)
            given = (deal.loan, AMOUNT + 7, case.struct.payer_party, case.struct.reference)
            with signing.chain.anchored():
                signing.own(world.book, world.book.pay.encode(*given))
                expected = _seen(signing, deal)
            signing.submit(case)
            assert _seen(signing, deal) == expected


def _seen(signing: Signing, deal: Deal) -> tuple[Any, ...]:
    world = signing.world
    money = [world.token.balanceOf(who) for who in (signing.signer, world.book)]
    head = world.ledger.head_of(deal.borrower)
    return world.book.state_of(deal.id), world.book.issue_of(deal.id), head, money


def test_delay_within_a_day_changes_nothing(signing: Signing) -> None:
    deal, row = signing.loan, schedule(signing.loan.terms)[0]
    midnight(signing, row.due_day)
    case = signing.pay(amount=row.payment, last_day=row.due_day, deadline=2**64)
    seen = []
    for seconds in (0, DAY // 2, DAY - 1):
        with signing.chain.anchored():
            signing.chain.warp(seconds=seconds)
            signing.submit(case)
            seen.append(_seen(signing, deal))
    assert seen[0] == seen[1] == seen[2]
    signing.chain.warp(seconds=DAY)
    assert refusal(signing, case) == NOT_TODAY


def test_the_order_of_two_payments_changes_nothing(signing: Signing) -> None:
    one, other = signing.pay(nonce=1), signing.pay(nonce=2, amount=3 * AMOUNT)
    seen = []
    for order in ((one, other), (other, one)):
        with signing.chain.anchored():
            for case in order:
                signing.submit(case)
            state, issue, _, money = _seen(signing, signing.loan)
            seen.append((state, issue, money))
    assert seen[0] == seen[1]


def test_more_than_is_owed_is_not_taken(signing: Signing) -> None:
    world, deal = signing.world, signing.loan
    closing = world.servicing.position(world.book, deal.loan, world.today()).closing_amount
    before = world.token.balanceOf(signing.signer)
    signing.submit(signing.pay(amount=2 * PRINCIPAL))
    assert before - world.token.balanceOf(signing.signer) == closing


def test_a_permit_pays_without_an_allowance(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.book, 0)
    signing.submit(signing.pay(), permit=signing.permit(world.book, AMOUNT))
    assert world.token.allowance(signing.signer, world.book) == 0
    assert world.token.nonces(signing.signer) == 1


def test_a_permit_that_was_used_up_before_is_ignored(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.book, 0)
    permit = signing.permit(world.book, AMOUNT)
    signing.submit_permit(world.book, AMOUNT, permit)
    signing.submit(signing.pay(), permit=permit)
    assert world.token.allowance(signing.signer, world.book) == 0


def test_a_permit_used_up_before_takes_nothing_by_itself(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.book, 0)
    signing.submit_permit(world.book, AMOUNT, signing.permit(world.book, AMOUNT))
    for caller in (signing.relayer, world.stranger, world.governance):
        with reverts(NO_ALLOWANCE):
            world.book.pay(signing.loan.loan, AMOUNT, EMPTY, EMPTY, sender=caller)
    assert world.token.allowance(signing.signer, world.book) == AMOUNT


def test_a_wrong_permit_is_ignored_and_the_pull_decides(signing: Signing) -> None:
    world = signing.world
    good = signing.permit(world.book, AMOUNT)
    wrong = {
        "another amount": signing.permit(world.book, AMOUNT + 1),
        "another spender": signing.permit(world.desk, AMOUNT),
        "another deadline": signing.permit(world.book, AMOUNT, signing.deadline + 1),
        "64 bytes": good[:64],
        "66 bytes": good + b"\0",
        "1,024 bytes": good * 15 + bytes(49),
    }
    case = signing.pay()
    for permit in wrong.values():
        with signing.chain.anchored():
            signing.submit(case, permit=permit)
            assert world.token.nonces(signing.signer) == 0
    signing.approve(world.book, 0)
    for permit in wrong.values():
        with reverts(NO_ALLOWANCE):
            signing.submit(case, permit=permit)
    assert not spent(signing, case)
    signing.submit(case, permit=good)


def test_running_out_of_gas_anywhere_spends_nothing(signing: Signing) -> None:
    world = signing.world
    signing.approve(world.book, 0)
    case = signing.pay()
    data = case.data(signing.signer.sign(case.digest()), signing.permit(world.book, AMOUNT))
    evm = signing.chain._evm
    with signing.chain.anchored():
        signing.chain.call(case.contract, data, sender=signing.relayer)
        needed = signing.chain.gas
    before = _seen(signing, signing.loan)
    refused = 0
    for gas in range(5_000, needed + 20_000, 5_000):
        with signing.chain.anchored():
            try:
                evm.message_call(
                    signing.relayer.address, case.contract.address, calldata=data, gas=gas
                )
            except RuntimeError:
                refused += 1
                assert _seen(signing, signing.loan) == before
                assert not spent(signing, case)
            else:
                assert spent(signing, case)
                assert _seen(signing, signing.loan)[0].balance < before[0].balance
    assert refused > needed // 5_000 // 2
    signing.chain.call(case.contract, data, sender=signing.relayer)
    assert spent(signing, case)


def _loan_in(signing: Signing, token: Contract) -> Deal:
    """A loan in another currency, of which the signer has money."""
    world = signing.world
    world.rulebook.set_currency(token, True, 1, 4, sender=world.governance)
    for owner in (world.lender, signing.signer):
        token.mint(owner, MONEY, sender=signing.relayer)
    token.approve(world.desk, NO_LIMIT, sender=world.lender)
    world.desk.deposit(token, PRINCIPAL, sender=world.lender)
    return world.take(world.offer(world.conditions(currency=token.address)))


def test_a_token_without_permits_pays_by_its_allowance(signing: Signing) -> None:
    world = signing.world
    token = signing.chain.deploy("TokenMock", sender=signing.relayer)
    case = signing.pay(_loan_in(signing, token))
    with pytest.raises(Reverted):
        signing.submit(case, permit=bytes(65))
    signing.own(token, token.approve.encode(world.book, AMOUNT))
    signing.submit(case, permit=bytes(65))
    assert token.balanceOf(signing.signer) == MONEY - AMOUNT


def test_a_wallet_of_several_owners_permits_by_its_long_signature(signing: Signing) -> None:
    token = signing.chain.deploy("BytesPermitToken", sender=signing.relayer)
    several = Signing.made(signing.world, MultiSigSigner(signing.chain))
    case = several.pay(_loan_in(several, token))
    with pytest.raises(Reverted):
        several.submit(case)
    digest = token.digest_of(several.signer, signing.world.book, AMOUNT, several.deadline)
    several.submit(case, permit=several.signer.sign(digest))
    assert token.balanceOf(several.signer) == MONEY - AMOUNT
    assert token.allowance(several.signer, signing.world.book) == 0


def test_a_token_that_calls_back_on_a_permit_pays_once(signing: Signing) -> None:
    world = signing.world
    token = signing.chain.deploy("BadToken", sender=signing.relayer)
    case = signing.pay(_loan_in(signing, token))
    signing.own(token, token.approve.encode(world.book, NO_LIMIT))
    data = case.data(signing.signer.sign(case.digest()))
    token.strike(world.relay, data, sender=signing.relayer)
    signing.submit(case)
    assert token.tries() > 0
    assert token.successes() == 0
    assert token.balanceOf(signing.signer) == MONEY - AMOUNT
