# SPDX-License-Identifier: Apache-2.0
"""A chain's folder with contracts, people and a loan that is long late: made once, then copied.

The chain is some weeks behind: tests turn its clock on, so that the keeper has something to write.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.sender import Sender, new_key
from shouxin.cli.own_chain import ROLES, _fund_role, kept_chain
from shouxin.config import load_config
from shouxin.story.cast import Cast, gather
from shouxin.story.stage import stage_at

CHAIN_ID = 7331
DAY_SECONDS = 86_400
DAYS_BEHIND = 60
MONEY = 1_000_000_000
CLOCKS = Path(__file__).parent / "clocks"
PLENTY = str(2**53)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every installation begins with.

    Attributes:
        var: the folder; a test works on a copy.
        cast: people with keys, parties and money.
        currency: the token of all loans.
    """

    var: Path
    cast: Cast
    currency: str

    def copied_to(self, folder: Path) -> Path:
        """A folder of a test's own."""
        return Path(shutil.copytree(self.var, folder / "var"))


class Clocks:
    """By how much the gateway's clock, and everybody else's, are off."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clocks"
        self.gateway_days, self.others_days = -DAYS_BEHIND, 0
        self.turn()

    def turn(self, gateway_days: int = 0, others_days: int = 0) -> None:
        """Turn them on by whole days."""
        self.gateway_days += gateway_days
        self.others_days += others_days
        partial = self.path.with_suffix(".part")
        partial.write_text(f"{self.gateway_days * DAY_SECONDS} {self.others_days * DAY_SECONDS}")
        partial.replace(self.path)


def environment(var: Path, clocks: Clocks, **more: str) -> dict[str, str]:
    """Of each process of an installation; no limit of spending holds the load up."""
    source = Path(__file__).parents[2] / "src"
    return os.environ | {
        "PYTHONPATH": os.pathsep.join((str(CLOCKS), str(source))),
        "SHOUXIN_TEST_CLOCKS": str(clocks.path),
        "SHOUXIN_VAR": str(var),
        "SHOUXIN_KEEPER_POLL_SECONDS": "0.3",
        "SHOUXIN_SERVICE_REQUESTS_PER_MINUTE": "1000000",
        "SHOUXIN_RELAY_GWEI_A_DAY": PLENTY,
        "SHOUXIN_RELAY_USER_GWEI_A_DAY": PLENTY,
        "SHOUXIN_SERVICE_SESSION_SECONDS": "31536000",
        **more,
    }


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def make_ground(folder: Path) -> Ground:
    """Set all of it up through a gateway, as governance, a provider and a bank do."""
    var = folder / "var"
    config = load_config({"SHOUXIN_VAR": str(var)})
    own, clocks = kept_chain(config, CHAIN_ID), Clocks(folder)
    key = new_key(own.key_path)
    with _shifted(clocks):
        own.folder.create(str(key.address), 1)
        gateway = SupervisedGateway(
            own.folder, config.node_program(), config.log_folder, port=free_port()
        )
        with gateway:
            stage = stage_at(config, gateway.url, CHAIN_ID, own.key_path)
            cast = gather(stage, MONEY)
            operator = Sender(stage.chain, key)
            for role in ROLES:
                _fund_role(operator, own.key_path.with_name(f"{CHAIN_ID}.{role}.key"))
    own.manifests.mkdir(parents=True)
    shutil.copy(config.var / "story" / str(CHAIN_ID) / f"{CHAIN_ID}.json", own.manifests)
    return Ground(var, cast, stage.token.address)


@contextmanager
def _shifted(clocks: Clocks) -> Iterator[None]:
    """The environment of processes that this one starts by itself."""
    names = ("PYTHONPATH", "SHOUXIN_TEST_CLOCKS")
    before = {name: os.environ.get(name) for name in names}
    wanted = environment(Path(), clocks)
    os.environ.update({name: wanted[name] for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
