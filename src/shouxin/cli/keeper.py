# SPDX-License-Identifier: Apache-2.0
"""``shouxin keeper``: writes what dates and terms already say, beside a service or all alone."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shouxin.config import Config, load_config
from shouxin.primitives.errors import BadInput, ChainError

if TYPE_CHECKING:
    from shouxin.chain.manifest import Manifest
    from shouxin.chain.rpc import Chain


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("keeper")(keeper)


def keeper(
    *,
    rpc_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The gateway or node; SHOUXIN_CHAIN_RPC_URL by default."),
    ] = None,
    is_once: Annotated[
        bool, typer.Option("--once", help="Look once, see all of it confirmed, and end.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once it runs, or has looked.")
    ] = False,
    until_input_ends: Annotated[bool, typer.Option("--until-input-ends", hidden=True)] = False,
) -> None:
    """Write arrears, defaults and what else is due and anybody may write.

    With the service's database it shares the work with it; with one of its
    own it reads the chain by itself. Any number of keepers do no harm.
    """
    from shouxin.cli.supervised_command import reporting  # noqa: PLC0415 - web3 takes seconds

    with reporting(is_supervised=until_input_ends):
        _run(rpc_url, is_once=is_once, as_json=as_json or until_input_ends)


def _run(rpc_url: str | None, *, is_once: bool, as_json: bool) -> None:
    from shouxin.chain.rpc import Chain  # noqa: PLC0415 - web3 takes seconds to import
    from shouxin.telemetry.logs import LogSettings, set_up_logs  # noqa: PLC0415
    from shouxin.telemetry.metrics import served  # noqa: PLC0415

    config = load_config()
    url = rpc_url or config.chain.rpc_url
    if url is None:
        raise BadInput(
            "input.no_rpc_url",
            "the keeper needs a chain: give --rpc-url, or set SHOUXIN_CHAIN_RPC_URL",
            "keeper 需要一条链：请给出 --rpc-url 或设置 SHOUXIN_CHAIN_RPC_URL",
        )
    chain = Chain(url, config.chain.chain_id)
    manifest = _manifest(config, chain)
    set_up_logs(LogSettings("keeper", config.log.level, config.log.format))
    with served(config.service.host, config.keeper.metrics_port):
        count = asyncio.run(_keep(config, chain, manifest, is_once=is_once, as_json=as_json))
    if is_once:
        typer.echo(json.dumps({"handed_in": count}) if as_json else f"{count} handed in")


def _manifest(config: Config, chain: Chain) -> Manifest:
    from shouxin.chain.manifest import read_manifest  # noqa: PLC0415 - as above

    path = config.manifest_file(chain.chain_id)
    found = read_manifest(path)
    if found is None or not found.is_complete:
        raise ChainError(
            "keeper.no_deployment",
            f"{path} has no complete deployment: run `shouxin deploy`, or copy the manifest there",
            f"{path} 中没有完整的部署：请运行 shouxin deploy，或将清单复制到该处",
        )
    return found


async def _keep(
    config: Config, chain: Chain, manifest: Manifest, *, is_once: bool, as_json: bool
) -> int:
    """Indexer, sender and keeper in one loop; gives what was handed in, if it looks once."""
    from shouxin.bootstrap import (  # noqa: PLC0415 - as above
        indexer_of,
        open_database,
        sender_settings,
    )
    from shouxin.chain.sender import read_key  # noqa: PLC0415
    from shouxin.indexing.running import run  # noqa: PLC0415
    from shouxin.lending.keeper import Keeper, KeeperSettings, finders_for  # noqa: PLC0415
    from shouxin.outbox.outbox import Outbox  # noqa: PLC0415
    from shouxin.outbox.sender import OutboxSender  # noqa: PLC0415
    from shouxin.store.migrate import upgrade  # noqa: PLC0415

    account = read_key(config.keeper_key(chain.chain_id))
    database = open_database(config, chain.chain_id)
    try:
        await upgrade(database)
        outbox = Outbox(database, chain, [str(account.address)])
        settings = sender_settings(config, chain.chain_id, is_own=True)
        sender = OutboxSender(database, chain, [account], settings)
        outbox.wake = sender.wake
        found = Keeper(
            database,
            chain,
            outbox,
            finders_for(chain, manifest),
            KeeperSettings(poll_seconds=config.keeper.poll_seconds),
        )
        indexer = indexer_of(config, chain, manifest, database)
        if is_once:
            await indexer.catch_up()
            count = await found.look()
            await sender.run_until_settled()
            await indexer.release()
            return count
        typer.echo(
            json.dumps({"keeper": str(account.address)})
            if as_json
            else f"The keeper sends as {account.address}. Ctrl-C stops it."
        )
        await _until_stopped(sender.run(), found.run(), run(indexer))
        return 0
    finally:
        await database.close()


async def _until_stopped(*running: Coroutine[Any, Any, None]) -> None:
    """Run until Ctrl-C or a polite kill, or until one of them fails."""
    tasks = [asyncio.create_task(one) for one in running]
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: [task.cancel() for task in tasks])
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        if not task.cancelled():
            task.result()
