# SPDX-License-Identifier: Apache-2.0
"""A party registry with an accredited identity provider, and how its signatures are made."""

from dataclasses import dataclass
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from shouxin.parties.recovery import RecoveryRule
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
WALLET_RECOVERY = {
    "WalletRecovery": [
        ("party", "bytes32"),
        ("lost", "address"),
        ("wallet", "address"),
        ("deadline", "uint256"),
    ]
}
RECOVERY_OBJECTION = {
    "RecoveryObjection": [
        ("party", "bytes32"),
        ("member", "address"),
        ("lost", "address"),
        ("wallet", "address"),
        ("started_at", "uint256"),
    ]
}
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

    def enrolled(
        self,
        wallet: Actor,
        *,
        jurisdiction: int = CHINA,
        kind: int = 1,
        recovery: bytes | None = None,
    ) -> bytes:
        """Enrol a wallet's party, with the recovery rule if no other, and return its id."""
        recovery = self.rule().commitment if recovery is None else recovery
        signature = self.signed_enrolment(
            wallet, jurisdiction=jurisdiction, kind=kind, recovery=recovery
        )
        return self.registry.enrol(
            wallet,
            EMPTY,
            jurisdiction,
            kind,
            recovery,
            keccak(text=f"tag of {wallet.name}"),
            self.tomorrow,
            signature,
            sender=self.provider,
        )

    def joined(self, wallet: Actor, member: Actor) -> None:
        """Join a wallet to a member's party."""
        signatures = self.pair_signatures(wallet, member)
        self.registry.join_wallet(wallet, member, self.tomorrow, *signatures, sender=wallet)

    def rule(self, *providers: Actor, delay_days: int = 14) -> RecoveryRule:
        """A recovery rule with the provider, or others."""
        chosen = providers or (self.provider,)
        return RecoveryRule(tuple(p.address for p in chosen), delay_days, b"\x05" * 32)

    def enrolled_by_rule(self, wallet: Actor, rule: RecoveryRule) -> bytes:
        """Enrol a wallet's party with a recovery rule and return its id."""
        return self.enrolled(wallet, recovery=rule.commitment)

    def start_recovery(
        self,
        lost: Actor,
        wallet: Actor,
        rule: RecoveryRule | None = None,
        /,
        *,
        by: Actor | None = None,
        **changes: Any,
    ) -> None:
        """Start the replacement of a wallet, the new one's signature being of what is changed."""
        message = {
            "party": self.registry.party_of(lost),
            "lost": lost,
            "wallet": wallet,
            "deadline": self.tomorrow,
        } | changes
        signature = wallet.sign(self.registry, "WalletRecovery", WALLET_RECOVERY, message)
        given = (rule or self.rule()).struct
        self.registry.start_recovery(
            lost, wallet, given, self.tomorrow, signature, sender=by or self.provider
        )

    def replace(self, lost: Actor, wallet: Actor, rule: RecoveryRule | None = None) -> None:
        """Replace a wallet that nobody objects to."""
        party = self.registry.party_of(lost)
        self.start_recovery(lost, wallet, rule)
        self.chain.warp(days=(rule or self.rule()).delay_days)
        self.registry.conclude_recovery(party, sender=wallet)

    def objection(self, member: Actor, /, **changes: Any) -> bytes:
        """A member's signature under an objection to its party's recovery."""
        party = self.registry.party_of(member)
        found = self.registry.recovery_under_way(party)
        message = {
            "party": party,
            "member": member,
            "lost": found.lost,
            "wallet": found.wallet,
            "started_at": found.started_at,
        } | changes
        return member.sign(self.registry, "RecoveryObjection", RECOVERY_OBJECTION, message)

    def freeze(self, party: bytes, *, days: int = 10, order: bytes = b"\x0f" * 32) -> None:
        """Freeze a party for some days, by governance."""
        ends_at = self.chain.timestamp + days * DAY
        self.registry.freeze(party, order, ends_at, sender=self.governance)

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
