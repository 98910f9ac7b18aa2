# SPDX-License-Identifier: Apache-2.0
"""Access as the rest of the service uses it: who stands behind a token, and how one gets one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.access.keys import ApiKey, ApiKeys
from shouxin.access.principal import ANONYMOUS, WALLET_SCOPES, Principal, PrincipalKind
from shouxin.access.secrets import KEY_PREFIX, SECRET_CHARACTERS, SESSION_PREFIX
from shouxin.access.sessions import Origin, Session, Sessions, bad_token
from shouxin.access.settings import AccessSettings
from shouxin.access.sign_in import Challenge, IsSigned, SignIn
from shouxin.chain.abi import Address
from shouxin.store.database import Database

PartyOf = Callable[[AsyncConnection, Address], Awaitable[str | None]]
"""The party of a wallet, in hexadecimal; None if it has none. Reads the caller's connection."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What signing in gives: the token is shown this once."""

    token: str
    session: Session
    party: str | None


class Access:
    """Signing in, sessions and keys, over one database and one chain."""

    def __init__(
        self,
        database: Database,
        settings: AccessSettings,
        chain_id: int,
        clock: Callable[[], int],
        is_signed: IsSigned,
        party_of: PartyOf,
    ) -> None:
        """Put it together.

        Args:
            database: where nonces, sessions and keys are.
            settings: its bounds.
            chain_id: of the chain whose accounts sign in.
            clock: Unix seconds, the wall's.
            is_signed: whether an account signed a digest.
            party_of: the party of a wallet.
        """
        self.database = database
        self.settings = settings
        self.clock = clock
        self.sessions = Sessions(settings)
        self.keys = ApiKeys(settings)
        self._sign_in = SignIn(database, settings, chain_id, is_signed)
        self._party_of = party_of

    async def challenge(self, address: Address, uri: str | None) -> Challenge:
        """A text for an account to sign.

        Raises:
            BadInput: ``sign_in.unknown_origin``.
        """
        return await self._sign_in.challenge(address, uri, self.clock())

    async def sign_in(self, message: str, signature: bytes, origin: Origin) -> SignedIn:
        """A session for who signed a text that we gave.

        Raises:
            BadInput: ``sign_in.not_a_message``.
            NotSignedIn: ``sign_in.…``.
            ChainError: a contract wallet's chain can't be asked.
        """
        now = self.clock()
        signed = await self._sign_in.signer_of(message, signature, now)
        async with self.database.begin() as connection:
            await self._sign_in.use_up(connection, signed.nonce)
            made = await self.sessions.make(connection, signed.address, origin, now)
            party = await self._party_of(connection, signed.address)
        return SignedIn(*made, party)

    async def identify(self, token: str | None) -> Principal:
        """Who stands behind a bearer token.

        Raises:
            NotSignedIn: ``access.bad_token``, ``access.session_over``, ``access.key_over``.
        """
        if token is None:
            return ANONYMOUS
        if len(token) != SECRET_CHARACTERS or not token.isascii():
            raise bad_token()
        if token.startswith(SESSION_PREFIX):
            return await self._identify_session(token)
        if token.startswith(KEY_PREFIX):
            return await self._identify_key(token)
        raise bad_token()

    async def _identify_session(self, token: str) -> Principal:
        now = self.clock()
        async with self.database.reading() as connection:
            session = await self.sessions.find(connection, token, now)
            party = await self._party_of(connection, session.wallet)
        if self.sessions.is_stale(session, now):
            async with self.database.begin() as connection:
                await self.sessions.use(connection, session, now)
        return wallet_principal(session, party)

    async def _identify_key(self, secret: str) -> Principal:
        now = self.clock()
        async with self.database.reading() as connection:
            key = await self.keys.find(connection, secret, now)
        if self.keys.is_stale(key, now):
            async with self.database.begin() as connection:
                await self.keys.use(connection, key, now)
        return key_principal(key)


def wallet_principal(session: Session, party: str | None) -> Principal:
    """Whom a session stands for."""
    return Principal(
        PrincipalKind.WALLET,
        id=f"wallet:{session.wallet}",
        scopes=WALLET_SCOPES,
        wallet=session.wallet,
        party=party,
        session_id=session.id,
    )


def key_principal(key: ApiKey) -> Principal:
    """Whom a key stands for."""
    return Principal(
        PrincipalKind.KEY,
        id=f"key:{key.id}",
        scopes=key.scopes,
        party=key.party,
        key_id=key.id,
        owner=key.owner,
    )
