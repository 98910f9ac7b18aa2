# SPDX-License-Identifier: Apache-2.0
"""``PartyRegistry``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class GovernanceSet:
    """The event ``GovernanceSet``."""

    NAME: ClassVar[str] = "GovernanceSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c73be659241aade67e9a059bcf21494955018b213dbd1179054ccf928b13f3b6"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    governance: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            governance=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class ProviderAccredited:
    """The event ``ProviderAccredited``."""

    NAME: ClassVar[str] = "ProviderAccredited"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "ab299b0e0712a3f3c80ce283a236f4c67140cf158a43e1e5103548a6ab7803d7"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True), ("bool", False))

    provider: Address
    is_accredited: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            provider=checksummed(values[0]),
            is_accredited=bool(values[1]),
        )


@dataclass(frozen=True, slots=True)
class AttesterAccredited:
    """The event ``AttesterAccredited``."""

    NAME: ClassVar[str] = "AttesterAccredited"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c81c45228e3843284b2f638a4bd3cd0678cf2fc80acebd018a6ee62a89d49fe4"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("uint256", True),
        ("bool", False),
    )

    attester: Address
    topic: int
    is_accredited: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            attester=checksummed(values[0]),
            topic=int(values[1]),
            is_accredited=bool(values[2]),
        )


@dataclass(frozen=True, slots=True)
class PartyEnrolled:
    """The event ``PartyEnrolled``."""

    NAME: ClassVar[str] = "PartyEnrolled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "7e43c23165176d75e0c9d8ea55d456f4dbc02cbaf1d02732159320016fe63869"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
        ("uint256", False),
        ("uint256", False),
        ("bytes32", False),
    )

    party: bytes
    wallet: Address
    provider: Address
    jurisdiction: int
    kind: int
    recovery: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            wallet=checksummed(values[1]),
            provider=checksummed(values[2]),
            jurisdiction=int(values[3]),
            kind=int(values[4]),
            recovery=bytes(values[5]),
        )


@dataclass(frozen=True, slots=True)
class WalletJoined:
    """The event ``WalletJoined``."""

    NAME: ClassVar[str] = "WalletJoined"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "6ddf71df5a783c5456d0088374e7dc4ac2a90a6ad1fa4efe22e5b704e06cbd37"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
    )

    party: bytes
    wallet: Address
    member: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            wallet=checksummed(values[1]),
            member=checksummed(values[2]),
        )


@dataclass(frozen=True, slots=True)
class LicenceSet:
    """The event ``LicenceSet``."""

    NAME: ClassVar[str] = "LicenceSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "773280bbffe5f55f227d32ce4a59cfe23b682b02d58e9846ff385b465c5908fb"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("bool", False),
    )

    party: bytes
    attester: Address
    is_licensed: bool

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            attester=checksummed(values[1]),
            is_licensed=bool(values[2]),
        )


@dataclass(frozen=True, slots=True)
class Attested:
    """The event ``Attested``."""

    NAME: ClassVar[str] = "Attested"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "d791f4986721babcc90004409ced6b929e9f141175b5f46f316ab7034dfcfad8"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("uint256", True),
        ("address", True),
        ("bytes32", False),
        ("uint256", False),
    )

    party: bytes
    topic: int
    issuer: Address
    statement: bytes
    expires_at: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            topic=int(values[1]),
            issuer=checksummed(values[2]),
            statement=bytes(values[3]),
            expires_at=int(values[4]),
        )


@dataclass(frozen=True, slots=True)
class AttestationRevoked:
    """The event ``AttestationRevoked``."""

    NAME: ClassVar[str] = "AttestationRevoked"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "22d317559b631a2d0856e1fb9540e2c8f7479429582052361837c633483f27be"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("uint256", True),
        ("address", True),
    )

    party: bytes
    topic: int
    issuer: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            topic=int(values[1]),
            issuer=checksummed(values[2]),
        )


@dataclass(frozen=True, slots=True)
class PartiesLinked:
    """The event ``PartiesLinked``."""

    NAME: ClassVar[str] = "PartiesLinked"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "90a6a0f2407ed17c9fce3bec6fb1506b28d58a81b5067eb676e3408291454eff"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("bytes32", True),
        ("address", True),
        ("bytes32", False),
    )

    party: bytes
    other: bytes
    provider: Address
    group: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            other=bytes(values[1]),
            provider=checksummed(values[2]),
            group=bytes(values[3]),
        )


@dataclass(frozen=True, slots=True)
class PartiesUnlinked:
    """The event ``PartiesUnlinked``."""

    NAME: ClassVar[str] = "PartiesUnlinked"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "b0b627ae7695abe0f9838e565410ac0e824c3d0093d4dc66344912f9937e771d"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("bytes32", True),
        ("address", True),
    )

    party: bytes
    other: bytes
    caller: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            other=bytes(values[1]),
            caller=checksummed(values[2]),
        )


@dataclass(frozen=True, slots=True)
class GuardianSet:
    """The event ``GuardianSet``."""

    NAME: ClassVar[str] = "GuardianSet"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "e6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("address", True),)

    guardian: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            guardian=checksummed(values[0]),
        )


@dataclass(frozen=True, slots=True)
class PartyFrozen:
    """The event ``PartyFrozen``."""

    NAME: ClassVar[str] = "PartyFrozen"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "86c255a888fd7b8f69d8f167adce2b39348e89a32c4a517c8c80c32c70566b53"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("bytes32", False),
        ("uint256", False),
        ("uint256", False),
    )

    party: bytes
    caller: Address
    reference: bytes
    order_ends_at: int
    ends_at: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            caller=checksummed(values[1]),
            reference=bytes(values[2]),
            order_ends_at=int(values[3]),
            ends_at=int(values[4]),
        )


@dataclass(frozen=True, slots=True)
class FreezeLifted:
    """The event ``FreezeLifted``."""

    NAME: ClassVar[str] = "FreezeLifted"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "d2a4419daa828702edb3dc436eee25c1d92b1abba1d59e4bb6b2ee590f8af285"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True), ("address", True))

    party: bytes
    caller: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            caller=checksummed(values[1]),
        )


@dataclass(frozen=True, slots=True)
class RecoveryStarted:
    """The event ``RecoveryStarted``."""

    NAME: ClassVar[str] = "RecoveryStarted"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "39980ac0584117b72645820ac12a238416a17bef0355d8dec507dd4d098c4523"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
        ("address", False),
        ("uint256", False),
    )

    party: bytes
    lost: Address
    wallet: Address
    provider: Address
    due_at: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            lost=checksummed(values[1]),
            wallet=checksummed(values[2]),
            provider=checksummed(values[3]),
            due_at=int(values[4]),
        )


@dataclass(frozen=True, slots=True)
class RecoveryEnded:
    """The event ``RecoveryEnded``."""

    NAME: ClassVar[str] = "RecoveryEnded"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "4c7961f3f8e14c22c029ef550a6b85492546d303f6d27cdd6205d1ee8ec5ac13"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True), ("address", True))

    party: bytes
    member: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            member=checksummed(values[1]),
        )


@dataclass(frozen=True, slots=True)
class RecoveryContested:
    """The event ``RecoveryContested``."""

    NAME: ClassVar[str] = "RecoveryContested"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "50b19cf0fddf28e503b1a7f67ffd4eea234dd849653030dfc49423c7835dfa01"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True), ("uint256", False))

    party: bytes
    due_at: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            due_at=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class RecoverySeconded:
    """The event ``RecoverySeconded``."""

    NAME: ClassVar[str] = "RecoverySeconded"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "160047ddac5516b3b380032fa04ae5bf97d82e05028472c30ddab2d4f7268ca9"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True), ("address", True))

    party: bytes
    provider: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            provider=checksummed(values[1]),
        )


@dataclass(frozen=True, slots=True)
class WalletReplaced:
    """The event ``WalletReplaced``."""

    NAME: ClassVar[str] = "WalletReplaced"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "a8550c4f02c3d6f4717770e5668ea4ebf7bef107361e83df7010c4b446e60d8c"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
    )

    party: bytes
    lost: Address
    wallet: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            party=bytes(values[0]),
            lost=checksummed(values[1]),
            wallet=checksummed(values[2]),
        )


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
)
_GOVERNANCE = Function("governance", (), ("address",))
_GUARDIAN = Function("guardian", (), ("address",))
_IS_PROVIDER = Function("is_provider", ("address",), ("bool",))
_PARTY_OF = Function("party_of", ("address",), ("bytes32",))
_RECOVERY_OF = Function("recovery_of", ("bytes32",), ("bytes32",))
_FREEZE = Function("freeze", ("bytes32", "bytes32", "uint256"), ())
_RENEW_FREEZE = Function("renew_freeze", ("bytes32", "uint256"), ())
_LIFT_FREEZE = Function("lift_freeze", ("bytes32",), ())
_FREEZE_OF = Function("freeze_of", ("bytes32",), ("(bytes32,uint256,uint256,uint256)",))
_START_RECOVERY = Function(
    "start_recovery", ("address", "address", "(address[4],uint256,bytes32)", "uint256", "bytes"), ()
)
_OBJECT_TO_RECOVERY = Function("object_to_recovery", ("address", "bytes"), ())
_SECOND_RECOVERY = Function("second_recovery", ("bytes32", "(address[4],uint256,bytes32)"), ())
_CONCLUDE_RECOVERY = Function("conclude_recovery", ("bytes32",), ())
_RECOVERY_UNDER_WAY = Function(
    "recovery_under_way", ("bytes32",), ("(address,address,address,address,uint256,uint256,bool)",)
)
_SUCCESSOR_OF = Function("successor_of", ("address",), ("address",))
_CLAIMANT_OF = Function("claimant_of", ("address",), ("address",))
_SIGNATORY_OF = Function("signatory_of", ("address",), ("address",))
_TRANSFER_PARTIES = Function(
    "transfer_parties", ("address", "address", "bool"), ("(bytes32,bytes32)",)
)
_STANDING_OF = Function("standing_of", ("address", "bytes32"), ("uint256",))
_OPENING_PARTIES = Function(
    "opening_parties",
    ("address", "address", "address"),
    ("(bytes32,bytes32,bytes32,bytes32,uint256,uint256,uint256,bool,bool,bool)",),
)
_ENROL = Function(
    "enrol",
    ("address", "bytes32", "uint256", "uint256", "bytes32", "bytes32", "uint256", "bytes"),
    ("bytes32",),
)
_JOIN_WALLET = Function("join_wallet", ("address", "address", "uint256", "bytes", "bytes"), ())
_ATTEST = Function("attest", ("bytes32", "uint256", "bytes32", "uint256"), ())
_REVOKE_ATTESTATION = Function("revoke_attestation", ("bytes32", "uint256"), ())
_SET_LICENSED = Function("set_licensed", ("bytes32", "bool"), ())
_ATTESTED = Function("attested", ("bytes32", "uint256", "address"), ("bytes32",))
_ATTESTATION_EXPIRES_AT = Function(
    "attestation_expires_at", ("bytes32", "uint256", "address"), ("uint256",)
)
_LINK = Function("link", ("bytes32", "bytes32"), ())
_UNLINK = Function("unlink", ("bytes32", "bytes32"), ())
_IS_LINKED = Function("is_linked", ("bytes32", "bytes32"), ("bool",))
_GROUP_OF = Function("group_of", ("bytes32",), ("bytes32",))
_GROUP_MEMBERS = Function("group_members", ("bytes32",), ("bytes32[]",))
_LINKER_OF = Function("linker_of", ("bytes32", "bytes32"), ("address",))
_PROFILE_OF = Function("profile_of", ("bytes32",), ("(uint256,uint256,bool,bool,address)",))
_ACCREDIT_PROVIDER = Function("accredit_provider", ("address", "bool"), ())
_ACCREDIT_ATTESTER = Function("accredit_attester", ("address", "uint256", "bool"), ())
_SET_GUARDIAN = Function("set_guardian", ("address",), ())
_SET_GOVERNANCE = Function("set_governance", ("address",), ())
_TOPIC_LICENCE_CONSTANT = Function("TOPIC_LICENCE", (), ("uint256",))
_IS_ATTESTER = Function("is_attester", ("address", "uint256"), ("bool",))
_PARTY_OF_TAG = Function("party_of_tag", ("bytes32",), ("bytes32",))


class PartyRegistry(Contract):
    """The contract ``PartyRegistry``."""

    NAME = "PartyRegistry"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address",)

    def eip712Domain(
        self, *, caller: Address | None = None
    ) -> tuple[bytes, str, str, int, Address, bytes, tuple[int, ...]]:
        """Calls ``eip712Domain``."""
        raw = self._view(_EIP712DOMAIN, caller=caller)
        return (
            bytes(raw[0]),
            str(raw[1]),
            str(raw[2]),
            int(raw[3]),
            checksummed(raw[4]),
            bytes(raw[5]),
            tuple(raw[6]),
        )

    def governance(self, *, caller: Address | None = None) -> Address:
        """Calls ``governance``."""
        raw = self._view(_GOVERNANCE, caller=caller)
        return checksummed(raw[0])

    def guardian(self, *, caller: Address | None = None) -> Address:
        """Calls ``guardian``."""
        raw = self._view(_GUARDIAN, caller=caller)
        return checksummed(raw[0])

    def is_provider(self, arg0: Address, *, caller: Address | None = None) -> bool:
        """Calls ``is_provider``."""
        raw = self._view(_IS_PROVIDER, arg0, caller=caller)
        return bool(raw[0])

    def party_of(self, arg0: Address, *, caller: Address | None = None) -> bytes:
        """Calls ``party_of``."""
        raw = self._view(_PARTY_OF, arg0, caller=caller)
        return bytes(raw[0])

    def recovery_of(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``recovery_of``."""
        raw = self._view(_RECOVERY_OF, arg0, caller=caller)
        return bytes(raw[0])

    def freeze(
        self, party: bytes, reference: bytes, order_ends_at: int, *, sender: Sender
    ) -> Receipt:
        """Calls ``freeze``."""
        return self._send(_FREEZE, party, reference, order_ends_at, sender=sender)

    def renew_freeze(self, party: bytes, ends_at: int, *, sender: Sender) -> Receipt:
        """Calls ``renew_freeze``."""
        return self._send(_RENEW_FREEZE, party, ends_at, sender=sender)

    def lift_freeze(self, party: bytes, *, sender: Sender) -> Receipt:
        """Calls ``lift_freeze``."""
        return self._send(_LIFT_FREEZE, party, sender=sender)

    def freeze_of(self, party: bytes, *, caller: Address | None = None) -> structs.Freeze:
        """Calls ``freeze_of``."""
        raw = self._view(_FREEZE_OF, party, caller=caller)
        return structs.Freeze.of(raw[0])

    def start_recovery(
        self,
        lost: Address,
        wallet: Address,
        rule: structs.RecoveryRule,
        deadline: int,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Calls ``start_recovery``."""
        return self._send(_START_RECOVERY, lost, wallet, rule, deadline, signature, sender=sender)

    def object_to_recovery(self, member: Address, signature: bytes, *, sender: Sender) -> Receipt:
        """Calls ``object_to_recovery``."""
        return self._send(_OBJECT_TO_RECOVERY, member, signature, sender=sender)

    def second_recovery(
        self, party: bytes, rule: structs.RecoveryRule, *, sender: Sender
    ) -> Receipt:
        """Calls ``second_recovery``."""
        return self._send(_SECOND_RECOVERY, party, rule, sender=sender)

    def conclude_recovery(self, party: bytes, *, sender: Sender) -> Receipt:
        """Calls ``conclude_recovery``."""
        return self._send(_CONCLUDE_RECOVERY, party, sender=sender)

    def recovery_under_way(
        self, party: bytes, *, caller: Address | None = None
    ) -> structs.Recovery:
        """Calls ``recovery_under_way``."""
        raw = self._view(_RECOVERY_UNDER_WAY, party, caller=caller)
        return structs.Recovery.of(raw[0])

    def successor_of(self, wallet: Address, *, caller: Address | None = None) -> Address:
        """Calls ``successor_of``."""
        raw = self._view(_SUCCESSOR_OF, wallet, caller=caller)
        return checksummed(raw[0])

    def claimant_of(self, holder: Address, *, caller: Address | None = None) -> Address:
        """Calls ``claimant_of``."""
        raw = self._view(_CLAIMANT_OF, holder, caller=caller)
        return checksummed(raw[0])

    def signatory_of(self, wallet: Address, *, caller: Address | None = None) -> Address:
        """Calls ``signatory_of``."""
        raw = self._view(_SIGNATORY_OF, wallet, caller=caller)
        return checksummed(raw[0])

    def transfer_parties(
        self, sender_: Address, receiver: Address, is_movers: bool, *, caller: Address | None = None
    ) -> structs.TransferParties:
        """Calls ``transfer_parties``."""
        raw = self._view(_TRANSFER_PARTIES, sender_, receiver, is_movers, caller=caller)
        return structs.TransferParties.of(raw[0])

    def standing_of(
        self, wallet: Address, borrower: bytes, *, caller: Address | None = None
    ) -> int:
        """Calls ``standing_of``."""
        raw = self._view(_STANDING_OF, wallet, borrower, caller=caller)
        return int(raw[0])

    def opening_parties(
        self,
        borrower: Address,
        lender: Address,
        servicer: Address,
        *,
        caller: Address | None = None,
    ) -> structs.OpeningParties:
        """Calls ``opening_parties``."""
        raw = self._view(_OPENING_PARTIES, borrower, lender, servicer, caller=caller)
        return structs.OpeningParties.of(raw[0])

    def enrol(
        self,
        wallet: Address,
        salt: bytes,
        jurisdiction: int,
        kind: int,
        commitment: bytes,
        tag: bytes,
        deadline: int,
        signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Enrols a party with its first wallet. For an accredited identity provider."""
        return self._send(
            _ENROL,
            wallet,
            salt,
            jurisdiction,
            kind,
            commitment,
            tag,
            deadline,
            signature,
            sender=sender,
        )

    def join_wallet(
        self,
        wallet: Address,
        member: Address,
        deadline: int,
        wallet_signature: bytes,
        member_signature: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Joins a wallet to the party of a member wallet. Anyone relays it; whichever of the two calls itself needs no signature."""
        return self._send(
            _JOIN_WALLET,
            wallet,
            member,
            deadline,
            wallet_signature,
            member_signature,
            sender=sender,
        )

    def attest(
        self, party: bytes, topic: int, statement: bytes, expires_at: int, *, sender: Sender
    ) -> Receipt:
        """Attests something about a party, in place of the caller's earlier word on the topic."""
        return self._send(_ATTEST, party, topic, statement, expires_at, sender=sender)

    def revoke_attestation(self, party: bytes, topic: int, *, sender: Sender) -> Receipt:
        """Revokes the caller's own attestation, accredited still or no longer."""
        return self._send(_REVOKE_ATTESTATION, party, topic, sender=sender)

    def set_licensed(self, party: bytes, is_licensed: bool, *, sender: Sender) -> Receipt:
        """Marks a party as a licensed lender, or no longer. For an attester of licences."""
        return self._send(_SET_LICENSED, party, is_licensed, sender=sender)

    def attested(
        self, party: bytes, topic: int, issuer: Address, *, caller: Address | None = None
    ) -> bytes:
        """What an issuer attests about a party, empty if nothing, expired, revoked, or if the issuer is no longer accredited for the topic."""
        raw = self._view(_ATTESTED, party, topic, issuer, caller=caller)
        return bytes(raw[0])

    def attestation_expires_at(
        self, party: bytes, topic: int, issuer: Address, *, caller: Address | None = None
    ) -> int:
        """When an issuer's attestation expires, Unix seconds, 0 if there is none."""
        raw = self._view(_ATTESTATION_EXPIRES_AT, party, topic, issuer, caller=caller)
        return int(raw[0])

    def link(self, party: bytes, other: bytes, *, sender: Sender) -> Receipt:
        """Links two related parties; their groups become one, of at most 16."""
        return self._send(_LINK, party, other, sender=sender)

    def unlink(self, party: bytes, other: bytes, *, sender: Sender) -> Receipt:
        """Takes back a link. For the accredited provider that made it, or governance. Whoever is linked to nobody any more leaves the group."""
        return self._send(_UNLINK, party, other, sender=sender)

    def is_linked(self, party: bytes, other: bytes, *, caller: Address | None = None) -> bool:
        """Whether two parties are the same or belong to one group."""
        raw = self._view(_IS_LINKED, party, other, caller=caller)
        return bool(raw[0])

    def group_of(self, party: bytes, *, caller: Address | None = None) -> bytes:
        """The group of linked parties that a party belongs to, empty if none."""
        raw = self._view(_GROUP_OF, party, caller=caller)
        return bytes(raw[0])

    def group_members(self, group: bytes, *, caller: Address | None = None) -> tuple[bytes, ...]:
        """The parties of a group, at most 16."""
        raw = self._view(_GROUP_MEMBERS, group, caller=caller)
        return tuple(raw[0])

    def linker_of(self, party: bytes, other: bytes, *, caller: Address | None = None) -> Address:
        """The provider that linked two parties directly, empty if none did."""
        raw = self._view(_LINKER_OF, party, other, caller=caller)
        return checksummed(raw[0])

    def profile_of(self, party: bytes, *, caller: Address | None = None) -> structs.Party:
        """A party's data, all zero for no party."""
        raw = self._view(_PROFILE_OF, party, caller=caller)
        return structs.Party.of(raw[0])

    def accredit_provider(
        self, provider: Address, is_accredited: bool, *, sender: Sender
    ) -> Receipt:
        """Accredits an identity provider, or no longer."""
        return self._send(_ACCREDIT_PROVIDER, provider, is_accredited, sender=sender)

    def accredit_attester(
        self, attester: Address, topic: int, is_accredited: bool, *, sender: Sender
    ) -> Receipt:
        """Accredits an attester for a topic, or no longer: then nothing it attested counts, save licences, which an accredited attester takes back."""
        return self._send(_ACCREDIT_ATTESTER, attester, topic, is_accredited, sender=sender)

    def set_guardian(self, guardian: Address, *, sender: Sender) -> Receipt:
        """Names the guardian, or with the empty address none."""
        return self._send(_SET_GUARDIAN, guardian, sender=sender)

    def set_governance(self, governance: Address, *, sender: Sender) -> Receipt:
        """Hands governance over."""
        return self._send(_SET_GOVERNANCE, governance, sender=sender)

    def TOPIC_LICENCE(self, *, caller: Address | None = None) -> int:
        """Calls ``TOPIC_LICENCE``."""
        raw = self._view(_TOPIC_LICENCE_CONSTANT, caller=caller)
        return int(raw[0])

    def is_attester(self, arg0: Address, arg1: int, *, caller: Address | None = None) -> bool:
        """Calls ``is_attester``."""
        raw = self._view(_IS_ATTESTER, arg0, arg1, caller=caller)
        return bool(raw[0])

    def party_of_tag(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``party_of_tag``."""
        raw = self._view(_PARTY_OF_TAG, arg0, caller=caller)
        return bytes(raw[0])
