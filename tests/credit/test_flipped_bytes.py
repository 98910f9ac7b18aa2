# SPDX-License-Identifier: Apache-2.0
"""One changed byte anywhere in a report is refused with its place, or is whitespace and nothing."""

import json
import random

import pytest

from shouxin.credit.report import Report, parse_report, write_report
from shouxin.credit.verification import verify
from shouxin.primitives.errors import BadInput, Refused
from tests.credit.ledger_world import LedgerWorld
from tests.credit.report_places import names_the_place

SAMPLE = 1_000
WHITESPACE = b" \t\r\n"
DIGITS = b"0123456789abcdef"


def verdict(text: bytes, at: int, by: int, report: Report, world: LedgerWorld) -> str:
    """What becomes of a report with a byte changed; any error but our own is a fault."""
    changed = text[:at] + bytes([text[at] ^ by]) + text[at + 1 :]
    try:
        read = parse_report(changed)
        verify(read, world.ledger)
    except (BadInput, Refused) as caught:
        error = caught
    else:
        assert read == report
        assert text[at] in WHITESPACE
        assert json.loads(changed) == json.loads(text)
        return "whitespace"
    assert names_the_place(error.message, text.decode(), at), (at, error.message)
    return "malformed" if isinstance(error, BadInput) else "refused"


def test_a_thousand_flipped_bytes_are_refused_or_mean_nothing(
    report: Report, world: LedgerWorld
) -> None:
    text = write_report(report).encode()
    chosen = random.Random(4)  # noqa: S311 - a sample, no secret
    found = [
        verdict(text, at, chosen.randrange(1, 256), report, world)
        for at in chosen.sample(range(len(text)), SAMPLE)
    ]
    assert len(found) == SAMPLE
    assert found.count("refused") > 10
    assert found.count("malformed") > SAMPLE // 2
    assert found.count("whitespace") < 50


def test_a_thousand_other_digits_are_refused(report: Report, world: LedgerWorld) -> None:
    """Flips that leave the JSON and its forms as they are, so that the proofs have to find them."""
    text = write_report(report).encode()
    chosen, found = random.Random(5), []  # noqa: S311 - a sample, no secret
    places = [at for at, byte in enumerate(text) if byte in DIGITS]
    for at in chosen.sample(places, SAMPLE):
        other = chosen.choice([digit for digit in DIGITS if digit != text[at]])
        found.append(verdict(text, at, text[at] ^ other, report, world))
    assert found.count("whitespace") == 0
    assert found.count("refused") > SAMPLE * 3 // 4


@pytest.mark.long
def test_every_bit_of_every_byte_is_refused_or_means_nothing(
    report: Report, world: LedgerWorld
) -> None:
    text = write_report(report).encode()
    for at in range(len(text)):
        for bit in range(8):
            assert verdict(text, at, 1 << bit, report, world)
