# SPDX-License-Identifier: Apache-2.0
"""On a full disk nothing is acknowledged that could be lost, and room is all that mends it."""

import errno
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_utils import keccak

from shouxin.chain.gateway import lasting
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.journal import Journal
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.primitives.errors import ChainError
from tests.chain.gateway.full_disk import TMPFS, filled, limited, small_disk, ways_to_fill
from tests.chain.gateway.service import (
    Client,
    World,
    history,
    new_world,
    restarted,
    running,
    serving,
)

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
        process_id = self.gateway.process_id
        assert process_id is not None
        return process_id


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


def test_no_room_for_a_snapshot_costs_time_only(
    world: World, ended: list[LastingNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = running(world, 3)
    ended.append(node)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10})())
    assert node.snapshot() is None
    assert not list(world.folder.path.glob("snapshot-*"))
    node.submit(world.signed())
    assert restarted(node)[2] == 4


def test_on_a_full_disk_nothing_is_acknowledged_and_room_mends_it(
    world: World, ended: list[LastingNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    node = running(world, 1)
    ended.append(node)
    with serving(node) as client:
        raw = "0x" + world.signed().hex()
        with monkeypatch.context() as patch:
            patch.setattr(os, "pwrite", full)
            error = client.refused("eth_sendRawTransaction", raw)
            assert error["data"] == {"code": "journal.disk_full"}
            assert "make room" in error["message"]
            assert node.head.number == 1
            assert client.ask("eth_chainId") == "0x7a69"
        client.ask("eth_sendRawTransaction", raw)
    assert node.head.number == 2
    assert restarted(node)[2] == 2


def test_an_outcome_that_found_no_room_is_written_before_the_next(
    world: World, ended: list[LastingNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = running(world, 1)
    ended.append(node)
    raw = world.signed()
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "write_outcome", _no_room)
        with pytest.raises(ChainError, match="no room"):
            node.submit(raw)
    node.submit(world.signed())
    before = history(node)
    assert len(before[1]) == 3
    assert restarted(node) == before


def test_an_outcome_that_was_never_written_is_found_again(
    world: World, ended: list[LastingNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = running(world, 1)
    ended.append(node)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "write_outcome", _no_room)
        with pytest.raises(ChainError):
            node.submit(world.signed())
    seen = Chain(node.url).block().hash  # somebody may have seen this block already
    node.stop()
    node.start()
    assert node.head.number == 2
    assert node.head.hash == seen


def _no_room(*_: object) -> None:
    raise ChainError("journal.disk_full", "no room on the disk", "磁盘空间不足")
