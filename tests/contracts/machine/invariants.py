# SPDX-License-Identifier: Apache-2.0
"""What must hold after every step, by the letters of docs/contracts.md.

K and M have no function of their own: after every step, governance's included, A compares
everybody's money, E the notes and F the closing of live loans with what the moves alone explain.
"""

from collections import Counter
from dataclasses import asdict

import pytest

from shouxin.credit.entry import is_negative, unpack
from shouxin.credit.record import check
from shouxin.lending.model import Status, closing_amount, reckon
from shouxin.lending.model.state import closing_amount_at, days_past_due_at
from tests.contracts.evm import Actor, Contract, Reverted
from tests.contracts.loan_world import contract_state, quanta_state
from tests.contracts.machine.letters import Letter
from tests.contracts.machine.permits import Permits
from tests.contracts.machine.standing import Standings
from tests.contracts.machine.town import Town
from tests.contracts.machine.twin import Loan, Made, Paper, Record

BARRED, LICENSED = 32, 16
EMPTY = bytes(32)
Place = tuple[str, str, int]


def invariant_a(town: Town, loans: list[Loan], donated: Counter[tuple[str, str]]) -> None:
    """Conservation, by currency: balances, the moves' sums and storage alone agree."""
    for (currency, owner), amount in town.money.items():
        found = town.tokens[currency].balanceOf(owner)
        assert found == amount, f"A: {owner} has {found} of {currency}, the moves left {amount}"
    for currency in town.tokens:
        held = 0
        for loan in (loan for loan in loans if loan.currency == currency):
            stored = town.book.issue_of(loan.deal.id).received
            assert stored == loan.received, f"A: {stored} received by storage, {loan.received}"
            held += stored - loan.claimed.total() + loan.fee_held
        spare = donated[currency, town.book.address]
        balance = town.money[currency, town.book.address] - spare
        assert balance == held, f"A: book has {balance}, owes {held}"
        lenders = (*town.lenders, town.customer)
        deposits = sum(town.desk.balances(owner, currency) for owner in lenders)
        at_desk = town.money[currency, town.desk.address] - donated[currency, town.desk.address]
        assert at_desk == deposits, f"A: desk has {at_desk}, owes {deposits}"


def invariant_b(loan: Loan) -> None:
    """Principal repaid, waived and outstanding is the principal; all received is accounted for."""
    total = loan.repaid + loan.waived + loan.state.balance
    assert total == loan.principal, f"B: principal adds up to {total}"
    parts = loan.repaid + loan.interest_paid + loan.penalty_paid
    assert parts == loan.received, f"B: Paid events add up to {parts}, received {loan.received}"


