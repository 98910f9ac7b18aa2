# SPDX-License-Identifier: Apache-2.0
"""A credit report as a file: what it holds, written and read; ``docs/credit-report.md`` tells it.

Reading sees to the form alone. Every value has one form, so a changed byte is either another value,
which ``verification`` finds, or no report any more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from shouxin.chain.header import Header, parse_header
from shouxin.chain.proof import Account, Word
from shouxin.credit.entry import WORD_BITS
from shouxin.credit.record import Recorded
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import parse_hex, parse_number, shown, to_hex
from shouxin.primitives.identifiers import parse_address
from shouxin.primitives.json_nesting import is_nested_deeper

SCHEMA, VERSION = "shouxin.credit-report", 1
SIZE_MAX = 2**28
"""Bytes of a report; one of a million entries has about as many."""

DEPTH_MAX = 5
"""How deep lists and objects of a report lie in each other; Python's parser has a far end, but not
where a library has raised the limit of recursion."""

CHAIN_ID_MAX = 2**64 - 1
WORD_SIZE = 32
WHOLE, WHOLE_ZH = "the report", "报告"
WORD_NAMES = ("head", "counts", "marks", "statements")
FIELDS = ("schema", "version", "chain_id", "ledger", "party", "block", "account", "record",
          "entries")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportedEntry:
    """An entry, and the head of the chain of hashes after it."""

    recorded: Recorded
    head: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a report states; nothing of it is checked.

    Attributes:
        chain_id: the chain's id.
        ledger: the credit ledger's address.
        party: whose record it is.
        block_hash: of the block after which the record stood so.
        header: that block's.
        account: the ledger's, with the proof of it.
        words: head, counts, marks and statements as stored, with their proofs.
        entries: all of the party's, oldest first.
    """

    chain_id: int
    ledger: str
    party: bytes
    block_hash: bytes
    header: Header
    account: Account
    words: tuple[Word, ...]
    entries: tuple[ReportedEntry, ...]


def write_report(report: Report) -> str:
    """The report's text: one JSON object, an entry a line."""
    value = {
        "schema": SCHEMA,
        "version": VERSION,
        "chain_id": report.chain_id,
        "ledger": report.ledger,
        "party": to_hex(report.party),
        "block": {"hash": to_hex(report.block_hash), "header": report.header.to_json()},
        "account": {
            "nonce": hex(report.account.nonce),
            "balance": hex(report.account.balance),
            "storage_root": to_hex(report.account.storage_root),
            "code_hash": to_hex(report.account.code_hash),
            "proof": [to_hex(node) for node in report.account.nodes],
        },
        "record": {
            name: {"value": f"0x{word.value:064x}", "proof": [to_hex(node) for node in word.nodes]}
            for name, word in zip(WORD_NAMES, report.words, strict=True)
        },
    }
    head = json.dumps(value, indent=1).removesuffix("\n}")
    lines = [json.dumps(_entry_json(entry)) for entry in report.entries]
    entries = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else "[]"
    return f'{head},\n "entries": {entries}\n}}\n'


def _entry_json(entry: ReportedEntry) -> dict[str, str]:
    return {
        "loan": to_hex(entry.recorded.loan),
        "source": entry.recorded.source,
        "entry": f"0x{entry.recorded.word:064x}",
        "head": to_hex(entry.head),
    }


def parse_report(data: bytes) -> Report:
    """The report in a file.

    Raises:
        BadInput: ``report.malformed``, ``report.other_version``, ``header.fields``, ``input.hex``,
            ``input.number``, ``input.address``; with the place in front.
    """
    value = _parsed(data)
    version = value.get("version")
    if value.get("schema") != SCHEMA or type(version) is not int or version != VERSION:
        raise BadInput(
            "report.other_version",
            f"schema and version are not {SCHEMA!r} and {VERSION}: use the version of shouxin "
            "that wrote it",
            f"schema 和 version 不是 {SCHEMA!r} 和 {VERSION}：请使用导出该报告的 shouxin 版本",
        )
    _check_fields(value, FIELDS, WHOLE)
    block = _object(value["block"], ("hash", "header"), "block")
    if not isinstance(block["header"], dict):
        raise _malformed("block.header", "is not an object", "不是对象")
    return Report(
        chain_id=_chain_id(value["chain_id"]),
        ledger=_address(value["ledger"], "ledger"),
        party=parse_hex(value["party"], "party", WORD_SIZE),
        block_hash=parse_hex(block["hash"], "block.hash", WORD_SIZE),
        header=parse_header(block["header"], "block.header"),
        account=_account(value["account"]),
        words=_words(value["record"]),
        entries=_entries(value["entries"]),
    )


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > SIZE_MAX:
        raise _malformed(WHOLE, f"is larger than {SIZE_MAX} bytes", f"超过 {SIZE_MAX} 字节")
    try:
        text = data.decode()
        if is_nested_deeper(text, DEPTH_MAX):
            raise _malformed(WHOLE, "is not JSON of its form, but nested deeper", "嵌套过深")
        value = json.loads(
            text,
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_integer,
            parse_float=_no_integer,
        )
    except ValueError as error:
        reason = f"is not JSON ({str(error)[:200]})"
        raise _malformed(WHOLE, reason, "不是有效的 JSON") from error
    if not isinstance(value, dict):
        raise _malformed(WHOLE, "is not a JSON object", "不是 JSON 对象")
    return value


