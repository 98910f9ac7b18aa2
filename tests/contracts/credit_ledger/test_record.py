# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from shouxin.credit.entry import Entry, Flag, Kind, pack, unpack
from shouxin.credit.record import Recorded, next_head
from tests.contracts.evm import Actor, Chain, Contract, reverts

PARTY, OTHER = b"\x01" * 32, b"\x02" * 32
LOAN = b"\x0a" * 32
DAY = 20_454


def opened(exposure: int = 1_000, **changes: int) -> int:
    return pack(
        Entry(Kind.OPENED, day=DAY, amount_ref=exposure, exposure_after=exposure, **changes)
    )


def on_time(day: int = DAY, amount_ref: int = 100, flags: int = 0) -> int:
    return pack(Entry(Kind.PAID, flags | Flag.ON_TIME, day=day, amount_ref=amount_ref))


def test_a_stranger_records_nothing(ledger: Contract, stranger: Actor, governance: Actor) -> None:
    for caller in (stranger, governance):
        with reverts("ledger: caller is no authorised book"):
            ledger.record(PARTY, LOAN, 0, 1_000, [opened()], sender=caller)


def test_a_retired_book_records_but_opens_nothing(
    ledger: Contract, book: Actor, governance: Actor
) -> None:
    ledger.retire_book(book, sender=governance)
    with reverts("ledger: a retired book opens no loan"):
        ledger.record(PARTY, LOAN, 0, 1_000, [opened()], sender=book)
    ledger.record(PARTY, LOAN, 0, 0, [pack(Entry(Kind.RECOVERED))], sender=book)
    assert ledger.aggregates_of(PARTY).entry_count == 1


def test_each_entry_prolongs_the_chain_and_is_told(
    chain: Chain, ledger: Contract, book: Actor
) -> None:
    words = [opened(), pack(Entry(Kind.PAID, amount=7, exposure_after=993))]
    ledger.record(PARTY, LOAN, 0, 993, words, sender=book)
    head = bytes(32)
    for index, (event, word) in enumerate(zip(chain.events, words, strict=True)):
        assert event.name == "EntryRecorded"
        assert event.args == {
            "party": PARTY,
            "loan": LOAN,
            "source": book.address,
            "index": index,
            "entry": word,
        }
        head = next_head(head, Recorded(book.address, LOAN, word))
    assert ledger.head_of(PARTY) == head == ledger.record_of(PARTY).head
    assert ledger.exposure_of(PARTY) == 993
    assert ledger.head_of(OTHER) == bytes(32)
    assert ledger.record_of(OTHER) == (bytes(32), 0, 0, 0)


def test_no_entries_leave_the_chain_alone(chain: Chain, ledger: Contract, book: Actor) -> None:
    ledger.record(PARTY, LOAN, 0, 0, [], sender=book)
    assert chain.events == []
    assert ledger.record_of(PARTY) == (bytes(32), 0, 0, 0)


def test_on_time_counts_once_a_party_and_day(chain: Chain, ledger: Contract, book: Actor) -> None:
    ledger.record(PARTY, LOAN, 0, 0, [on_time(), on_time()], sender=book)
    ledger.record(PARTY, LOAN, 0, 0, [on_time(DAY - 1)], sender=book)
    ledger.record(PARTY, b"\x0b" * 32, 0, 0, [on_time()], sender=book)
    ledger.record(OTHER, LOAN, 0, 0, [on_time()], sender=book)
    assert ledger.aggregates_of(PARTY).on_time_count == 1
    assert ledger.aggregates_of(OTHER).on_time_count == 1
    ledger.record(PARTY, LOAN, 0, 0, [on_time(DAY + 1, flags=Flag.LICENSED)], sender=book)
    assert unpack(chain.events[0].args["entry"]).has(Flag.COUNTED)
    aggregates = ledger.aggregates_of(PARTY)
    assert aggregates.on_time_count == 2
    assert aggregates.on_time_licensed_count == 1
    assert aggregates.on_time_last_day == DAY + 1


def test_on_time_counts_from_the_least_amount(
    ledger: Contract, book: Actor, governance: Actor
) -> None:
    ledger.set_on_time_min(book, 100, sender=governance)
    ledger.record(PARTY, LOAN, 0, 0, [on_time(amount_ref=99)], sender=book)
    assert ledger.aggregates_of(PARTY).on_time_count == 0
    ledger.record(PARTY, LOAN, 0, 0, [on_time(amount_ref=100)], sender=book)
    assert ledger.aggregates_of(PARTY).on_time_count == 1


def test_the_ledger_alone_says_that_an_on_time_was_counted(
    chain: Chain, ledger: Contract, book: Actor
) -> None:
    claimed = pack(Entry(Kind.PAID, Flag.COUNTED, day=DAY, amount_ref=10**6))
    ledger.record(PARTY, LOAN, 0, 0, [claimed], sender=book)
    assert not unpack(chain.events[0].args["entry"]).has(Flag.COUNTED)
    assert ledger.aggregates_of(PARTY).on_time_count == 0


def test_loans_of_licensed_lenders_are_counted_apart(ledger: Contract, book: Actor) -> None:
    licensed = Flag.LICENSED
    words = [opened(), opened(flags=licensed), opened(flags=licensed)]
    words += [pack(Entry(Kind.REPAID)), pack(Entry(Kind.SETTLED, licensed))]
    ledger.record(PARTY, LOAN, 0, 0, words, sender=book)
    aggregates = ledger.aggregates_of(PARTY)
    assert (aggregates.open_count, aggregates.closed_count) == (1, 2)
    assert (aggregates.open_licensed_count, aggregates.closed_licensed_count) == (1, 1)


