# SPDX-License-Identifier: Apache-2.0
"""What a subject signs so that anyone can bring its dispute of an entry to the ledger."""

from dataclasses import asdict, dataclass

from eth_account.signers.local import LocalAccount

from shouxin.chain.abi import Address
from shouxin.chain.typed_data import Domain, Types, sign

_DOMAIN_NAME = "Shouxin CreditLedger"
DISPUTE_TYPES: Types = {
    "Dispute": (
        ("wallet", "address"),
        ("party", "bytes32"),
        ("index", "uint256"),
        ("head", "bytes32"),
        ("reason", "uint256"),
        ("evidence", "bytes32"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    )
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute of one entry.

    Attributes:
        wallet: the subject's, that signs.
        party: the subject.
        index: of the entry in its party's chain, from 0.
        head: the chain's head with the entry at its end: no other history will do.
        reason: a ``Reason``, 1 to 255.
        evidence: hash of a secret salt and what is stated.
        nonce: voids the signature when it is cancelled; an entry is disputed once anyway.
        deadline: Unix seconds, the last at which the signature serves.
    """

    wallet: Address
    party: bytes
    index: int
    head: bytes
    reason: int
    evidence: bytes
    nonce: int
    deadline: int


def ledger_domain(chain_id: int, ledger: Address) -> Domain:
    """The CreditLedger's EIP-712 domain."""
    return Domain(_DOMAIN_NAME, chain_id, ledger)


def sign_dispute(account: LocalAccount, chain_id: int, ledger: Address, dispute: Dispute) -> bytes:
    """The subject's signature."""
    domain = ledger_domain(chain_id, ledger)
    return sign(account, domain, DISPUTE_TYPES, "Dispute", asdict(dispute))
