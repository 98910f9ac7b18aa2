# SPDX-License-Identifier: Apache-2.0
"""What holds for every command: exit codes, one line of error, help that reads well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.cli.main import run

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
COMMANDS = ("up", "demo", "report", "deployment", "gateway", "schedule", "simulate", "apr", "bench")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lend"], "No such command 'lend': see shouxin --help"),
        (["--loud"], "No such option: --loud: see shouxin --help"),
        (["demo", "--loud"], "No such option: --loud: see shouxin demo --help"),
        (["demo", "now"], "Got unexpected extra argument(s) (now): see shouxin demo --help"),
        (["demo", "--lang", "fr"], "--lang 'fr' is not one of 'en', 'zh': see shouxin demo --help"),
        (["up", "--port", "abc"], "--port 'abc' should be a valid integer: see shouxin up --help"),
        (["up", "--port=70000"], "--port '70000' should be less than or equal to 65535"),
        (["up", "--port", "0"], "--port '0' should be greater than or equal to 1"),
        (["up", "--chain-id", "-1"], "--chain-id '-1' should be greater than or equal to 1"),
        (["up", "--port"], "Option '--port' requires an argument"),
        (["bench"], "Missing command: see shouxin bench --help"),
        (["bench", "time"], "No such command 'time': see shouxin bench --help"),
        (["bench", "gas", "--all"], "No such option: --all: see shouxin bench gas --help"),
        (["apr", "--basis", "uk", "--from", "-"], "--basis 'uk' is not one of 'eu', 'us', 'cn'"),
        (["simulate"], "Missing option '--from': see shouxin simulate --help"),
    ],
)
def test_a_wrong_option_is_named_with_its_value(
    fails: Fails, arguments: list[str], told: str
) -> None:
    assert told in fails(arguments, 2)


@pytest.mark.parametrize("command", ["demo", "up"])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--rpc-url", "localhost:8545"], "'localhost:8545' is not an address: write http://"),
        (["--rpc-url", ""], "'' is not an address"),
        (["--key-file", "/absent"], "--key-file '/absent' is of a node that --rpc-url names"),
    ],
)
def test_options_that_mean_nothing_are_bad_input(
    fails: Fails, command: str, options: list[str], told: str
) -> None:
    assert told in fails([command, *options], 2)


@pytest.mark.parametrize("command", ["demo", "up"])
def test_a_node_that_is_down_is_a_failure(fails: Fails, command: str) -> None:
    url = "http://127.0.0.1:1"
    options = [command, "--rpc-url", url, *(["--json"] if command == "up" else [])]
    assert fails(options, 1) == f"no node answers at {url}: start it, or correct --rpc-url"


def test_a_program_that_is_not_there_is_a_failure(
    fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUXIN_ANVIL", "/absent/anvil")
    assert "/absent/anvil does not exist" in fails(["demo", "--json"], 1)


def test_a_folder_that_cannot_be_written_is_a_failure(
    fails: Fails, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("SHOUXIN_VAR", str(file / "var"))
    told = fails(["up", "--json"], 1)
    assert str(file) in told
    assert "set SHOUXIN_VAR to a folder that can be written" in told


def test_errors_are_chinese_where_the_locale_is(
    fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "不是有效地址" in fails(["demo", "--rpc-url", "x"], 2)


@pytest.mark.parametrize("arguments", [[], ["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_fits_80_columns_and_cuts_nothing(capsys: Shell, arguments: list[str]) -> None:
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Usage: shouxin" in out
    assert "…" not in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_the_help_lists_every_command(capsys: Shell) -> None:
    run(["--help"])
    listed = capsys.readouterr().out
    for command in COMMANDS:
        assert f"│ {command} " in listed
