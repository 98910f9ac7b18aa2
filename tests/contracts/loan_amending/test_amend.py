# SPDX-License-Identifier: Apache-2.0
"""Borrower, servicer and a majority of the units put other terms in force."""

from typing import Any

import pytest

from shouxin.credit.entry import Flag, Kind, is_negative
from shouxin.lending.model import (
    AmendmentKind,
    State,
    accelerate,
    pay,
    reckon,
    schedule,
    with_default_reached,
)
from shouxin.lending.packed_terms import unpack_terms
from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import CENT, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.loan_world import AGREEMENT
from tests.contracts.registry_world import CHINA
from tests.contracts.widths import PENALTY

UNITS = PRINCIPAL // CENT
TOO_FEW = "servicing: holders of over half of the units did not sign"
TROUBLED = "amending: 30 days past due, in default or accelerated, only forbearance amends"
NO_MORE = "book: terms are no longer in force"
FIXED = "amending: terms change what can't change"


def overdue(loan: Amendable) -> int:
    """The overdue principal today."""
    return reckon(loan.terms, loan.now, loan.world.today()).principal_due


@pytest.mark.parametrize("name", ["borrower", "servicer"])
def test_each_must_sign(late: Amendable, name: str) -> None:
    new = late.new_deal()
    amendment = late.amendment(new)
    agreed = list(late.agreed(amendment))
    place = ("borrower", "servicer").index(name)
    for bad in (b"", late.signed(amendment, late.world.backer)):
        with reverts(f"amending: {name}'s signature is not valid"):
            late.bring(new, amendment, [*agreed[:place], bad, *agreed[place + 1 :]])


def test_half_of_the_units_is_not_enough(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2)
    new = late.new_deal()
    amendment = late.amendment(new)
    for holder in (world.lender, world.backer):
        with reverts(TOO_FEW):
            late.bring(new, amendment, late.agreed(amendment, holder))
    late.bring(new, amendment, late.agreed(amendment, world.lender, world.backer))


def test_units_of_the_borrowers_group_never_count(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2 + 1)
    pair = (world.party(world.borrower), world.party(world.backer))
    world.registry.link(*pair, sender=world.people.provider)
    new = late.new_deal()
    amendment = late.amendment(new)
    with reverts(TOO_FEW):
        late.bring(new, amendment, late.agreed(amendment, world.lender, world.backer))


def test_a_servicer_linked_to_the_borrower_amends_nothing(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS)
    pair = (world.party(world.borrower), world.party(world.lender))
    world.registry.link(*pair, sender=world.people.provider)
    new = late.new_deal()
    amendment = late.amendment(new)
    with reverts("servicing: servicer is linked to the borrower"):
        late.bring(new, amendment, late.agreed(amendment, world.backer))


def test_a_frozen_or_replaced_servicer_amends_nothing(late: Amendable) -> None:
    world = late.world
    servicer = world.actor("servicer")
    late.replace_servicer(late.replacement(servicer), world.lender)
    new = late.new_deal()
    amendment = late.amendment(new)
    agreed = late.agreed(amendment, servicer=servicer)
    with world.chain.anchored():
        world.people.freeze(world.party(servicer))
        with reverts("servicing: servicer is frozen, or recovers this wallet"):
            late.bring(new, amendment, agreed)
    with world.chain.anchored():
        world.people.replace(servicer, world.chain.actor("fresh"))
        later = late.new_deal()
        signed = late.amendment(later)
        with reverts("servicing: servicer has no party"):
            late.bring(later, signed, late.agreed(signed, servicer=servicer))
    late.bring(new, amendment, agreed)


def test_units_of_a_frozen_holder_never_count(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2 + 1)
    new = late.new_deal()
    amendment = late.amendment(new)
    agreed = late.agreed(amendment, world.lender, world.backer)
    with world.chain.anchored():
        world.people.freeze(world.party(world.backer))
        with reverts(TOO_FEW):
            late.bring(new, amendment, agreed)
    late.bring(new, amendment, agreed)


def test_holders_come_in_order_and_once(late: Amendable) -> None:
    new = late.new_deal()
    amendment = late.amendment(new)
    borrower, servicer, consents = late.agreed(amendment)
    with reverts("servicing: holders are not in ascending order"):
        late.bring(new, amendment, (borrower, servicer, consents * 2))
    with reverts("servicing: holder's signature is not valid"):
        late.bring(new, amendment, (borrower, servicer, [(consents[0][0], borrower)]))


