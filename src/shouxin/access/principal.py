# SPDX-License-Identifier: Apache-2.0
"""Who asks, and what they may.

    principal: Annotated[Principal, Depends(requires(Scope.OFFERS_WRITE))]

Nobody known may read what is public. A wallet that signed in may what its owner may. An
institution's key may what its scopes say, and an operator's whatever operating needs; neither
moves money, for that takes a signature.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shouxin.primitives.errors import Forbidden, NotSignedIn


class Scope(StrEnum):
    """What one may be allowed."""

    OFFERS_WRITE = "offers:write"
    """Post, cancel and import offers and requests."""
    TRANSACTIONS_WRITE = "transactions:write"
    """Have signed messages relayed, the service paying the gas."""
    RECORDS_READ = "records:read"
    """Read credit records beyond one's own."""
    WEBHOOKS_WRITE = "webhooks:write"
    """Be told by signed webhooks."""
    KEYS_WRITE = "keys:write"
    """List, make, rotate and revoke keys, with at most one's own scopes."""
    SESSIONS_WRITE = "sessions:write"
    """See and end one's own sessions; wallets have it, keys never."""
    OPERATOR = "operator"
    """See and steer the service itself: its senders, its dead letters, everyone's keys."""


WALLET_SCOPES = frozenset(
    {
        Scope.OFFERS_WRITE,
        Scope.TRANSACTIONS_WRITE,
        Scope.WEBHOOKS_WRITE,
        Scope.SESSIONS_WRITE,
    }
)
KEY_SCOPES = frozenset(Scope) - {Scope.SESSIONS_WRITE}


class PrincipalKind(StrEnum):
    """How somebody is known."""

    ANONYMOUS = "anonymous"
    WALLET = "wallet"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks.

    Attributes:
        kind: how they are known.
        id: stable name for limits and logs, ``wallet:0x…``, ``key:…``; ``anonymous``.
        scopes: what they may.
        wallet: the address that signed in.
        party: the party of that wallet, or the one that the key was made for.
        session_id: the session that was used.
        key_id: the key that was used.
        owner: whom a key belongs to.
    """

    kind: PrincipalKind
    id: str
    scopes: frozenset[Scope] = frozenset()
    wallet: str | None = None
    party: str | None = None
    session_id: str | None = None
    key_id: str | None = None
    owner: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody is signed in."""
        return self.kind is not PrincipalKind.ANONYMOUS

    @property
    def account(self) -> str:
        """Whose things are whose: of a wallet, or of an institution whatever key it uses.

        ``anonymous`` owns nothing.
        """
        return self.id if self.owner is None else f"institution:{self.owner}"

    @property
    def is_operator(self) -> bool:
        """Whether they run this service."""
        return Scope.OPERATOR in self.scopes


ANONYMOUS = Principal(PrincipalKind.ANONYMOUS, "anonymous")

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="The token of a session (`POST /api/v1/sessions`) or an institution's API key.",
)


def principal_of(request: Request) -> Principal:
    """Who asks; the middleware has found out before."""
    found: Principal = getattr(request.state, "principal", ANONYMOUS)
    return found


async def anyone(
    request: Request,
    _: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
) -> Principal:
    """A dependency: who asks, known or not."""
    return principal_of(request)


def requires(*scopes: Scope) -> Callable[..., Awaitable[Principal]]:
    """A dependency: who asks, if they have each of these scopes; any known one if none is named.

    Raises:
        NotSignedIn: ``access.not_signed_in``.
        Forbidden: ``access.scope_missing``.
    """

    async def check(principal: Annotated[Principal, Depends(anyone)]) -> Principal:
        if not principal.is_known:
            raise not_signed_in()
        for scope in scopes:
            if scope not in principal.scopes:
                raise _scope_missing(scope)
        return principal

    return check


def not_signed_in() -> NotSignedIn:
    """Nobody is signed in."""
    return NotSignedIn(
        "access.not_signed_in",
        "this needs somebody signed in: send Authorization: Bearer with a session's token "
        "(POST /api/v1/sessions) or an API key",
        "此接口需要登录：请在 Authorization: Bearer 中附上会话令牌"
        "（POST /api/v1/sessions）或 API 密钥",
    )


def _scope_missing(scope: Scope) -> Forbidden:
    return Forbidden(
        "access.scope_missing",
        f"this needs the scope {scope.value}, which is not among yours: use a key that has it",
        f"此接口需要 {scope.value} 权限，当前凭证不具备：请使用具有该权限的密钥",
    )


def check_reader(principal: Principal, party: str) -> None:
    """Refuses who reads a record that is neither theirs nor open to them.

    Raises:
        Forbidden: ``record.not_yours``.
    """
    if principal.party == party or Scope.RECORDS_READ in principal.scopes:
        return
    raise Forbidden(
        "record.not_yours",
        f"the record of {party} is not yours: sign in with a wallet of that party, or use a key "
        "with the scope records:read",
        f"{party} 的信用记录不属于当前账户：请用该主体的钱包登录，或使用具有 records:read "
        "权限的密钥",
    )
