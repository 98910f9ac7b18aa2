# SPDX-License-Identifier: Apache-2.0
"""The journal file alone: cut, torn, doubled, damaged, of another chain, on a full disk."""

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouxin.chain.journal import (
    LEFT_OUT,
    Intent,
    Journal,
    Origin,
    Outcome,
    Record,
    Refusal,
    read_journal,
)
from shouxin.primitives.errors import ChainError

ORIGIN = Origin(31337, "0x" + "aa" * 32, "bb" * 32, 0, "0x" + "aa" * 32)


def intent(number: int, raw: bytes = b"") -> Intent:
    return Intent(1_800_000_000 + number, raw or bytes([2, number % 251]) * 50)


def outcome(number: int, index: int = 0) -> Outcome:
    name = number.to_bytes(32, "big")
    return Outcome(name, name[::-1], number, index, 1_800_000_000 + number, 7)


def append(journal: Journal, record: Record) -> None:
    if isinstance(record, Intent):
        journal.write_intent(record)
    elif isinstance(record, Outcome):
        journal.write_outcome(record)
    else:
        journal.write_refusal(record)


def written(path: Path, records: list[Record]) -> list[int]:
    """A journal's file with these records; gives the offset behind its header and each of them."""
    journal = Journal.create(path, ORIGIN)
    ends = [path.stat().st_size]
    for record in records:
        append(journal, record)
        ends.append(journal._end)
    journal.close()
    return ends


EVERY_KIND: list[Record] = [
    intent(1),
    outcome(1),
    intent(2, b"\x02" + b"\xa5\x53" * 40),
    Refusal(bytes(32)),
    intent(3),
    outcome(2, LEFT_OUT),
    intent(4),
]

records_lists = st.lists(
    st.one_of(
        st.builds(Intent, st.integers(0, 2**40), st.binary(min_size=1, max_size=300).map(bytes)),
        st.builds(
            Outcome,
            st.binary(min_size=32, max_size=32),
            st.binary(min_size=32, max_size=32),
            st.integers(1, 2**40),
            st.sampled_from([0, LEFT_OUT]),
            st.integers(0, 2**40),
            st.integers(0, 2**63),
        ),
        st.builds(Refusal, st.binary(min_size=32, max_size=32)),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    "other",
    [
        replace(ORIGIN, chain_id=1),
        replace(ORIGIN, genesis_hash="0x" + "cc" * 32),
        replace(ORIGIN, genesis_digest="cc" * 32),
    ],
)
def test_a_journal_of_another_chain_is_refused_and_left_alone(
    other: Origin, tmp_path: Path
) -> None:
    path = tmp_path / "journal-0.log"
    written(path, EVERY_KIND)
    before = path.read_bytes()
    with pytest.raises(ChainError, match="is the journal of chain 31337") as caught:
        Journal.open(path, other.chain)
    assert caught.value.code == "journal.other_chain"
    assert "\n" not in caught.value.message
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"not a journal at all" * 10])
def test_a_file_that_is_no_journal_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    path.write_bytes(content)
    with pytest.raises(ChainError) as caught:
        Journal.open(path, ORIGIN.chain)
    assert caught.value.code == "journal.damaged"
    assert path.read_bytes() == content


def test_what_was_written_is_read_again_and_more_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    written(path, EVERY_KIND)
    assert read_journal(path, ORIGIN.chain) == (ORIGIN, EVERY_KIND)
    journal, records = Journal.open(path, ORIGIN.chain)
    assert records == EVERY_KIND
    journal.write_outcome(outcome(3))
    journal.close()
    assert read_journal(path, ORIGIN.chain)[1] == [*EVERY_KIND, outcome(3)]


