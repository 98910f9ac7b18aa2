# SPDX-License-Identifier: Apache-2.0
"""``shouxin offer``: the book of offers and requests, what fits, and what is taken."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shouxin.cli.remote.options import Asking, Limit, acts, asks
from shouxin.primitives.errors import BadInput
from shouxin.primitives.json_nesting import is_nested_deeper
from shouxin.primitives.rates import format_percent
from shouxin.primitives.text import Text
from shouxin.primitives.wire import format_instant

if TYPE_CHECKING:
    from shouxin.cli.remote.connecting import Connection
    from shouxin.client.answers import Matches, Offer

FILE_BYTES_MAX, DEPTH_MAX, SHOWN = 16 * 1024 * 1024, 8, 50
LINES_AT_ONCE = 100
DigestArgument = Annotated[str, typer.Argument(metavar="OFFER", help="The offer's digest.")]
AmountArgument = Annotated[str, typer.Argument(metavar="AMOUNT", help="Such as 12000.00.")]
CurrencyOption = Annotated[
    str, typer.Option("--currency", metavar="CODE", help="The token, by code or address.")
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A file; - is standard input.")]
SIDES = {"lend": Text("offer", "出借要约"), "borrow": Text("request", "借款申请")}
STATUSES = {
    "open": Text("open", "有效"),
    "partly_filled": Text("partly filled", "部分成交"),
    "filled": Text("filled", "已成交"),
    "cancelled": Text("cancelled", "已撤销"),
    "epoch_over": Text("cancelled with all", "已整批撤销"),
    "expired": Text("expired", "已过期"),
    "unfunded": Text("unfunded", "资金不足"),
    "maker_barred": Text("maker barred", "要约方受限"),
}


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    offer = typer.Typer(help="Offers to lend and requests to borrow, by the service.")
    offer.command("list")(asks(list_offers))
    offer.command("show")(asks(show_offer))
    offer.command("post")(acts(post))
    offer.command("match")(asks(match))
    offer.command("take")(acts(take))
    offer.command("cancel")(acts(cancel))
    offer.command("deposit")(acts(deposit))
    offer.command("withdraw")(acts(withdraw))
    offer.command("export")(asks(export))
    offer.command("import")(asks(import_file))
    app.add_typer(offer, name="offer", no_args_is_help=True)


def list_offers(
    asking: Asking,
    *,
    side: Annotated[
        str | None, typer.Option(metavar="SIDE", help="lend or borrow: offers or requests alone.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Such as open, filled, cancelled.")
    ] = None,
    maker: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of this wallet alone.")
    ] = None,
    limit: Limit = SHOWN,
) -> None:
    """List the offer book, the newest first."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - web3 takes seconds

    with connecting.connected(asking) as connection:
        wanted = {"side": side, "status": status, "maker": maker}
        found = list(islice(connection.client.offers(**wanted, limit=min(limit, 200)), limit))
        rows = [_row(connection, each) for each in found]
    shown = showing.table(asking, _HEADINGS, rows, 2, 3, 4)
    showing.show(asking, showing.as_value(found), shown)


def show_offer(asking: Asking, offer: DigestArgument) -> None:
    """Show an offer as it stands now."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        found = connection.client.offer(offer)
        shown = _facts(connection, found)
    showing.show(asking, showing.as_value(found), shown)


def post(
    asking: Asking,
    file: FileArgument,
    *,
    request: Annotated[
        bool, typer.Option("--request", help="It asks to borrow, and does not offer to lend.")
    ] = False,
) -> None:
    """Sign an offer or a request, and post it.

    FILE is JSON as `POST /api/v1/actions/offer` takes it; the maker is the
    wallet of --key-file if none is named.
    """
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    wanted = _object_in(file)
    with connecting.connected(asking, is_acting=True) as connection:
        signer = connection.need_signer()
        made = connection.client.post_offer(
            "request" if request else "offer",
            {"maker": signer.address} | wanted,
            signer,
            approve=connection.approving(),
        )
        shown = _facts(connection, made)
    showing.show(asking, showing.as_value(made), shown)


def match(
    asking: Asking,
    amount: AmountArgument,
    *,
    currency: CurrencyOption,
    side: Annotated[
        str, typer.Option(metavar="SIDE", help="What you do yourself: borrow or lend.")
    ] = "borrow",
    party: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Yours, for offers to it alone.")
    ] = None,
) -> None:
    """Show the offers that fit, the cheapest all-in cost first, with each loan's figures."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        token = connection.currency_at(currency).address
        wish: dict[str, Any] = {
            "side": side,
            "currency": token,
            "principal_units": str(connection.units(amount, token, "AMOUNT")),
        }
        wish |= {} if party is None else {"party": party}
        if connection.signer is not None:
            wish["taker"] = connection.signer.address
        found = connection.client.match(**wish)
        shown = _matches(connection, found)
    showing.show(asking, showing.as_value(found), shown)


