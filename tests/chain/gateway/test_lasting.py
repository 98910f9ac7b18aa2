# SPDX-License-Identifier: Apache-2.0
"""A chain is the same after every way of ending it: hashes, order, timestamps, effects."""

import hashlib
import json
import shutil
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from eth_utils import keccak

from shouxin.chain.gateway.json_rpc import RpcError
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.playback import journals
from shouxin.chain.journal import Intent, Journal, Outcome, read_journal
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.primitives.errors import ChainError
from tests.chain.gateway.service import (
    Client,
    World,
    history,
    new_world,
    restarted,
    running,
    serving,
)

# How the frame of an intent begins, after the journal's header.
INTENT_MARK = b"\xa5\x53\x02"
CUT_STEP = 41


def test_replayed_twice_it_is_the_same_chain(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 12)
    ended.append(node)
    before = history(node)
    assert len(before[0]) == 13
    assert restarted(node) == before
    assert restarted(node) == before


def test_a_snapshot_and_the_journal_behind_it_are_the_same_chain(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 5)
    ended.append(node)
    for _ in range(3):
        assert node.snapshot() is not None
        for _ in range(3):
            node.submit(world.signed())
    before = history(node)
    assert restarted(node) == before
    for note in world.folder.path.glob("snapshot-*"):
        note.unlink()
    assert restarted(node) == before


def test_snapshots_of_chains_from_snapshots_have_one_block_0(
    config: Config, tmp_path: Path, ended: list[LastingNode]
) -> None:
    """A node that loads a state has made a block 0 of its own, which must be the same one."""
    world = new_world(config, tmp_path, int(time.time()) - 1_000)
    node = running(world, 2)
    ended.append(node)
    for _ in range(4):
        node.submit(world.signed())
        snapshot = node.snapshot()
        assert snapshot is not None
        blocks = json.loads(snapshot.state_path(world.folder.path).read_bytes())["blocks"]
        assert len(blocks) == node.head.number + 1
        before = history(node)
        assert restarted(node) == before


def test_a_snapshot_with_another_block_0_costs_time_only(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 3)
    ended.append(node)
    snapshot = node.snapshot()
    assert snapshot is not None
    node.submit(world.signed())
    before = history(node)
    path = snapshot.state_path(world.folder.path)
    state = json.loads(path.read_bytes())
    (genesis,) = (block for block in state["blocks"] if int(block["header"]["number"], 16) == 0)
    strange = {**genesis, "header": {**genesis["header"], "timestamp": "0x1"}}
    state["blocks"].append(strange)
    data = json.dumps(state).encode()
    path.write_bytes(data)
    note = replace(snapshot, state_digest=hashlib.blake2b(data, digest_size=32).hexdigest())
    path.with_suffix(".json").write_text(json.dumps(asdict(note)))
    assert restarted(node) == before


def test_two_snapshots_and_all_journals_are_kept(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 2)
    ended.append(node)
    for _ in range(4):
        node.snapshot()
        node.submit(world.signed())
    names = sorted(path.name for path in world.folder.path.glob("snapshot-*"))
    assert names == ["snapshot-4.json", "snapshot-4.state", "snapshot-5.json", "snapshot-5.state"]
    kept = [path.name for path in journals(world.folder.path)]
    assert kept == [f"journal-{number}.log" for number in (0, 2, 3, 4, 5)]


def test_what_a_kill_left_half_written_goes_at_the_next_start(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 3)
    ended.append(node)
    node.snapshot()
    before = history(node)
    node.stop()
    kept = sorted(path.name for path in world.folder.path.iterdir())
    for name in ("snapshot-7.part", "snapshot-2.state", "journal-3.part", "genesis.part"):
        (world.folder.path / name).write_bytes(b"half")
    node.start()
    assert history(node) == before
    assert sorted(path.name for path in world.folder.path.iterdir()) == kept


def test_a_snapshot_without_news_is_none(world: World, ended: list[LastingNode]) -> None:
    node = running(world)
    ended.append(node)
    assert node.snapshot() is None


