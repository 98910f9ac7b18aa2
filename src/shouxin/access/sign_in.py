# SPDX-License-Identifier: Apache-2.0
"""Signing in with a wallet (EIP-4361): a text to sign, with a nonce that works once.

A nonce is of this service, for one address, page and chain, and for minutes. It is used up in the
transaction that makes the session, so two at once with the same signature make one session.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.access.secrets import new_nonce
from shouxin.access.settings import AccessSettings, domain_of
from shouxin.access.signatures import digest_of
from shouxin.access.siwe import SignInMessage, instant_of, parse, text_of
from shouxin.access.tables import sign_in_nonces as nonces
from shouxin.chain.abi import Address
from shouxin.primitives.errors import NotSignedIn
from shouxin.primitives.hexadecimal import shown
from shouxin.rest.fields import instant_text
from shouxin.store.database import Database

STATEMENT = "Sign in to Shouxin. This proves that the account is yours; it moves no money."
IsSigned = Callable[[Address, bytes, bytes], Awaitable[bool]]
"""Whether an account signed a digest; asks the chain where a contract decides."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What somebody must sign to sign in."""

    message: str
    nonce: str
    expires_at: int


class SignIn:
    """Gives texts to sign, and tells who signed."""

    def __init__(
        self, database: Database, settings: AccessSettings, chain_id: int, is_signed: IsSigned
    ) -> None:
        self._database = database
        self._settings = settings
        self._chain_id = chain_id
        self._is_signed = is_signed

    async def challenge(self, address: Address, uri: str | None, now: int) -> Challenge:
        """A text for an address to sign.

        Raises:
            BadInput: ``sign_in.unknown_origin``.
        """
        origin = self._settings.origin_of(uri)
        expires_at = now + self._settings.nonce_seconds
        message = SignInMessage(
            domain=domain_of(origin),
            address=address,
            uri=origin,
            chain_id=self._chain_id,
            nonce=new_nonce(),
            issued_at=instant_text(now),
            statement=STATEMENT,
            expiration_time=instant_text(expires_at),
        )
        await self._remember(message, now, expires_at)
        return Challenge(text_of(message), message.nonce, expires_at)

    async def signer_of(self, text: str, signature: bytes, now: int) -> SignInMessage:
        """The message that somebody signed, if it is one that we asked for.

        Raises:
            BadInput: ``sign_in.not_a_message``.
            NotSignedIn: ``sign_in.…``.
            ChainError: a contract wallet's chain can't be asked.
        """
        message = parse(text)
        async with self._database.reading() as connection:
            known = await _find(connection, message.nonce)
        self._check(message, known, now)
        if not await self._is_signed(message.address, digest_of(text), signature):
            raise NotSignedIn(
                "sign_in.wrong_signature",
                f"the signature is not that of {message.address} over this message: sign the text "
                "unchanged with that account",
                f"签名不是 {message.address} 对此消息的签名：请用该账户原样签署",
            )
        return message

    async def use_up(self, connection: AsyncConnection, nonce: str) -> None:
        """Take a nonce out of use, in the transaction that grants what was signed for.

        Raises:
            NotSignedIn: ``sign_in.unknown_nonce``; another was faster.
        """
        done = await connection.execute(delete(nonces).where(nonces.c.nonce == nonce))
        if done.rowcount != 1:
            raise _unknown_nonce(nonce)

    def _check(self, message: SignInMessage, known: Any, now: int) -> None:
        """Whether a message is the one that its nonce was given out for, and this is its time."""
        if known is None or known.expires_at <= now:
            raise _unknown_nonce(message.nonce)
        pairs = (
            ("address", message.address, known.address),
            ("domain", message.domain, known.domain),
            ("URI", message.uri, known.uri),
            ("chain id", message.chain_id, known.chain_id),
            ("chain id", message.chain_id, self._chain_id),
            ("scheme", message.scheme or "http", _scheme_of(message, known.uri)),
        )
        for name, given, wanted in pairs:
            if given != wanted:
                raise _other(name, given, wanted)
        self._check_times(message, known.issued_at, now)

    def _check_times(self, message: SignInMessage, issued_at: int, now: int) -> None:
        skew = self._settings.clock_skew_seconds
        signed_at = instant_of(message.issued_at).timestamp()
        if not issued_at - skew <= signed_at <= now + skew:
            raise _out_of_time("Issued At", message.issued_at, now)
        until = message.expiration_time
        if until is not None and instant_of(until).timestamp() <= now:
            raise _out_of_time("Expiration Time", until, now)
        since = message.not_before
        if since is not None and instant_of(since).timestamp() > now:
            raise _out_of_time("Not Before", since, now)

    async def _remember(self, message: SignInMessage, now: int, expires_at: int) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(nonces).where(nonces.c.expires_at <= now))
            await connection.execute(
                insert(nonces).values(
                    nonce=message.nonce,
                    address=message.address,
                    domain=message.domain,
                    uri=message.uri,
                    chain_id=message.chain_id,
                    issued_at=now,
                    expires_at=expires_at,
                )
            )


def _scheme_of(message: SignInMessage, uri: str) -> str:
    """The scheme that a message must have if it names one."""
    return "http" if message.scheme is None else uri.partition("://")[0]


async def _find(connection: AsyncConnection, nonce: str) -> Any:
    return (await connection.execute(select(nonces).where(nonces.c.nonce == nonce))).one_or_none()


def _unknown_nonce(nonce: str) -> NotSignedIn:
    return NotSignedIn(
        "sign_in.unknown_nonce",
        f"nonce {shown(nonce)} was not given out here, is used or has expired: ask for a new "
        "message (POST /api/v1/sign-in) and sign that",
        f"nonce {shown(nonce)} 非本服务签发、已使用或已过期："
        "请重新获取消息（POST /api/v1/sign-in）并签署",
    )


def _other(name: str, given: object, wanted: object) -> NotSignedIn:
    return NotSignedIn(
        "sign_in.other_" + name.lower().replace(" ", "_"),
        f"the message's {name} is {shown(given)}, and its nonce was given out for "
        f"{shown(wanted)}: sign the text unchanged, and only where its domain is",
        f"消息的 {name} 为 {shown(given)}，而该 nonce 是为 {shown(wanted)} 签发的："
        "请原样签署，且只在相应网站签署",
    )


def _out_of_time(field: str, value: str, now: int) -> NotSignedIn:
    shown_now = datetime.fromtimestamp(now, UTC).isoformat()
    return NotSignedIn(
        "sign_in.out_of_time",
        f"the message's {field} {value[:40]} does not allow it at {shown_now}: ask for a new "
        "message, and check the clock",
        f"消息的 {field} {value[:40]} 在 {shown_now} 无效：请重新获取消息，并检查时钟",
    )
