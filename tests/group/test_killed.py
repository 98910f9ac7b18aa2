# SPDX-License-Identifier: Apache-2.0
"""``kill -9`` of any process, or of all, under load: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import BACKENDS
from tests.group.checks import Books
from tests.group.ground import Clocks, Ground, environment
from tests.group.installation import Up
from tests.group.rounds import Rounds, customers_of, new_database

pytestmark = pytest.mark.xdist_group("group")
KINDS = ("serve", "all", "keeper", "gateway", "index", "up", "node", "gateway+serve+index")


@contextmanager
def rounds_on(backend: str, ground: Ground, clocks: Clocks, folder: Path) -> Iterator[Rounds]:
    """On a ``shouxin up``, which has nothing to complain of at the end."""
    var = ground.copied_to(folder)
    with new_database(backend, folder) as url:
        environ = environment(var, clocks, SHOUXIN_DATABASE_URL=url)
        up = Up(environ)
        up.start()
        try:
            with customers_of(ground, [up.url]) as customers:
                yield Rounds(up, customers, Books(environ, up.rpc_url, url), clocks)
            assert up.is_running
        finally:
            complaint = up.stop()
        assert complaint == ""


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_kill_of_anything_loses_nothing_and_does_nothing_twice(
    backend: str, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with rounds_on(backend, ground, clocks, tmp_path) as rounds:
        for kind in ("gateway+serve", "all"):
            rounds.go(kind)
        assert rounds.finish(tmp_path) >= 1
        assert len(rounds.acknowledged) > 5


@pytest.mark.long
@pytest.mark.parametrize("backend", BACKENDS)
def test_thirty_kills_lose_nothing_and_do_nothing_twice(
    backend: str, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with rounds_on(backend, ground, clocks, tmp_path) as rounds:
        for number in range(int(os.environ.get("SHOUXIN_KILLS", "30"))):
            rounds.go(KINDS[number % len(KINDS)])
        rounds.ask_again()
        assert rounds.finish(tmp_path) > 30
        assert len(rounds.acknowledged) > 100