def test_snapshots_come_by_themselves(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 3, snapshot_seconds=0.0)
    ended.append(node)
    assert list(world.folder.path.glob("snapshot-*.state"))
    assert restarted(node)[2] == 3


@pytest.mark.parametrize("ruin", ["state", "json"])
def test_a_ruined_snapshot_costs_time_only(
    ruin: str, world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 3)
    ended.append(node)
    node.snapshot()
    node.submit(world.signed())
    before = history(node)
    (path,) = world.folder.path.glob(f"snapshot-*.{ruin}")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert restarted(node) == before


def test_an_intent_without_outcome_is_settled_as_the_block_it_was_for(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 2)
    ended.append(node)
    node.stop()
    raw, at = world.signed(), node.head.timestamp
    time.sleep(1.1)  # the start is later than the intent
    journal, _ = Journal.open(journals(world.folder.path)[-1], node_chain(world))
    journal.write_intent(Intent(at, raw))
    journal.close()
    first = restarted(node)
    assert node.head.number == 3
    assert node.head.timestamp == at
    assert first[1][-1]["transactionHash"] == "0x" + keccak(raw).hex()
    assert restarted(node) == first
    assert node.submit(raw) == keccak(raw)  # asked once more: known, and not sent twice
    assert node.head.number == 3


def test_an_intent_without_outcome_that_is_refused_comes_to_nothing(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 2)
    ended.append(node)
    before = history(node)
    node.stop()
    journal, _ = Journal.open(journals(world.folder.path)[-1], node_chain(world))
    journal.write_intent(Intent(node.head.timestamp, world.signed(nonce=77)))
    journal.close()
    assert restarted(node) == before
    node.submit(world.signed())
    assert len(restarted(node)[0]) == 4


def node_chain(world: World) -> tuple[int, str, str]:
    """Which chain a world's journals are of, as their header says."""
    path = journals(world.folder.path)[0]
    digest = world.folder.genesis_digest()
    with pytest.raises(ChainError) as caught:
        read_journal(path, (31337, "", digest))
    genesis_hash = caught.value.message.split("with genesis ")[1].split(" ")[0]
    return 31337, genesis_hash, digest


def test_refused_transactions_change_nothing(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 2)
    ended.append(node)
    before = history(node)
    refused = [
        world.signed(nonce=9),
        world.signed(nonce=2, gas=20_000),
        world.signed(nonce=2, maxFeePerGas=1),
        world.signed(nonce=2, value=10**30),
        world.signed(nonce=2, chainId=5),
        world.signed(nonce=2, gas=31_000_000),
        world.signed(nonce=0, value=2),
        b"\x02junk",
    ]
    for raw in refused:
        with pytest.raises(RpcError):
            node.submit(raw)
    assert history(node) == before
    assert restarted(node) == before


def test_a_nonce_ahead_is_refused_and_fits_once_the_gap_is_filled(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world)
    ended.append(node)
    later = world.signed(nonce=1)
    with pytest.raises(RpcError, match="nonce too high"):
        node.submit(later)
    node.submit(world.signed(nonce=0))
    assert node.head.number == 1
    node.submit(later)
    assert node.head.number == 2


def test_a_transaction_that_its_block_leaves_out_is_refused_and_the_block_is_kept(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 1)
    ended.append(node)
    below_the_floor = world.signed(nonce=1, data="0x" + "ff" * 3_000, gas=21_000 + 16 * 3_000)
    with pytest.raises(RpcError, match="left the transaction out"):
        node.submit(below_the_floor)
    node.submit(world.signed())
    before = history(node)
    assert [len(block["transactions"]) for block in before[0]] == [0, 1, 0, 1]
    assert restarted(node) == before