def invariant_c(town: Town, loan: Loan) -> None:
    """Each stored state is sound."""
    state = town.book.state_of(loan.deal.id)
    assert state.principal_due <= state.balance, f"C: {state}"
    assert state.paid_interest <= state.paid, f"C: {state}"
    if state.status != Status.OPEN:
        owed = (state.balance, state.accrued, state.interest_due, state.penalty, state.since)
        assert not any(owed), f"C: closed with {state}"
        return
    count, words = state.missed
    bills = [words[i // 3] >> 80 * (i % 3) & (1 << 80) - 1 for i in range(count)]
    missed = sum(bill & (1 << 60) - 1 for bill in bills)
    if state.since:
        assert missed == state.interest_due + state.principal_due, f"C: missed {missed}"
    else:
        assert (missed, state.provisional, state.notice_day) == (0, 0, 0), f"C: {state}"


def invariant_e(town: Town, loan: Loan) -> None:
    """Units add up; claims add up to what was received less at most a base unit a settlement."""
    found = {holder: town.book.holding_of(loan.deal.id, holder) for holder in loan.units}
    quanta = loan.principal // loan.deal.terms.quantum
    assert sum(holding.units for holding in found.values()) == quanta, "E: units got lost"
    for holder, holding in found.items():
        assert holding.units == loan.units[holder], f"E: {holder} has {holding.units}"
        got = holding.owed + loan.claimed[holder]
        floors = loan.settlements[holder] + 1
        earned = loan.shares[holder]
        assert earned - floors < got <= earned, f"E: {holder} got {got} of {earned}"
    owed = sum(holding.owed for holding in found.values())
    left = loan.received - loan.claimed.total()
    floors = loan.settlements.total() + len(found)
    assert left - floors <= owed <= left, f"E: {owed} owed of {left} left"


def invariant_f_g(town: Town, loan: Loan, payer: Actor, standings: Standings) -> None:
    """Anybody can close the loan today by the closing amount; all claims can be claimed.

    A frozen holder's alone can't, until its freeze ends by itself.
    """
    deal, token = loan.deal, town.tokens[loan.currency]
    with town.chain.anchored():
        if loan.state.is_open:
            today = town.today(deal.terms.utc_offset_minutes)
            owed = closing_amount(deal.terms, loan.state, today)
            assert owed > 0, "F: nothing is owed on an open loan"
            taken = town.book.pay(deal.loan, owed + 1, EMPTY, EMPTY, sender=payer)
            assert taken == owed, f"F: {taken} taken of {owed}"
            status = town.book.state_of(deal.id).status
            assert status in (Status.REPAID, Status.WITHDRAWN), f"F: status {status}"
        frozen = {holder: standings.frozen_until(holder) for holder in loan.units}
        for holder in sorted(loan.units, key=lambda owner: frozen[owner]):
            if frozen[holder] > town.chain.timestamp:
                with pytest.raises(Reverted):
                    town.book.claim(deal.id, holder, sender=payer)
                town.chain.warp(to=frozen[holder])
            _check_claim(town, loan, token, (holder, standings.claimant(holder)), payer)


def _check_claim(
    town: Town, loan: Loan, token: Contract, whose: tuple[str, str], caller: Actor
) -> None:
    holder, claimant = whose
    owed = town.book.holding_of(loan.deal.id, holder).owed
    if not owed:
        return
    before = token.balanceOf(claimant)
    assert town.book.claim(loan.deal.id, holder, sender=caller) == owed, "G: another amount"
    assert token.balanceOf(claimant) == before + owed, "G: the claim went elsewhere"


def invariant_h(town: Town, party: bytes, record: Record) -> None:
    """Entries only grow, are those that the moves make, and the ledger equals their recount."""
    told = [Made(one.source, one.loan, unpack(one.word)) for one in record.told]
    for number, (found, expected) in enumerate(zip(told, record.made, strict=True)):
        assert found == expected, f"H: entry {number} is {found}, the move made {expected}"
    recounted = check(record.told, town.ledger.head_of(party)).aggregates
    found = town.ledger.aggregates_of(party)
    stored = found._asdict() | {"marks": [mark._asdict() for mark in found.marks]}
    assert asdict(recounted) == stored, f"H: {recounted} recounted, {stored} stored"
    live = sum(record.exposures.values())
    assert recounted.exposure == live, f"H: exposure {recounted.exposure}, loans have {live}"
    _check_contests(town, party, record)


def _check_contests(town: Town, party: bytes, record: Record) -> None:
    """Whoever disputes is answered, or not yet; what is under dispute stays marked till then."""
    marked = 0
    for index, contest in record.contests.items():
        found = town.ledger.contest_of(party, index)
        entry = record.made[index]
        told = (entry.source, entry.reference, record.told[index].word)
        expected = (contest.status, contest.last_day, *told)
        assert found == expected, f"H: entry {index} is {found}, expected {expected}"
        marked += contest.is_open and is_negative(entry.entry)
    found = town.ledger.aggregates_of(party).open_dispute_count
    assert found == marked, f"H: {found} under dispute, expected {marked}"


def invariant_h_merged(town: Town, party: bytes, merged: dict[bytes, bytes]) -> None:
    """Into whom a party was merged is what was stated and not corrected."""
    found, expected = town.ledger.merged_into(party), merged.get(party, EMPTY)
    assert found == expected, f"H: merged into {found.hex()}, expected {expected.hex()}"


def invariant_d_i(town: Town, loan: Loan) -> None:
    """The oldest count is never above the unbroken one, and only payment and waiver lower a debt.

    What the servicing contract shows of today is the model's (J).
    """
    terms = loan.deal.terms
    today = town.today(terms.utc_offset_minutes)
    if loan.shown == (today, loan.state):
        return  # what is stored is the model's (J), so what is shown of this day is what was
    loan.shown = (today, loan.state)
    shown = town.servicing.position(town.book, loan.deal.loan, today)
    now = reckon(terms, loan.state, today)
    past, owed = days_past_due_at(terms, now), closing_amount_at(terms, now)
    assert 0 <= past.oldest <= past.unbroken, f"D: {past}"
    counts = (shown.days_past_due, shown.days_past_due_unbroken, shown.days_past_due_oldest)
    assert counts == past, f"J: {counts} days past due, model {past}"
    assert shown.closing_amount == owed, f"J: closing {shown.closing_amount}, model {owed}"
    assert owed >= loan.owed_least, f"I: {owed} owed, {loan.owed_least} before"
    loan.owed_least = owed


def invariant_j(town: Town, loan: Loan) -> None:
    """The stored state is the model's, flags and severity included."""
    terms, found = loan.deal.terms, town.book.state_of(loan.deal.id)
    stored = contract_state(found)
    stored["day"] = stored["day"] or terms.start_day
    expected = quanta_state(terms, loan.state)
    assert stored == expected, f"J: {stored}, model {expected}"
    is_barred = bool(found.flags & BARRED)
    assert is_barred == loan.state.is_withdrawal_barred, f"J: barred {is_barred}"
    assert bool(found.flags & LICENSED) == loan.writer.is_licensed, "J: licensed"
    assert found.severity == loan.writer.severity, f"J: severity {found.severity}"


def invariant_l(town: Town, papers: list[Paper], epochs: Counter[str]) -> None:
    """What the desk says is left of each offer is what its fills and cancellations leave."""
    for paper in papers:
        offer = paper.offer
        is_live = town.chain.timestamp <= offer["expiry"]
        is_live = is_live and offer["epoch"] == epochs[offer["maker"]]
        expected = paper.left if is_live else 0
        found = town.desk.remaining(offer)
        assert found == expected, f"L: {found} left, expected {expected}"
        assert 0 <= paper.filled <= offer["amount"], f"L: {paper.filled} filled"


def invariant_l_nonces(town: Town, spent: set[Place], letters: list[Letter]) -> None:
    """A nonce is spent if something signed with it was carried out or cancelled, and not before."""
    for letter in letters:
        if letter.nonce is None:
            continue
        at_desk = letter.contract is town.desk
        view = town.desk.is_spent if at_desk else town.relay.is_nonce_spent
        found = view(letter.signer, letter.nonce)
        expected = (letter.contract.address, letter.signer.address, letter.nonce) in spent
        assert found == expected, f"L: {letter.kind}: {found} spent, expected {expected}"


def invariant_k(town: Town, loans: list[Loan], permits: Permits) -> None:
    """The relayer gains nothing, and no more is left to take of the customer's than it permitted.

    Its tokens are seen to by A.
    """
    for loan in loans:
        units = town.book.holding_of(loan.deal.id, town.relayer).units
        assert units == 0, f"K: the relayer holds {units}"
    for token in town.tokens.values():
        balance = town.desk.balances(town.relayer, token)
        assert balance == 0, f"K: the relayer has {balance} at the desk"
        for spender in (town.book, town.desk, town.relay, town.relayer):
            found = token.allowance(town.customer, spender)
            expected = permits.allowed[token.address, spender.address]
            assert found == expected, f"K: {found} may be taken, {expected} was permitted"


def invariant_n(loans: list[Loan]) -> None:
    """Every loan has an id of its own."""
    ids = {loan.deal.id for loan in loans}
    assert len(ids) == len(loans), "N: an id was used twice"
