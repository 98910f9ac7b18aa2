# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin report verify`` does, and how a report is printed; starts without web3."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from shouxin.chain.manifest import read_manifest
from shouxin.config import load_config
from shouxin.credit.ledger import Ledger, ledger_of
from shouxin.credit.presentation import report_json, report_table
from shouxin.credit.report import SIZE_MAX, Report, parse_report
from shouxin.credit.verification import Verified, verify
from shouxin.primitives.errors import BadInput, NotFoundError
from shouxin.primitives.identifiers import parse_bytes32
from shouxin.primitives.text import Language, Text

if TYPE_CHECKING:
    from shouxin.credit.confirmation import Confirmed

STDIN = "-"
PLAIN_WIDTH = 140
"""Columns of a table that goes to a file or a pipe."""

UNPROVEN = Text(
    "Consistent, origin unproven: all of it follows from the header of block {number}; whether "
    "that block is on chain {chain} stays open. Give --rpc-url to ask a node that you trust.",
    "内部一致，来源未证实：全部内容可由区块 {number} 的区块头推得；"
    "该区块是否在链 {chain} 上尚未核实。请用 --rpc-url 指定您信任的节点核实。",
)
PROVEN = Text(
    "Verified: block {number} is on chain {chain}, with {confirmations} blocks from it on.",
    "核实无误：区块 {number} 在链 {chain} 上，自该区块起共 {confirmations} 个区块。",
)
OUTDATED = Text(
    "Entries recorded since: {count}. Ask for a new report.",
    "此后又新增 {count} 条记录，请对方重新导出。",
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    file: str
    party: str | None
    rpc_url: str | None
    manifest: Path | None
    language: Language
    is_json: bool


def run(request: Request) -> None:
    """Verify a report and say what that proves.

    Raises:
        BadInput: the file or an option can't be read.
        Refused: the report is not what it says.
        ChainError: the node failed.
    """
    party = parse_bytes32(request.party, "--party") if request.party is not None else None
    report = parse_report(_read(request.file))
    ledger = trusted_ledger(request.manifest)
    verified = verify(report, ledger, party)
    confirmed = None if request.rpc_url is None else _confirm(report, ledger, request.rpc_url)
    if request.is_json:
        show_json(verified, confirmed)
        return
    show_verified(verified, request.language, is_json=False)
    typer.echo()
    for line in verdict(report, confirmed):
        typer.echo(line.of(request.language))


def trusted_ledger(manifest: Path | None) -> Ledger:
    """The ledger of a manifest, by default of the one that this installation has.

    The report has no say in which: not even its chain id picks one of several.

    Raises:
        BadInput: ``report.which_manifest``; this installation has several.
        NotFoundError: ``report.no_manifest``.
        ChainError: ``manifest.unreadable``, ``report.no_ledger``, ``report.other_layout``.
    """
    return ledger_in(trusted_path(manifest))


def trusted_path(manifest: Path | None) -> Path:
    """The manifest that the user trusts: the one that is named, or this installation's one.

    Raises:
        BadInput: ``report.which_manifest``; this installation has several.
    """
    folder = load_config().manifests
    known = [manifest] if manifest is not None else sorted(folder.glob("*.json"))
    if len(known) > 1:
        names = ", ".join(path.name for path in known)
        raise BadInput(
            "report.which_manifest",
            f"{folder} has several manifests ({names}): name with --manifest the one that you "
            "trust here",
            f"{folder} 中有多份部署清单（{names}）：请用 --manifest 指定您所信任的一份",
        )
    return known[0] if known else folder


def ledger_in(path: Path) -> Ledger:
    """The ledger of the manifest in a file.

    Raises:
        NotFoundError: ``report.no_manifest``.
        ChainError: ``manifest.unreadable``, ``report.no_ledger``, ``report.other_layout``.
    """
    found = read_manifest(path) if not path.is_dir() else None
    if found is None:
        raise NotFoundError(
            "report.no_manifest",
            f"you have no manifest at {path}: give --manifest with a deployment that you trust",
            f"{path} 处没有部署清单：请用 --manifest 指定您信任的部署",
        )
    return ledger_of(found)


def verdict(report: Report, confirmed: "Confirmed | None") -> list[Text]:
    """What the verification proves, and what it doesn't."""
    values = {"number": report.header.number, "chain": report.chain_id}
    if confirmed is None:
        return [UNPROVEN.with_values(**values)]
    lines = [PROVEN.with_values(confirmations=confirmed.confirmations, **values)]
    if confirmed.entries_since:
        lines.append(OUTDATED.with_values(count=confirmed.entries_since))
    return lines


def show_verified(verified: Verified, language: Language, *, is_json: bool) -> None:
    """Print a report as a table or as JSON."""
    if is_json:
        typer.echo(json.dumps(report_json(verified), ensure_ascii=False))
        return
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    console.print(report_table(verified, language), highlight=False)


def show_json(verified: Verified, confirmed: "Confirmed | None") -> None:
    """Print a report and what is proved of it as one JSON value."""
    value = {
        "is_consistent": True,
        "is_on_chain": None if confirmed is None else True,
        "verdict": "consistent, origin unproven" if confirmed is None else "on the chain",
        **({} if confirmed is None else asdict(confirmed)),
        **report_json(verified),
    }
    typer.echo(json.dumps(value, ensure_ascii=False))


def _confirm(report: Report, ledger: Ledger, rpc_url: str) -> "Confirmed":
    # web3 takes seconds to import
    from shouxin.chain.rpc import Chain  # noqa: PLC0415
    from shouxin.credit.confirmation import confirm  # noqa: PLC0415

    return confirm(report, Chain(rpc_url, ledger.chain_id), ledger)


def _read(file: str) -> bytes:
    """A report's bytes, no more of them than a report can have and one."""
    if file == STDIN:
        return sys.stdin.buffer.read(SIZE_MAX + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(SIZE_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "can't be read"
        raise BadInput(
            "input.file",
            f"file {file!r}: {reason}: name a file that can be read, or - for standard input",
            f"文件 {file!r} 无法读取：请填写可读的文件，或用 - 表示标准输入",
        ) from error
