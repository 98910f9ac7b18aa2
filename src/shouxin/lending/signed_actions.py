# SPDX-License-Identifier: Apache-2.0
"""What users sign so that anyone can submit it for them: who has no coins is a customer too.

An ``Action`` is EIP-712 typed data for one contract. A wallet shows ``typed_data`` and signs it; a
key here signs with ``signed_by``. Actions on a living loan go to the relay, those about offers and
money at the desk to the desk. Each has a nonce of the signer's, in any order, and a deadline in
Unix seconds. A permit lets book or desk take an exact amount, and bears its action's deadline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.abi import Address
from shouxin.chain.bindings.structs import (
    Cancellation,
    Deposit,
    EpochCancellation,
    NoteTransfer,
    Payment,
    Withdrawal,
    WithdrawalNotice,
)
from shouxin.chain.typed_data import Domain, Types, digest, sign, typed_data, types_of
from shouxin.lending.contract_terms import TERMS_TYPES, Deal
from shouxin.lending.offers import Desk

_RELAY_NAME = "Shouxin LoanRelay"
_NONCE, _DEADLINE = ("nonce", "uint256"), ("deadline", "uint256")
_PAYMENT: Types = {"Payment": (("currency", "address"), *types_of(Payment)["Payment"])}
_TAKE: Types = {
    "Take": (("taker", "address"), ("terms", "Terms"), _NONCE, _DEADLINE),
    **TERMS_TYPES,
}
_PERMIT: Types = {
    "Permit": (
        ("owner", "address"),
        ("spender", "address"),
        ("value", "uint256"),
        _NONCE,
        _DEADLINE,
    )
}


@dataclass(frozen=True, slots=True)
class Relay:
    """The relay that an action on a living loan is signed for."""

    chain_id: int
    address: Address

    @property
    def domain(self) -> Domain:
        """Its EIP-712 domain."""
        return Domain(_RELAY_NAME, self.chain_id, self.address)


@dataclass(frozen=True, slots=True)
class Action:
    """Typed data that a user signs.

    Attributes:
        domain: the contract that it is for.
        types: the struct types, the primary one and those in it.
        primary: the name of what is signed.
        message: its fields by name.
    """

    domain: Domain
    types: Types
    primary: str
    message: Mapping[str, Any]

    @property
    def digest(self) -> bytes:
        """The 32 bytes that are signed."""
        return digest(self.domain, self.types, self.primary, self.message)

    @property
    def typed_data(self) -> dict[str, Any]:
        """What ``eth_signTypedData_v4`` takes."""
        return typed_data(self.domain, self.types, self.primary, self.message)

    def signed_by(self, account: LocalAccount) -> bytes:
        """A key's signature, 65 bytes."""
        return sign(account, self.domain, self.types, self.primary, self.message)


def payment_action(relay: Relay, currency: Address, payment: Payment) -> Action:
    """A payment of at most an amount of a token, from its first day to its last, both included."""
    message = {"currency": currency} | fields_of(payment)
    return Action(relay.domain, _PAYMENT, "Payment", message)


def withdrawal_action(relay: Relay, notice: WithdrawalNotice) -> Action:
    """A borrower's notice of withdrawal (撤回)."""
    return plain_action(relay.domain, notice)


def transfer_action(relay: Relay, transfer: NoteTransfer) -> Action:
    """A transfer of units of a loan's note."""
    return plain_action(relay.domain, transfer)


def take_action(desk: Desk, deal: Deal, taker: Address, *, nonce: int, deadline: int) -> Action:
    """The taking of an offer or a request by somebody who agrees to these complete terms."""
    message = {"taker": taker, "terms": deal.complete, "nonce": nonce, "deadline": deadline}
    return Action(desk.domain, _TAKE, "Take", message)


def deposit_action(desk: Desk, deposit: Deposit) -> Action:
    """Money that a lender brings to the desk."""
    return plain_action(desk.domain, deposit)


def take_back_action(desk: Desk, withdrawal: Withdrawal) -> Action:
    """Money that a lender takes back from the desk."""
    return plain_action(desk.domain, withdrawal)


def cancellation_action(contract: Desk | Relay, cancellation: Cancellation) -> Action:
    """The end of all that a signer signed with a nonce for a desk, or for a relay."""
    return plain_action(contract.domain, cancellation)


def epoch_cancellation_action(desk: Desk, cancellation: EpochCancellation) -> Action:
    """The end of all offers and requests of a maker's present epoch."""
    return plain_action(desk.domain, cancellation)


def permit_action(
    token: Domain, owner: Address, spender: Address, amount: int, *, nonce: int, deadline: int
) -> Action:
    """An ERC-2612 permit of an exact amount; the nonce is the owner's at the token."""
    message = {"owner": owner, "spender": spender, "value": amount}
    message |= {"nonce": nonce, "deadline": deadline}
    return Action(token, _PERMIT, "Permit", message)


def plain_action(domain: Domain, struct: Any) -> Action:
    """An action whose typed data is the contract's own struct."""
    kind = type(struct)
    return Action(domain, types_of(kind), kind.__name__, fields_of(struct))


def fields_of(struct: Any) -> dict[str, Any]:
    """A struct's fields by name."""
    return {field.name: getattr(struct, field.name) for field in fields(struct)}
