# SPDX-License-Identifier: Apache-2.0
"""A party registry with an accredited identity provider, and how its signatures are made."""

from dataclasses import dataclass
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.evm import DAY, Actor, Chain, Contract

NOBODY = "0x" + "00" * 20
EMPTY = bytes(32)
RECOVERY = keccak(b"a recovery rule")
CHINA = 156

ENROLMENT = {
    "Enrolment": [
        ("wallet", "address"),
        ("party", "bytes32"),
        ("provider", "address"),
        ("jurisdiction", "uint256"),
        ("kind", "uint256"),
        ("recovery", "bytes32"),
        ("deadline", "uint256"),
    ]
}
_WALLET_PAIR = [
    ("party", "bytes32"),
    ("wallet", "address"),
    ("member", "address"),
    ("deadline", "uint256"),
]
WALLET_JOIN = {"WalletJoin": _WALLET_PAIR}
WALLET_ADMISSION = {"WalletAdmission": _WALLET_PAIR}


def party_id(wallet: Actor | Contract, salt: bytes = EMPTY) -> bytes:
    """The id of a party whose first wallet this is."""
    return bytes(keccak(encode(["address", "bytes32"], [wallet.address, salt])))


@dataclass
class RegistryWorld:
    """The registry and who acts on it."""

    chain: Chain
    governance: Actor
    provider: Actor
    registry: Contract

    @classmethod
    def made(cls, chain: Chain) -> "RegistryWorld":
        """A registry that accredits one provider."""
        governance, provider = chain.actor("governance"), chain.actor("provider")
        registry = chain.deploy("PartyRegistry", governance, sender=governance)
        registry.accredit_provider(provider, True, sender=governance)
        return cls(chain, governance, provider, registry)

    @property
    def tomorrow(self) -> int:
        """A deadline."""
        return self.chain.timestamp + DAY

    def enrolment(self, wallet: Any, **changes: Any) -> dict[str, Any]:
        """The message that a first wallet signs."""
        message = {
            "wallet": wallet,
            "party": party_id(wallet),
            "provider": self.provider,
            "jurisdiction": CHINA,
            "kind": 1,
            "recovery": RECOVERY,
            "deadline": self.tomorrow,
        }
        return message | changes

    def signed_enrolment(self, wallet: Actor, **changes: Any) -> bytes:
        """The first wallet's signature of its enrolment."""
        message = self.enrolment(wallet, **changes)
        return wallet.sign(self.registry, "Enrolment", ENROLMENT, message)

    def enrolled(self, wallet: Actor, *, jurisdiction: int = CHINA, kind: int = 1) -> bytes:
        """Enrol a wallet's party and return its id."""
        signature = self.signed_enrolment(wallet, jurisdiction=jurisdiction, kind=kind)
        return self.registry.enrol(
            wallet,
            EMPTY,
            jurisdiction,
            kind,
            RECOVERY,
            keccak(text=f"tag of {wallet.name}"),
            self.tomorrow,
            signature,
            sender=self.provider,
        )

    def pair_signatures(
        self, wallet: Actor, member: Actor, /, registry: Any = None, **changes: Any
    ) -> tuple[bytes, bytes]:
        """The signatures by which a wallet joins a member's party: its own, the member's."""
        domain = registry or self.registry
        message = {
            "party": self.registry.party_of(member),
            "wallet": wallet,
            "member": member,
            "deadline": self.tomorrow,
        } | changes
        return (
            wallet.sign(domain, "WalletJoin", WALLET_JOIN, message),
            member.sign(domain, "WalletAdmission", WALLET_ADMISSION, message),
        )