def test_timestamp_and_randomness_have_the_same_effect_again(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 2)
    ended.append(node)
    # a contract that stores timestamp, randomness and the last block's hash when it is made
    code = "0x42600055446001554360019003406002556000600055426000554460015500"
    raw = world.signed(data=code, gas=200_000, to=b"", value=0)
    node.submit(raw)
    receipt = Chain(node.url).request("eth_getTransactionReceipt", "0x" + keccak(raw).hex())
    assert receipt["status"] == "0x1"
    address = receipt["contractAddress"]
    slots = [Chain(node.url).storage(address, slot) for slot in range(3)]
    assert slots[0] == node.head.timestamp
    assert all(slots)
    node.snapshot()
    time.sleep(1.1)
    for again in range(2):
        node.stop()
        if again:
            for note in world.folder.path.glob("snapshot-*"):
                note.unlink()
        node.start()
        assert [Chain(node.url).storage(address, slot) for slot in range(3)] == slots


def test_after_a_start_time_is_the_clocks_again(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 1)
    ended.append(node)
    restarted(node)
    pending = Chain(node.url).request("eth_getBlockByNumber", "pending", False)
    assert abs(int(pending["timestamp"], 16) - time.time()) < 5
    node.submit(world.signed())
    assert abs(node.head.timestamp - time.time()) < 5


def test_a_journal_of_another_chain_is_refused(
    world: World, config: Any, tmp_path: Path, ended: list[LastingNode]
) -> None:
    node = running(world, 1)
    node.stop()
    other = new_world(config, tmp_path / "other")
    shutil.copy(journals(world.folder.path)[0], other.folder.path / "journal-0.log")
    strange = other.node()
    ended.append(strange)
    with pytest.raises(ChainError, match="is the journal of chain 31337") as caught:
        strange.start()
    assert caught.value.code == "journal.other_chain"


def test_cut_anywhere_it_is_the_chain_of_the_intents_that_are_left(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 3)
    ended.append(node)
    blocks, receipts, _ = history(node)
    node.stop()
    path = journals(world.folder.path)[0]
    whole, chain = path.read_bytes(), node_chain(world)
    header_end = whole.index(INTENT_MARK)
    for cut in [*range(header_end, len(whole), CUT_STEP), len(whole)]:
        path.write_bytes(whole[:cut])
        _, records = read_journal(path, chain)
        kept = sum(isinstance(record, Intent) for record in records)
        node.start()
        assert history(node) == [blocks[: kept + 1], receipts[:kept], kept]
        node.stop()
    assert kept == 3


def test_a_missing_journal_is_named(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 2)
    ended.append(node)
    node.snapshot()
    node.submit(world.signed())
    node.snapshot()
    node.submit(world.signed())
    node.stop()
    for path in world.folder.path.glob("snapshot-*"):
        path.unlink()
    (world.folder.path / "journal-2.log").unlink()
    with pytest.raises(ChainError, match="lack block 3") as caught:
        node.start()
    assert caught.value.code == "journal.gap"


def test_blocks_other_than_those_acknowledged_are_refused(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 2)
    ended.append(node)
    node.stop()
    path = journals(world.folder.path)[0]
    origin, records = read_journal(path, node_chain(world))
    last = records[-1]
    assert isinstance(last, Outcome)
    other = Journal.create(path, origin)
    for record in [*records[:-1], replace(last, timestamp=last.timestamp + 1)]:
        if isinstance(record, Intent):
            other.write_intent(record)
        elif isinstance(record, Outcome):
            other.write_outcome(record)
    other.close()
    with pytest.raises(ChainError, match="gave another block 2 than") as caught:
        node.start()
    assert caught.value.code == "node.other_history"


def test_many_clients_at_once_get_each_their_own_block(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world)
    ended.append(node)
    with serving(node) as client:
        batch = [
            {"jsonrpc": "2.0", "id": n, "method": "eth_sendRawTransaction",
             "params": ["0x" + world.signed().hex()]}
            for n in range(50)
        ]  # fmt: skip
        answers = Client(client.port).send(batch)
    assert all("result" in answer for answer in answers)
    before = history(node)
    assert [len(block["transactions"]) for block in before[0]] == [0] + [1] * 50
    assert [receipt["transactionHash"] for receipt in before[1]] == [a["result"] for a in answers]
    assert restarted(node) == before
