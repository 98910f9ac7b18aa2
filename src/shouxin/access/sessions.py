# SPDX-License-Identifier: Apache-2.0
"""Sessions of wallets that signed in: listed, used, ended; idle and absolute ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.access.secrets import SESSION_PREFIX, hash_of, new_id, new_secret
from shouxin.access.settings import MINUTE, AccessSettings
from shouxin.access.tables import sessions
from shouxin.chain.abi import Address
from shouxin.primitives.errors import NotFoundError, NotSignedIn
from shouxin.primitives.hexadecimal import shown

USED_SECONDS = MINUTE
"""How exact ``used_at`` is, so that a read is rarely a write."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session.

    Attributes:
        used_at: when it was last used, to the minute.
        ends_at: when it is over in any case.
        idle_ends_at: when it is over if it is not used.
        made_with: browser and system, no more exact than that.
        made_from: the network that it was made from, cut to what many share.
    """

    id: str
    wallet: Address
    created_at: int
    used_at: int
    ends_at: int
    idle_ends_at: int
    made_with: str
    made_from: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session is made, as its owner will recognise it."""

    made_with: str
    made_from: str


_COLUMNS = [name for name in Session.__slots__ if name != "idle_ends_at"]


class Sessions:
    """The sessions in the database; each method works in its caller's transaction."""

    def __init__(self, settings: AccessSettings) -> None:
        self._settings = settings

    async def make(
        self, connection: AsyncConnection, wallet: Address, origin: Origin, now: int
    ) -> tuple[str, Session]:
        """A new session's token, which is shown once, and the session."""
        token = new_secret(SESSION_PREFIX)
        session = Session(
            id=new_id(),
            wallet=wallet,
            created_at=now,
            used_at=now,
            ends_at=now + self._settings.session_seconds,
            idle_ends_at=now + self._settings.idle_seconds,
            made_with=origin.made_with,
            made_from=origin.made_from,
        )
        row = {name: getattr(session, name) for name in _COLUMNS}
        await connection.execute(delete(sessions).where(self._is_over(now)))
        await connection.execute(insert(sessions).values(token_hash=hash_of(token), **row))
        await self._make_room(connection, wallet, session.id)
        return token, session

    async def find(self, connection: AsyncConnection, token: str, now: int) -> Session:
        """The session of a token.

        Raises:
            NotSignedIn: ``access.bad_token``, ``access.session_over``.
        """
        wanted = select(sessions).where(sessions.c.token_hash == hash_of(token))
        found = (await connection.execute(wanted)).one_or_none()
        if found is None:
            raise bad_token()
        session = self._session(found)
        if now >= session.ends_at or now >= session.idle_ends_at:
            raise _session_over()
        return session

    def is_stale(self, session: Session, now: int) -> bool:
        """Whether the use of a session is to be written."""
        return now - session.used_at >= USED_SECONDS

    async def use(self, connection: AsyncConnection, session: Session, now: int) -> None:
        """Write that a session is in use."""
        mine = (sessions.c.id == session.id) & (sessions.c.used_at < now)
        await connection.execute(update(sessions).where(mine).values(used_at=now))

    async def list(self, connection: AsyncConnection, wallet: Address, now: int) -> list[Session]:
        """A wallet's sessions that are not over, the newest first."""
        mine = (sessions.c.wallet == wallet) & ~self._is_over(now)
        order = (sessions.c.created_at.desc(), sessions.c.id)
        found = await connection.execute(select(sessions).where(mine).order_by(*order))
        return [self._session(row) for row in found]

    async def end(self, connection: AsyncConnection, wallet: Address, session_id: str) -> None:
        """End one of a wallet's sessions.

        Raises:
            NotFoundError: ``access.no_session``; there is none, or it is another's.
        """
        mine = (sessions.c.wallet == wallet) & (sessions.c.id == session_id)
        done = await connection.execute(delete(sessions).where(mine))
        if done.rowcount != 1:
            raise NotFoundError(
                "access.no_session",
                f"you have no session {shown(session_id)}: see GET /api/v1/sessions",
                f"您没有会话 {shown(session_id)}：请查询 GET /api/v1/sessions",
            )

    async def end_all(self, connection: AsyncConnection, wallet: Address) -> int:
        """End all of a wallet's sessions; how many they were."""
        done: CursorResult[Any] = await connection.execute(
            delete(sessions).where(sessions.c.wallet == wallet)
        )
        return done.rowcount

    async def _make_room(self, connection: AsyncConnection, wallet: Address, made: str) -> None:
        """End a wallet's oldest sessions where it has too many; never the one just made."""
        others = (sessions.c.wallet == wallet) & (sessions.c.id != made)
        newest = select(sessions.c.id).where(others).order_by(sessions.c.created_at.desc())
        beyond = newest.offset(max(self._settings.sessions_max - 1, 0))
        old: Sequence[str] = (await connection.execute(beyond)).scalars().all()
        if old:
            await connection.execute(delete(sessions).where(sessions.c.id.in_(old)))

    def _is_over(self, now: int) -> Any:
        idle_since = now - self._settings.idle_seconds
        return (sessions.c.ends_at <= now) | (sessions.c.used_at <= idle_since)

    def _session(self, row: Any) -> Session:
        idle_ends_at = min(row.ends_at, row.used_at + self._settings.idle_seconds)
        fields = {name: getattr(row, name) for name in _COLUMNS}
        return Session(idle_ends_at=idle_ends_at, **fields)


def bad_token() -> NotSignedIn:
    """A token that stands for nobody; it is never shown again, not even in the refusal."""
    return NotSignedIn(
        "access.bad_token",
        "the token stands for no session and no key: it was ended or revoked, or is mistyped; "
        "sign in anew, or ask for a new key",
        "令牌无效：可能已注销、已吊销或输入有误；请重新登录，或申请新的密钥",
    )


def _session_over() -> NotSignedIn:
    return NotSignedIn(
        "access.session_over",
        "the session is over, by its end or because it was not used: sign in anew",
        "会话已到期或因长时间未使用而失效：请重新登录",
    )
