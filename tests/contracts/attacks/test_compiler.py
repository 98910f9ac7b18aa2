# SPDX-License-Identifier: Apache-2.0
"""Known faults of Vyper 0.4.3: what they need to bite is in none of the sources that we compile.

The advisories of October 2026 are of all versions up to 0.5.0b1 (docs/audit/dependencies.md).
"""

import re
import tokenize
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from vyper import ast as vy_ast

from tests.contracts.compiler import CONTRACTS, SITE_PACKAGES

OURS = sorted([*CONTRACTS.rglob("*.vy"), *CONTRACTS.rglob("*.vyi")])
USED = (
    "access_control",
    "ecdsa",
    "eip712_domain_separator",
    "erc20",
    "message_hash_utils",
    "ownable",
    "timelock_controller",
)
SNEKMATE = sorted((SITE_PACKAGES / "snekmate").rglob("*.vy"))
THEIRS = [path for path in SNEKMATE if path.stem in USED]
SOURCES = pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.name)
ONLY_OURS = pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)

PRAGMA = "# pragma version 0.4.3\n"
REASON_BYTES_MAX = 1_024


@cache
def tree_of(source: str) -> vy_ast.Module:
    """What the compiler makes of a source."""
    return vy_ast.parse_to_ast(source)


def literals(source: str) -> list[tuple[str, object]]:
    """Each number as the compiler reads it: its kind and its value."""
    kinds = (vy_ast.Num, vy_ast.Hex)
    found = [node for kind in kinds for node in tree_of(source).get_descendants(kind)]
    return [(type(node).__name__, node.value) for node in found]


def in_ascii(source: str) -> str:
    """The same source with a letter in place of every other character."""
    return "".join(mark if mark.isascii() and mark not in "\f\v" else "x" for mark in source)


@cache
def text_of(path: Path) -> str:
    """A file's characters, ends of lines and marks of byte order included."""
    return path.read_bytes().decode()


def nodes(path: Path, kind: type) -> list[vy_ast.VyperNode]:
    """The nodes of a kind in a file."""
    found: list[vy_ast.VyperNode] = tree_of(text_of(path)).get_descendants(kind)
    return found


def words(path: Path) -> list[str]:
    """A file's words and signs, without comments and texts."""
    left_out = (tokenize.COMMENT, tokenize.STRING, tokenize.NL, tokenize.NEWLINE)
    tokens = tokenize.generate_tokens(StringIO(text_of(path)).readline)
    return [token.string for token in tokens if token.type not in left_out]


@SOURCES
def test_every_number_is_read_as_it_is_written(path: Path) -> None:
    """CVE-2026-114114: characters of several bytes shift where the compiler reads a number."""
    source = text_of(path)
    assert literals(source) == literals(in_ascii(source))


@SOURCES
def test_lines_end_where_they_seem_to_end(path: Path) -> None:
    """CVE-2026-114116: a form feed or another separator shifts all lines after it."""
    source = text_of(path)
    assert source.splitlines() == source.rstrip("\n").split("\n")
    assert not source.startswith("\ufeff")


@pytest.mark.parametrize(
    "source",
    [
        "\ufb01ve: constant(address) = 0x00000000000000000000000000000000000000aa\n",
        "# \f\nfive: constant(bytes4) = 0x01020304\n",
        "# \u2028\nfive: constant(bytes4) = 0x01020304\n",
    ],
    ids=["several bytes", "form feed", "line separator"],
)
def test_a_source_that_deceives_the_compiler_is_found(source: str) -> None:
    assert literals(source) != literals(in_ascii(source))


@ONLY_OURS
def test_nothing_that_is_miscompiled_is_used(path: Path) -> None:
    """CVE-2026-114117: value or size of a call, joined by |; CVE-2026-114118: blueprints."""
    found = words(path)
    read = {found[i + 2] for i, word in enumerate(found) if word == "msg"}
    assert read <= {"sender"}
    assert not set(found) & {"create_from_blueprint", "create_copy_of", "raw_create"}


@ONLY_OURS
def test_no_condition_chooses_between_arrays(path: Path) -> None:
    """CVE-2026-114115: of nested arrays chosen by a condition the narrower is read amiss."""
    for choice in nodes(path, vy_ast.IfExp):
        parts = [choice.body, choice.orelse]
        assert not any(isinstance(part, vy_ast.List) for part in parts)
        assert not any(part.get_descendants(vy_ast.List) for part in parts)
        assert "missed" not in choice.node_source_code


@ONLY_OURS
def test_no_loop_goes_over_what_a_writing_call_answers(path: Path) -> None:
    """Such loops were not refused until after 0.4.3 (vyper 3884)."""
    harmless = {"range", "len", "unsafe_add"} | {
        f"self.{function.name}"
        for function in nodes(path, vy_ast.FunctionDef)
        if any(mark.node_source_code in ("pure", "view") for mark in function.decorator_list)
    }
    for loop in nodes(path, vy_ast.For):
        calls = loop.iter.get_descendants(vy_ast.Call, include_self=True)
        assert {call.func.node_source_code for call in calls} <= harmless
        assert not loop.iter.get_descendants(vy_ast.ExtCall, include_self=True)


@ONLY_OURS
def test_a_revert_says_no_more_than_fits(path: Path) -> None:
    """Longer literals were not refused until after 0.4.3 (vyper 5203)."""
    reasons = [node.msg for node in nodes(path, vy_ast.Assert)]
    reasons += [node.exc for node in nodes(path, vy_ast.Raise)]
    texts = [reason.value for reason in reasons if isinstance(reason, vy_ast.Str)]
    assert all(len(text) < REASON_BYTES_MAX for text in texts)
    assert len(texts) == len(reasons)


@ONLY_OURS
def test_a_module_has_one_path(path: Path) -> None:
    """A module imported by two paths was taken for two until after 0.4.3 (vyper 4838)."""
    of_ours = {(node.level, node.module) for node in nodes(path, vy_ast.ImportFrom) if node.level}
    assert of_ours <= {(1, None), (1, "interfaces"), (2, None)}


@ONLY_OURS
def test_the_version_is_one_and_the_code_generator_the_plain_one(path: Path) -> None:
    source = text_of(path)
    assert source.startswith(PRAGMA)
    assert not re.search(r"# *pragma +(experimental|venom|optimize)", source)
    if path.stem[0].isupper() and path.suffix == ".vy":
        assert "\n# pragma evm-version cancun\n# pragma nonreentrancy on\n" in source
