# SPDX-License-Identifier: Apache-2.0
"""What actions are prepared from: the contracts, the loans and offers that are known, the time."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shouxin.chain.abi import Address
from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.deploy import Deployment
from shouxin.chain.typed_data import Domain
from shouxin.credit.record import Recorded
from shouxin.lending.contract_terms import Deal
from shouxin.lending.offers import Desk, SignedOffer
from shouxin.lending.signed_actions import Relay
from shouxin.primitives.dates import day_at
from shouxin.primitives.errors import NotFoundError
from shouxin.primitives.money import Currency

SIGNATURE_SECONDS = 3_600
"""How long a signature serves unless its signer wants otherwise."""


@dataclass(frozen=True, slots=True)
class LivingLoan:
    """A loan by the id that it was opened with, and its terms in force."""

    id: bytes
    deal: Deal


class LoanSource(Protocol):
    """Where terms in force are found: the database, or the chain."""

    def loan(self, loan: bytes) -> LivingLoan:
        """A loan.

        Raises:
            NotFoundError: ``loan.unknown``.
        """
        ...

    def holders(self, loan: bytes) -> Mapping[Address, int]:
        """Who holds units of a loan's note, and how many."""
        ...


class RecordSource(Protocol):
    """Where credit records are found: the database, or the chain."""

    def entries(self, party: bytes) -> Sequence[Recorded]:
        """A party's entries, the oldest first."""
        ...


class OfferSource(Protocol):
    """Where signed offers are found."""

    def offer(self, digest: bytes) -> SignedOffer:
        """An offer.

        Raises:
            NotFoundError: ``offer.unknown``.
        """
        ...


@dataclass(slots=True)
class Tokens:
    """The currencies' codes, decimals and EIP-712 names, which never change: read once."""

    deployment: Deployment
    _known: dict[Address, tuple[Currency, str]] = field(default_factory=dict)

    def currency(self, address: Address) -> Currency:
        """A token's code and decimals."""
        return self._facts(address)[0]

    def domain(self, address: Address) -> Domain:
        """A token's EIP-712 domain, for permits."""
        return Domain(self._facts(address)[1], self.deployment.chain.chain_id, address)

    def _facts(self, address: Address) -> tuple[Currency, str]:
        if address not in self._known:
            token = DepositToken(self.deployment.chain, address)
            currency = Currency(token.symbol(), token.decimals())
            self._known[address] = (currency, token.name())
        return self._known[address]


@dataclass(frozen=True, slots=True)
class Site:
    """Where and when an action is prepared.

    Attributes:
        deployment: the contracts.
        tokens: the currencies.
        loans: the loans that are known.
        offers: the offers that are known.
        records: the credit records.
        now: Unix seconds by the chain's clock.
        utc_offset_minutes: of the clock that people are told moments by, where no loan has one.
    """

    deployment: Deployment
    tokens: Tokens
    loans: LoanSource
    offers: OfferSource
    records: RecordSource
    now: int
    utc_offset_minutes: int = 480

    @property
    def chain_id(self) -> int:
        """The chain's."""
        return self.deployment.chain.chain_id

    @property
    def desk(self) -> Desk:
        """What offers, money and takings are signed for."""
        return Desk(self.chain_id, self.deployment.desk.address)

    @property
    def relay(self) -> Relay:
        """What actions on living loans are signed for."""
        return Relay(self.chain_id, self.deployment.relay.address)

    @property
    def deadline(self) -> int:
        """Until when a signature serves unless its signer wants otherwise."""
        return self.now + SIGNATURE_SECONDS

    def token(self, address: Address) -> DepositToken:
        """A currency's contract."""
        return DepositToken(self.deployment.chain, address)

    def today(self, utc_offset_minutes: int | None = None) -> int:
        """The civil day."""
        offset = self.utc_offset_minutes if utc_offset_minutes is None else utc_offset_minutes
        return day_at(self.now, offset)


def new_nonce() -> int:
    """A nonce of 31 random bytes, which no earlier one can be."""
    return int.from_bytes(os.urandom(31))


def unknown_loan(loan: bytes) -> NotFoundError:
    """There is no such loan."""
    return NotFoundError(
        "loan.unknown",
        f"there is no loan 0x{loan.hex()}: correct its id, or wait until its opening is known",
        f"没有编号为 0x{loan.hex()} 的贷款：请核对编号，或等待其发放上链",
    )


def unknown_offer(digest: bytes) -> NotFoundError:
    """There is no such offer."""
    return NotFoundError(
        "offer.unknown",
        f"there is no offer 0x{digest.hex()}: correct its digest, or post it first",
        f"没有编号为 0x{digest.hex()} 的要约：请核对编号，或先提交该要约",
    )
