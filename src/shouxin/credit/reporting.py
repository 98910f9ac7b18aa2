# SPDX-License-Identifier: Apache-2.0
"""Reports with their proofs for the API, the same bytes as ``shouxin report export`` prints."""

from __future__ import annotations

import asyncio

from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import write_report

AT_ONCE = 4
"""Reports that are made at a time; each asks the node many times."""


class RecordReports:
    """Makes reports, a few at a time."""

    def __init__(self, chain: Chain, manifest: Manifest) -> None:
        self._chain = chain
        self._manifest = manifest
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def written(self, party: bytes) -> str:
        """A party's report after the last block, verified before it is handed out.

        Raises:
            ChainError: the node is away, or its answers don't fit each other.
        """
        async with self._turns:
            return await asyncio.to_thread(self._written, party)

    def _written(self, party: bytes) -> str:
        return write_report(export_report(self._chain, ledger_of(self._manifest), party).report)
