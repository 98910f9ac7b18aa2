# SPDX-License-Identifier: Apache-2.0
"""The auditor's pack names files and tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "audit").glob("*.md"))
ATTACKS, README = (ROOT / "docs" / "audit" / name for name in ("attacks.md", "README.md"))
REFERENCE = re.compile(r"`((?:tests/)?[\w/]+\.py)::([\w:]+)`")
NAMED = re.compile(r"`((?:tests|tools|contracts|src|bench|docs)/[\w./]+\.(?:py|vyi?|md|json))`")
MISSING_PARTS = "not built yet"
LINES_OFF_MAX = 0.15


def functions_in(path: Path) -> set[str]:
    """The functions of a file, and the methods of its classes as ``Class::method``."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = (item for item in node.body if isinstance(item, ast.FunctionDef))
            found |= {node.name} | {f"{node.name}::{method.name}" for method in methods}
    return found


def references(path: Path) -> list[tuple[str, str]]:
    return REFERENCE.findall(path.read_text())


def located(name: str) -> Path:
    """A test file by its path from the root, or from tests/."""
    return ROOT / name if name.startswith("tests/") else ROOT / "tests" / name


def test_the_pack_is_there_and_names_tests() -> None:
    assert {ATTACKS, README} < set(PAGES)
    assert sum(len(references(page)) for page in PAGES) > 300


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_is_there(page: Path) -> None:
    missing = [
        f"{name}::{test}"
        for name, test in references(page)
        if not located(name).exists() or test not in functions_in(located(name))
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    assert [name for name in NAMED.findall(page.read_text()) if not (ROOT / name).exists()] == []


def test_every_attack_is_tried_or_its_part_is_missing() -> None:
    rows = [line for line in ATTACKS.read_text().splitlines() if re.match(r"\| [A-Z]?\d", line)]
    assert len(rows) > 60
    assert [row for row in rows if not REFERENCE.search(row) and MISSING_PARTS not in row] == []


def test_every_contract_is_in_the_scope_with_its_size() -> None:
    stated = dict(re.findall(r"^\| `(\w+\.vyi?)` \| (\d+) \|", README.read_text(), re.MULTILINE))
    sources = {path.name: path for path in (ROOT / "contracts").rglob("*.vy*")}
    assert stated.keys() == sources.keys()
    for name, lines in stated.items():
        found = len(sources[name].read_text().splitlines())
        assert abs(found - int(lines)) <= max(found * LINES_OFF_MAX, 10), f"{name}: {found}"