@given(records=records_lists)
def test_any_records_come_back_as_they_were(records: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal-0.log"
        written(path, records)
        assert read_journal(path, ORIGIN.chain)[1] == records


def test_cut_at_any_byte_it_holds_the_records_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    ends = written(path, EVERY_KIND)
    whole = path.read_bytes()
    for cut in range(ends[0], len(whole) + 1):
        path.write_bytes(whole[:cut])
        journal, records = Journal.open(path, ORIGIN.chain)
        kept = max(index for index, end in enumerate(ends) if end <= cut)
        assert records == EVERY_KIND[:kept]
        assert path.stat().st_size == ends[kept]
        journal.write_refusal(Refusal(b"\7" * 32))
        journal.close()
        assert read_journal(path, ORIGIN.chain)[1] == [*EVERY_KIND[:kept], Refusal(b"\7" * 32)]


def test_cut_within_its_header_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    header_end = written(path, EVERY_KIND)[0]
    whole = path.read_bytes()
    for cut in range(header_end):
        path.write_bytes(whole[:cut])
        with pytest.raises(ChainError, match="damaged at byte 0"):
            Journal.open(path, ORIGIN.chain)


def test_a_torn_last_record_is_cut_whatever_stands_there_instead(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    ends = written(path, EVERY_KIND)
    whole = path.read_bytes()
    for offset in range(ends[-2], ends[-1]):
        torn = whole[:offset] + bytes([whole[offset] ^ 0xFF]) + whole[offset + 1 :]
        path.write_bytes(torn + b"\0" * 4096)
        assert read_journal(path, ORIGIN.chain)[1] == EVERY_KIND[:-1]


def test_a_changed_byte_before_good_records_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    ends = written(path, EVERY_KIND)
    whole = path.read_bytes()
    for offset in range(ends[-2]):
        damaged = whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :]
        path.write_bytes(damaged)
        with pytest.raises(ChainError) as caught:
            Journal.open(path, ORIGIN.chain)
        assert caught.value.code == "journal.damaged"
        assert path.read_bytes() == damaged


@pytest.mark.parametrize("doubled", range(len(EVERY_KIND)))
def test_a_record_written_twice_counts_once(doubled: int, tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    ends = written(path, EVERY_KIND)
    whole = path.read_bytes()
    first, after = ends[doubled], ends[doubled + 1]
    path.write_bytes(whole[:after] + whole[first:after] + whole[after:])
    journal, records = Journal.open(path, ORIGIN.chain)
    journal.close()
    assert records == EVERY_KIND


def test_an_old_record_written_again_later_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal-0.log"
    ends = written(path, EVERY_KIND)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[ends[0] : ends[1]])
    with pytest.raises(ChainError) as caught:
        Journal.open(path, ORIGIN.chain)
    assert caught.value.code == "journal.damaged"


def test_a_record_of_another_chain_is_no_record_here(tmp_path: Path) -> None:
    other = Journal.create(tmp_path / "other.log", replace(ORIGIN, genesis_digest="cc" * 32))
    begins = other._end
    other.write_intent(intent(9))
    other.close()
    strange = (tmp_path / "other.log").read_bytes()[begins:]
    path = tmp_path / "journal-0.log"
    written(path, [])
    path.write_bytes(path.read_bytes() + strange)
    assert read_journal(path, ORIGIN.chain)[1] == []


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_an_intent_is_refused_and_nothing_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal-0.log"
    journal = Journal.create(path, ORIGIN)
    with monkeypatch.context() as patch:
        patch.setattr(os, "posix_fallocate", _full)
        with pytest.raises(ChainError, match="no room on the disk") as caught:
            journal.write_intent(intent(1))
    assert caught.value.code == "journal.disk_full"
    journal.write_intent(intent(2))
    journal.close()
    assert read_journal(path, ORIGIN.chain)[1] == [intent(2)]


def test_an_outcome_needs_no_room_that_its_intent_has_not_reserved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal-0.log"
    journal = Journal.create(path, ORIGIN)
    journal.write_intent(intent(1))
    monkeypatch.setattr(os, "posix_fallocate", _full)
    journal.write_outcome(outcome(1))
    journal.close()
    assert read_journal(path, ORIGIN.chain)[1] == [intent(1), outcome(1)]


def _half(write: Callable[[int, bytes, int], int]) -> Callable[[int, bytes, int], int]:
    """A write that puts half of a record on disk and then finds the disk full."""

    def writing(descriptor: int, data: bytes, offset: int) -> int:
        write(descriptor, data[: len(data) // 2], offset)
        return _full()

    return writing


def test_a_half_written_record_is_overwritten_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal-0.log"
    journal = Journal.create(path, ORIGIN)
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", _half(os.pwrite))
        with pytest.raises(ChainError) as caught:
            journal.write_intent(intent(1))
    assert caught.value.code == "journal.disk_full"
    assert read_journal(path, ORIGIN.chain)[1] == []
    journal.write_intent(intent(2))
    journal.close()
    assert read_journal(path, ORIGIN.chain)[1] == [intent(2)]


def test_another_failure_of_the_disk_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    journal = Journal.create(tmp_path / "journal-0.log", ORIGIN)
    monkeypatch.setattr(os, "fdatasync", failing)
    with pytest.raises(ChainError, match="input/output error") as caught:
        journal.write_intent(intent(1))
    assert caught.value.code == "journal.not_written"


def test_a_system_that_can_not_reserve_writes_the_room_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fallocate")
    monkeypatch.delattr(os, "fdatasync")
    path = tmp_path / "journal-0.log"
    written(path, EVERY_KIND)
    assert read_journal(path, ORIGIN.chain)[1] == EVERY_KIND