def take(
    asking: Asking,
    offer: DigestArgument,
    amount: AmountArgument,
    *,
    payee: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Who is paid out; you by default.")
    ] = None,
) -> None:
    """Take an offer or a request: the loan opens at once, by the signature of --key-file."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking, is_acting=True) as connection:
        taker, client = connection.need_signer(), connection.client
        currency = client.offer(offer).signed.offer.conditions.currency
        units = connection.units(amount, currency, "AMOUNT")
        wanted = {"taker": taker.address, "principal_units": str(units), "digest": offer}
        wanted |= {} if payee is None else {"payee": payee}
        acted = client.act("take", wanted, taker, approve=connection.approving())
    showing.show_acted(asking, acted)


def cancel(asking: Asking, offer: DigestArgument) -> None:
    """Cancel an offer or a request of the wallet of --key-file, for ever."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking, is_acting=True) as connection:
        signer = connection.need_signer()
        nonce = connection.client.offer(offer).signed.offer.nonce
        wanted = {"signer": signer.address, "nonce": str(nonce)}
        acted = connection.client.act("cancel", wanted, signer, approve=connection.approving())
    showing.show_acted(asking, acted)


def deposit(asking: Asking, amount: AmountArgument, *, currency: CurrencyOption) -> None:
    """Bring money to the desk, for one's offers to draw on."""
    _move(asking, "deposit", amount, currency)


def withdraw(asking: Asking, amount: AmountArgument, *, currency: CurrencyOption) -> None:
    """Take money back from the desk."""
    _move(asking, "withdraw", amount, currency)


def export(asking: Asking) -> None:
    """Print the book, an offer a line; `> book.jsonl` keeps it."""
    from shouxin.cli.remote import connecting  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        lines = connection.client.export_offers()
    for line in lines:
        typer.echo(line)


def import_file(asking: Asking, file: FileArgument) -> None:
    """Take in another book's file; a bad line is told and stops no other.

    Exits 1 if a line was refused.
    """
    from shouxin.cli.remote import connecting  # noqa: PLC0415 - as above

    lines = _text_in(file).splitlines()
    added, known, refused = 0, 0, []
    with connecting.connected(asking) as connection:
        for first in range(0, len(lines), LINES_AT_ONCE):
            done = connection.client.import_offers(lines[first : first + LINES_AT_ONCE])
            added, known = added + done.added, known + done.known
            refused += [(first + each.line, each) for each in done.refused]
    if asking.as_json:
        listed = [each.model_dump(mode="json") | {"line": line} for line, each in refused]
        typer.echo(json.dumps({"added": added, "known": known, "refused": listed}))
    else:
        told = Text("{added} added, {known} known.", "新增 {added} 条，已有 {known} 条。")
        typer.echo(told.with_values(added=added, known=known).of(asking.lang))
        for line, each in refused:
            typer.echo(f"{line}: {each.reason.text.of(asking.lang)}", err=True)
    if refused:
        raise typer.Exit(1)


