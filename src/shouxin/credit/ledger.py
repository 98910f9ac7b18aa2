# SPDX-License-Identifier: Apache-2.0
"""The ledger that a reader of reports trusts: its own manifest's, never a report's."""

from dataclasses import dataclass

from shouxin.chain.artifact import load_artifact
from shouxin.chain.manifest import Manifest
from shouxin.chain.proof import mapping_slot
from shouxin.primitives.errors import ChainError

NAME = "CreditLedger"
RECORDS = "_records"
WORD_COUNT = 4
"""Words of a party's record: head, counts, marks, statements."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A credit ledger on one chain.

    Attributes:
        chain_id: the chain's id.
        genesis_hash: of the chain's block 0.
        address: the ledger's.
        code_hash: keccak of its code.
        first_block: the block that created it.
        records_slot: where the records' map begins in its storage.
    """

    chain_id: int
    genesis_hash: bytes
    address: str
    code_hash: bytes
    first_block: int
    records_slot: int

    def slots_of(self, party: bytes) -> tuple[int, ...]:
        """Where the words of a party's record are."""
        first = mapping_slot(self.records_slot, party)
        return tuple((first + at) % 2**256 for at in range(WORD_COUNT))


def ledger_of(manifest: Manifest) -> Ledger:
    """The ledger of a deployment.

    Raises:
        ChainError: ``report.no_ledger``, ``report.other_layout``; it has none yet, or one that
            another version compiled, whose storage may lie elsewhere.
    """
    known = manifest.contracts.get(NAME)
    if known is None or known.block is None:
        raise ChainError(
            "report.no_ledger",
            f"the manifest of chain {manifest.chain_id} has no {NAME}: use the manifest of a "
            "finished deployment",
            f"链 {manifest.chain_id} 的部署清单中没有 {NAME}：请使用已完成部署的清单",
        )
    artifact = load_artifact(NAME)
    if known.runtime_hash != "0x" + artifact.runtime_hash.hex():
        raise ChainError(
            "report.other_layout",
            f"{NAME} in the manifest of chain {manifest.chain_id} was compiled by another version: "
            "use the version of shouxin that deployed it",
            f"链 {manifest.chain_id} 部署清单中的 {NAME} 由其他版本编译：请使用当时部署的版本",
        )
    return Ledger(
        chain_id=manifest.chain_id,
        genesis_hash=bytes.fromhex(manifest.genesis_hash[2:]),
        address=known.address,
        code_hash=bytes.fromhex(known.code_hash[2:]),
        first_block=known.block,
        records_slot=artifact.slots[RECORDS],
    )
