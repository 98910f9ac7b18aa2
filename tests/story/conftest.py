# SPDX-License-Identifier: Apache-2.0
"""Stages on real nodes, for one module or for one test."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import new_key
from shouxin.config import Config, load_config
from shouxin.story.narrator import Narrator
from shouxin.story.stage import Stage, embedded_stage, stage_at
from shouxin.story.text import Language

Narrate = Callable[..., Narrator]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})


@pytest.fixture
def stage(config: Config) -> Iterator[Stage]:
    """A chain that begins on the story's first day."""
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="module")
def other_node(config: Config) -> Iterator[EmbeddedNode]:
    """A node that is not the story's own."""
    with config.embedded_node(chain_id=4242, name="other") as node:
        yield node


@pytest.fixture
def key_file(other_node: EmbeddedNode, config: Config) -> Path:
    """A key with coins on the other node, the same in every test."""
    path = config.var / "other.key"
    if not path.exists():
        other_node.fund(str(new_key(path).address))
    return path


@pytest.fixture
def other_stage(config: Config, other_node: EmbeddedNode, key_file: Path) -> Stage:
    """The stage that ``--rpc-url`` sets."""
    return stage_at(config, other_node.url, other_node.chain_id, key_file)


@pytest.fixture
def narrate() -> Narrate:
    """A narrator who prints into memory."""

    def made(language: Language = Language.EN, columns: int = 80) -> Narrator:
        return Narrator(Console(file=io.StringIO(), width=columns), language)

    return made
