# SPDX-License-Identifier: Apache-2.0
"""``shouxin demo``: the whole story on a chain, told as it happens."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from shouxin.cli.node_options import KeyFile, RpcUrl, check_of_other_node
from shouxin.primitives.errors import BadInput
from shouxin.story.text import Language


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("demo")(demo)


def demo(
    *,
    rpc_url: RpcUrl = None,
    chain_id: Annotated[
        int | None,
        typer.Option(min=1, metavar="ID", help="With --rpc-url: the chain id to insist on."),
    ] = None,
    key_file: KeyFile = None,
    lang: Annotated[Language, typer.Option(help="Language of the story.")] = Language.EN,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON value when the story is over.")
    ] = False,
    svg: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also draw an excerpt of what is printed."),
    ] = None,
    remote: Annotated[
        bool,
        typer.Option("--remote", help="Tell a loan of one day through the service's API alone."),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="With --remote: a service that runs, not one's own."),
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --url: your own manifest.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="With --url: where provider.key and bank.key are."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="With --url: the bank's token.")
    ] = None,
) -> None:
    """Tell the whole story of a loan on a chain, and check every amount at its end.

    Offers, loans paid on time, late and ahead, a withdrawal, a default and a
    recovery, half a note sold; a customer without a coin, a lost wallet, a
    freeze, an extension, a rollover, a dispute; a chain killed and back; the
    credit record. Time moves only on the chain that is started here; on
    another node the story leaves out what needs it.
    With --remote everything goes through the service's API, on a platform that
    is started for it or on the one at --url.
    Exits 1 if money is missing, or if chain and model differ.
    """
    there = {"--url": url, "--manifest": manifest, "--keys": keys, "--currency": currency}
    local = {"--rpc-url": rpc_url, "--chain-id": chain_id, "--key-file": key_file, "--svg": svg}
    _check_alone(local if remote else there, is_remote=remote)
    if remote:
        _tell_remote(lang, url, manifest, keys, currency, is_json=as_json)
        return
    check_of_other_node("--chain-id", chain_id, rpc_url)
    check_of_other_node("--key-file", key_file, rpc_url)
    # web3 takes seconds to import, and the commands beside this one do without it
    from shouxin.cli.telling import Request, run  # noqa: PLC0415

    run(Request(rpc_url, chain_id, key_file, lang, svg, is_json=as_json))


def _check_alone(others: Mapping[str, object], *, is_remote: bool) -> None:
    """Refuses options of the other story.

    Raises:
        BadInput: ``input.option``.
    """
    given = next((name for name, value in others.items() if value is not None), None)
    if given is not None and is_remote:
        raise BadInput(
            "input.option",
            f"{given} is not for --remote: leave one of the two out",
            f"{given} 不能与 --remote 一并使用：请去掉其一",
        )
    if given is not None:
        raise BadInput(
            "input.option",
            f"{given} is for --remote: add it, or leave {given} out",
            f"{given} 须与 --remote 一并使用：请补上 --remote，或去掉 {given}",
        )


def _tell_remote(
    lang: Language,
    url: str | None,
    manifest: Path | None,
    keys: Path | None,
    currency: str | None,
    *,
    is_json: bool,
) -> None:
    """The story through the API."""
    from shouxin.cli.remote_telling import Elsewhere, Request, run  # noqa: PLC0415

    elsewhere = None
    if url is not None:
        if manifest is None or keys is None or currency is None:
            raise BadInput(
                "input.option",
                "--url needs --manifest, --keys and --currency: your own manifest, the folder of "
                "provider.key and bank.key, and the bank's token",
                "--url 须与 --manifest、--keys 和 --currency 一并使用：分别为您自己的部署清单、"
                "provider.key 和 bank.key 所在目录、银行的存款代币",
            )
        elsewhere = Elsewhere(url, manifest, keys, currency)
    run(Request(lang, is_json, elsewhere))
