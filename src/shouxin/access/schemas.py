# SPDX-License-Identifier: Apache-2.0
"""What the endpoints of access take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shouxin.access.keys import ApiKey
from shouxin.access.principal import Principal, PrincipalKind, Scope
from shouxin.access.sessions import Session
from shouxin.access.siwe import CHARACTERS_MAX
from shouxin.rest.fields import AddressText, HashText, Instant, PlainLine, SignatureText

URI_CHARACTERS_MAX = 255
SCOPES_MAX = 20


class Asked(BaseModel):
    """What is sent: no field but the known ones."""

    model_config = ConfigDict(extra="forbid")


class SignInRequest(Asked):
    """Who wants to sign in, and where."""

    address: AddressText
    uri: str | None = Field(
        default=None,
        max_length=URI_CHARACTERS_MAX,
        description="The page's origin, one of the service's; its first if left out.",
        examples=["https://shouxin.example"],
    )


class SignInMessageModel(BaseModel):
    """What to sign (EIP-4361), with `personal_sign`, unchanged."""

    message: str = Field(description="The text to sign.")
    nonce: str = Field(description="The nonce in it, good for one sign-in.")
    expires_at: Instant = Field(description="After that, ask for another.")


class SessionRequest(Asked):
    """A text that `POST /api/v1/sign-in` gave, and its signature."""

    message: str = Field(max_length=CHARACTERS_MAX, description="The text, unchanged.")
    signature: SignatureText


class SessionModel(BaseModel):
    """One session of a wallet."""

    id: str = Field(examples=["5d41402abc4b2a76b9719d911017c592"])
    wallet: AddressText
    is_current: bool = Field(description="Whether this request was made with it.")
    created_at: Instant
    used_at: Instant = Field(description="When it was last used, to the minute.")
    idle_ends_at: Instant = Field(description="When it ends if it is not used.")
    ends_at: Instant = Field(description="When it ends in any case.")
    made_with: str = Field(description="Browser and system.", examples=["Firefox, Linux"])
    made_from: str = Field(
        description="The network that it was made from, not the address.",
        examples=["203.0.113.0/24"],
    )


class NewSessionModel(BaseModel):
    """A session that was just made; its token is shown this once."""

    token: str = Field(
        description="Send it as `Authorization: Bearer …`.", examples=["sxs_" + "A" * 43]
    )
    session: SessionModel
    party: HashText | None = Field(description="The wallet's party, if it has one.")


class SessionsModel(BaseModel):
    """All sessions of a wallet, which has few."""

    items: list[SessionModel]


class EndedModel(BaseModel):
    """How many sessions were ended."""

    ended_count: int = Field(ge=0)


class PrincipalModel(BaseModel):
    """Who asks."""

    kind: PrincipalKind
    scopes: list[Scope] = Field(description="What they may.")
    wallet: AddressText | None = None
    party: HashText | None = None
    owner: str | None = Field(default=None, description="The institution that a key is of.")
    key_id: str | None = None
    session_id: str | None = None


ScopeList = Annotated[list[Scope], Field(min_length=1, max_length=SCOPES_MAX)]


class KeyCreation(Asked):
    """A key to be made."""

    label: PlainLine = Field(description="What you call it.", examples=["core system, nightly"])
    scopes: ScopeList = Field(description="What it may; at most what you may yourself.")
    days: int = Field(ge=1, le=366, description="How long it lives.", examples=[90])
    owner: PlainLine | None = Field(
        default=None,
        description="The institution that it is for; operators alone name another than their own.",
        examples=["Bank of Harbour"],
    )
    party: HashText | None = Field(
        default=None, description="The party that it stands for; operators alone give one."
    )


class KeyChange(Asked):
    """What of a key may be changed."""

    label: PlainLine


class KeyRotation(Asked):
    """How long the secret before goes on."""

    overlap_seconds: int = Field(
        default=0,
        ge=0,
        description="Both secrets work so long, so that systems can be moved one by one.",
        examples=[86_400],
    )


class KeyModel(BaseModel):
    """A key, without its secret."""

    id: str = Field(examples=["7d793037a0760186574b0282f2f435e7"])
    owner: str
    label: str
    scopes: list[Scope]
    party: HashText | None
    made_by: str = Field(description="Who made it.", examples=["key:7d793037a076…", "command line"])
    created_at: Instant
    expires_at: Instant
    rotated_at: Instant | None
    revoked_at: Instant | None
    used_at: Instant | None = Field(description="When it was last used, to the hour.")


class NewKeyModel(BaseModel):
    """A key and its secret, which is shown this once."""

    secret: str = Field(
        description="Send it as `Authorization: Bearer …`; keep it where secrets are kept.",
        examples=["sxk_" + "A" * 43],
    )
    key: KeyModel


def session_model(session: Session, principal: Principal | None) -> SessionModel:
    """A session as it is shown to its owner."""
    is_current = principal is None or session.id == principal.session_id
    fields = {name: getattr(session, name) for name in Session.__slots__}
    return SessionModel(is_current=is_current, **fields)


def key_model(key: ApiKey) -> KeyModel:
    """A key as it is shown."""
    fields = {name: getattr(key, name) for name in ApiKey.__slots__}
    return KeyModel(**(fields | {"scopes": sorted(key.scopes)}))


def principal_model(principal: Principal) -> PrincipalModel:
    """Who asks, told to themselves."""
    return PrincipalModel(
        kind=principal.kind,
        scopes=sorted(principal.scopes),
        wallet=principal.wallet,
        party=principal.party,
        owner=principal.owner,
        key_id=principal.key_id,
        session_id=principal.session_id,
    )