@pytest.mark.parametrize("caller", ["borrower", "lender"])
def test_who_calls_need_not_sign(late: Amendable, caller: str) -> None:
    new = late.new_deal()
    amendment = late.amendment(new)
    borrower, servicer, consents = late.agreed(amendment)
    if caller == "borrower":
        late.bring(new, amendment, (b"", servicer, consents), late.world.borrower)
    else:
        late.bring(new, amendment, (borrower, b"", []), late.world.lender)


def test_an_amendment_is_for_its_loan_its_terms_and_its_time(late: Amendable) -> None:
    world, new = late.world, late.new_deal()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"loan": b"\x01" * 32}, "amending: the amendment is another loan's"),
        ({"terms_hash": b"\x01" * 32}, "amending: the amendment is for other terms"),
        ({"kind": 0}, "amending: unknown kind"),
        ({"kind": 6}, "amending: unknown kind"),
        ({"deadline": world.chain.timestamp - 1}, "amending: the deadline is over"),
    ]
    for changes, reason in cases:
        with reverts(reason):
            late.bring(new, late.amendment(new, **changes))


@pytest.mark.parametrize(
    ("taken", "reason"),
    [
        (CENT + 1, "amending: taken back is no multiple of the quantum"),
        (PRINCIPAL, "amending: taken back is over what is overdue"),
    ],
)
def test_no_more_is_taken_back_than_is_overdue(late: Amendable, taken: int, reason: str) -> None:
    new = late.new_deal()
    with reverts(reason):
        late.bring(new, late.amendment(new, taken_back=taken))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"principal": PRINCIPAL - CENT}, "amending: principal is another"),
        ({"penalty_margin_ppm": 60_001}, "amending: a margin rises in arrears"),
        ({"overdue_rate_ppm": 180_001}, "amending: a margin rises in arrears"),
        ({"tolerance": CENT}, FIXED),
        ({"day_count": 2}, FIXED),
        ({"payment_order": 2}, FIXED),
        ({"counting": 2}, FIXED),
        ({"acceleration_days": 59}, FIXED),
        ({"cooling_off_days": 15}, FIXED),
        ({"withdrawal_pay_days": 31}, FIXED),
        ({"utc_offset_minutes": 479}, FIXED),
        ({"default_days": 5}, "book: default days out of range"),
    ],
)
def test_refuses_terms(late: Amendable, changes: dict[str, Any], reason: str) -> None:
    new = late.new_deal(late.new_terms(**changes))
    with reverts(reason):
        late.bring(new)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fee": CENT}, "amending: an amendment takes no fee"),
        ({"deadline": 2**95}, "amending: deadline is not 0"),
        ({"last_payment": 1}, "book: last payment is another"),
        ({"all_in_rate_ppm": 1}, "book: all-in rate is another"),
        ({"exposure": 1}, FIXED),
    ]
    + [
        ({name: f"0x{'11' * 20}"}, FIXED)
        for name in ("borrower", "payee", "lender", "servicer", "desk", "fee_receiver")
    ]
    + [({name: 3}, FIXED) for name in ("borrower_kind", "purpose", "jurisdiction", "product")]
    + [({"security_hash": b"\x01" * 32}, FIXED)],
)
def test_refuses_agreements(late: Amendable, changes: dict[str, Any], reason: str) -> None:
    assert changes.keys() <= {*AGREEMENT, "exposure"}
    new = late.new_deal(**changes)
    with reverts(reason):
        late.bring(new)


@pytest.mark.parametrize("name", ["start_day", "first_due_day"])
def test_the_new_schedule_starts_today(late: Amendable, name: str) -> None:
    day = late.world.today()
    off = {"start_day": day - 1} if name == "start_day" else {"first_due_day": day}
    reason = {
        "start_day": "book: start day is not today",
        "first_due_day": "book: first due day is not after the start",
    }
    with reverts(reason[name]):
        late.bring(late.new_deal(late.new_terms(**off)))


def test_a_rate_rises_within_todays_limits_alone(loan: Amendable) -> None:
    world = loan.world
    loan.start(20)
    limits = {"rate": 150_000, "margined": 200_000, "overdue": 190_000, "all_in": 170_000}
    rules = (*limits.values(), NO_LIMIT, NO_LIMIT, False)
    world.rulebook.set_limits(CHINA, rules, sender=world.governance)
    for changes in (
        {"rate_ppm": 150_001},
        {"rate_ppm": 150_000, "penalty_margin_ppm": 50_001},
        {"overdue_rate_ppm": 190_001},
    ):
        with reverts("amending: a rate rises above the limit"):
            loan.bring(loan.new_deal(loan.new_terms(**changes)))
    loan.amend(rate_ppm=150_000, penalty_margin_ppm=50_000, overdue_rate_ppm=190_000)
    world.rulebook.set_limits(CHINA, (0,) * 4 + (NO_LIMIT,) * 2 + (False,), sender=world.governance)
    loan.amend(rate_ppm=140_000, salt=1)


