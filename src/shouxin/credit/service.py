# SPDX-License-Identifier: Apache-2.0
"""Credit reports with their proof, made from the node for whoever may read the record."""

from __future__ import annotations

import asyncio

from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import write_report


class Reports:
    """Reports of one chain's ledger."""

    def __init__(self, chain: Chain, manifest: Manifest) -> None:
        self._chain = chain
        self._manifest = manifest

    async def of(self, party: bytes) -> str:
        """A party's report as a file's text, verified before it is handed out.

        Raises:
            ChainError: as ``export_report``; ``report.no_ledger``.
        """
        return await asyncio.to_thread(self._made, party)

    def _made(self, party: bytes) -> str:
        ledger = ledger_of(self._manifest)
        return write_report(export_report(self._chain, ledger, party).report)
