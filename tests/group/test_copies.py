# SPDX-License-Identifier: Apache-2.0
"""Two copies of everything on one database: killed in turn, they do no more than one would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from tests.databases import BACKENDS
from tests.group.checks import Books
from tests.group.ground import Clocks, Ground, environment
from tests.group.installation import Copy, copy_environ, gateway_of, until_ready
from tests.group.rounds import Rounds, customers_of, new_database

pytestmark = pytest.mark.xdist_group("group")
KINDS = ("serve", "index", "keeper")


class Pair:
    """Two copies, of which a member is killed by turns."""

    def __init__(self, *copies: Copy) -> None:
        self.copies = copies
        self._next = cycle(copies)

    def kill(self, kind: str) -> None:
        next(self._next).kill(kind)


@contextmanager
def pair_on(backend: str, ground: Ground, clocks: Clocks, folder: Path) -> Iterator[Rounds]:
    environ = environment(ground.copied_to(folder), clocks)
    with new_database(backend, folder) as url, gateway_of(environ) as gateway:
        given = copy_environ(environ, gateway.url, url)
        pair = Pair(*(Copy(given, folder / f"copy {number}.log") for number in range(2)))
        try:
            for copy in pair.copies:
                copy.start(*KINDS)
                until_ready(copy.url)
            urls = [copy.url for copy in pair.copies]
            with customers_of(ground, urls) as customers:
                yield Rounds(pair, customers, Books(environ, gateway.url, url), clocks)
        finally:
            for copy in pair.copies:
                copy.stop()


@pytest.mark.parametrize("backend", BACKENDS[-1:])
def test_two_copies_do_everything_once(
    backend: str, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with pair_on(backend, ground, clocks, tmp_path) as rounds:
        rounds.go("serve")
        assert rounds.finish(tmp_path) >= 1


@pytest.mark.long
@pytest.mark.parametrize("backend", BACKENDS)
def test_two_copies_killed_by_turns_do_everything_once(
    backend: str, ground: Ground, clocks: Clocks, tmp_path: Path
) -> None:
    with pair_on(backend, ground, clocks, tmp_path) as rounds:
        for kind in KINDS * 4:
            rounds.go(kind)
        rounds.ask_again()
        assert rounds.finish(tmp_path) > 12
