# SPDX-License-Identifier: Apache-2.0
"""``shouxin note``: notes of a wallet, claims of what they received, and passing units on."""

from __future__ import annotations

from typing import Annotated

import typer

from shouxin.cli.remote.options import Asking, acts, asks
from shouxin.primitives.text import Text

LoanArgument = Annotated[str, typer.Argument(metavar="LOAN", help="The loan's id.")]
Holder = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="The holder's wallet; that of --key-file by default."),
]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    note = typer.Typer(help="Notes of loans (债权份额), by the service.")
    note.command("list")(asks(list_notes))
    note.command("claim")(acts(claim))
    note.command("transfer")(acts(transfer))
    app.add_typer(note, name="note", no_args_is_help=True)


def list_notes(asking: Asking, *, holder: Holder = None) -> None:
    """List the notes that a wallet holds."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - web3 takes seconds

    with connecting.connected(asking) as connection:
        notes = connection.client.notes(holder or connection.need_signer().address)
    headings = (Text("loan", "贷款"), Text("units", "份额"))
    rows = [(note.loan, f"{note.note_units:,}") for note in notes]
    showing.show(asking, showing.as_value(notes), showing.table(asking, headings, rows, 1))


def claim(asking: Asking, loan: LoanArgument, *, holder: Holder = None) -> None:
    """Have what a note has received paid out to its holder; the service sends it."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking, is_acting=True) as connection:
        receiver = holder or connection.need_signer().address
        wanted = {"loan": loan, "holder": receiver}
        acted = connection.client.act("claim", wanted, approve=connection.approving())
    showing.show_acted(asking, acted)


def transfer(
    asking: Asking,
    loan: LoanArgument,
    units: Annotated[
        int, typer.Argument(min=1, metavar="UNITS", help="How many, as `list` counts them.")
    ],
    receiver: Annotated[str, typer.Argument(metavar="RECEIVER", help="The receiving wallet.")],
) -> None:
    """Pass units of a note on to another wallet, by the signature of --key-file."""
    from shouxin.cli.remote import connecting, showing  # noqa: PLC0415 - as above

    with connecting.connected(asking, is_acting=True) as connection:
        holder = connection.need_signer()
        wanted = {
            "loan": loan,
            "holder": holder.address,
            "receiver": receiver,
            "note_units": str(units),
        }
        acted = connection.client.act(
            "transfer_note", wanted, holder, approve=connection.approving()
        )
    showing.show_acted(asking, acted)
