# SPDX-License-Identifier: Apache-2.0
"""What the benches of the service stand on: a chain behind its gateway, ``shouxin`` processes, wrk.

Not a bench itself.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from shouxin.chain.deploy import Deployment
from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.manifest import manifest_path
from shouxin.chain.sender import new_key
from shouxin.config import load_config
from shouxin.story.stage import Stage, stage_at

CHAIN_ID = 31337
COMMAND = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
MEBIBYTE = 2**20
NO_WRK = "wrk is not installed: apt-get install wrk (Debian, Ubuntu), brew install wrk (macOS)"
RELAYER_COINS = 10**21


@dataclass(frozen=True)
class OwnChain:
    """An embedded chain with contracts, a bank's money, and the folder of its files."""

    stage: Stage
    folder: Path

    @property
    def deployment(self) -> Deployment:
        """The contracts."""
        return self.stage.deployment

    def environ(self, database_url: str, **settings: object) -> dict[str, str]:
        """What a process of the service is given."""
        chain_id = self.deployment.chain.chain_id
        return os.environ | {
            "SHOUXIN_VAR": str(self.folder),
            "SHOUXIN_CHAIN_RPC_URL": self.deployment.chain.url,
            "SHOUXIN_CHAIN_MANIFEST": str(manifest_path(_story(self.folder), chain_id)),
            "SHOUXIN_DATABASE_URL": database_url,
            "SHOUXIN_SERVICE_REQUESTS_PER_MINUTE": "1000000",
            **{f"SHOUXIN_{name.upper()}": str(value) for name, value in settings.items()},
        }


@contextmanager
def own_chain(folder: Path) -> Iterator[OwnChain]:
    """A lasting chain behind its gateway, with everything deployed."""
    path = folder / "deployer.key"
    key = new_key(path)
    chain_folder = ChainFolder(folder / "chain", CHAIN_ID)
    chain_folder.create(str(key.address))
    with SupervisedGateway(chain_folder, load_config().node_program(), folder) as gateway:
        config = load_config({"SHOUXIN_VAR": str(folder)})
        yield OwnChain(stage_at(config, gateway.url, CHAIN_ID, path), folder)


def _story(folder: Path) -> Path:
    return folder / "story" / str(CHAIN_ID)


def give_relayer(own: OwnChain) -> None:
    """A relayer's key with coins, where the service looks for it."""
    key = new_key(own.folder / "keys" / f"{CHAIN_ID}.relayer.key")
    own.stage.operator.send(key.address, value=RELAYER_COINS)


@contextmanager
def running(command: str, environ: Mapping[str, str], *options: str) -> Iterator[Any]:
    """A process of the service that has said that it works, and what it said with it."""
    arguments = [*COMMAND, command, "--until-input-ends", *options]
    log = Path(environ["SHOUXIN_VAR"]) / f"{command}.log"
    with (
        log.open("ab") as errors,
        subprocess.Popen(  # noqa: S603 - our own command
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=dict(environ),
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said, f"{command} did not come up: {log.read_text()[-2_000:]}"
            facts = json.loads(said)
            assert "code" not in facts, facts
            yield psutil.Process(process.pid), facts
        finally:
            process.stdin.close()
            process.wait()


@contextmanager
def services(environ: Mapping[str, str], count: int) -> Iterator[list[tuple[psutil.Process, str]]]:
    """Copies of ``shouxin serve``, each with its URL."""
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            process, said = stack.enter_context(running("serve", environ))
            found.append((process, f"http://127.0.0.1:{said['port']}"))
        yield found


def require_wrk() -> str:
    """The load tool's program; ends with one line if there is none."""
    found = shutil.which("wrk")
    if found is None:
        sys.exit(NO_WRK)
    return found


def load(
    url: str, script: Path, clients: int, seconds: int, environ: Mapping[str, str]
) -> subprocess.Popen[str]:
    """Begin one wrk."""
    options = ["-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
    return subprocess.Popen(  # noqa: S603 - the load tool
        [require_wrk(), *options, url],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | dict(environ),
    )


def loaded(
    urls: Sequence[str], script: Path, clients: int, seconds: int, environ: Mapping[str, str]
) -> dict[str, Any]:
    """Load some copies at a time: what wrk says of them together, and its processor's share.

    Of several copies the latencies are the worst copy's.
    """
    began, used = perf_counter(), children_seconds()
    runs = [load(url, script, clients // len(urls), seconds, environ) for url in urls]
    said = [json.loads(run.communicate()[0].splitlines()[-1]) for run in runs]
    share = (children_seconds() - used) / (perf_counter() - began)
    return {
        "requests_a_second": round(sum(each["requests"] / each["seconds"] for each in said)),
        **{key: max(each[key] for each in said) for key in ("p50_ms", "p99_ms", "max_ms")},
        "failed": sum(each["failed"] for each in said),
        "load_tool_processors": round(share, 2),
    }


def memory_mib(process: psutil.Process) -> int:
    """What a process holds now."""
    return round(process.memory_info().rss / MEBIBYTE)


def children_seconds() -> float:
    """What this process's ended children took of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
