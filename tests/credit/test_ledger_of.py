# SPDX-License-Identifier: Apache-2.0
"""The ledger that a reader trusts is its own manifest's."""

from dataclasses import astuple, replace

import pytest

from shouxin.chain.manifest import Manifest
from shouxin.credit.ledger import NAME, ledger_of
from shouxin.primitives.errors import ChainError
from tests.credit.ledger_world import LedgerWorld


def test_a_manifest_without_a_ledger_is_refused(world: LedgerWorld) -> None:
    whole = world.deployment.manifest
    planned = replace(whole.contracts[NAME], block=None)
    for manifest in (
        Manifest(whole.chain_id, whole.genesis_hash, whole.deployer),
        whole.with_contract(NAME, planned),
    ):
        with pytest.raises(ChainError, match="has no CreditLedger") as caught:
            ledger_of(manifest)
        assert caught.value.code == "report.no_ledger"


def test_a_ledger_of_another_version_is_refused(world: LedgerWorld) -> None:
    """Its records may lie elsewhere, and words that are absent there would prove nothing."""
    known = world.deployment.manifest
    other = replace(known.contracts[NAME], runtime_hash="0x" + "00" * 32)
    with pytest.raises(ChainError, match="compiled by another version") as caught:
        ledger_of(known.with_contract(NAME, other))
    assert caught.value.code == "report.other_layout"


def test_records_are_where_the_contract_keeps_them(world: LedgerWorld) -> None:
    chain, ledger = world.node.chain, world.ledger
    for party in (b"\xa1" * 32, b"\xb2" * 32):
        stored = world.deployment.ledger.record_of(party)
        words = [chain.storage(ledger.address, slot) for slot in ledger.slots_of(party)]
        assert words == [int.from_bytes(stored.head), *astuple(stored)[1:]]
        assert words[0] != 0
