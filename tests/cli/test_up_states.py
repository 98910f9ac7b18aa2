# SPDX-License-Identifier: Apache-2.0
"""``shouxin up`` on a folder that is not quite its own: one line for each, and nothing changed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from shouxin.cli.main import run
from tests.chain.gateway.full_disk import LIMIT, filled, small_disk, ways_to_fill

Fails = Callable[..., str]
MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
CHAIN_ID = 1001


def up(*options: str, var: Path, **environ: str) -> dict[str, Any]:
    """What it says once it is up; it is ended at once."""
    with subprocess.Popen(
        [*MAIN, "up", "--json", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SHOUXIN_VAR": str(var), **environ},
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        return dict(json.loads(line))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that was up once."""
    var = tmp_path_factory.mktemp("made")
    up("--chain-id", str(CHAIN_ID), var=var)
    return var


@pytest.fixture
def kept(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it that a test may spoil, and that commands in this process use."""
    folder = tmp_path / "var"
    shutil.copytree(made, folder)
    monkeypatch.setenv("SHOUXIN_VAR", str(folder))
    yield folder
    shutil.rmtree(folder)


def files(folder: Path) -> dict[str, bytes]:
    """What chain, keys and manifests are made of."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("chain", "keys", "manifests")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def refused(fails: Fails, folder: Path, *options: str, exit_code: int = 1) -> str:
    """What it says, having changed nothing."""
    before = files(folder)
    told = fails(["up", "--chain-id", str(CHAIN_ID), *options], exit_code, prints=True)
    assert files(folder) == before
    return told


def manifest_of(folder: Path) -> tuple[Path, dict[str, Any]]:
    path = folder / "manifests" / f"{CHAIN_ID}.json"
    return path, json.loads(path.read_text())


def test_a_port_for_wallets_that_is_in_use_is_refused(fails: Fails, kept: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused(fails, kept, "--rpc-port", str(port))
    assert told == (
        f"port {port} is in use: stop what listens there, or choose another with --rpc-port"
    )


def test_a_deployment_of_another_version_is_refused(fails: Fails, kept: Path) -> None:
    path, stored = manifest_of(kept)
    contracts = stored["contracts"]
    contracts["OfferDesk"]["address"] = contracts["LoanRelay"]["address"]
    path.write_text(json.dumps(stored))
    told = refused(fails, kept)
    assert told == (
        f"OfferDesk at {contracts['LoanRelay']['address']} has other bytecode than this version's: "
        f"use the version that deployed it, or move {path} away to deploy anew"
    )


def test_a_deployment_before_a_contract_was_added_is_refused(fails: Fails, kept: Path) -> None:
    path, stored = manifest_of(kept)
    del stored["contracts"]["LoanRelay"]
    path.write_text(json.dumps(stored))
    told = refused(fails, kept)
    assert told.startswith(f"the deployment in {path} is not whole (LoanRelay is missing): restore")
    assert "use the version that deployed it" in told


def test_a_manifest_of_another_chain_is_refused(fails: Fails, kept: Path) -> None:
    path, stored = manifest_of(kept)
    stored["genesis_hash"] = "0x" + "11" * 32
    path.write_text(json.dumps(stored))
    assert "is of another chain" in refused(fails, kept)


def test_a_chain_put_into_another_chains_folder_is_refused(fails: Fails, kept: Path) -> None:
    (kept / "chain" / str(CHAIN_ID)).rename(kept / "chain" / "1002")
    before = files(kept)
    told = fails(["up", "--chain-id", "1002"], 1, prints=True)
    assert told.startswith(f"{kept}/chain/1002 is of chain {CHAIN_ID}, not of chain 1002: put the")
    assert files(kept) == before


def test_a_chain_that_lost_its_genesis_is_no_new_chain(fails: Fails, kept: Path) -> None:
    genesis = kept / "chain" / str(CHAIN_ID) / "genesis.json"
    text = genesis.read_bytes()
    genesis.unlink()
    told = refused(fails, kept)
    assert told.startswith(f"{genesis} is no genesis file: restore it, or move {genesis.parent}")
    genesis.write_bytes(text)
    up("--chain-id", str(CHAIN_ID), var=kept)


def test_a_chain_that_lost_its_deployers_key_is_refused(fails: Fails, kept: Path) -> None:
    key = kept / "keys" / f"{CHAIN_ID}.key"
    key.unlink()
    assert refused(fails, kept, exit_code=2).startswith(f"{key} holds no private key: ")


def test_a_new_chain_leaves_one_manifest_for_reports(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (kept / "manifests" / f"{CHAIN_ID}.json").read_bytes()
    shutil.rmtree(kept / "chain")
    up("--chain-id", str(CHAIN_ID), var=kept)
    assert [path.name for path in (kept / "manifests").glob("*.json")] == [f"{CHAIN_ID}.json"]
    assert (kept / "manifests" / f"{CHAIN_ID}.json.old").read_bytes() == before
    assert run(["report", "verify", str(kept / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize("way", ways_to_fill())
def test_a_disk_that_is_full_from_the_start_is_one_line_and_room_mends_it(
    way: str, tmp_path: Path
) -> None:
    if way == LIMIT:
        check_full(["sh", "-c", 'ulimit -f 0; exec "$@"', "sh"], tmp_path)
        up("--chain-id", "1003", var=tmp_path)
        return
    with small_disk(tmp_path, megabytes=16) as disk:
        with filled(disk):
            check_full([], disk)
        # SQLite follows the links of /proc, and the disk is not behind them
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/shouxin.db"
            up("--chain-id", "1003", var=disk, SHOUXIN_DATABASE_URL=url)


def check_full(under: list[str], var: Path) -> None:
    done = subprocess.run(
        [*under, *MAIN, "up", "--chain-id", "1003"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "SHOUXIN_VAR": str(var)},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "make room" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not [path for path in var.rglob("*.part") if path.stat().st_size]
