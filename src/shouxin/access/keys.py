# SPDX-License-Identifier: Apache-2.0
"""Institutions' API keys: made, listed, rotated, revoked; each secret is shown once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.access.principal import KEY_SCOPES, Scope
from shouxin.access.secrets import KEY_PREFIX, hash_of, new_id, new_secret
from shouxin.access.sessions import bad_token
from shouxin.access.settings import DAY, HOUR, AccessSettings
from shouxin.access.tables import api_key_secrets as key_secrets
from shouxin.access.tables import api_keys
from shouxin.primitives.errors import BadInput, NotFoundError, NotSignedIn, Refused
from shouxin.primitives.hexadecimal import shown

USED_SECONDS = HOUR
"""How exact ``used_at`` is, so that a use is rarely a write and a key's entity tag lasts."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret.

    Attributes:
        owner: the institution that it is of.
        label: what its owner calls it.
        party: whose party it stands for, if one.
        made_by: the name of who made it.
        rotated_at: when its secret was last replaced.
        used_at: when it was last used, to the hour.
    """

    id: str
    owner: str
    label: str
    party: str | None
    scopes: frozenset[Scope]
    made_by: str
    created_at: int
    expires_at: int
    rotated_at: int | None = None
    revoked_at: int | None = None
    used_at: int | None = None


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """What a new key is to be."""

    owner: str
    label: str
    scopes: frozenset[Scope]
    days: int
    party: str | None = None


class ApiKeys:
    """The keys in the database; each method works in its caller's transaction."""

    def __init__(self, settings: AccessSettings) -> None:
        self._settings = settings

    async def make(
        self, connection: AsyncConnection, wanted: KeyRequest, made_by: str, now: int
    ) -> tuple[str, ApiKey]:
        """A new key's secret, which is shown once, and the key.

        Raises:
            BadInput: ``access.key_days``, ``access.key_scopes``.
            Refused: ``access.too_many_keys``.
        """
        self._check(wanted)
        await self._check_room(connection, wanted.owner)
        key = ApiKey(
            id=new_id(),
            owner=wanted.owner,
            label=wanted.label,
            party=wanted.party,
            scopes=wanted.scopes,
            made_by=made_by,
            created_at=now,
            expires_at=now + wanted.days * DAY,
        )
        await connection.execute(insert(api_keys).values(_row(key)))
        return await self._new_secret(connection, key), key

    async def find(self, connection: AsyncConnection, secret: str, now: int) -> ApiKey:
        """The key of a secret.

        Raises:
            NotSignedIn: ``access.bad_token``, ``access.key_over``.
        """
        joined = select(api_keys, key_secrets.c.ends_at).join_from(key_secrets, api_keys)
        wanted = joined.where(key_secrets.c.secret_hash == hash_of(secret))
        found = (await connection.execute(wanted)).one_or_none()
        if found is None or found.revoked_at is not None:
            raise bad_token()
        if now >= found.expires_at or (found.ends_at is not None and now >= found.ends_at):
            raise _key_over()
        return _key(found)

    def is_stale(self, key: ApiKey, now: int) -> bool:
        """Whether the use of a key is to be written."""
        return key.used_at is None or now - key.used_at >= USED_SECONDS

    async def use(self, connection: AsyncConnection, key: ApiKey, now: int) -> None:
        """Write that a key is in use."""
        await connection.execute(
            update(api_keys).where(api_keys.c.id == key.id).values(used_at=now)
        )

    async def get(
        self,
        connection: AsyncConnection,
        key_id: str,
        owner: str | None,
        *,
        to_change: bool = False,
    ) -> ApiKey:
        """One key of an owner's, or of anybody's if none is named.

        ``to_change`` keeps others from changing it until the transaction ends.

        Raises:
            NotFoundError: ``access.no_key``.
        """
        wanted = select(api_keys).where(api_keys.c.id == key_id)
        if owner is not None:
            wanted = wanted.where(api_keys.c.owner == owner)
        if to_change:
            wanted = wanted.with_for_update()
        found = (await connection.execute(wanted)).one_or_none()
        if found is None:
            raise NotFoundError(
                "access.no_key",
                f"there is no key {shown(key_id)} of yours: see GET /api/v1/keys",
                f"没有属于您的密钥 {shown(key_id)}：请查询 GET /api/v1/keys",
            )
        return _key(found)

    async def list(
        self, connection: AsyncConnection, owner: str | None, after: str | None, count: int
    ) -> list[ApiKey]:
        """Keys in the order of their ids, after one."""
        wanted = select(api_keys).order_by(api_keys.c.id).limit(count)
        if owner is not None:
            wanted = wanted.where(api_keys.c.owner == owner)
        if after is not None:
            wanted = wanted.where(api_keys.c.id > after)
        return [_key(row) for row in await connection.execute(wanted)]

    async def relabel(self, connection: AsyncConnection, key: ApiKey, label: str) -> ApiKey:
        """Give a key another label."""
        await connection.execute(
            update(api_keys).where(api_keys.c.id == key.id).values(label=label)
        )
        return replace(key, label=label)

    async def rotate(
        self, connection: AsyncConnection, key: ApiKey, overlap_seconds: int, now: int
    ) -> tuple[str, ApiKey]:
        """A new secret for a key; the one before goes on for a while, all others end.

        Raises:
            BadInput: ``access.key_overlap``.
            Refused: ``access.key_revoked``.
        """
        if not 0 <= overlap_seconds <= self._settings.overlap_seconds_max:
            raise _bad_overlap(overlap_seconds, self._settings.overlap_seconds_max)
        _check_living(key)
        of_key = key_secrets.c.key_id == key.id
        ended = of_key & key_secrets.c.ends_at.is_not(None)
        await connection.execute(delete(key_secrets).where(ended))
        ends_at = now + overlap_seconds
        await connection.execute(update(key_secrets).where(of_key).values(ends_at=ends_at))
        await connection.execute(
            update(api_keys).where(api_keys.c.id == key.id).values(rotated_at=now)
        )
        return await self._new_secret(connection, key), replace(key, rotated_at=now)

    async def revoke(self, connection: AsyncConnection, key: ApiKey, now: int) -> ApiKey:
        """End a key at once, for ever; one that is revoked already stays as it is."""
        if key.revoked_at is not None:
            return key
        await connection.execute(delete(key_secrets).where(key_secrets.c.key_id == key.id))
        await connection.execute(
            update(api_keys).where(api_keys.c.id == key.id).values(revoked_at=now)
        )
        return replace(key, revoked_at=now)

    async def _new_secret(self, connection: AsyncConnection, key: ApiKey) -> str:
        secret = new_secret(KEY_PREFIX)
        row = {"secret_hash": hash_of(secret), "key_id": key.id, "ends_at": None}
        await connection.execute(insert(key_secrets).values(row))
        return secret

    def _check(self, wanted: KeyRequest) -> None:
        days_max = self._settings.key_days_max
        if not 1 <= wanted.days <= days_max:
            raise BadInput(
                "access.key_days",
                f"days {wanted.days} is no life of a key: give 1 to {days_max}",
                f"days 的值 {wanted.days} 无效：密钥有效期为 1 至 {days_max} 天",
            )
        if not wanted.scopes or not wanted.scopes <= KEY_SCOPES:
            allowed, given = ", ".join(sorted(KEY_SCOPES)), _names(wanted.scopes)
            raise BadInput(
                "access.key_scopes",
                f"scopes {given!r} can't be a key's: give at least one of {allowed}",
                f"scopes 的值 {given!r} 不能授予密钥：请至少填写 {allowed} 之一",
            )

    async def _check_room(self, connection: AsyncConnection, owner: str) -> None:
        living = (api_keys.c.owner == owner) & api_keys.c.revoked_at.is_(None)
        count = select(func.count()).select_from(api_keys).where(living)
        if ((await connection.execute(count)).scalar() or 0) >= self._settings.keys_max:
            raise Refused(
                "access.too_many_keys",
                f"{shown(owner)} has {self._settings.keys_max} keys: revoke one that is not used",
                f"{shown(owner)} 已有 {self._settings.keys_max} 个密钥：请先吊销不再使用的密钥",
            )


