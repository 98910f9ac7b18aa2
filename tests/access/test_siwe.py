# SPDX-License-Identifier: Apache-2.0
"""The published messages of EIP-4361's reference implementation, and the grammar's corners."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouxin.access.siwe import SignInMessage, instant_of, parse, text_of
from shouxin.primitives.errors import BadInput

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "siwe_eip4361.json").read_text(encoding="utf-8")
)
NAMES = {
    "chainId": "chain_id",
    "issuedAt": "issued_at",
    "expirationTime": "expiration_time",
    "notBefore": "not_before",
    "requestId": "request_id",
}
PLAIN = VECTORS["parsing_positive"]["couple of optional fields"]["message"]


def message_of(fields: dict[str, Any]) -> SignInMessage:
    """A message from the names that the vectors use; one that lacks a field is written without."""
    known = {NAMES.get(name, name): value for name, value in fields.items() if name != "version"}
    if known.get("resources") is not None:
        known["resources"] = tuple(known["resources"])
    return SignInMessage(**known)


@pytest.mark.parametrize("name", VECTORS["parsing_negative"])
def test_a_message_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is not one of EIP-4361") as refused:
        parse(VECTORS["parsing_negative"][name])
    assert refused.value.code == "sign_in.not_a_message"


_COMPLETE = {
    name: fields
    for name, fields in VECTORS["parsing_negative_objects"].items()
    if not name.startswith("missing") and fields["version"] == "1"
}


@pytest.mark.parametrize("name", _COMPLETE)
def test_what_can_be_written_but_breaks_the_grammar_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is not one of EIP-4361"):
        parse(text_of(message_of(_COMPLETE[name])))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("service.org wants", "service.org  wants"),
        ("service.org wants", "http:// wants"),
        ("service.org wants", "[::g] wants"),
        ("service.org wants", "[fe80::1%25eth0] wants"),
        ("service.org wants", "a@b@c wants"),
        ("service.org wants", "service.org:port wants"),
        ("service.org wants", "sérvice.org wants"),
        ("C02aaA39b2", "c02aaA39b2"),
        (
            "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
            "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
        ),
        ("I accept", "I\taccept"),
        ("I accept", "I accept 100%"),
        ("I accept", "我同意"),
        ("Version: 1", "Version: 01"),
        ("Version: 1", "Version: 1 "),
        ("Chain ID: 1", "Chain ID: 01"),
        ("Chain ID: 1", "Chain ID: +1"),
        ("Chain ID: 1", "Chain ID: ١"),
        ("Chain ID: 1", "Chain ID: " + "9" * 78),
        ("32891757", "3289 1757"),
        ("32891757", "3289175७"),
        ("2021-09-30T16:25:24.000Z", "2021-09-31T16:25:24.000Z"),
        ("2021-09-30T16:25:24.000Z", "2021-09-30T24:25:24.000Z"),
        ("2021-09-30T16:25:24.000Z", "2021-09-30T16:25:61Z"),
        ("2021-09-30T16:25:24.000Z", "2021-09-30T16:25:24.Z"),
        ("2021-09-30T16:25:24.000Z", "2021-09-30T16:25:24"),
        ("2021-09-30T16:25:24.000Z", "2021-09-30T16:25:24+24:00"),
        ("2021-09-30T16:25:24.000Z", "0001-01-01T00:00:00+01:00"),
        ("\n", "\r\n"),
        ("\n- ipfs", "\n-ipfs"),
        ("\n- ipfs", "\n- ipfs:// /"),
    ],
)
def test_one_character_that_the_grammar_lacks_is_refused(old: str, new: str) -> None:
    assert old in PLAIN
    with pytest.raises(BadInput, match="is not one of EIP-4361"):
        parse(PLAIN.replace(old, new))


@pytest.mark.parametrize("extra", ["\n", " ", "\nResources:", "\nanything", "\x00"])
def test_nothing_may_follow_a_message(extra: str) -> None:
    with pytest.raises(BadInput, match="is not one of EIP-4361"):
        parse(PLAIN + extra)


def test_a_message_without_end_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match="is not one of EIP-4361"):
        parse(PLAIN + "\n- a:" * 100_000)


@pytest.mark.parametrize("name", VECTORS["parsing_positive"])
def test_a_published_message_is_read_and_written_again(name: str) -> None:
    vector = VECTORS["parsing_positive"][name]
    assert parse(vector["message"]) == message_of(vector["fields"])
    assert text_of(parse(vector["message"])) == vector["message"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01.5z", 1.5),
        ("1970-01-01T00:00:00-02:30", 9_000),
        ("1970-01-01T08:00:00+08:00", 0),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
        ("1970-01-01T00:00:00.1234567890Z", 0.123456),
    ],
)
def test_an_instant_is_read_whatever_its_offset(text: str, seconds: float) -> None:
    assert instant_of(text).timestamp() == seconds


@given(st.text(alphabet=st.sampled_from(PLAIN + "\r\0é我%[]"), max_size=300))
def test_whatever_is_read_is_written_to_the_letter(text: str) -> None:
    for candidate in (text, PLAIN[: len(text)] + text, text + PLAIN):
        try:
            found = parse(candidate)
        except BadInput:
            continue
        assert text_of(found) == candidate
