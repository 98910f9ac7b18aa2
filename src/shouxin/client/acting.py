# SPDX-License-Identifier: Apache-2.0
"""An action from the wish to the block: prepared, checked, signed, relayed, waited for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shouxin.client import answers
from shouxin.client.core import Core
from shouxin.client.signers import Signer
from shouxin.client.steps import Steps
from shouxin.client.trust import Trust
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import to_hex

Approve: TypeAlias = Callable[[answers.Prepared], None]
"""Sees what was prepared and checked, and raises if it shall not be signed."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What was signed, and the transaction that carries it out.

    Attributes:
        prepared: with the sentence that says what it does.
        transaction: in a block, unless it was not to be waited for.
    """

    prepared: answers.Prepared
    transaction: answers.Transaction


def act(
    core: Core,
    trust: Trust | None,
    kind: str,
    wanted: Mapping[str, Any],
    signers: Sequence[Signer],
    *,
    key: str | None = None,
    is_waiting: bool = True,
    approve: Approve | None = None,
) -> Steps[Acted]:
    """Take an action.

    Args:
        core: who asks.
        trust: the caller's manifest; without it nothing is signed.
        kind: of the action.
        wanted: as the API takes it.
        signers: whoever must sign.
        key: the action's own name.
        is_waiting: whether to wait for the block.
        approve: shown what was checked, before it is signed; raises if it shall not be.

    Raises:
        BadInput: ``client.no_manifest``, ``client.no_signer``, ``input.…``.
        Refused: ``client.other_action``; the service prepared something else. And the rules' "no".
        TransactionFailed: it came to nothing.
    """
    prepared = yield from core.prepare(kind, wanted)
    signatures = sign(trust, kind, wanted, prepared, signers, approve)
    relayed = yield from core.relay(kind, prepared.settled, signatures, key)
    path = f"/transactions/{relayed.transaction_id}"
    if is_waiting:
        return Acted(prepared, (yield from core.settled(relayed.transaction_id)))
    return Acted(prepared, (yield from core.get(path, answers.Transaction)))


def post_offer(
    core: Core,
    trust: Trust | None,
    kind: str,
    wanted: Mapping[str, Any],
    signer: Signer,
    approve: Approve | None = None,
) -> Steps[answers.Offer]:
    """Sign an offer (kind ``offer``) or a request (``request``) and post it to the book.

    Raises:
        BadInput, Refused: as ``act``, and ``offer.…``.
    """
    prepared = yield from core.prepare(kind, wanted)
    signatures = sign(trust, kind, wanted, prepared, [signer], approve)
    assert trust is not None, "nothing is signed without it"
    written = {
        "chain_id": trust.chain_id,
        "desk": trust.address_of("OfferDesk"),
        "offer": prepared.settled,
        "signature": to_hex(signatures["action"]),
    }
    return (yield from core.post("/offers", written, answers.Offer))


def sign(
    trust: Trust | None,
    kind: str,
    wanted: Mapping[str, Any],
    prepared: answers.Prepared,
    signers: Sequence[Signer],
    approve: Approve | None = None,
) -> dict[str, bytes]:
    """The signatures of what was prepared, once it is checked.

    Raises:
        BadInput: ``client.no_manifest``, ``client.no_signer``, ``input.…``.
        Refused: ``client.other_action``, ``client.unknown_action``.
    """
    if trust is None:
        raise BadInput(
            "client.no_manifest",
            "signing needs your own manifest of the deployment, against which the service is "
            "checked: name it",
            "签署前须以您自己的部署清单核对服务所准备的内容：请指定部署清单",
        )
    # imports the contracts' bindings, which reading does without
    from shouxin.client.checking import checked, signatures_of  # noqa: PLC0415

    expected = checked(trust, kind, wanted, prepared)
    if approve is not None:
        approve(prepared)
    return signatures_of(expected, prepared, signers)
