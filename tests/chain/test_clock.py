# SPDX-License-Identifier: Apache-2.0
"""The chain's time: the node says it, a stopwatch carries it on, no wall clock has a part in it."""

import pytest

from shouxin.chain.clock import ChainClock
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.primitives.dates import SECONDS_PER_DAY, day_at
from shouxin.primitives.errors import ChainError

DAYS = 40


def test_a_node_that_is_away_gives_no_time(config: Config) -> None:
    with config.embedded_node(name="going") as going:
        clock = ChainClock(Chain(going.url), carried_seconds_max=0)
        assert clock.now() > 0
    with pytest.raises(ChainError) as caught:
        clock.now()
    assert caught.value.code == "chain.node_down"


def test_a_wrong_wall_clock_changes_nothing(
    node: EmbeddedNode, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ChainClock(chain).now()
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert 0 <= ChainClock(chain).now() - before <= 5
    assert node.is_running


def test_time_that_the_chain_skips_is_seen(node: EmbeddedNode, chain: Chain) -> None:
    clock = ChainClock(chain, carried_seconds_max=0)
    before = clock.now()
    warped = node.warp(DAYS * SECONDS_PER_DAY)
    after = clock.now()
    assert warped <= after <= warped + 5
    assert after - before >= DAYS * SECONDS_PER_DAY
    assert clock.today(480) == day_at(after, 480) == day_at(before, 480) + DAYS


def test_a_stopwatch_carries_it_on_for_a_few_seconds_alone(
    node: EmbeddedNode, chain: Chain
) -> None:
    moment = [100.0]
    clock = ChainClock(chain, carried_seconds_max=3, stopwatch=lambda: moment[0])
    first = clock.now()
    node.warp(SECONDS_PER_DAY)
    moment[0] += 2.9
    assert clock.now() == first + 2
    moment[0] += 0.2
    assert clock.now() >= first + SECONDS_PER_DAY


def test_it_is_never_before_the_last_block(node: EmbeddedNode, chain: Chain) -> None:
    node.warp(SECONDS_PER_DAY)
    assert ChainClock(chain).now() >= chain.block().timestamp
