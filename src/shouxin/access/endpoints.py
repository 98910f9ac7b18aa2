# SPDX-License-Identifier: Apache-2.0
"""Signing in with a wallet, and one's sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from shouxin.access.origins import origin_of
from shouxin.access.principal import Principal, Scope, anyone, requires
from shouxin.access.schemas import (
    EndedModel,
    NewSessionModel,
    PrincipalModel,
    SessionRequest,
    SessionsModel,
    SignInMessageModel,
    SignInRequest,
    principal_model,
    session_model,
)
from shouxin.access.service import Access
from shouxin.primitives.hexadecimal import parse_hex
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(tags=["access"])

AccessService = Annotated[Access, Depends(provided(Access))]
Anyone = Annotated[Principal, Depends(anyone)]
Known = Annotated[Principal, Depends(requires())]
Wallet = Annotated[Principal, Depends(requires(Scope.SESSIONS_WRITE))]
IdPath = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", examples=["5d41402abc4b2a76b9719d911017c592"])
]
NO_STORE = {"Cache-Control": "no-store"}
"""Of answers with a secret: no cache keeps them, nor does the store of repeated requests."""


@router.post("/sign-in", responses=problem_answers(401), status_code=201)
async def ask_to_sign_in(
    asked: SignInRequest, access: AccessService, _: Anyone
) -> SignInMessageModel:
    """Ask for a text to sign in with.

    The text is EIP-4361's. Sign it unchanged with `personal_sign` and send both to
    `POST /api/v1/sessions` within minutes. It is good for one sign-in, by this address alone.
    """
    challenge = await access.challenge(asked.address, asked.uri)
    return SignInMessageModel(
        message=challenge.message, nonce=challenge.nonce, expires_at=challenge.expires_at
    )


@router.post("/sessions", responses=problem_answers(401, 409, 502), status_code=201)
async def sign_in(
    asked: SessionRequest,
    request: Request,
    response: Response,
    access: AccessService,
    _: Anyone,
) -> NewSessionModel:
    """Sign in: exchange a signed text for a session's token.

    Wallets of keys sign by EIP-191, contract wallets and accounts with delegated code by EIP-1271.
    The token is shown this once.
    """
    host = request.client.host if request.client else None
    origin = origin_of(request.headers.get("user-agent", ""), host)
    signature = parse_hex(asked.signature, "signature")
    made = await access.sign_in(asked.message, signature, origin)
    response.headers.update(NO_STORE)
    return NewSessionModel(
        token=made.token, session=session_model(made.session, None), party=made.party
    )


@router.get("/me", responses=problem_answers(401))
async def me(principal: Known) -> PrincipalModel:
    """Who the token stands for, and what they may."""
    return principal_model(principal)


@router.get("/sessions", responses=problem_answers(401, 403))
async def list_sessions(principal: Wallet, access: AccessService) -> SessionsModel:
    """All of your wallet's sessions, the newest first."""
    async with access.database.reading() as connection:
        found = await access.sessions.list(connection, _wallet(principal), access.clock())
    return SessionsModel(items=[session_model(session, principal) for session in found])


@router.delete("/sessions", responses=problem_answers(401, 403))
async def end_all_sessions(principal: Wallet, access: AccessService) -> EndedModel:
    """End all of your wallet's sessions, this one too."""
    async with access.database.begin() as connection:
        return EndedModel(ended_count=await access.sessions.end_all(connection, _wallet(principal)))


@router.delete("/sessions/current", responses=problem_answers(401, 403, 404), status_code=204)
async def sign_out(principal: Wallet, access: AccessService) -> None:
    """Sign out: end the session that this request is made with."""
    async with access.database.begin() as connection:
        await access.sessions.end(connection, _wallet(principal), str(principal.session_id))


@router.delete("/sessions/{session_id}", responses=problem_answers(401, 403, 404), status_code=204)
async def end_session(session_id: IdPath, principal: Wallet, access: AccessService) -> None:
    """End one of your wallet's sessions."""
    async with access.database.begin() as connection:
        await access.sessions.end(connection, _wallet(principal), session_id)


def _wallet(principal: Principal) -> str:
    """The wallet of a principal that has sessions."""
    assert principal.wallet is not None
    return principal.wallet