def _names(scopes: Iterable[Scope]) -> str:
    return " ".join(sorted(scopes))


def _row(key: ApiKey) -> dict[str, Any]:
    row = {name: getattr(key, name) for name in ApiKey.__slots__}
    return row | {"scopes": _names(key.scopes)}


def _key(row: Any) -> ApiKey:
    fields = {name: getattr(row, name) for name in ApiKey.__slots__}
    scopes = frozenset(Scope(name) for name in row.scopes.split())
    return ApiKey(**(fields | {"scopes": scopes}))


def _check_living(key: ApiKey) -> None:
    if key.revoked_at is not None:
        raise Refused(
            "access.key_revoked",
            f"the key {key.id} is revoked for ever: make a new one",
            f"密钥 {key.id} 已永久吊销：请新建密钥",
        )


def _bad_overlap(seconds: int, seconds_max: int) -> BadInput:
    return BadInput(
        "access.key_overlap",
        f"overlap_seconds {seconds} is too long: give 0 to {seconds_max}",
        f"overlap_seconds 的值 {seconds} 超出范围：应为 0 至 {seconds_max} 秒",
    )


def _key_over() -> NotSignedIn:
    return NotSignedIn(
        "access.key_over",
        "the key has expired, or its secret was rotated away: use the new one, or ask for one",
        "密钥已到期，或其密文已轮换：请使用新的密钥，或重新申请",
    )
