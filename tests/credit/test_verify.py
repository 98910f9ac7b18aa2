# SPDX-License-Identifier: Apache-2.0
"""A report holds as exported, and no other: what was changed is refused with its place named."""

from collections.abc import Callable
from dataclasses import astuple, replace

import pytest
from eth_utils import keccak

from shouxin.chain.header import Header
from shouxin.chain.proof import Account, Word
from shouxin.credit.entry import Kind
from shouxin.credit.export import export_report
from shouxin.credit.record import EMPTY_HEAD, aggregate_words, next_head, recount
from shouxin.credit.report import WORD_NAMES, Report, ReportedEntry
from shouxin.credit.verification import verify
from shouxin.primitives.errors import ChainError, Refused
from tests.credit.ledger_world import LIFE, NEIGHBOUR, NOBODY, SUBJECT, LedgerWorld


def refusal(report: Report, world: LedgerWorld, party: bytes | None = None) -> Refused:
    """What it is refused with."""
    with pytest.raises(Refused) as caught:
        verify(report, world.ledger, party)
    assert caught.value.exit_code == 1
    return caught.value


def rechained(entries: tuple[ReportedEntry, ...]) -> tuple[ReportedEntry, ...]:
    """The same entries with heads that follow, as a forger would compute them."""
    head, result = EMPTY_HEAD, []
    for entry in entries:
        head = next_head(head, entry.recorded)
        result.append(replace(entry, head=head))
    return tuple(result)


def with_header(report: Report, name: str, value: int | bytes) -> Report:
    """With one field of the header changed."""
    fields = list(report.header.to_json())
    values = list(report.header.values)
    values[fields.index(name)] = value
    return replace(report, header=Header(tuple(values)))


def with_word(report: Report, at: int, word: Word) -> Report:
    words = list(report.words)
    words[at] = word
    return replace(report, words=tuple(words))


# ------------------------------------------------------------------------- what the reader knows


def test_another_chain_is_refused(report: Report, world: LedgerWorld) -> None:
    error = refusal(replace(report, chain_id=1), world)
    assert (error.code, error.message.split(":")[0]) == ("report.other_chain", "chain_id")


def test_another_manifest_is_refused_by_chain_address_and_code(
    report: Report, world: LedgerWorld
) -> None:
    for field, value, code in (
        ("chain_id", 1, "report.other_chain"),
        ("address", "0x" + "11" * 20, "report.other_ledger"),
        ("code_hash", bytes(32), "report.other_code"),
    ):
        with pytest.raises(Refused, match="your manifest") as caught:
            verify(report, replace(world.ledger, **{field: value}))
        assert caught.value.code == code


def test_another_party_than_asked_for_is_refused(report: Report, world: LedgerWorld) -> None:
    error = refusal(report, world, NEIGHBOUR)
    assert (error.code, error.message.split(":")[0]) == ("report.other_party", "party")


def test_a_copy_of_the_ledger_is_refused_whatever_it_says_of_itself(own_world: LedgerWorld) -> None:
    copy = own_world.copy_of_ledger()
    own_world.record(SUBJECT, LIFE[:2], contract=copy)
    code_hash = keccak(own_world.node.chain.code(copy.address))
    of_copy = replace(own_world.ledger, address=copy.address, code_hash=code_hash)
    forged = export_report(own_world.node.chain, of_copy, SUBJECT).report
    assert refusal(forged, own_world).code == "report.other_ledger"
    renamed = replace(forged, ledger=own_world.ledger.address)
    assert refusal(renamed, own_world).message.startswith("account.code_hash")
    account = replace(forged.account, code_hash=own_world.ledger.code_hash)
    disguised = replace(renamed, account=account)
    error = refusal(disguised, own_world)
    assert error.code in {"proof.broken", "proof.other_value"}
    assert error.message.startswith("account")


def test_another_code_at_the_ledgers_address_is_refused(own_world: LedgerWorld) -> None:
    node, address = own_world.node, own_world.ledger.address
    node.chain.request("anvil_setCode", address, "0x6001")
    node.chain.request("evm_mine")
    with pytest.raises(ChainError, match=r"account\.code_hash"):
        own_world.report()


# --------------------------------------------------------------------------- header and proofs


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("parentHash", bytes(32)),
        ("stateRoot", b"\x01" * 32),
        ("number", 1),
        ("timestamp", 2_000_000_000),
        ("extraData", b"later"),
        ("requestsHash", bytes(32)),
    ],
)
def test_a_doctored_header_is_refused(
    report: Report, world: LedgerWorld, name: str, value: int | bytes
) -> None:
    error = refusal(with_header(report, name, value), world)
    assert (error.code, error.message.split(":")[0]) == ("report.other_block", "block.hash")


def test_a_header_without_its_last_field_is_refused(report: Report, world: LedgerWorld) -> None:
    shorter = replace(report, header=Header(report.header.values[:-1]))
    assert refusal(shorter, world).code == "report.other_block"


def test_a_stale_header_is_refused_under_newer_proofs(own_world: LedgerWorld) -> None:
    old = own_world.report()
    own_world.record(SUBJECT, [replace(LIFE[1], exposure_after=1)], before=76_000)
    new = own_world.report()
    mixed = replace(new, block_hash=old.block_hash, header=old.header)
    assert refusal(mixed, own_world).message.startswith("account.proof[0] is not the root")


def test_a_header_of_a_forgers_own_is_refused_under_true_proofs(
    report: Report, world: LedgerWorld
) -> None:
    forged = with_header(report, "stateRoot", b"\x01" * 32)
    consistent = replace(forged, block_hash=forged.header.hash)
    assert refusal(consistent, world).message.startswith("account.proof[0] is not the root")


