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


_EIP712DOMAIN = Function(
    "eip712Domain", (), ("bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]")
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
_OPENING_PARTIES = Function(
    "opening_parties",
    ("address", "address", "address"),
    ("(bytes32,bytes32,bytes32,bytes32,uint256,uint256,uint256,bool,bool)",),
)
_ACCREDIT_PROVIDER = Function("accredit_provider", ("address", "bool"), ())
_ACCREDIT_ATTESTER = Function("accredit_attester", ("address", "uint256", "bool"), ())
_SET_GOVERNANCE = Function("set_governance", ("address",), ())
_TOPIC_LICENCE_CONSTANT = Function("TOPIC_LICENCE", (), ("uint256",))
_GOVERNANCE = Function("governance", (), ("address",))
_IS_PROVIDER = Function("is_provider", ("address",), ("bool",))
_IS_ATTESTER = Function("is_attester", ("address", "uint256"), ("bool",))
_PARTY_OF = Function("party_of", ("address",), ("bytes32",))
_RECOVERY_OF = Function("recovery_of", ("bytes32",), ("bytes32",))
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

    def enrol(
        self,
        wallet: Address,
        salt: bytes,
        jurisdiction: int,
        kind: int,
        recovery: bytes,
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
            recovery,
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

    def opening_parties(
        self,
        borrower: Address,
        lender: Address,
        servicer: Address,
        *,
        caller: Address | None = None,
    ) -> structs.OpeningParties:
        """All that opening a loan asks about its three wallets."""
        raw = self._view(_OPENING_PARTIES, borrower, lender, servicer, caller=caller)
        return structs.OpeningParties.of(raw[0])

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

    def set_governance(self, governance: Address, *, sender: Sender) -> Receipt:
        """Hands governance over."""
        return self._send(_SET_GOVERNANCE, governance, sender=sender)

    def TOPIC_LICENCE(self, *, caller: Address | None = None) -> int:
        """Calls ``TOPIC_LICENCE``."""
        raw = self._view(_TOPIC_LICENCE_CONSTANT, caller=caller)
        return int(raw[0])

    def governance(self, *, caller: Address | None = None) -> Address:
        """Calls ``governance``."""
        raw = self._view(_GOVERNANCE, caller=caller)
        return checksummed(raw[0])

    def is_provider(self, arg0: Address, *, caller: Address | None = None) -> bool:
        """Calls ``is_provider``."""
        raw = self._view(_IS_PROVIDER, arg0, caller=caller)
        return bool(raw[0])

    def is_attester(self, arg0: Address, arg1: int, *, caller: Address | None = None) -> bool:
        """Calls ``is_attester``."""
        raw = self._view(_IS_ATTESTER, arg0, arg1, caller=caller)
        return bool(raw[0])

    def party_of(self, arg0: Address, *, caller: Address | None = None) -> bytes:
        """Calls ``party_of``."""
        raw = self._view(_PARTY_OF, arg0, caller=caller)
        return bytes(raw[0])

    def recovery_of(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``recovery_of``."""
        raw = self._view(_RECOVERY_OF, arg0, caller=caller)
        return bytes(raw[0])

    def party_of_tag(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``party_of_tag``."""
        raw = self._view(_PARTY_OF_TAG, arg0, caller=caller)
        return bytes(raw[0])