def test_an_amendment_is_carried_out_once(loan: Amendable) -> None:
    loan.start(20)
    new = loan.new_deal()
    amendment = loan.amendment(new)
    loan.bring(new, amendment)
    with reverts(NO_MORE):
        loan.bring(new, amendment)
    loan.deal = new
    with reverts("amending: the amendment is of other terms in force"):
        loan.bring(new, amendment)
    with reverts("book: terms were used before"):
        loan.bring(new, loan.amendment(new, salt=b"\x01" * 32))


def test_terms_before_are_refused_everywhere(late: Amendable) -> None:
    world, old = late.world, late.deal
    late.amend()
    by = {"sender": world.lender}
    with reverts(NO_MORE):
        world.pay(old, YUAN)
    for move in ("give_notice", "accelerate", "write_off"):
        with reverts(NO_MORE):
            getattr(world.servicing, move)(world.book, old.complete, **by)
    with reverts(NO_MORE):
        world.servicing.withdraw(world.book, old.complete, sender=world.borrower)
    for given in ((world.book, old.loan, world.today()),):
        with reverts(NO_MORE):
            world.servicing.reckon(*given, **by)
        with reverts(NO_MORE):
            world.servicing.position(*given)
    with reverts(NO_MORE):
        world.servicing.mark_default(world.book, old.loan, **by)


def test_terms_that_came_in_force_by_an_amendment_never_open_a_loan(loan: Amendable) -> None:
    loan.start(20)
    new = loan.new_deal()
    with reverts("book: caller is not the desk"):
        loan.world.opening.open(loan.world.book, new.complete, sender=loan.world.lender)
    assert new.agreement[-1] == 0


def test_a_repaid_loan_is_not_amended(loan: Amendable) -> None:
    loan.start(20)
    new = loan.new_deal()
    loan.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        loan.bring(new)


def test_another_book_or_amending_contract_is_refused(loan: Amendable) -> None:
    world = loan.world
    loan.start(20)
    parts = (world.registry, world.rulebook, world.opening)
    other: Contract = world.chain.deploy("LoanAmending", *parts, sender=world.governance)
    new = loan.new_deal()
    amendment = loan.amendment(new)
    foreign = loan.agreed(amendment)
    given = (loan.deal.complete, new.complete, amendment, foreign)
    with reverts("amending: borrower's signature is not valid"):
        other.amend(*given, sender=world.lender)
    world.amending, kept = other, world.amending
    try:
        with reverts("book: caller is not the amending contract"):
            loan.bring(new)
    finally:
        world.amending = kept


@pytest.mark.parametrize("kind", AmendmentKind)
def test_the_entry_says_of_which_kind(loan: Amendable, kind: AmendmentKind) -> None:
    loan.go(29)
    loan.amend(kind=kind)
    entry = loan.entries()[-1]
    assert (entry.kind, entry.amount) == (Kind.AMENDED, kind)
    assert entry.day == loan.world.today()
    assert is_negative(entry) == (kind == AmendmentKind.FORBEARANCE)
    loan.agrees()


@pytest.mark.parametrize("kind", [kind for kind in AmendmentKind if kind != 5])
def test_past_due_by_30_days_or_defaulted_only_forbearance_amends(
    world: FullWorld, kind: AmendmentKind
) -> None:
    for conditions, days in (({}, 30), ({"default_days": 10}, 29)):
        with world.chain.anchored():
            loan = Amendable(world, **conditions)
            loan.go(days)
            with reverts(TROUBLED):
                loan.amend(kind=kind)
            loan.amend()
    loan = Amendable(world)
    loan.go(29)
    loan.amend(kind=kind)


def test_the_event_publishes_the_new_terms(late: Amendable) -> None:
    taken = overdue(late)
    late.amend(taken, kind=5)
    (event,) = [e for e in late.world.chain.events if e.name == "LoanAmended"]
    assert event.args["loan"] == late.first.id
    assert event.args["terms_hash"] == late.world.opening.hashes_of(late.deal.complete)[0]
    assert event.args["taken_back"] == taken
    assert event.args["maturity_day"] == schedule(late.terms)[-1].due_day
    found = unpack_terms(late.deal.borrower, event.args["terms"])
    assert found.repayment.principal == late.terms.principal


