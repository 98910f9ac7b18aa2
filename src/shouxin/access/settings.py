# SPDX-License-Identifier: Apache-2.0
"""What an installation sets of signing in, sessions and keys."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from shouxin.access.uris import is_authority, is_uri
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import shown

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """The bounds of access.

    Attributes:
        origins: pages that people may sign in from, such as ``https://shouxin.example``; the first
            is meant where none is named.
        nonce_seconds: how long a nonce waits for its signature.
        clock_skew_seconds: how far a wallet's clock may be ahead of ours.
        idle_seconds: a session that is not used so long is over (NIST SP 800-63B-4, AAL2: 1 h).
        session_seconds: a session is over after that in any case (likewise: 24 h).
        sessions_max: sessions of one wallet; the oldest gives way.
        key_days_max: the longest life of a key.
        keys_max: keys of one owner that are not revoked.
        overlap_seconds_max: how long the secret before may go on after a rotation.
    """

    origins: tuple[str, ...] = ("http://localhost:8000",)
    nonce_seconds: int = 5 * MINUTE
    clock_skew_seconds: int = MINUTE
    idle_seconds: int = HOUR
    session_seconds: int = DAY
    sessions_max: int = 20
    key_days_max: int = 366
    keys_max: int = 50
    overlap_seconds_max: int = 7 * DAY

    def __post_init__(self) -> None:
        """Refuse what can't be.

        Raises:
            BadInput: ``access.bad_origin``.
        """
        if not self.origins:
            raise _bad_origin("")
        for origin in self.origins:
            domain_of(origin)

    def origin_of(self, given: str | None) -> str:
        """The origin that a request names, the first if none.

        Raises:
            BadInput: ``sign_in.unknown_origin``.
        """
        if given is None:
            return self.origins[0]
        if given not in self.origins:
            raise BadInput(
                "sign_in.unknown_origin",
                f"uri {shown(given)} is no page of this service: give one of "
                f"{', '.join(self.origins)}",
                f"uri 的值 {shown(given)} 不是本服务的页面：请填写 {', '.join(self.origins)} 之一",
            )
        return given


def domain_of(origin: str) -> str:
    """The authority in an origin.

    Raises:
        BadInput: ``access.bad_origin``.
    """
    parts = urlsplit(origin) if is_uri(origin) else None
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not is_authority(parts.netloc)
        or origin != f"{parts.scheme}://{parts.netloc}"
    ):
        raise _bad_origin(origin)
    return parts.netloc


def _bad_origin(origin: str) -> BadInput:
    return BadInput(
        "access.bad_origin",
        f"{shown(origin)} is no origin: write https://HOST[:PORT] without a path",
        f"{shown(origin)} 不是有效的来源：应为 https://主机[:端口]，不带路径",
    )
