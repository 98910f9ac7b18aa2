# SPDX-License-Identifier: Apache-2.0
"""The container and compose files name paths, commands and settings that there are."""

import json
import re
from pathlib import Path
from typing import Any

import typer
import yaml

from shouxin.cli.main import build_app
from shouxin.config import Config
from shouxin.config.reading import settings_of, variable_of

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = {variable_of(section, key) for section, key, _ in settings_of(Config)}


def commands() -> set[str]:
    group: Any = typer.main.get_command(build_app())
    return set(group.commands)


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_every_path_that_is_copied_is_there() -> None:
    text = (ROOT / "Containerfile").read_text()
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ")]
    names = [name for names in copied for name in names if not name.startswith(("--", "/"))]
    assert len(names) > 4
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_every_command_is_one_of_ours() -> None:
    text = (ROOT / "Containerfile").read_text()
    command = json.loads(text.rpartition("CMD ")[2])
    services = compose()["services"]
    ours = [one["command"][0] for one in services.values() if "build" in one]
    assert {command[0], *ours} <= commands()
    assert set(ours) == {"serve", "index", "keeper", "node", "database"}


def test_nothing_starts_before_the_tables_are_made_but_the_node() -> None:
    services = compose()["services"]
    ours = {name: one for name, one in services.items() if "build" in one}
    assert ours["upgrade"]["command"] == ["database", "upgrade"]
    for name in set(ours) - {"upgrade", "node"}:
        waits = ours[name]["depends_on"]["upgrade"]
        assert waits == {"condition": "service_completed_successfully"}, name


def test_the_proxy_keeps_no_events_back_and_hides_figures() -> None:
    door = (ROOT / "docs" / "Caddyfile").read_text()
    assert "flush_interval -1" in door
    assert "@inside path /metrics /health /health/*" in door
    mounted = compose()["services"]["proxy"]["volumes"][0].split(":")[0]
    assert (ROOT / mounted).is_file()
    for name in ("deploy.md", "deploy.zh-CN.md"):
        assert "proxy_buffering off" in (ROOT / "docs" / name).read_text()


def test_every_variable_is_a_setting_and_the_user_is_not_root() -> None:
    texts = (ROOT / "Containerfile").read_text() + (ROOT / "compose.yaml").read_text()
    named = set(re.findall(r"SHOUXIN_[A-Z_]+", texts))
    assert len(named) > 6
    assert named <= VARIABLES
    assert "\nUSER shouxin\n" in texts


def test_the_build_and_the_mounts_name_files_of_the_checkout() -> None:
    services = compose()["services"]
    built = [one["build"] for one in services.values() if "build" in one]
    assert all((ROOT / one["context"] / one["dockerfile"]).is_file() for one in built)
    assert all("restart" in one for one in services.values())