def test_taking_back_ends_arrears_and_cures(world: FullWorld) -> None:
    loan = Amendable(world)
    loan.go(95)
    loan.mark_default()
    interest = reckon(loan.terms, loan.now, world.today()).interest_due
    loan.pay(interest)
    loan.now, _ = pay(loan.terms, _defaulted(loan), world.today(), interest)
    loan.amend(overdue(loan))
    assert loan.kinds() == [Kind.AMENDED, Kind.CURED]
    entry = loan.entries()[0]
    assert (entry.severity_before, entry.severity_after) == (4, 0)
    assert entry.has(Flag.DEFAULTED_BEFORE)
    assert entry.has(Flag.DEFAULTED_AFTER)
    assert not loan.now.since
    loan.agrees()
    assert loan.state().severity == 0


@pytest.mark.parametrize("margins", [(900_000, 0), (0, 900_000)])
def test_all_that_is_owed_may_bear_the_dearer_margin(
    loan: Amendable, margins: tuple[int, int]
) -> None:
    """Of a principal that fits, more may be owed than the words could hold in fifty years."""
    loan.start(20)
    names = ("penalty_margin_ppm", "overdue_rate_ppm")
    terms = loan.new_terms(rate_ppm=10_000, **dict(zip(names, margins, strict=True)))
    new, opening = loan.new_deal(terms), loan.world.opening
    assert opening.check_amended(new.complete, PRINCIPAL) == schedule(terms)[-1].due_day
    with reverts(PENALTY):
        opening.check_amended(new.complete, 2**87)


def test_taking_back_undoes_an_acceleration(world: FullWorld) -> None:
    loan = Amendable(world)
    day = loan.go(65)
    loan.give_notice()
    day = loan.go(80)
    loan.accelerate()
    assert loan.state().flags & 2
    loan.now = reckon(loan.terms, loan.now, day)
    _accelerate(loan)
    loan.amend(loan.now.principal_due, kind=5)
    assert not loan.state().flags & 2
    loan.agrees()


def test_a_loan_is_lived_with_under_its_new_terms(late: Amendable) -> None:
    world = late.world
    late.amend(overdue(late), instalments=24, rate_ppm=90_000)
    for row in schedule(late.terms)[:2]:
        world.go_to(row.due_day)
        late.now, applied = pay(late.terms, late.now, row.due_day, row.payment)
        assert late.pay(row.payment) == applied.total
        late.agrees()
    late.amend(salt=2, instalments=6)
    world.go_to(world.today() + 3)
    late.now, applied = pay(late.terms, late.now, world.today(), 2 * PRINCIPAL)
    assert late.pay(2 * PRINCIPAL) == applied.total
    late.agrees()
    assert world.ledger.exposure_of(late.deal.borrower) == 0
    assert world.ledger.aggregates_of(late.deal.borrower).open_count == 0


def test_exposure_follows_the_balance_as_before(late: Amendable) -> None:
    """Nearly all is overdue, and the new principal is what little is not."""
    ledger = late.world.ledger
    before = ledger.exposure_of(late.deal.borrower)
    late.amend()
    assert ledger.exposure_of(late.deal.borrower) == before
    assert before == late.first.repayment[-1]
    late.pay(overdue(late) + PRINCIPAL // 12)
    left = late.state().balance
    expected = -(-late.first.repayment[-1] * left // UNITS)
    assert ledger.exposure_of(late.deal.borrower) == expected


def test_withdrawal_counts_from_the_opening(world: FullWorld) -> None:
    loan = Amendable(world)
    loan.start(10)
    loan.amend()
    with world.chain.anchored():
        loan.start(15)
        with reverts("servicing: cooling-off days are over"):
            loan.withdraw()
    loan.start(13)
    loan.withdraw()
    first_day = loan.first.terms.start_day
    assert loan.state().withdrawal_day == 14
    world.go_to(first_day + 43)
    loan.pay(2 * PRINCIPAL)
    assert loan.kinds()[-1] == Kind.WITHDRAWN
    assert (
        world.book.release_fee(loan.first.complete, sender=world.stranger) == loan.first.terms.fee
    )


def test_the_fee_is_released_by_the_first_terms(loan: Amendable) -> None:
    world = loan.world
    loan.start(20)
    loan.amend()
    with reverts("book: no fee is held"):
        world.book.release_fee(loan.deal.complete, sender=world.stranger)
    assert (
        world.book.release_fee(loan.first.complete, sender=world.stranger) == loan.first.terms.fee
    )


def _defaulted(loan: Amendable) -> State:
    return with_default_reached(loan.terms, loan.now, loan.world.today())


def _accelerate(loan: Amendable) -> None:
    today = loan.world.today()
    loan.now = accelerate(loan.terms, loan.now, today, notice_required=False)
