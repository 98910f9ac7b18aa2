# SPDX-License-Identifier: Apache-2.0
"""What every kind of action is made of.

A user wants something (``wanted``). ``settle`` reads the chain and fixes every value that will be
signed (``settled``): nonces, deadlines, figures. From the settled values alone ``plan`` gives what
to sign, what to call for who calls itself, and what it means in plain words, and ``relay`` the one
call that carries out what was signed. Whoever has the settled values can check all of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import ValidationError

from shouxin.chain.abi import Address
from shouxin.chain.calls import Call
from shouxin.lending.actions.site import Site
from shouxin.lending.signed_actions import Action
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text
from shouxin.primitives.wire import WireModel

ACTION, PERMIT = "action", "permit"
"""Parts that are signed: the action itself, and the permit of its money."""

W = TypeVar("W", bound=WireModel)
S = TypeVar("S", bound=WireModel)
M = TypeVar("M", bound=WireModel)

Signatures: TypeAlias = Mapping[str, bytes]
"""The signatures by the part that each is of."""


@dataclass(frozen=True, slots=True)
class ToSign:
    """Typed data that somebody signs.

    Attributes:
        part: what the signature is called when it comes back.
        signer: the wallet.
        action: what is signed.
        is_needed: whether nothing can be done without it.
    """

    part: str
    signer: Address
    action: Action
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A call that who has coins sends itself, and what it does."""

    call: Call
    sentence: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """An action before anybody signed.

    Attributes:
        signing: what is signed, in this order; empty if nobody's signature is needed.
        steps: the calls of somebody who calls itself, in this order.
        sentence: what it does, for who signs.
        warnings: what else to know before signing.
        expires_at: Unix seconds, the last at which the signatures serve; None if they have no end.
    """

    signing: tuple[ToSign, ...]
    steps: tuple[Step, ...]
    sentence: Text
    warnings: tuple[Text, ...] = ()
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class Kind(Generic[W, S]):
    """One kind of action.

    Attributes:
        name: what it is called in the API.
        title: the same for people.
        wanted: what a user asks for.
        settled: all that is signed.
        settle: fixes what is signed; reads the chain.
        plan: what to sign and what it means.
        relay: the call that carries out what was signed; None if it is no transaction.
        is_for_anyone: whether anybody may send that call; else a wallet that the plan names.
    """

    name: str
    title: Text
    wanted: type[W]
    settled: type[S]
    settle: Callable[[Site, W], S]
    plan: Callable[[Site, S], Plan]
    relay: Callable[[Site, S, Signatures], Call] | None
    is_for_anyone: bool = True


AnyKind: TypeAlias = Kind[Any, Any]


def read(model: type[M], data: object) -> M:
    """A JSON object as a model.

    Raises:
        BadInput: ``input.…``; the first field that can't be read.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "input"
        message, message_zh = _REASONS.get(
            first["type"], (first["msg"], f"不符合要求（{first['msg']}）")
        )
        raise BadInput("input.field", f"{place}: {message}", f"{place}：{message_zh}") from error


_REASONS = {
    "missing": ("it is missing: give it", "缺少该字段：请填写"),
    "extra_forbidden": ("there is no such field: leave it out", "没有该字段：请删除"),
}


def signature_of(signatures: Signatures, part: str) -> bytes:
    """The signature of a part.

    Raises:
        BadInput: ``action.not_signed``.
    """
    found = signatures.get(part)
    if not found:
        raise BadInput(
            "action.not_signed",
            f"the signature of {part!r} is missing: sign its typed data and send it along",
            f"缺少 {part!r} 的签名：请签署相应的结构化数据后一并提交",
        )
    return found