def test_severities_are_counted_when_reached_and_dated_when_ended(
    ledger: Contract, book: Actor
) -> None:
    def reached(level: int, before: int, after: int) -> int:
        flags = before << 4 | after << 8
        return pack(Entry(Kind.ARREARS_REACHED, flags, day=DAY, amount=level))

    words = [reached(1, 0, 1), reached(30, 1, 2), reached(60, 2, 3), reached(90, 3, 4)]
    words.append(pack(Entry(Kind.DEFAULTED, 4 << 4 | 4 << 8 | Flag.DEFAULTED_AFTER, day=DAY)))
    ledger.record(PARTY, LOAN, 0, 0, words, sender=book)
    assert ledger.aggregates_of(PARTY).marks == [(1, 0)] * 5 + [(0, 0)] * 2
    both = Flag.DEFAULTED_BEFORE | Flag.DEFAULTED_AFTER
    partly = Entry(Kind.PAID, 4 << 4 | 1 << 8 | both, day=DAY + 9)
    ledger.record(PARTY, LOAN, 0, 0, [pack(partly)], sender=book)
    assert ledger.aggregates_of(PARTY).marks == [(1, 0)] + [(1, DAY + 9)] * 3 + [
        (1, 0),
        (0, 0),
        (0, 0),
    ]
    cured = Entry(Kind.CURED, Flag.DEFAULTED_BEFORE, day=DAY + 20)
    paid = replace(partly, flags=1 << 4 | both, day=DAY + 20)
    ledger.record(PARTY, LOAN, 0, 0, [pack(paid), pack(cured)], sender=book)
    written_off = Entry(Kind.WRITTEN_OFF, both, day=DAY + 30)
    ledger.record(PARTY, LOAN, 0, 0, [pack(written_off)], sender=book)
    marks = ledger.aggregates_of(PARTY).marks
    assert marks[0] == (1, DAY + 20)
    assert marks[4:] == [(1, DAY + 20), (1, DAY + 30), (0, 0)]


def test_a_word_too_wide_is_cut_and_exposure_is_clamped(
    chain: Chain, ledger: Contract, book: Actor
) -> None:
    most = 2**256 - 1
    ledger.record(PARTY, LOAN, most, most, [most], sender=book)
    assert chain.events[0].args["entry"] == (2**244 - 1) ^ (Flag.STATED << 8)
    assert ledger.exposure_of(PARTY) == 2**56 - 1
    ledger.record(PARTY, LOAN, most, 5, [most], sender=book)
    assert ledger.exposure_of(PARTY) == 5
    ledger.record(PARTY, LOAN, 6, 0, [most], sender=book)
    assert ledger.exposure_of(PARTY) == 0


def test_forbearance_alone_of_amendments_is_counted_and_dated(
    ledger: Contract, book: Actor
) -> None:
    for kind in (1, 2, 3, 4):
        ledger.record(
            PARTY, LOAN, 0, 0, [pack(Entry(Kind.AMENDED, day=DAY, amount=kind))], sender=book
        )
    assert ledger.aggregates_of(PARTY).marks == [(0, 0)] * 7
    for day in (DAY, DAY + 9):
        ledger.record(
            PARTY, LOAN, 0, 0, [pack(Entry(Kind.AMENDED, day=day, amount=5))], sender=book
        )
    assert ledger.aggregates_of(PARTY).marks == [(0, 0)] * 6 + [(2, DAY + 9)]


def test_counters_saturate(chain: Chain, ledger: Contract, book: Actor) -> None:
    slot = _counts_slot(chain, ledger, book)
    chain.set_storage(ledger, slot, 2**256 - 1)
    chain.set_storage(ledger, slot + 1, 2**256 - 1)
    words = [
        opened(flags=Flag.LICENSED),
        on_time(2**20 - 1),
        pack(Entry(Kind.DEFAULTED)),
        pack(Entry(Kind.WRITTEN_OFF, day=2**20 - 1)),
        pack(Entry(Kind.ARREARS_REACHED, amount=90)),
    ]
    ledger.record(PARTY, LOAN, 0, 2**56 - 1, words, sender=book)
    aggregates = ledger.aggregates_of(PARTY)
    assert aggregates.entry_count == 2**32 - 1
    assert aggregates.open_count == aggregates.open_licensed_count == 2**16 - 1
    assert aggregates.on_time_count == 2**24 - 1
    assert aggregates.exposure == 2**64 - 1
    assert aggregates.marks == [(2**12 - 1, 2**20 - 1)] * 7
    chain.set_storage(ledger, slot, 0)
    ledger.record(PARTY, LOAN, 0, 0, [pack(Entry(Kind.REPAID, Flag.LICENSED))], sender=book)
    assert ledger.aggregates_of(PARTY).open_count == 0
    assert ledger.aggregates_of(PARTY).open_licensed_count == 0
    assert ledger.aggregates_of(PARTY).closed_count == 1


def _counts_slot(chain: Chain, ledger: Contract, book: Actor) -> int:
    """The slot of the party's first word of aggregates, found by a mark in it."""
    with chain.anchored():
        ledger.record(PARTY, LOAN, 0, 12_345, [opened()], sender=book)
        return chain.slot_of(ledger, ledger.record_of(PARTY).counts)
