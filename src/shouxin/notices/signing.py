# SPDX-License-Identifier: Apache-2.0
"""Signs what is delivered, so that a receiver knows who sent it and when.

``Shouxin-Signature: t=1764028800,v1=…``: HMAC-SHA256 over ``t``, a point and the body, in
hexadecimal; two while a secret is being replaced. A receiver compares with its own secret, refuses
a time that is minutes away, and passes over a ``Shouxin-Delivery`` that it has seen.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable

from shouxin.primitives.errors import Refused

SECRET_PREFIX = "whsec_"  # noqa: S105 - what a secret begins with
SECRET_BYTES = 24
TOLERANCE_SECONDS = 300


def new_secret() -> str:
    """A fresh secret."""
    return SECRET_PREFIX + secrets.token_hex(SECRET_BYTES)


def signature_header(body: bytes, known: Iterable[str], at: int) -> str:
    """The header's value for a body, by each secret in force."""
    signed = [f"v1={_signature(body, secret, at)}" for secret in known]
    return ",".join([f"t={at}", *signed])


def check_signature(
    header: str, body: bytes, secret: str, now: int, tolerance_seconds: int = TOLERANCE_SECONDS
) -> None:
    """What a receiver does first.

    Raises:
        Refused: ``webhook.bad_signature``, ``webhook.old_signature``.
    """
    at, given = _parts(header)
    if at is None or not any(
        hmac.compare_digest(_signature(body, secret, at), one) for one in given
    ):
        raise Refused(
            "webhook.bad_signature",
            "this is not signed by the webhook's secret: don't act on it",
            "该通知未由 webhook 密钥签名：请勿据此操作",
        )
    if abs(now - at) > tolerance_seconds:
        raise Refused(
            "webhook.old_signature",
            f"this was signed {abs(now - at)} s from now: don't act on it, and look at the clock",
            f"该通知的签名时间与当前相差 {abs(now - at)} 秒：请勿据此操作，并检查时钟",
        )


def _parts(header: str) -> tuple[int | None, list[str]]:
    at, given = None, []
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name == "t" and value.isascii() and value.isdecimal():
            at = int(value[:12])
        elif name == "v1" and value.isascii():
            given.append(value)
    return at, given


def _signature(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
