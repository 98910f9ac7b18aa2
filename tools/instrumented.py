# SPDX-License-Identifier: Apache-2.0
"""Contracts compiled with marks: each block and each way of each jump leaves a trace.

A mark asks the balance of an address that stands for the place. It changes nothing, is allowed in
views, and outlasts a revert: the EVM's database keeps the address among those that it was asked
for. So after any tests, `reached(addresses)` of those tells where the code has been. Gas and sizes
are not the true ones.
"""

from __future__ import annotations

import sysconfig
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vyper.ast import nodes as vy
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData
from vyper.ir.compile_ir import assembly_to_evm

from tools.contracts import CONTRACTS

STATEMENTS = (
    vy.Assert,
    vy.Assign,
    vy.AugAssign,
    vy.AnnAssign,
    vy.Expr,
    vy.Log,
    vy.If,
    vy.For,
    vy.Return,
)
# What jumps in the source: the compiler's own checks are not among them. Of a check it is known
# which way is which; other conditions the compiler may turn round.
WAYS = {
    vy.Assert: ("never fails", "never holds"),
    vy.If: ("one way only", "one way only"),
    vy.IfExp: ("one way only", "one way only"),
    vy.BoolOp: ("one way only", "one way only"),
}
MARK_BYTES = 4
PLACES_MAX = 1 << 16


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A statement's first line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Branch:
    """A check, a condition, the left side of and/or: something that goes two ways."""

    file: str
    line: int
    column: int
    kind: str
    text: str


@dataclass(slots=True)
class Places:
    """What the marks of all contracts stand for."""

    lines: dict[int, set[Line]] = field(default_factory=dict)
    """Mark -> the statements of its block."""
    ways: dict[int, tuple[Branch, bool]] = field(default_factory=dict)
    """Mark -> a branch, and the way: of a check, whether it held."""

    def reached(self, addresses: Iterable[str]) -> tuple[set[Line], set[tuple[Branch, bool]]]:
        """The lines and the ways of branches that these addresses are the marks of."""
        marks = {int(address, 16) for address in addresses}
        lines = {line for mark in marks & self.lines.keys() for line in self.lines[mark]}
        return lines, {self.ways[mark] for mark in marks & self.ways.keys()}


def compiled_with_marks(source: Path, number: int, places: Places) -> tuple[bytes, bytes]:
    """Deployment's and runtime's code of a contract; `number` is its own, from 1."""
    site_packages = Path(sysconfig.get_paths()["purelib"])
    bundle = FilesystemInputBundle([site_packages, CONTRACTS, source.parent])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = CompilerData(bundle.load_file(source), input_bundle=bundle)
        maker = _Marks(number, places)
        deployment = maker.marked(data.assembly)
        runtime = next(item[1:] for item in deployment if _is_runtime(item))
        return assembly_to_evm(deployment)[0], assembly_to_evm(runtime)[0]


def _is_runtime(item: Any) -> bool:
    return isinstance(item, list) and type(item[0]).__name__ == "RuntimeHeader"


class _Marks:
    """Puts marks into one contract's assembly."""

    def __init__(self, number: int, places: Places) -> None:
        self._next = number * PLACES_MAX
        self._places = places

    def marked(self, assembly: list[Any]) -> list[Any]:
        """The assembly with a mark at the start of each block and before each jump."""
        found: list[Any] = []
        block: set[Line] = set()
        for at, item in enumerate(assembly):
            if _is_runtime(item):
                found.append([item[0], *self.marked(item[1:])])
                continue
            following = assembly[at + 1] if at + 1 < len(assembly) else None
            if following == "JUMPI" and str(item).startswith("_sym_"):
                found += self._way_marks(following)
            found.append(item)
            node = getattr(item, "ast_source", None)
            if item in ("JUMPDEST", "JUMPI"):
                block = set()
                mark = self._taken(1)
                self._places.lines[mark] = block
                found += [*_pushed(mark), "BALANCE", "POP"]
            if (line := _line_of(node)) is not None:
                block.add(line)
        return found

    def _way_marks(self, jump: Any) -> Iterator[Any]:
        """Of a jump that stands in the source: which way it goes."""
        node = getattr(jump, "ast_source", None)
        branch = _branch_of(node)
        if branch is None:
            return
        mark = self._taken(2)
        is_true_jumping = isinstance(node, vy.Assert)
        self._places.ways[mark] = (branch, is_true_jumping)
        self._places.ways[mark + 1] = (branch, not is_true_jumping)
        yield from ("DUP1", "ISZERO", *_pushed(mark), "ADD", "BALANCE", "POP")

    def _taken(self, count: int) -> int:
        mark, self._next = self._next, self._next + count
        return mark


def _pushed(mark: int) -> list[Any]:
    return [f"PUSH{MARK_BYTES}", *mark.to_bytes(MARK_BYTES, "big")]


def _line_of(node: Any) -> Line | None:
    """The statement of a node, if it is one of ours."""
    while node is not None and not isinstance(node, STATEMENTS):
        node = node.get_ancestor()
    file = _file_of(node)
    return None if node is None or file is None else Line(file, int(node.lineno))


def _branch_of(node: Any) -> Branch | None:
    kind = next((k for k in WAYS if isinstance(node, k)), None)
    file = _file_of(node)
    if kind is None or file is None:
        return None
    shown = node.test if hasattr(node, "test") else node
    text = " ".join(str(shown.node_source_code).split())
    name = kind.__name__
    if isinstance(node, vy.BoolOp):
        name, text = "BoolOp", f"{text} [{_place_among(node)}]"
    return Branch(file, int(shown.lineno), int(shown.col_offset), name, text)


def _place_among(node: Any) -> str:
    """The left side of a nested and/or, which tells several of one line apart."""
    return " ".join(str(node.values[0].node_source_code).split())


def _file_of(node: Any) -> str | None:
    if node is None or node.get_ancestor(vy.FunctionDef) is None:
        return None
    if node.lineno is None:  # made by the compiler, as a public variable's getter
        return None
    path = Path(str(node.get_ancestor(vy.Module).resolved_path))
    return path.name if path.parent == CONTRACTS else None
