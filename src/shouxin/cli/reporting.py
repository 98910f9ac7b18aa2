# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin report show`` and ``export`` ask of a node."""

from pathlib import Path

from shouxin.chain.manifest import manifest_path
from shouxin.chain.rpc import Chain
from shouxin.cli.verifying import ledger_in, show_verified
from shouxin.config import load_config
from shouxin.credit.export import export_report
from shouxin.credit.verification import Verified
from shouxin.primitives.errors import BadInput
from shouxin.primitives.identifiers import parse_bytes32

__all__ = ["exported", "show_verified"]

TAGS = ("latest", "safe", "finalized")
NUMBER_DIGITS_MAX = 18


def exported(party: str, rpc_url: str, manifest: Path | None, block: str) -> Verified:
    """A party's report from a node, verified.

    Raises:
        BadInput: ``input.bytes32``, ``input.block``, ``chain.bad_url``.
        NotFoundError: ``report.no_manifest``.
        ChainError: the node failed, or has another chain.
    """
    of_party, after = parse_bytes32(party, "PARTY"), _block(block)
    chain = Chain(rpc_url)
    ledger = ledger_in(manifest or manifest_path(load_config().manifests, chain.chain_id))
    return export_report(chain, ledger, of_party, after)


def _block(text: str) -> int | str:
    if text in TAGS:
        return text
    if text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS_MAX:
        return int(text)
    raise BadInput(
        "input.block",
        f"--block {text[:60]!r} is no block: write a number, latest, safe or finalized",
        f"--block 的值 {text[:60]!r} 不是区块：请填写区块号、latest、safe 或 finalized",
    )
