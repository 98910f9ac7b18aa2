# SPDX-License-Identifier: Apache-2.0
"""People without coins, of each kind of wallet: a key, two of three owners, delegated code."""

from typing import Any, Protocol

from eth_utils import keccak

from tests.contracts.compiler import compiled, find
from tests.contracts.evm import Actor, Chain, Contract, typed_digest
from tests.contracts.full_world import FullWorld
from tests.contracts.registry_world import CHINA, EMPTY, ENROLMENT, RECOVERY


class Signer(Protocol):
    """Somebody who signs digests, and whose address somebody can act for in the setting-up."""

    address: str

    def sign(self, digest: bytes) -> bytes:
        """The wallet's signature."""

    def call(self, target: Contract, data: bytes) -> None:
        """A call in its own name."""


class KeySigner:
    """A key."""

    def __init__(self, chain: Chain, name: str = "signer") -> None:
        self.chain, self.actor = chain, Actor(name)
        self.address = self.actor.address

    def sign(self, digest: bytes) -> bytes:
        return self.actor.sign_digest(digest)

    def call(self, target: Contract, data: bytes) -> None:
        self.chain.call(target, data, sender=self.actor)


class DelegatedSigner(KeySigner):
    """A key whose account runs a wallet's code (EIP-7702), and which still signs as a key."""

    def __init__(self, chain: Chain) -> None:
        super().__init__(chain, "delegated")
        self._code = compiled(find("NoteReceiver")).runtime

    def delegate(self) -> None:
        self.chain.set_code(self.address, self._code)


class CodeSigner(KeySigner):
    """An account with delegated code that decides by EIP-1271, and not by its key."""

    def __init__(self, chain: Chain) -> None:
        super().__init__(chain, "decided by code")

    def delegate(self) -> None:
        self.chain.set_code(self.address, compiled(find("ContractWallet")).runtime)
        self.wallet = self.chain.at("ContractWallet", self.address)

    def sign(self, digest: bytes) -> bytes:
        if not self.chain.code_at(self.address):
            return super().sign(digest)
        self.wallet.accept(digest, b"by code", sender=self.chain.actor("guard"))
        return b"by code"


class MultiSigSigner:
    """A wallet of three owners, two of whom sign."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.owners = [Actor(f"owner {i}") for i in range(3)]
        addresses = [owner.address for owner in self.owners]
        sender = chain.actor("deployer")
        self.wallet = chain.deploy("MultiSigWallet", addresses, sender=sender)
        self.address = self.wallet.address

    def sign(self, digest: bytes) -> bytes:
        return self.signed_by(digest, *self.owners[:2])

    def signed_by(self, digest: bytes, *owners: Actor) -> bytes:
        """Signatures of these owners in ascending order."""
        ordered = sorted(owners, key=lambda owner: int(owner.address, 16))
        return b"".join(owner.sign_digest(digest) for owner in ordered)

    def call(self, target: Contract, data: bytes) -> None:
        by = self.chain.actor("relayer")
        self.wallet.execute(target, data, self.sign(keccak(data)), sender=by)


def signer_of(chain: Chain, kind: str) -> Any:
    """A signer of a kind, not yet delegated."""
    kinds: dict[str, Any] = {
        "key": KeySigner,
        "multi-signature": MultiSigSigner,
        "delegated": DelegatedSigner,
        "decided by code": CodeSigner,
    }
    return kinds[kind](chain)


def enrol(world: FullWorld, signer: Signer) -> None:
    """Give a signer a party of its own."""
    people = world.people
    message = people.enrolment(signer)
    digest = typed_digest(world.registry, "Enrolment", ENROLMENT, message)
    tag = keccak(text=signer.address)
    given = (signer, EMPTY, CHINA, 1, RECOVERY, tag, message["deadline"])
    world.registry.enrol(*given, signer.sign(digest), sender=people.provider)
