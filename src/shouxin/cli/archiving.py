# SPDX-License-Identifier: Apache-2.0
"""Writes and reads backups: rows, manifest, and the roles' keys if there is a passphrase."""

from __future__ import annotations

import asyncio
import io
import json
import os
import tarfile
from pathlib import Path

from eth_account import Account

from shouxin.bootstrap import open_database
from shouxin.chain.node import CHAIN_ID
from shouxin.chain.sender import read_key
from shouxin.config import Config, load_config
from shouxin.primitives.errors import BadInput, Refused
from shouxin.store.archive import read_rows, write_rows
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

ROWS, MANIFEST, KEYS = "rows.jsonl", "manifest.json", "keys/"


def write_backup(file: Path, chain_id: int | None, passphrase_file: Path | None) -> str:
    """Write a backup; says what is in it.

    Raises:
        Refused: ``backup.exists``.
        DatabaseError: the database can't be reached.
    """
    config = load_config()
    if file.exists():
        raise _exists(file)
    chosen = chain_id or config.chain.chain_id or CHAIN_ID
    parts = {ROWS: "\n".join(asyncio.run(_rows_of(open_database(config, chosen)))).encode()}
    manifest = config.manifest_file(chosen)
    if manifest.exists():
        parts[MANIFEST] = manifest.read_bytes()
    if passphrase_file is not None:
        passphrase = _passphrase(passphrase_file)
        for path in _role_keys(config, chosen):
            keystore = Account.encrypt(read_key(path).key, passphrase)
            parts[KEYS + path.name] = json.dumps(keystore).encode()
    _write(file, parts)
    rows = len(parts[ROWS].splitlines()) - 1
    return f"{file}: {rows} rows, {len(parts) - 1} files besides"


def read_backup(file: Path, chain_id: int | None, passphrase_file: Path | None) -> str:
    """Restore a backup; says what was in it.

    Raises:
        BadInput: ``backup.unreadable``, ``backup.passphrase``, ``archive.…``.
        Refused: ``backup.exists``, ``archive.not_empty``.
    """
    config = load_config()
    parts = _read(file)
    chosen = chain_id or config.chain.chain_id or CHAIN_ID
    files: dict[Path, bytes] = {}
    if MANIFEST in parts:
        files[config.manifest_file(chosen)] = parts[MANIFEST]
    for name, keystore in parts.items():
        if name.startswith(KEYS) and passphrase_file is not None:
            path = config.var / "keys" / Path(name).name
            files[path] = _decrypted(keystore, _passphrase(passphrase_file))
    for path, content in files.items():
        if path.exists() and path.read_bytes().strip() != content.strip():
            raise _exists(path)
    lines = parts[ROWS].decode().splitlines()
    count = asyncio.run(_restore(open_database(config, chosen), lines))
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
            out.write(content)
    return f"{count} rows and {len(files)} files restored; run `shouxin index` for the rest"


async def _rows_of(database: Database) -> list[str]:
    try:
        await upgrade(database)
        async with database.reading() as connection:
            return await connection.run_sync(lambda inner: list(write_rows(inner)))
    finally:
        await database.close()


async def _restore(database: Database, lines: list[str]) -> int:
    try:
        await upgrade(database)
        async with database.begin() as connection:
            return await connection.run_sync(read_rows, lines)
    finally:
        await database.close()


def _role_keys(config: Config, chain_id: int) -> list[Path]:
    named = (*config.relayer_keys(chain_id), config.keeper_key(chain_id))
    return [path for path in named if path.exists()]


def _write(file: Path, parts: dict[str, bytes]) -> None:
    partial = file.with_name(file.name + ".part")
    with partial.open("xb") as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    partial.replace(file)


def _read(file: Path) -> dict[str, bytes]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = [entry for entry in archive if entry.isfile()]
            parts = {e.name: found.read() for e in members if (found := archive.extractfile(e))}
        if ROWS in parts:
            return parts
    except (OSError, EOFError, tarfile.TarError) as error:
        raise _unreadable(file) from error
    raise _unreadable(file)


def _decrypted(keystore: bytes, passphrase: str) -> bytes:
    try:
        return ("0x" + bytes(Account.decrypt(json.loads(keystore), passphrase)).hex()).encode()
    except ValueError as error:
        raise BadInput(
            "backup.passphrase",
            "the passphrase does not open the keys of this backup: give the one it was made with",
            "口令无法解开该备份中的私钥：请使用备份时的口令",
        ) from error


def _passphrase(file: Path) -> str:
    try:
        return file.read_text().splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise BadInput(
            "backup.passphrase",
            f"{file} has no passphrase: write one into its first line",
            f"{file} 中没有口令：请在第一行写入",
        ) from error


def _unreadable(file: Path) -> BadInput:
    return BadInput(
        "backup.unreadable",
        f"{file} is no backup of Shouxin's: give one that `shouxin backup` wrote",
        f"{file} 不是有效备份：请使用 shouxin backup 生成的文件",
    )


def _exists(path: Path) -> Refused:
    return Refused(
        "backup.exists",
        f"{path} is there already and is not overwritten: name another, or move it away",
        f"{path} 已存在，不会覆盖：请另选文件名或先移走",
    )
