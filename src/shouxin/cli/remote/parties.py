# SPDX-License-Identifier: Apache-2.0
"""``shouxin party``: a party and its wallets, its record, the report with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shouxin.cli.remote.options import Asking, asks
from shouxin.primitives.dates import format_day
from shouxin.primitives.text import Text
from shouxin.primitives.wire import format_instant

if TYPE_CHECKING:
    from shouxin.cli.remote.connecting import Connection

ADDRESS_CHARACTERS = 42
WhoArgument = Annotated[
    str, typer.Argument(metavar="PARTY", help="The party's id, or one of its wallets.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    party = typer.Typer(help="Parties and their credit records, by the service.")
    party.command("show")(asks(show_party))
    party.command("record")(asks(show_record))
    party.command("report")(asks(print_report))
    app.add_typer(party, name="party", no_args_is_help=True)


def show_party(asking: Asking, who: WhoArgument) -> None:
    """Show a party with its wallets."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - web3 takes seconds

    with connecting.connected(asking) as connection:
        found = connection.client.party(_party_id(connection, who))
    listed = showing.facts(
        asking,
        (Text("party", "主体"), found.id),
        (Text("kind", "类型"), _KINDS.get(found.kind, Text(found.kind, found.kind))),
        (Text("jurisdiction", "法域"), str(found.jurisdiction)),
        (Text("licensed", "持牌"), _yes(found.is_licensed)),
        (Text("enrolled", "登记时间"), format_instant(found.enrolled_at)),
        *(
            [(Text("frozen until", "冻结至"), format_instant(found.frozen_until))]
            if found.frozen_until
            else []
        ),
    )
    wallets = showing.table(
        asking,
        (Text("wallet", "钱包"), Text("joined", "加入时间"), Text("replaced by", "被取代为")),
        [(w.address, format_instant(w.joined_at), w.successor or "") for w in found.wallets],
    )
    showing.show(asking, showing.as_value(found), showing.together(listed, wallets))


def show_record(asking: Asking, who: WhoArgument) -> None:
    """Show a party's credit record; for the party itself, and keys that may read records."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        entries = list(connection.client.record(_party_id(connection, who)))
    rows = [
        (
            str(entry.index + 1),
            format_day(entry.date),
            Text(entry.name_en, entry.name_zh),
            entry.loan[:12] + "…",
            _DISPUTED if entry.is_disputed else "",
        )
        for entry in entries
    ]
    headings = (
        Text("no.", "序号"),
        Text("day", "日期"),
        Text("entry", "记录"),
        Text("loan", "贷款"),
        Text("disputed", "异议"),
    )
    showing.show(asking, showing.as_value(entries), showing.table(asking, headings, rows, 0))


def print_report(asking: Asking, who: WhoArgument) -> None:
    """Print a party's record with its proof; `shouxin report verify` checks the file."""
    from shouxin.cli.remote import connecting  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        made = connection.client.report(_party_id(connection, who))
    typer.echo(made.decode(), nl=False)


_KINDS = {
    "consumer": Text("consumer", "消费者"),
    "sole_trader": Text("sole trader", "个体工商户"),
    "company": Text("company", "企业"),
}
_DISPUTED = Text("under dispute", "异议处理中")


def _yes(value: bool) -> Text:  # noqa: FBT001 - its one argument
    return Text("yes", "是") if value else Text("no", "否")


def _party_id(connection: Connection, who: str) -> str:
    if len(who) == ADDRESS_CHARACTERS:
        return connection.client.wallet(who).party
    return who
