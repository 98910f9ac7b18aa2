# SPDX-License-Identifier: Apache-2.0
"""``shouxin config``: what is in force, and whether it can work."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from shouxin.config import Config, load_config
from shouxin.config.showing import masked_url, shown
from shouxin.primitives.errors import Refused, ShouxinError

Check = Callable[[Config], str]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    commands = typer.Typer(help="The configuration: what is in force, and whether it can work.")
    commands.command("show")(show)
    commands.command("check")(check)
    app.add_typer(commands, name="config")


def show(*, as_json: AsJson = False) -> None:
    """Print the settings in force; secrets are masked."""
    _print_settings(shown(load_config()), is_json=as_json)


def check(*, as_json: AsJson = False) -> None:
    """Print the settings in force and try them: folders, database, node, manifest, ports."""
    config = load_config()
    results = [_result(name, one, config) for name, one in _checks(config)]
    failed = [result for result in results if not result["is_ok"]]
    if as_json:
        typer.echo(json.dumps({"settings": shown(config), "checks": results}, ensure_ascii=False))
    else:
        _print_settings(shown(config), is_json=False)
        for result in results:
            typer.echo(
                f"{'ok  ' if result['is_ok'] else 'FAIL'} {result['name']}: {result['told']}"
            )
    if failed:
        raise _failed([str(result["name"]) for result in failed])


def _checks(config: Config) -> Iterator[tuple[str, Check]]:
    yield "folders", _check_folders
    yield "database", _check_database
    if config.chain.rpc_url is not None:
        yield "node", _check_node
        yield "manifest", _check_manifest
    yield "ports", _check_ports
    yield "keys", _check_keys


def _result(name: str, one: Check, config: Config) -> dict[str, Any]:
    try:
        return {"name": name, "is_ok": True, "told": one(config)}
    except ShouxinError as error:
        told = {"told": error.message, "told_zh": error.message_zh}
        masked = {key: _without_secrets(text, config) for key, text in told.items()}
        return {"name": name, "is_ok": False, "code": error.code, **masked}


def _without_secrets(text: str, config: Config) -> str:
    """A node's address may bear a key of its provider's."""
    url = config.chain.rpc_url
    return text if url is None else text.replace(url, masked_url(url))


def _check_folders(config: Config) -> str:
    for folder in (config.var, config.var / "database", config.manifests, config.log_folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise _no_folder(folder, error) from error
    return f"{config.var} can be written"


def _check_database(config: Config) -> str:
    from shouxin.bootstrap import open_database  # noqa: PLC0415 - takes a second to import
    from shouxin.chain.node import CHAIN_ID  # noqa: PLC0415 - likewise
    from shouxin.store.migrate import check_schema, revision_of  # noqa: PLC0415 - likewise

    try:
        database = open_database(config, config.chain.chain_id or CHAIN_ID)
    except OSError as error:  # its folder can't be made
        raise _no_folder(config.var / "database", error) from error

    async def ask() -> str | None:
        try:
            found = await revision_of(database)
            if found is not None:
                await check_schema(database)
            return found
        finally:
            await database.close()

    revision = asyncio.run(ask())
    told = "has no tables yet" if revision is None else f"has the tables of revision {revision}"
    return f"{database.url} answers and {told}"


def _check_node(config: Config) -> str:
    from shouxin.bootstrap import open_chain  # noqa: PLC0415 - web3 takes seconds to import

    chain = open_chain(config)
    return f"{masked_url(chain.url)} answers: chain {chain.chain_id}, block {chain.block().number}"


def _check_manifest(config: Config) -> str:
    from shouxin.bootstrap import open_chain, open_deployment  # noqa: PLC0415 - likewise

    chain = open_chain(config)
    open_deployment(config, chain)
    return f"{config.manifest_file(chain.chain_id)} is what is on the chain"


def _check_ports(config: Config) -> str:
    figures = (config.service, config.index, config.keeper)
    wanted = [config.service.port, *(section.metrics_port for section in figures)]
    ports = [port for port in wanted if port is not None]
    for port in ports:
        if ports.count(port) > 1:
            raise _no_port(port, "given twice", "被重复使用")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((config.service.host, port))
            except OSError as error:
                raise _no_port(port, "in use or not allowed", "已被占用或无权使用") from error
    return f"{', '.join(map(str, ports)) or 'the default ones'} can be used"


def _check_keys(config: Config) -> str:
    files = [config.key_file, config.keeper.key_file, *config.relay.key_files]
    named = [file for file in files if file is not None]
    for file in named:
        _check_key(file)
    return f"{len(named)} named, each readable by its owner alone"


def _check_key(file: Path) -> None:
    from shouxin.chain.sender import read_key  # noqa: PLC0415 - web3 takes seconds to import

    read_key(file)
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise Refused(
            "config.open_key",
            f"{file} can be read by others: chmod 600 it",
            f"{file} 可被其他用户读取：请执行 chmod 600",
        )


def _no_folder(folder: Path, error: OSError) -> Refused:
    reason = (error.strerror or str(error)).lower()
    return Refused(
        "config.folder",
        f"{folder} can't be written ({reason}): permit it, or set SHOUXIN_VAR",
        f"{folder} 不可写（{reason}）：请授予权限，或设置 SHOUXIN_VAR",
    )


def _no_port(port: int, reason: str, reason_zh: str) -> Refused:
    return Refused(
        "config.port",
        f"port {port} is {reason}: choose another",
        f"端口 {port} {reason_zh}：请另选端口",
    )


def _failed(names: list[str]) -> Refused:
    listed = ", ".join(names)
    return Refused(
        "config.check_failed",
        f"the configuration can't work as it is ({listed}): correct what stands above",
        f"当前配置无法运行（{listed}）：请更正以上各项",
    )


def _print_settings(settings: dict[str, Any], *, is_json: bool) -> None:
    if is_json:
        typer.echo(json.dumps(settings, ensure_ascii=False))
        return
    for name, value in settings.items():
        if isinstance(value, dict):
            for key, inner in value.items():
                typer.echo(f"{name}.{key} = {json.dumps(inner, ensure_ascii=False)}")
        else:
            typer.echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")