def _move(asking: Asking, kind: str, amount: str, currency: str) -> None:
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking, is_acting=True) as connection:
        lender, token = connection.need_signer(), connection.currency_at(currency).address
        units = str(connection.units(amount, token, "AMOUNT"))
        wanted = {"lender": lender.address, "currency": token, "amount_units": units}
        acted = connection.client.act(kind, wanted, lender, approve=connection.approving())
    showing.show_acted(asking, acted)


_HEADINGS = (
    Text("offer", "要约"),
    Text("side", "方向"),
    Text("amount", "总额"),
    Text("left", "剩余"),
    Text("rate", "年利率"),
    Text("periods", "期数"),
    Text("status", "状态"),
    Text("until", "有效期至"),
)


def _row(connection: Connection, found: Offer) -> tuple[Text | str, ...]:
    offer = found.signed.offer
    conditions, money = offer.conditions, connection.money
    return (
        found.digest,
        SIDES[offer.side.name.lower()],
        money(offer.amount_units, conditions.currency),
        money(found.remaining_units, conditions.currency),
        f"{format_percent(conditions.rate_ppm)} %",
        str(conditions.instalments),
        STATUSES.get(found.status, Text(found.status, found.status)),
        format_instant(offer.expiry_at)[:10],
    )


def _facts(connection: Connection, found: Offer) -> Any:
    from shouxin.cli.remote.showing import facts  # noqa: PLC0415 - as above

    offer = found.signed.offer
    conditions = offer.conditions
    listed = list(zip(_HEADINGS, _row(connection, found), strict=True))
    further = [
        (Text("maker", "要约方"), offer.maker),
        (Text("method", "还款方式"), conditions.method.name.lower().replace("_", "-")),
        (Text("fee", "手续费率"), f"{format_percent(conditions.fee_ppm)} %"),
        (
            Text("all-in cost at most", "综合年化上限"),
            f"{format_percent(conditions.all_in_rate_ppm_max)} %",
        ),
        (
            Text("least fill", "最低成交额"),
            connection.money(offer.fill_min_units, conditions.currency),
        ),
        (Text("fills", "成交次数"), str(found.fill_count)),
    ]
    return facts(connection.asking, *listed, *further)


def _matches(connection: Connection, found: Matches) -> Any:
    from shouxin.cli.remote.showing import table, together  # noqa: PLC0415 - as above

    headings = (
        Text("offer", "要约"),
        Text("all-in", "综合年化"),
        Text("paid out", "到账"),
        Text("first bill", "首期"),
        Text("last bill", "末期"),
        Text("total cost", "总成本"),
    )
    rows = []
    for each in found.fitting:
        currency, cost = each.offer.signed.offer.conditions.currency, each.cost
        amounts = [cost.payout_units, cost.first_payment_units]
        amounts += [cost.last_payment_units, cost.total_cost_units]
        shown = (connection.money(units, currency) for units in amounts)
        rows.append((each.offer.digest, f"{format_percent(cost.all_in_rate_ppm)} %", *shown))
    fitting = table(connection.asking, headings, rows, 1, 2, 3, 4, 5)
    if not found.misfits:
        return fitting
    why = [(each.digest, each.reason.text) for each in found.misfits]
    names = (Text("offer that does not fit", "不符合的要约"), Text("why", "原因"))
    return together(fitting, table(connection.asking, names, why))


def _object_in(file: str) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        BadInput: ``input.file``, ``input.json``.
    """
    text = _text_in(file)
    try:
        found = None if is_nested_deeper(text, DEPTH_MAX) else json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(
            "input.json",
            f"{file} is no JSON object: write what POST /api/v1/actions/offer takes, see /docs",
            f"{file} 不是 JSON 对象：请按 /docs 中 POST /api/v1/actions/offer 的格式填写",
        )
    return found


def _text_in(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(FILE_BYTES_MAX + 1)
        if len(data) <= FILE_BYTES_MAX:
            return data.decode()
        reason = f"it has more than {FILE_BYTES_MAX} bytes"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "can't be read"
    raise BadInput(
        "input.file",
        f"file {file!r}: {reason}: name a text file that can be read, or - for standard input",
        f"文件 {file!r} 无法读取：请填写可读的文本文件，或用 - 表示标准输入",
    )
