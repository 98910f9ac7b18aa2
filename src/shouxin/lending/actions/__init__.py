# SPDX-License-Identifier: Apache-2.0
"""Each action that a user can take: prepared, signed by its wallet, carried out by anyone.

``prepare`` gives an action's plan; ``relayed`` the call that carries out what was signed. A new
kind of action is a new file in ``kinds/`` and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from shouxin.chain.calls import Call
from shouxin.chain.signature_check import is_signed_by
from shouxin.lending.actions import kinds
from shouxin.lending.actions.kind import (
    PERMIT,
    AnyKind,
    Plan,
    Signatures,
    ToSign,
    read,
    signature_of,
)
from shouxin.lending.actions.site import Site
from shouxin.primitives.errors import NotFoundError, Refused
from shouxin.primitives.wire import WireModel


@dataclass(frozen=True, slots=True)
class Prepared:
    """An action before anybody signed, with all values that are signed."""

    kind: AnyKind
    settled: WireModel
    plan: Plan


@cache
def known_kinds() -> MappingProxyType[str, AnyKind]:
    """All kinds by name."""
    found: dict[str, AnyKind] = {}
    for module in iter_modules(kinds.__path__):
        loaded = import_module(f"{kinds.__name__}.{module.name}")
        for kind in getattr(loaded, "KINDS", None) or (loaded.KIND,):
            assert kind.name not in found, "two kinds of one name"
            found[kind.name] = kind
    return MappingProxyType(found)


def kind_named(name: str) -> AnyKind:
    """A kind by its name.

    Raises:
        NotFoundError: ``action.unknown``.
    """
    known = known_kinds()
    if name not in known:
        names = ", ".join(known)
        raise NotFoundError(
            "action.unknown",
            f"there is no action {name[:60]!r}: use one of {names}",
            f"没有名为 {name[:60]!r} 的操作：可选 {names}",
        )
    return known[name]


def prepare(site: Site, name: str, wanted: object) -> Prepared:
    """What to sign for an action, and what it does; asks the node, and sends nothing.

    Raises:
        NotFoundError: ``action.unknown``, and what the kind says of what is not there.
        BadInput: ``input.…``, and what the kind says of what can't be meant.
        Refused: the kind's, or the contracts' own; it would be refused now.
    """
    kind = kind_named(name)
    settled = kind.settle(site, read(kind.wanted, wanted))
    return Prepared(kind, settled, kind.plan(site, settled))


def planned(site: Site, name: str, settled: object) -> Prepared:
    """The same plan again, from the settled values.

    Raises:
        NotFoundError: ``action.unknown``.
        BadInput: ``input.…``.
    """
    kind = kind_named(name)
    values = read(kind.settled, settled)
    return Prepared(kind, values, kind.plan(site, values))


def relayed(site: Site, name: str, settled: object, signatures: Signatures) -> Call:
    """The call that carries out what was signed, its signatures checked, for anyone to send.

    Raises:
        NotFoundError: ``action.unknown``.
        BadInput: ``input.…``, ``action.not_signed``.
        Refused: ``action.signature``, ``action.expired``, ``action.not_relayed``.
    """
    kind = kind_named(name)
    if not kind.is_for_anyone and kind.relay is not None:
        raise Refused(
            "action.not_relayed",
            f"{name} is for one wallet to send: ask for its call and send it from there",
            f"{name} 须由指定钱包发送：请获取其调用并由该钱包自行发送",
        )
    return brought(site, name, settled, signatures)


def brought(site: Site, name: str, settled: object, signatures: Signatures) -> Call:
    """The same call for who sends it itself, which some actions are for one wallet alone to do.

    Raises:
        NotFoundError: ``action.unknown``.
        BadInput: ``input.…``, ``action.not_signed``.
        Refused: ``action.signature``, ``action.expired``, ``action.not_relayed``.
    """
    prepared = planned(site, name, settled)
    relay = prepared.kind.relay
    if relay is None:
        raise Refused(
            "action.not_relayed",
            f"{name} is no transaction: post what was signed to the offer book",
            f"{name} 不是链上交易：请将签名后的要约提交至要约簿",
        )
    check_signatures(site, prepared.plan, signatures)
    return relay(site, prepared.settled, signatures)


def check_signatures(site: Site, plan: Plan, signatures: Signatures) -> None:
    """Refuses what is too late or not signed by who must sign.

    A permit is the token's to check: the pull decides, and one that was used up stops nothing.

    Raises:
        BadInput: ``action.not_signed``.
        Refused: ``action.signature``, ``action.expired``.
    """
    if plan.expires_at is not None and plan.expires_at < site.now:
        raise Refused(
            "action.expired",
            "the signatures' deadline is over: prepare the action again and sign it anew",
            "签名已过期：请重新准备该操作并签署",
        )
    for wanted in plan.signing:
        if wanted.part == PERMIT or (not wanted.is_needed and wanted.part not in signatures):
            continue
        if not _is_signed(site, wanted, signatures):
            raise Refused(
                "action.signature",
                f"the signature of {wanted.part!r} is not {wanted.signer}'s over what was "
                "prepared: sign that very typed data with that wallet",
                f"{wanted.part!r} 的签名不是 {wanted.signer} 对所准备内容的签名："
                "请用该钱包签署原样的结构化数据",
            )


def _is_signed(site: Site, wanted: ToSign, signatures: Signatures) -> bool:
    signature = signature_of(signatures, wanted.part)
    return is_signed_by(site.deployment.chain, wanted.signer, wanted.action.digest, signature)
