# SPDX-License-Identifier: Apache-2.0
"""``shouxin loan``: loans with their schedules, closing quotes, payments."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shouxin.cli.remote.options import Asking, Limit, acts, asks
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import BadInput
from shouxin.primitives.rates import format_percent
from shouxin.primitives.text import Text

if TYPE_CHECKING:
    from shouxin.cli.remote.connecting import Connection
    from shouxin.client.answers import Loan, LoanDetails, Quote

LoanArgument = Annotated[str, typer.Argument(metavar="LOAN", help="The loan's id.")]
SHOWN = 50
STATUSES = {
    "open": Text("open", "正常"),
    "defaulted": Text("defaulted", "违约"),
    "written_off": Text("written off", "已核销"),
    "repaid": Text("repaid", "已结清"),
    "settled": Text("settled", "减免结清"),
    "withdrawn": Text("withdrawn", "已撤回"),
    "rolled_over": Text("rolled over", "借新还旧"),
}


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    loan = typer.Typer(help="Loans and what is paid on them, by the service.")
    loan.command("list")(asks(list_loans))
    loan.command("show")(asks(show_loan))
    loan.command("quote")(asks(show_quote))
    loan.command("pay")(acts(pay))
    app.add_typer(loan, name="loan", no_args_is_help=True)


def list_loans(
    asking: Asking,
    *,
    borrower: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Of this borrower alone.")
    ] = None,
    lender: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Of this lender alone.")
    ] = None,
    wallet: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of a borrower's or lender's wallet.")
    ] = None,
    limit: Limit = SHOWN,
) -> None:
    """List loans, the newest first."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - web3 takes seconds

    with connecting.connected(asking) as connection:
        wanted = {"borrower": borrower, "lender": lender, "wallet": wallet}
        found = list(islice(connection.client.loans(**wanted, limit=min(limit, 200)), limit))
        rows = [_row(connection, each) for each in found]
    headings = (
        Text("loan", "贷款"),
        Text("principal", "本金"),
        Text("outstanding", "未还本金"),
        Text("status", "状态"),
        Text("from", "起息日"),
        Text("to", "到期日"),
    )
    showing.show(asking, showing.as_value(found), showing.table(asking, headings, rows, 1, 2))


def show_loan(asking: Asking, loan: LoanArgument) -> None:
    """Show a loan with its schedule, its payments and where it stands today."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        found = connection.client.loan(loan)
        parts = [_facts(connection, found), _schedule(connection, found)]
        if found.payments:
            parts.append(_payments(connection, found))
        parts.append(_quote(connection, found.today, found.currency))
    showing.show(asking, showing.as_value(found), showing.together(*parts))


def show_quote(
    asking: Asking,
    loan: LoanArgument,
    *,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; today by default.")
    ] = None,
) -> None:
    """Show what repays a loan in full on a day."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking) as connection:
        quote = connection.client.quote(loan, date)
        shown = _quote(connection, quote, connection.client.loan(loan).currency)
    showing.show(asking, showing.as_value(quote), shown)


def pay(
    asking: Asking,
    loan: LoanArgument,
    amount: Annotated[
        str | None, typer.Argument(metavar="[AMOUNT]", help="Such as 1200.50.")
    ] = None,
    *,
    closing: Annotated[bool, typer.Option("--closing", help="Pay all that is owed today.")] = False,
) -> None:
    """Pay a loan from the wallet of --key-file, which only signs; the service sends it."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    if (amount is None) != closing:
        raise BadInput(
            "input.amount",
            "AMOUNT and --closing are two ways to say how much: give one of them",
            "AMOUNT 与 --closing 互为替代：请择一填写",
        )
    with connecting.connected(asking, is_acting=True) as connection:
        payer, client = connection.need_signer(), connection.client
        if amount is None:
            units = client.quote(loan).closing_units
        else:
            units = connection.units(amount, client.loan(loan).currency, "AMOUNT")
        wanted = {"loan": loan, "payer": payer.address, "amount_units": str(units)}
        acted = client.act("pay", wanted, payer, approve=connection.approving())
    showing.show_acted(asking, acted)


def _row(connection: Connection, loan: Loan) -> tuple[Text | str, ...]:
    money = connection.money
    return (
        loan.id,
        money(loan.principal_units, loan.currency),
        money(loan.balance_units, loan.currency),
        STATUSES.get(loan.status, Text(loan.status, loan.status)),
        format_day(loan.start_date),
        format_day(loan.maturity_date),
    )


def _facts(connection: Connection, loan: LoanDetails) -> Any:
    from shouxin.cli.remote.showing import facts  # noqa: PLC0415 - as above

    money = connection.money
    return facts(
        connection.asking,
        (Text("loan", "贷款"), loan.id),
        (Text("status", "状态"), STATUSES.get(loan.status, Text(loan.status, loan.status))),
        (Text("borrower", "借款人"), loan.borrower),
        (Text("lender", "出借方"), loan.lender),
        (Text("principal", "本金"), money(loan.principal_units, loan.currency)),
        (Text("outstanding", "未还本金"), money(loan.balance_units, loan.currency)),
        (Text("received", "已收"), money(loan.received_units, loan.currency)),
        (Text("fee", "手续费"), money(loan.fee_units, loan.currency)),
        (Text("rate", "年利率"), f"{format_percent(loan.rate_ppm)} %"),
        (Text("all-in cost", "综合年化"), f"{format_percent(loan.all_in_rate_ppm)} %"),
    )


def _schedule(connection: Connection, loan: LoanDetails) -> Any:
    from shouxin.cli.remote.showing import table  # noqa: PLC0415 - as above

    headings = (
        Text("no.", "期数"),
        Text("due", "还款日"),
        Text("interest", "利息"),
        Text("principal", "本金"),
        Text("payment", "应还"),
        Text("left", "剩余本金"),
    )
    rows = [
        (
            str(row.number),
            format_day(row.due_date),
            *(
                connection.money(units, loan.currency)
                for units in (
                    row.interest_units,
                    row.principal_units,
                    row.payment_units,
                    row.balance_units,
                )
            ),
        )
        for row in loan.schedule
    ]
    return table(connection.asking, headings, rows, 0, 2, 3, 4, 5)


def _payments(connection: Connection, loan: LoanDetails) -> Any:
    from shouxin.cli.remote.showing import table  # noqa: PLC0415 - as above

    headings = (
        Text("paid on", "还款日期"),
        Text("interest", "利息"),
        Text("principal", "本金"),
        Text("penalty", "罚息"),
        Text("left", "剩余本金"),
    )
    rows = [
        (
            format_day(paid.date),
            *(
                connection.money(units, loan.currency)
                for units in (
                    paid.interest_units,
                    paid.principal_units,
                    paid.penalty_units,
                    paid.balance_units,
                )
            ),
        )
        for paid in loan.payments
    ]
    return table(connection.asking, headings, rows, 1, 2, 3, 4)


def _quote(connection: Connection, quote: Quote, currency: str) -> Any:
    from shouxin.cli.remote.showing import facts  # noqa: PLC0415 - as above

    due = quote.interest_due_units + quote.principal_due_units
    return facts(
        connection.asking,
        (Text("day", "日期"), format_day(quote.date)),
        (Text("to close", "结清金额"), connection.money(quote.closing_units, currency)),
        (Text("due now", "当前应还"), connection.money(due, currency)),
        (Text("outstanding", "未还本金"), connection.money(quote.balance_units, currency)),
        (Text("days past due", "逾期天数"), str(quote.days_past_due)),
    )
