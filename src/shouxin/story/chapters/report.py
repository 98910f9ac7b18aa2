# SPDX-License-Identifier: Apache-2.0
"""The record leaves the chain as a file, and a stranger checks it: alone, and with a node."""

from shouxin.credit.confirmation import Confirmed, confirm
from shouxin.credit.export import export_report
from shouxin.credit.ledger import Ledger, ledger_of
from shouxin.credit.report import parse_report, write_report
from shouxin.credit.verification import Verified, verify
from shouxin.primitives.errors import ShouxinError
from shouxin.primitives.hexadecimal import to_hex
from shouxin.story.narrator import Json
from shouxin.story.telling import Telling
from shouxin.story.text import Text

ENTRY_FIELD = b'"entry": "0x'
AMOUNT_PLACE = 42
"""A digit of an entry's amount, counted from the front of its word."""

VERIFIED = Text(
    "A verified report: whoever trusts the chain's block {block} trusts these {entries} entries.",
    "报告核实无误：只要信任链上区块 {block}，即可信任这 {entries} 条记录。",
)


def tell_report(telling: Telling) -> tuple[Json, list[Text]]:
    """Export, verify offline, verify with the node, change a byte; what was off, if anything."""
    shop, chain = telling.cast.shop, telling.stage.chain
    telling.narrator.chapter(
        Text(
            "A report of {name} that a stranger can check", "一份任何人都能核实的{name}信用报告"
        ).with_values(name=shop.name)
    )
    ledger = ledger_of(telling.stage.deployment.manifest)
    data = write_report(export_report(chain, ledger, shop.party).report).encode()
    verified = verify(parse_report(data), ledger, shop.party)
    _tell_offline(telling, data, verified)
    confirmed = confirm(verified.report, chain, ledger)
    _tell_node(telling, confirmed)
    failures = _tell_tampering(telling, data, ledger)
    if not failures:
        telling.narrator.note(
            VERIFIED.with_values(
                block=verified.report.header.number, entries=len(verified.entries)
            ),
            style="bold green",
        )
    return _json(data, verified, confirmed), failures


def _tell_offline(telling: Telling, data: bytes, verified: Verified) -> None:
    telling.event(
        Text(
            "{name} exports its record: {entries} entries, the ledger's three words, their proof "
            "and the header of block {block}, in {size:,} bytes",
            "{name}导出信用记录：{entries} 条记录、账本中的三个存储字、其证明"
            "和区块 {block} 的区块头，共 {size:,} 字节",
        ).with_values(
            name=telling.cast.shop.name,
            entries=len(verified.entries),
            block=verified.report.header.number,
            size=len(data),
        )
    )
    telling.event(
        Text(
            "a stranger verifies the file without any network, by its own manifest: consistent, "
            "origin unproven",
            "他人凭自己的部署清单离线核实：内部一致，来源未证实",
        )
    )


def _tell_node(telling: Telling, confirmed: Confirmed) -> None:
    count = confirmed.confirmations
    telling.event(
        Text(
            f"asked, a node has that block on its chain, {count} "
            f"{'block' if count == 1 else 'blocks'} from it on",
            f"向节点查询：该区块在链上，自其起共 {count} 个区块",
        )
    )


def _tell_tampering(telling: Telling, data: bytes, ledger: Ledger) -> list[Text]:
    """Change one digit of the first amount, and see it refused; a failure if it is not."""
    at = data.index(ENTRY_FIELD) + len(ENTRY_FIELD) + AMOUNT_PLACE
    other = b"1" if data[at : at + 1] == b"0" else b"0"
    try:
        verify(parse_report(data[:at] + other + data[at + 1 :]), ledger)
    except ShouxinError as error:
        place = error.message.partition(":")[0]
        telling.event(
            Text(
                f"with one digit of an amount changed it is refused, and the place named: {place}",
                f"改动金额中的一位数字即被拒绝，并指明位置：{place}",
            )
        )
        return []
    return [Text("a changed report was not refused", "被改动的报告未被拒绝")]


def _json(data: bytes, verified: Verified, confirmed: Confirmed) -> Json:
    return {
        "block": verified.report.header.number,
        "block_hash": to_hex(verified.report.block_hash),
        "bytes": len(data),
        "entry_count": len(verified.entries),
        "confirmations": confirmed.confirmations,
    }
