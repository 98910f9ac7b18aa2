# SPDX-License-Identifier: Apache-2.0
"""A client's "no" to what a service prepared."""

from __future__ import annotations

from shouxin.primitives.errors import Refused
from shouxin.primitives.hexadecimal import to_hex


def check_same(place: str, prepared: object, asked: object) -> None:
    """See that a value is the one that was asked for.

    Raises:
        Refused: ``client.other_action``.
    """
    if prepared != asked:
        raise other(place, prepared, asked)


def check_at_most(place: str, prepared: int, most: int) -> None:
    """See that a value is not larger than what is sensible.

    Raises:
        Refused: ``client.other_action``.
    """
    if prepared > most:
        raise other(place, prepared, f"at most {most}")


def other(place: str, prepared: object, asked: object) -> Refused:
    """The service prepared something else than was asked."""
    found, wanted = _shown(prepared), _shown(asked)
    return Refused(
        "client.other_action",
        f"the service prepared {place} {found} where {wanted} was asked or is right: nothing was "
        "signed; do not use this service until that is explained",
        f"服务准备的 {place} 为 {found}，而所要求或应有的为 {wanted}："
        "未予签署；在查明原因前请勿使用该服务",
    )


def _shown(value: object) -> str:
    return to_hex(value) if isinstance(value, bytes) else str(value)[:120]
