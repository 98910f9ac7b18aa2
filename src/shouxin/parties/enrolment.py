# SPDX-License-Identifier: Apache-2.0
"""Enrolment: a first wallet signs and an identity provider enrols it; it then admits others."""

from dataclasses import asdict, dataclass
from enum import IntEnum

from eth_abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils import keccak

from shouxin.chain.abi import Address
from shouxin.chain.typed_data import Domain, Types, sign

_DOMAIN_NAME = "Shouxin PartyRegistry"
ENROLMENT_TYPES: Types = {
    "Enrolment": (
        ("wallet", "address"),
        ("party", "bytes32"),
        ("provider", "address"),
        ("jurisdiction", "uint256"),
        ("kind", "uint256"),
        ("recovery", "bytes32"),
        ("deadline", "uint256"),
    )
}
WALLET_ADMISSION_TYPES: Types = {
    "WalletAdmission": (
        ("party", "bytes32"),
        ("wallet", "address"),
        ("member", "address"),
        ("deadline", "uint256"),
    )
}
WALLET_JOIN_TYPES: Types = {"WalletJoin": WALLET_ADMISSION_TYPES["WalletAdmission"]}
"""What the wallet that joins signs; the member that admits it signs a ``WalletAdmission``."""


class PartyKind(IntEnum):
    """What a party is, which decides the rules that protect it."""

    CONSUMER = 1
    SOLE_TRADER = 2
    COMPANY = 3


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a first wallet signs.

    Attributes:
        wallet: the party's first.
        party: its id, ``party_id`` of the wallet and a salt.
        provider: the one identity provider that may use the signature.
        jurisdiction: ISO 3166-1 numeric.
        kind: a ``PartyKind``.
        recovery: commitment to the recovery rule that the party agreed to.
        deadline: Unix seconds, the last at which the signature serves.
    """

    wallet: Address
    party: bytes
    provider: Address
    jurisdiction: int
    kind: int
    recovery: bytes
    deadline: int


def party_id(wallet: Address, salt: bytes) -> bytes:
    """keccak256(abi_encode(wallet, salt)): nobody else can take the id first."""
    return bytes(keccak(encode(["address", "bytes32"], [wallet, salt])))


def registry_domain(chain_id: int, registry: Address) -> Domain:
    """The PartyRegistry's EIP-712 domain."""
    return Domain(_DOMAIN_NAME, chain_id, registry)


def sign_enrolment(
    account: LocalAccount, chain_id: int, registry: Address, enrolment: Enrolment
) -> bytes:
    """The first wallet's signature."""
    domain = registry_domain(chain_id, registry)
    return sign(account, domain, ENROLMENT_TYPES, "Enrolment", asdict(enrolment))


def sign_admission(
    member: LocalAccount,
    chain_id: int,
    registry: Address,
    *,
    party: bytes,
    wallet: Address,
    deadline: int,
) -> bytes:
    """A member wallet's signature that another wallet may join its party."""
    message = {"party": party, "wallet": wallet, "member": member.address, "deadline": deadline}
    domain = registry_domain(chain_id, registry)
    return sign(member, domain, WALLET_ADMISSION_TYPES, "WalletAdmission", message)
