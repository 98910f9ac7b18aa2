# SPDX-License-Identifier: Apache-2.0
"""What is no report is bad input, with the place of what can't be read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shouxin.credit.report import SIZE_MAX, Report, parse_report, write_report
from shouxin.primitives.errors import BadInput

Change = Callable[[dict[str, Any]], object]


def told(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        parse_report(data)
    assert caught.value.exit_code == 2
    assert caught.value.message_zh != caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the report is not JSON"),
        (b"{", "the report is not JSON"),
        (b"\xff{}", "the report is not JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b"[]", "the report is not a JSON object"),
        (b"null", "the report is not a JSON object"),
        (b"{}", "use the version of shouxin that wrote it"),
        (b'{"version": 1, "version": 1}', "'version' is given twice"),
        (b'{"version": 1.0}', "1.0 is not an integer"),
        (b'{"version": NaN}', "NaN is not an integer"),
        (b'{"version": ' + b"9" * 5_000 + b"}", "the report is not JSON"),
        (b'{"schema": "shouxin.credit-report", "version": true}', "schema and version"),
        (b'{"schema": "shouxin.credit-report", "version": 2}', "schema and version"),
        (b'{"schema": "shouxin.credit-report", "version": 1}', "has not exactly the fields"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, message: str) -> None:
    assert message in told(data)


def test_a_report_of_any_size_is_not_read() -> None:
    assert f"larger than {SIZE_MAX} bytes" in told(b" " * (SIZE_MAX + 1))


def _set(*path: Any) -> Change:
    """Puts the last of a path at its place."""
    *way, last, value = path

    def change(report: dict[str, Any]) -> None:
        place: Any = report
        for step in way:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set("chain_id", "31337"), "chain_id '31337' is no chain's id"),
        (_set("chain_id", True), "chain_id True is no chain's id"),
        (_set("chain_id", 0), "chain_id 0 is no chain's id"),
        (_set("chain_id", 2**64), "is no chain's id"),
        (_set("ledger", None), "ledger None is not a checksummed address"),
        (_set("ledger", "0x" + "ab" * 20), "is not a checksummed address"),
        (_set("ledger", "0x12"), "ledger '0x12' is not an address"),
        (_set("party", "0x" + "AB" * 32), "party '0xABAB"),
        (_set("party", "0x" + "ab" * 31), "is not 32 bytes"),
        (_set("block", []), "block is not an object"),
        (_set("block", "note", "1"), "block has not exactly the fields hash, header"),
        (_set("block", "header", []), "block.header is not an object"),
        (_set("block", "header", {}), "block.header has not the fields of a header"),
        (_set("block", "header", "slotNumber", "0x1"), "block.header has not the fields"),
        (_set("block", "header", "number", "0x02"), "block.header.number '0x02' is not a number"),
        (_set("block", "header", "number", 2), "block.header.number 2 is not a number"),
        (_set("block", "header", "number", "0x" + "f" * 65), "is not a number of 256 bits"),
        (_set("block", "header", "nonce", "0x00"), "block.header.nonce '0x00' is not 8 bytes"),
        (_set("block", "header", "extraData", "0x0"), "block.header.extraData '0x0' is not bytes"),
        (_set("account", "nonce", "0x" + "f" * 17), "account.nonce '0xf"),
        (_set("account", "proof", "0x"), "account.proof is not a list"),
        (_set("account", "proof", 1, None), "account.proof[1] None is not bytes"),
        (_set("record", "head", "value", "0x0"), "record.head.value '0x0' is not 32 bytes"),
        (_set("record", "marks", 1), "record.marks is not an object"),
        (_set("entries", {}), "entries is not a list"),
        (_set("entries", 3, []), "entries[3] is not an object"),
        (_set("entries", 3, "kind", 1), "entries[3] has not exactly the fields loan, source"),
        (_set("entries", 3, "entry", "0x" + "f" * 64), "entries[3].entry has more than 244 bits"),
        (_set("entries", 3, "source", "0x" + "ab" * 20), "entries[3].source '0xabab"),
        (_set("note", "all is well"), "the report has not exactly the fields schema"),
    ],
)
def test_a_value_of_another_form_is_named(report: Report, change: Change, message: str) -> None:
    value = json.loads(write_report(report))
    change(value)
    assert message in told(json.dumps(value).encode())


def test_a_field_less_is_named(report: Report) -> None:
    text = write_report(report)
    for place in ((), ("block",), ("account",), ("record",), ("entries", 0)):
        fields: Any = json.loads(text)
        for step in place:
            fields = fields[step]
        for name in list(fields):
            value: Any = json.loads(text)
            holder = value
            for step in place:
                holder = holder[step]
            del holder[name]
            assert told(json.dumps(value).encode())


def test_it_is_read_as_it_was_written_whatever_the_order_and_spaces(report: Report) -> None:
    text = write_report(report)
    assert parse_report(text.encode()) == report
    other = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert parse_report(other.encode()) == report
    assert write_report(parse_report(other.encode())) == text


def test_an_entry_takes_one_line(report: Report) -> None:
    assert sum('"entry": ' in line for line in write_report(report).splitlines()) == 6
