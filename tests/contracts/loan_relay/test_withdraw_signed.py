# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from shouxin.chain.bindings import structs
from shouxin.lending.model import Status
from shouxin.lending.signed_actions import Relay, withdrawal_action
from tests.contracts.evm import CHAIN_ID, reverts
from tests.contracts.full_world import PRINCIPAL
from tests.contracts.loan_relay.test_replays import INVALID, refusal
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.signing import Signing, spent

OTHER_LOAN = "relay: terms are another loan's"
NOT_BORROWER = "servicing: caller is not the borrower"


@pytest.mark.parametrize("field", range(24))
def test_no_term_of_repayment_can_be_changed(signing: Signing, field: int) -> None:
    case, deal = signing.withdraw(), signing.loan
    signature = signing.signer.sign(case.digest())
    repayment = list(deal.repayment)
    repayment[field] = signing.world.stranger.address if not field else repayment[field] + 1
    given = (deal.borrower, tuple(repayment), deal.agreement)
    assert refusal(signing, replace(case, before=(given,)), signature) == OTHER_LOAN


def test_terms_that_name_another_borrower_are_another_loans(signing: Signing) -> None:
    deal, case = signing.held, signing.withdraw()
    for agreement in (deal.agreement, (signing.signer.address, *deal.agreement[1:])):
        other = replace(case, before=((deal.borrower, deal.repayment, agreement),))
        assert refusal(signing, other) == OTHER_LOAN


def test_it_is_for_its_loan_book_and_servicing_contract(signing: Signing) -> None:
    world, case = signing.world, signing.withdraw()
    signature = signing.signer.sign(case.digest())
    assert refusal(signing, case.changed(loan=signing.held.id), signature) == OTHER_LOAN
    assert refusal(signing, case.changed(book=world.stranger.address), signature) == ""
    twin = world.chain.deploy(
        "LoanServicing", world.registry, world.amending, sender=world.governance
    )
    assert refusal(signing, case.changed(servicing=twin.address), signature) == INVALID
    assert refusal(signing, case.changed(servicing=world.stranger.address), signature) == ""
    signing.submit(case, signature)


def test_a_replaced_borrowers_successor_signs_and_the_lost_wallet_does_not(
    signing: Signing,
) -> None:
    world = signing.world
    fresh = world.chain.actor("fresh")
    loan = Serviced(world, cooling_off_days=30)
    world.people.replace(world.borrower, fresh)
    notice = structs.WithdrawalNotice(
        loan.deal.id, world.book.address, world.servicing.address, 1, 2**64
    )
    action = withdrawal_action(Relay(CHAIN_ID, world.relay.address), notice)
    with reverts(INVALID):
        signature = world.borrower.sign_digest(action.digest)
        world.relay.withdraw_signed(loan.deal.complete, notice, signature, sender=world.stranger)
    with reverts(NOT_BORROWER):
        loan.withdraw()
    with world.chain.anchored():
        loan.withdraw(fresh)
    signature = fresh.sign_digest(action.digest)
    world.relay.withdraw_signed(loan.deal.complete, notice, signature, sender=world.stranger)


def test_another_relay_is_not_believed(signing: Signing) -> None:
    case = signing.withdraw()
    twin = signing.chain.deploy("LoanRelay", sender=signing.relayer)
    signature = signing.signer.sign(case.digest(twin))
    assert refusal(signing, replace(case, contract=twin), signature) == NOT_BORROWER


def test_nobody_withdraws_for_the_borrower_by_a_call(signing: Signing) -> None:
    world = signing.world
    for caller in (signing.relayer, world.lender, world.governance):
        with reverts(NOT_BORROWER):
            world.servicing.withdraw(world.book, signing.loan.complete, sender=caller)


def test_after_the_cooling_off_days_it_is_refused(signing: Signing) -> None:
    signing.world.go_to(signing.loan.terms.start_day + 15)
    case = signing.withdraw(deadline=2**64)
    assert refusal(signing, case) == "servicing: cooling-off days are over"
    assert not spent(signing, case)


def test_notice_is_given_once(signing: Signing) -> None:
    signing.submit(signing.withdraw())
    again = signing.withdraw(nonce=1)
    assert refusal(signing, again) == "servicing: notice of withdrawal was given"


def test_a_signed_notice_and_a_signed_payment_end_the_loan_as_withdrawn(signing: Signing) -> None:
    world, before = signing.world, signing.world.token.balanceOf(signing.signer)
    signing.submit(signing.withdraw())
    assert world.token.balanceOf(signing.signer) == before
    signing.submit(signing.pay(amount=2 * PRINCIPAL, nonce=1))
    assert world.book.state_of(signing.loan.id).status == Status.WITHDRAWN
