# SPDX-License-Identifier: Apache-2.0
"""On a full disk nothing is acknowledged that could be lost, and room is all that mends it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_utils import keccak

from shouxin.chain.gateway import lasting
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.config import Config
from tests.chain.gateway.full_disk import TMPFS, filled, limited, small_disk, ways_to_fill
from tests.chain.gateway.service import Client, World, new_world

LARGE = {"data": "0x" + "00" * 60_000, "gas": 1_000_000}
SENT_MAX = 100


@dataclass
class Service:
    """A gateway as ``shouxin up`` runs it, and what takes its room away for a while."""

    world: World
    gateway: SupervisedGateway
    fill: Callable[[], AbstractContextManager[None]]

    @property
    def client(self) -> Client:
        return Client(int(self.gateway.url.rpartition(":")[2]))

    @property
    def process_id(self) -> int:
        assert self.gateway._process is not None
        return self.gateway._process.pid


def begun(service: Service) -> Service:
    """With one transaction, so that its journal has reserved room for some more."""
    service.client.ask("eth_sendRawTransaction", "0x" + service.world.signed().hex())
    return service


def gateway_of(world: World) -> SupervisedGateway:
    return SupervisedGateway(world.folder, world.config.node_program(), world.folder.path.parent)


@pytest.fixture(params=ways_to_fill())
def service(request: pytest.FixtureRequest, config: Config, tmp_path: Path) -> Iterator[Service]:
    if request.param == TMPFS:
        with small_disk(tmp_path) as disk:
            world = new_world(config, disk)
            with gateway_of(world) as gateway:
                yield begun(Service(world, gateway, lambda: filled(disk)))
        return
    world = new_world(config, tmp_path)
    with gateway_of(world) as gateway:
        journal = world.folder.path / "journal-0.log"
        serving = Service(world, gateway, lambda: limited(
            serving.process_id, journal.stat().st_size))  # fmt: skip
        yield begun(serving)


def sent_until_refused(service: Service) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    """Where each acknowledged transaction is, the one that was refused, and with what."""
    places: dict[str, Any] = {}
    for _ in range(SENT_MAX):
        raw = service.world.signed(**LARGE)
        answer = service.client.send(
            {"jsonrpc": "2.0", "id": 1, "method": "eth_sendRawTransaction",
             "params": ["0x" + raw.hex()]}
        )  # fmt: skip
        if "error" in answer:
            return places, raw, answer["error"]
        places[answer["result"]] = place_of(service, answer["result"])
    raise AssertionError("the disk is never full")


def place_of(service: Service, transaction: str) -> Any:
    found = service.client.ask("eth_getTransactionReceipt", transaction)
    return None if found is None else (found["blockHash"], found["blockNumber"], found["status"])


def check(service: Service, places: dict[str, Any]) -> None:
    assert {name: place_of(service, name) for name in places} == places


def test_what_was_acknowledged_is_kept_and_room_brings_the_service_back(service: Service) -> None:
    with service.fill():
        places, refused, error = sent_until_refused(service)
        assert places
        assert error["code"] == -32002
        assert error["data"]["code"] in {"journal.disk_full", "journal.not_written"}
        assert "acknowledged" in error["message"]
        head = service.client.ask("eth_blockNumber")
        again = service.client.refused("eth_sendRawTransaction", "0x" + refused.hex())
        assert again["data"] == error["data"]
        assert place_of(service, "0x" + keccak(refused).hex()) is None
        assert service.client.ask("eth_blockNumber") == head
        check(service, places)
    name = service.client.ask("eth_sendRawTransaction", "0x" + refused.hex())
    places[name] = place_of(service, name)
    assert places[name][2] == "0x1"
    service.gateway.stop()
    with gateway_of(service.world) as service.gateway:
        check(service, places)


def test_killed_while_the_disk_is_full_it_comes_back_without_room(service: Service) -> None:
    with service.fill():
        places, refused, _ = sent_until_refused(service)
        assert places
        os.kill(service.process_id, signal.SIGKILL)
        service.gateway.stop()
        with gateway_of(service.world) as service.gateway:
            check(service, places)
            assert place_of(service, "0x" + keccak(refused).hex()) is None


@pytest.mark.parametrize("way", ways_to_fill())
def test_a_snapshot_that_finds_no_room_halfway_leaves_nothing_behind(
    way: str, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "check_room", lambda *_: None)  # as if it were gone since
    with ExitStack() as stack:
        is_disk = way == TMPFS
        disk = stack.enter_context(small_disk(tmp_path)) if is_disk else tmp_path
        world = new_world(config, disk)
        node = world.node()
        node.start()
        stack.callback(node.stop)
        for _ in range(12):
            node.submit(world.signed())
        with filled(disk, 16_384) if is_disk else limited(os.getpid(), 16_384):
            assert node.snapshot() is None
        assert not list(world.folder.path.glob("snapshot-*"))
        node.submit(world.signed())
        head = node.head
        assert node.snapshot() is not None
        node.stop()
        node.start()
        assert node.head == head
