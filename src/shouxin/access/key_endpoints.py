# SPDX-License-Identifier: Apache-2.0
"""Institutions' API keys: an owner's own, and for operators everybody's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from shouxin.access.endpoints import NO_STORE, AccessService, IdPath
from shouxin.access.keys import KeyRequest
from shouxin.access.principal import Principal, Scope, requires
from shouxin.access.schemas import (
    KeyChange,
    KeyCreation,
    KeyModel,
    KeyRotation,
    NewKeyModel,
    key_model,
)
from shouxin.primitives.errors import Forbidden
from shouxin.rest.etags import check_if_match
from shouxin.rest.pagination import Page, PageRequest, page_request
from shouxin.rest.problems import problem_answers

router = APIRouter(prefix="/keys", tags=["keys"])

KeyHolder = Annotated[Principal, Depends(requires(Scope.KEYS_WRITE))]
_LIST = "keys"


@router.get("", responses=problem_answers(401, 403))
async def list_keys(
    principal: KeyHolder,
    access: AccessService,
    page: Annotated[PageRequest, Depends(page_request)],
) -> Page[KeyModel]:
    """The keys of your institution, revoked ones too; to an operator, everybody's."""
    after = page.after(_LIST, str)
    async with access.database.reading() as connection:
        found = await access.keys.list(
            connection, _owner(principal), after[0] if after else None, page.limit + 1
        )
    keys, cursor = page.answer(_LIST, found, lambda key: (key.id,))
    return Page(items=[key_model(key) for key in keys], next_cursor=cursor)


@router.post("", responses=problem_answers(401, 403, 409), status_code=201)
async def create_key(
    asked: KeyCreation, response: Response, principal: KeyHolder, access: AccessService
) -> NewKeyModel:
    """Make a key, with at most your own scopes. Its secret is shown this once."""
    wanted = _wanted(asked, principal)
    async with access.database.begin() as connection:
        secret, key = await access.keys.make(connection, wanted, principal.id, access.clock())
    response.headers.update(NO_STORE)
    return NewKeyModel(secret=secret, key=key_model(key))


@router.get("/{key_id}", responses=problem_answers(401, 403, 404))
async def get_key(key_id: IdPath, principal: KeyHolder, access: AccessService) -> KeyModel:
    """One key. Its ETag is what `If-Match` takes."""
    async with access.database.reading() as connection:
        return key_model(await access.keys.get(connection, key_id, _owner(principal)))


@router.patch("/{key_id}", responses=problem_answers(401, 403, 404, 412, 428))
async def change_key(
    key_id: IdPath,
    asked: KeyChange,
    request: Request,
    principal: KeyHolder,
    access: AccessService,
) -> KeyModel:
    """Give a key another label. `If-Match` must name the state that you saw."""
    async with access.database.begin() as connection:
        key = await access.keys.get(connection, key_id, _owner(principal), to_change=True)
        check_if_match(request, key_model(key).model_dump(mode="json"), is_required=True)
        return key_model(await access.keys.relabel(connection, key, asked.label))


@router.post("/{key_id}/rotation", responses=problem_answers(401, 403, 404, 409), status_code=201)
async def rotate_key(
    key_id: IdPath,
    asked: KeyRotation,
    response: Response,
    principal: KeyHolder,
    access: AccessService,
) -> NewKeyModel:
    """Replace a key's secret; the one before may go on for a while. Shown this once."""
    async with access.database.begin() as connection:
        key = await access.keys.get(connection, key_id, _owner(principal), to_change=True)
        _check_scopes(principal, key.scopes)
        secret, key = await access.keys.rotate(
            connection, key, asked.overlap_seconds, access.clock()
        )
    response.headers.update(NO_STORE)
    return NewKeyModel(secret=secret, key=key_model(key))


@router.delete("/{key_id}", responses=problem_answers(401, 403, 404))
async def revoke_key(key_id: IdPath, principal: KeyHolder, access: AccessService) -> KeyModel:
    """Revoke a key, at once and for ever."""
    async with access.database.begin() as connection:
        key = await access.keys.get(connection, key_id, _owner(principal), to_change=True)
        return key_model(await access.keys.revoke(connection, key, access.clock()))


def _owner(principal: Principal) -> str | None:
    """Whose keys a principal sees; None is everybody's."""
    return None if principal.is_operator else principal.owner


def _wanted(asked: KeyCreation, principal: Principal) -> KeyRequest:
    """The key that is asked for.

    Raises:
        Forbidden: ``access.others_key``, ``access.scope_not_yours``.
    """
    owner, scopes = asked.owner or principal.owner or "", frozenset(asked.scopes)
    party = asked.party if principal.is_operator else principal.party
    if not principal.is_operator and (owner != principal.owner or asked.party not in {None, party}):
        raise Forbidden(
            "access.others_key",
            "keys of another owner or party are made by operators alone: leave owner and party out",
            "为其他机构或主体创建密钥仅限运营方：请勿填写 owner 与 party",
        )
    _check_scopes(principal, scopes)
    return KeyRequest(owner, asked.label, scopes, asked.days, party)


def _check_scopes(principal: Principal, scopes: frozenset[Scope]) -> None:
    """Let nobody reach further by a key than they reach themselves."""
    beyond = sorted(scopes - principal.scopes)
    if beyond and not principal.is_operator:
        raise Forbidden(
            "access.scope_not_yours",
            f"you don't have {', '.join(beyond)} yourself: ask for a key with at most your scopes",
            f"您自身不具备 {', '.join(beyond)} 权限：密钥的权限不得超出您自身的权限",
        )