@pytest.mark.parametrize(
    "change",
    [
        lambda a: replace(a, nonce=a.nonce + 1),
        lambda a: replace(a, balance=1),
        lambda a: replace(a, storage_root=bytes(32)),
    ],
)
def test_a_doctored_account_is_refused(
    report: Report, world: LedgerWorld, change: Callable[[Account], Account]
) -> None:
    error = refusal(replace(report, account=change(report.account)), world)
    assert (error.code, error.message.split()[0]) == ("proof.other_value", "account")


@pytest.mark.parametrize(("at", "name"), list(enumerate(WORD_NAMES)))
def test_a_doctored_word_is_refused(report: Report, world: LedgerWorld, at: int, name: str) -> None:
    true = report.words[at].value
    for value in {0, true + 1} - {true}:
        doctored = with_word(report, at, replace(report.words[at], value=value))
        error = refusal(doctored, world)
        assert (error.code, error.message.split()[0]) == ("proof.other_value", f"record.{name}")


def test_another_words_proof_is_refused(report: Report, world: LedgerWorld) -> None:
    swapped = replace(report, words=(report.words[1], report.words[0], *report.words[2:]))
    assert refusal(swapped, world).message.startswith("record.head")


def test_another_partys_proof_is_refused(
    report: Report, neighbours: Report, world: LedgerWorld
) -> None:
    for mixed in (
        replace(report, words=neighbours.words, entries=neighbours.entries),
        replace(neighbours, party=report.party),
        replace(report, party=NOBODY),
    ):
        assert refusal(mixed, world).message.startswith("record.head")


def test_an_absence_does_not_prove_that_a_record_is_empty(
    report: Report, world: LedgerWorld
) -> None:
    nobodys = world.report(NOBODY, report.header.number)
    emptied = replace(report, words=nobodys.words, entries=())
    assert refusal(emptied, world).message.startswith("record.head")


# ------------------------------------------------------------------------------------- entries


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda e: e[1:], "entries[0]"),
        (lambda e: e[:-1], "entries"),
        (lambda e: e[:2] + e[3:], "entries[2]"),
        (lambda e: (e[1], e[0], *e[2:]), "entries[0]"),
        (lambda e: (*e[:2], e[1], *e[2:]), "entries[2]"),
        (lambda e: (*e, e[-1]), "entries[6]"),
        (lambda _: (), "entries"),
    ],
    ids=["first removed", "last removed", "removed", "reordered", "duplicated", "added", "none"],
)
def test_entries_are_all_there_once_and_in_order(
    report: Report,
    world: LedgerWorld,
    change: Callable[[tuple[ReportedEntry, ...]], tuple[ReportedEntry, ...]],
    place: str,
) -> None:
    changed = change(report.entries)
    error = refusal(replace(report, entries=changed), world)
    assert (error.code, error.message.split(":")[0]) == ("report.other_entries", place)
    again = refusal(replace(report, entries=rechained(changed)), world)
    assert (again.code, again.message.split(":")[0]) == ("report.other_entries", "entries")


@pytest.mark.parametrize("at", range(6))
def test_a_changed_entry_is_named(report: Report, world: LedgerWorld, at: int) -> None:
    listed = report.entries[at]
    for recorded in (
        replace(listed.recorded, word=listed.recorded.word ^ 1),
        replace(listed.recorded, loan=bytes(32)),
        replace(listed.recorded, source="0x" + "11" * 20),
    ):
        changed = (*report.entries[:at], replace(listed, recorded=recorded))
        error = refusal(replace(report, entries=(*changed, *report.entries[at + 1 :])), world)
        assert error.message.startswith(f"entries[{at}]: ")


def test_an_older_proof_with_newer_entries_is_refused_and_the_other_way_round(
    own_world: LedgerWorld,
) -> None:
    old = own_world.report()
    own_world.record(SUBJECT, [replace(LIFE[1], exposure_after=1)], before=76_000)
    new = own_world.report()
    assert len(new.entries) == len(old.entries) + 1
    for mixed in (replace(old, entries=new.entries), replace(new, entries=old.entries)):
        error = refusal(mixed, own_world)
        assert (error.code, error.message.split(":")[0]) == ("report.other_entries", "entries")


# --------------------------------------------------------------------------------- what holds


def test_it_proves_every_entry_and_what_they_add_up_to(report: Report, world: LedgerWorld) -> None:
    verified = verify(report, world.ledger, SUBJECT)
    assert [entry.kind for entry in verified.entries] == [e.kind for e in LIFE] + [Kind.OPENED]
    stored = world.deployment.ledger.record_of(SUBJECT)
    assert aggregate_words(verified.aggregates) == astuple(stored)[1:]
    assert stored.marks != 0
    assert verified.aggregates.exposure == 81_000
    assert recount(e.recorded for e in report.entries).head == stored.head


def test_a_party_without_entries_is_proved_to_have_none(world: LedgerWorld) -> None:
    report = world.report(NOBODY)
    verified = verify(report, world.ledger, NOBODY)
    assert (verified.entries, verified.aggregates.entry_count) == ((), 0)
    assert [word.value for word in report.words] == [0, 0, 0, 0]
    assert all(word.nodes for word in report.words)


def test_a_report_of_an_older_block_holds_as_of_that_block(own_world: LedgerWorld) -> None:
    block = own_world.node.chain.block().number
    own_world.record(SUBJECT, LIFE[1:2], before=76_000)
    assert len(own_world.report(block=block).entries) == 6
    assert len(own_world.report().entries) == 7