def _account(value: object) -> Account:
    names = ("nonce", "balance", "storage_root", "code_hash", "proof")
    account = _object(value, names, "account")
    return Account(
        nonce=parse_number(account["nonce"], "account.nonce", 64),
        balance=parse_number(account["balance"], "account.balance"),
        storage_root=parse_hex(account["storage_root"], "account.storage_root", WORD_SIZE),
        code_hash=parse_hex(account["code_hash"], "account.code_hash", WORD_SIZE),
        nodes=_nodes(account["proof"], "account.proof"),
    )


def _words(value: object) -> tuple[Word, ...]:
    record = _object(value, WORD_NAMES, "record")
    return tuple(_word(record[name], f"record.{name}") for name in WORD_NAMES)


def _word(value: object, place: str) -> Word:
    word = _object(value, ("value", "proof"), place)
    number = int.from_bytes(parse_hex(word["value"], f"{place}.value", WORD_SIZE))
    return Word(number, _nodes(word["proof"], f"{place}.proof"))


def _nodes(value: object, place: str) -> tuple[bytes, ...]:
    return tuple(parse_hex(node, f"{place}[{at}]") for at, node in enumerate(_list(value, place)))


def _entries(value: object) -> tuple[ReportedEntry, ...]:
    listed = _list(value, "entries")
    return tuple(_entry(entry, f"entries[{at}]") for at, entry in enumerate(listed))


def _entry(value: object, place: str) -> ReportedEntry:
    entry = _object(value, ("loan", "source", "entry", "head"), place)
    word = int.from_bytes(parse_hex(entry["entry"], f"{place}.entry", WORD_SIZE))
    if word >> WORD_BITS:
        raise _malformed(
            f"{place}.entry", f"has more than {WORD_BITS} bits", f"超过 {WORD_BITS} 位"
        )
    recorded = Recorded(
        source=_address(entry["source"], f"{place}.source"),
        loan=parse_hex(entry["loan"], f"{place}.loan", WORD_SIZE),
        word=word,
    )
    return ReportedEntry(recorded, parse_hex(entry["head"], f"{place}.head", WORD_SIZE))


def _chain_id(value: object) -> int:
    if type(value) is not int or not 0 < value <= CHAIN_ID_MAX:
        raise _malformed(
            "chain_id", f"{shown(value)} is no chain's id", f"{shown(value)} 不是链 ID"
        )
    return value


def _address(value: object, place: str) -> str:
    """An address in its one form, checksummed."""
    address = _checksummed(value, place) if isinstance(value, str) else ""
    if value != address:
        raise _malformed(place, f"{shown(value)} is not a checksummed address",
                         f"{shown(value)} 不是带校验和的地址")  # fmt: skip
    return address


@lru_cache(maxsize=256)
def _checksummed(text: str, place: str) -> str:
    return parse_address(text, place)


def _object(value: object, names: tuple[str, ...], place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _malformed(place, "is not an object", "不是对象")
    _check_fields(value, names, place)
    return value


def _check_fields(value: Mapping[str, object], names: tuple[str, ...], place: str) -> None:
    if set(value) != set(names):
        listed = ", ".join(names)
        raise _malformed(place, f"has not exactly the fields {listed}", f"的字段应恰为 {listed}")


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise _malformed(place, "is not a list", "不是列表")
    return value


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, value in pairs:
        if name in result:
            raise ValueError(f"{shown(name)} is given twice")
        result[name] = value
    return result


def _no_integer(text: str) -> NoReturn:
    raise ValueError(f"{text[:80]} is not an integer")


def _malformed(place: str, what: str, what_zh: str) -> BadInput:
    return BadInput(
        "report.malformed",
        f"{place} {what}: export the report again",
        f"{WHOLE_ZH if place == WHOLE else place} {what_zh}：请重新导出报告",
    )
