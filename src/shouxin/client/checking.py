# SPDX-License-Identifier: Apache-2.0
"""A client never signs blindly: what a service prepared is held against what was asked.

Every value that was asked for must be there unchanged, what the service chose must be sensible,
and the typed data must be what our own code makes of it for the contracts in the caller's own
manifest. What is signed is that, and never what was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shouxin.chain.typed_data import typed_data_json
from shouxin.client.answers import Prepared
from shouxin.client.expected import PERMIT, SIGNED, Case, ToSign
from shouxin.client.expected_loans import SIGNED as SIGNED_LOANS
from shouxin.client.refusing import check_at_most, check_same, other
from shouxin.client.signers import Signer
from shouxin.client.trust import Trust
from shouxin.lending.actions import kind_named
from shouxin.lending.actions.kind import read
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.primitives.errors import BadInput, Refused

EXPECTED = SIGNED | SIGNED_LOANS
OF_SEVERAL = frozenset({"amend", "waive", "replace_servicer"})
"""Kinds that several people sign together, which this client can't check yet and so refuses."""
JUDGED_ALONE = frozenset({"conditions", "deadline_at", "expiry_at", "offer", "digest"})
"""Fields whose comparison their kind does itself, or is done by a bound."""
LATE = frozenset({"pay", "take", "offer", "request", "claim"})
"""Kinds that bound their deadlines themselves, or have none."""


def checked(
    trust: Trust, kind: str, wanted: Mapping[str, Any], prepared: Prepared
) -> tuple[ToSign, ...]:
    """What is to be signed, made anew, if the service prepared just that.

    Raises:
        NotFoundError: ``action.unknown``.
        BadInput: ``input.…``; what is wanted can't be read.
        Refused: ``client.other_action``, ``client.unknown_action``.
    """
    known, make = kind_named(kind), EXPECTED.get(kind)
    if make is None:
        raise Refused(
            "client.unknown_action",
            f"this client can't check what {kind!r} has one sign, so it signs nothing: use a "
            "newer client",
            f"当前客户端无法核对操作 {kind!r} 的签署内容，未予签署：请升级客户端",
        )
    check_same("kind", prepared.kind, kind)
    asked = read(known.wanted, wanted)
    try:
        settled = read(known.settled, prepared.settled)
    except BadInput as error:
        raise other("values", error.message, "what this action has") from error
    _check_asked(asked, settled)
    if kind not in LATE:
        latest = asked.deadline_at or trust.now + SECONDS_PER_DAY
        check_at_most("deadline_at", settled.deadline_at, latest)
    sent = {each.part: each.typed_data for each in prepared.signing}
    expected = make(Case(trust, asked, settled, sent))
    _check_sent(prepared, expected)
    return expected


def signatures_of(
    expected: Iterable[ToSign], prepared: Prepared, signers: Iterable[Signer]
) -> dict[str, bytes]:
    """The signatures by part; a permit that is not needed is left out.

    Raises:
        BadInput: ``client.no_signer``; somebody must sign who is not among the signers.
    """
    by_address = {signer.address: signer for signer in signers}
    needed = {each.part for each in prepared.signing if each.is_needed}
    made: dict[str, bytes] = {}
    for each in expected:
        if each.part == PERMIT and PERMIT not in needed:
            continue
        signer = by_address.get(each.signer)
        if signer is None:
            raise BadInput(
                "client.no_signer",
                f"{each.signer} must sign and its key is not here: give the key of that wallet",
                f"须由 {each.signer} 签署，但未提供其私钥：请提供该钱包的私钥",
            )
        made[each.part] = signer.sign_action(each.action)
    return made


def _check_asked(asked: Any, settled: Any) -> None:
    """All that was asked for by value is there unchanged."""
    for name in type(asked).model_fields:
        value = getattr(asked, name)
        if name in JUDGED_ALONE or value is None or name not in type(settled).model_fields:
            continue
        check_same(name, getattr(settled, name), value)


def _check_sent(prepared: Prepared, expected: tuple[ToSign, ...]) -> None:
    """What was sent is what our own code makes."""
    parts = [each.part for each in prepared.signing]
    check_same("parts to sign", parts, [each.part for each in expected])
    for sent, made in zip(prepared.signing, expected, strict=True):
        check_same(f"{made.part}.signer", sent.signer, made.signer)
        _check_equal(made.part, sent.typed_data, typed_data_json(made.action.typed_data))
    first = prepared.signing[0].typed_data if prepared.signing else None
    check_same("typed_data", prepared.typed_data, first)


def _check_equal(place: str, sent: Any, made: Any) -> None:
    """Two values of JSON, down to the first place where they differ."""
    if isinstance(sent, Mapping) and isinstance(made, Mapping):
        check_same(f"{place}'s fields", sorted(sent), sorted(made))
        for name, value in made.items():
            _check_equal(f"{place}.{name}", sent[name], value)
        return
    check_same(place, sent, made)
