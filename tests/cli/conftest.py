# SPDX-License-Identifier: Apache-2.0
"""The command line with a folder of its own, in English, and a node that is not its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import new_key
from shouxin.cli.main import run
from shouxin.config import load_config

Fails = Callable[..., str]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one module's runs keep."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SHOUXIN_KEY_FILE", "SHOUXIN_ANVIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOUXIN_VAR", str(var))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(scope="module")
def node(var: Path) -> Iterator[EmbeddedNode]:
    """A node of others, with no account of its own."""
    with load_config({"SHOUXIN_VAR": str(var)}).embedded_node(chain_id=4242) as running:
        yield running


@pytest.fixture(scope="module")
def key_file(node: EmbeddedNode, var: Path) -> Path:
    """A key with coins there."""
    path = var / "mine.key"
    node.fund(str(new_key(path).address))
    return path


@pytest.fixture
def elsewhere(node: EmbeddedNode, key_file: Path) -> list[str]:
    """The options that name that node."""
    return ["--rpc-url", node.url, "--key-file", str(key_file)]


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Fails:
    """Runs a command that must fail, and gives its one line on standard error."""

    def failing(arguments: list[str], exit_code: int, *, prints: bool = False) -> str:
        assert run(arguments) == exit_code
        out, err = capsys.readouterr()
        assert bool(out) == prints
        assert err.startswith("error: ")
        assert err.count("\n") == 1
        return err.removeprefix("error: ").strip()

    return failing
