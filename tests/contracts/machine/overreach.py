# SPDX-License-Identifier: Apache-2.0
"""What nobody may: each attempt must be refused in every state, and moves nothing (K, N)."""

from collections.abc import Callable
from typing import Any

from tests.contracts.loan_world import FOREVER
from tests.contracts.machine.play import Play
from tests.contracts.machine.twin import Loan

Attempt = Callable[[Play, Loan], Any]
EMPTY = bytes(32)


def governance_takes_notes(play: Play, loan: Loan) -> Any:
    town = play.town
    holder = next(holder for holder, units in loan.units.items() if units)
    values = (holder, town.governance, loan.token_id, 1, b"")
    return town.book.safeTransferFrom(*values, sender=town.governance)


def bank_takes_tokens(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.tokens[loan.currency].transferFrom(town.book, town.bank, 1, sender=town.bank)


def bank_burns_the_books_tokens(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.tokens[loan.currency].redeem(1, b"\x01" * 32, sender=town.bank)


def guardian_takes_a_deposit(play: Play, loan: Loan) -> Any:
    return play.town.desk.withdraw(loan.currency, 1, sender=play.town.guardian)


def provider_claims_for_itself(play: Play, loan: Loan) -> Any:
    provider = play.town.people.provider
    return play.town.book.claim(loan.deal.id, provider, sender=provider)


def stranger_commits_a_state(play: Play, loan: Loan) -> Any:
    town, deal = play.town, loan.deal
    state = town.book.state_of(deal.id)
    return town.book.commit(deal.id, deal.borrower, state, 0, 0, [], sender=town.stranger)


def governance_records_an_entry(play: Play, loan: Loan) -> Any:
    town, deal = play.town, loan.deal
    return town.ledger.record(deal.borrower, deal.id, 0, 0, [1], sender=town.governance)


def desk_opens_the_same_terms_again(play: Play, loan: Loan) -> Any:
    return play.town.opening.open(play.town.book, loan.deal.complete, sender=play.town.desk)


def borrower_waives_its_debt(play: Play, loan: Loan) -> Any:
    town, deal = play.town, loan.deal
    waiver = (town.book.address, deal.id, 0, 0, deal.terms.quantum, EMPTY, FOREVER)
    return town.servicing.waive(deal.complete, waiver, [], sender=loan.borrower)


def stranger_accelerates(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.servicing.accelerate(town.book, loan.deal.complete, sender=town.stranger)


def stranger_gives_notice(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.servicing.give_notice(town.book, loan.deal.complete, sender=town.stranger)


def governance_writes_off(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.servicing.write_off(town.book, loan.deal.complete, sender=town.governance)


def lender_withdraws_for_the_borrower(play: Play, loan: Loan) -> Any:
    town = play.town
    return town.servicing.withdraw(town.book, loan.deal.complete, sender=town.lender)


def somebody_reckons_ahead_of_time(play: Play, loan: Loan) -> Any:
    town = play.town
    values = (town.book, loan.deal.loan, play.today(loan) + 1)
    return town.servicing.reckon(*values, sender=town.stranger)


def somebody_pays_with_other_terms(play: Play, loan: Loan) -> Any:
    town, deal = play.town, loan.deal
    rate = deal.repayment[3] + 1
    changed = (*deal.repayment[:3], rate, *deal.repayment[4:])
    given = (deal.borrower, changed, deal.agreement_hash)
    return town.book.pay(given, deal.terms.quantum, EMPTY, EMPTY, sender=town.stranger)


def somebody_pays_by_terms_no_longer_in_force(play: Play, loan: Loan) -> Any:
    town, deal = play.town, (loan.former or [loan.deal])[-1]
    play.reached["former terms"] += bool(loan.former)
    other = (deal.borrower, deal.repayment, EMPTY)
    given = deal.loan if loan.former else other
    return town.book.pay(given, deal.terms.principal, EMPTY, EMPTY, sender=town.stranger)


def replaced_servicer_waives(play: Play, loan: Loan) -> Any:
    """Or the borrower, if none was replaced."""
    town, deal = play.town, loan.deal
    retired = [one for one in loan.retired if one is not loan.servicer]
    play.reached["replaced servicer"] += bool(retired)
    waiver = (town.book.address, deal.id, deal.terms.quantum, 0, 0, EMPTY, FOREVER)
    by = (*retired, loan.borrower)[0]
    return town.servicing.waive(deal.complete, waiver, [], sender=by)


def guardian_changes_limits(play: Play, _loan: Loan) -> Any:
    town = play.town
    return town.rulebook.remove_jurisdiction(156, sender=town.guardian)


OVERREACHES: tuple[Attempt, ...] = (
    governance_takes_notes,
    bank_takes_tokens,
    bank_burns_the_books_tokens,
    guardian_takes_a_deposit,
    provider_claims_for_itself,
    stranger_commits_a_state,
    governance_records_an_entry,
    desk_opens_the_same_terms_again,
    borrower_waives_its_debt,
    stranger_accelerates,
    stranger_gives_notice,
    governance_writes_off,
    lender_withdraws_for_the_borrower,
    somebody_reckons_ahead_of_time,
    somebody_pays_with_other_terms,
    somebody_pays_by_terms_no_longer_in_force,
    replaced_servicer_waives,
    guardian_changes_limits,
)
