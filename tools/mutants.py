# SPDX-License-Identifier: Apache-2.0
"""Deliberate faults in a Vyper source, one a mutant, made where its syntax tree says.

    for mutant in mutants_of("loan_model.vy", source):
        mutant.applied(source)      # the whole source with this one fault

``sampled(mutants, seed, share)`` takes about that share of them. Whether a mutant is taken
depends on its own function and text alone, so an edit elsewhere leaves the sample as it was.
"""

from __future__ import annotations

import hashlib
import itertools
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vyper.ast import nodes as vy
from vyper.ast.parse import parse_to_ast

OPERATORS: dict[str, tuple[str, str]] = {
    "Lt": ("<", "<="),
    "LtE": ("<=", "<"),
    "Gt": (">", ">="),
    "GtE": (">=", ">"),
    "Eq": ("==", "!="),
    "NotEq": ("!=", "=="),
    "Add": ("+", "-"),
    "Sub": ("-", "+"),
    "Mult": ("*", "//"),
    "FloorDiv": ("//", "*"),
    "Mod": ("%", "//"),
    "BitAnd": ("&", "|"),
    "BitOr": ("|", "&"),
    "BitXor": ("^", "|"),
    "LShift": ("<<", ">>"),
    "RShift": (">>", "<<"),
    "And": ("and", "or"),
    "Or": ("or", "and"),
    "In": (" in ", " not in "),
    "NotIn": (" not in ", " in "),
}
BUILTINS = {
    "unsafe_add": "unsafe_sub",
    "unsafe_sub": "unsafe_add",
    "unsafe_mul": "unsafe_div",
    "unsafe_div": "unsafe_mul",
    "min": "max",
    "max": "min",
}
# Swapping the arguments of these changes nothing, or is no fault that anybody makes.
UNSWAPPED = {"unsafe_add", "unsafe_mul", "min", "max", "convert", "abi_decode", "abi_encode"}
LOCK = b"# pragma nonreentrancy on\n"
UNLOCKED = "# pragma nonreentrancy off\n"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the bytes from `start` to `end` of a source replaced."""

    file: str
    function: str
    line: int
    kind: str
    start: int
    end: int
    old: str
    new: str
    nth: int = 0
    """Which of several alike in its function, from 0."""

    @property
    def key(self) -> str:
        """The mutant's name in results: the same as long as its function's text is."""
        named = (self.file, self.function, self.kind, self.old, self.new, self.nth)
        return hashlib.sha256(repr(named).encode()).hexdigest()[:16]

    def applied(self, source: bytes) -> bytes:
        """The source with the fault."""
        assert source[self.start : self.end] == self.old.encode()
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutants_of(
    file: str, source: bytes, constants: Mapping[str, Sequence[str]] | None = None
) -> list[Mutant]:
    """All mutants of a source, in its order; `constants` are those of the modules it imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = parse_to_ast(source.decode())
    own = constants_of(tree)
    maker = _Maker(file, source, {**(constants or {}), "": own})
    found = list(maker.of_module(tree))
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for mutant in found:
        alike = (mutant.function, mutant.kind, mutant.old, mutant.new)
        numbered.append(replace(mutant, nth=seen[alike]))
        seen[alike] += 1
    return numbered


def sampled(mutants: Iterable[Mutant], seed: str, share: float) -> list[Mutant]:
    """About this share of the mutants, each taken or not by its own key."""
    limit = int(share * 2**64)
    return [m for m in mutants if _fate(m, seed) < limit]


def _fate(mutant: Mutant, seed: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed} {mutant.key}".encode()).digest()[:8], "big")


def constants_of(tree: Any) -> list[str]:
    """The names of a module's constants and immutables of the plain types, in order."""
    declared = (node for node in tree.body if isinstance(node, vy.VariableDecl))
    return [str(d.target.id) for d in declared if d.is_constant or d.is_immutable]


class _Maker:
    """Walks a tree and yields mutants."""

    def __init__(self, file: str, source: bytes, constants: Mapping[str, Sequence[str]]) -> None:
        self._file = file
        self._source = source
        self._constants = constants
        lengths = (len(line) for line in source.splitlines(keepends=True))
        self._starts = [0, *itertools.accumulate(lengths)]
        self._function = ""

    def of_module(self, tree: Any) -> Iterator[Mutant]:
        if LOCK in self._source:
            at = self._source.index(LOCK)
            yield self._mutant(
                "lock removed", 1, at, at + len(LOCK), "# pragma nonreentrancy off\n"
            )
        for node in tree.body:
            if isinstance(node, vy.VariableDecl) and node.value is not None:
                self._function = str(node.target.id)
                yield from self._of_expression(node.value)
            if isinstance(node, vy.FunctionDef):
                self._function = str(node.name)
                yield from self._of_body(node.body)

    def _of_body(self, body: Sequence[Any]) -> Iterator[Mutant]:
        for node in body:
            yield from self._of_statement(node)

    def _of_statement(self, node: Any) -> Iterator[Mutant]:
        if isinstance(node, vy.Assert):
            yield self._replaced("check dropped", node, "pass")
            yield from self._of_expression(node.test)
        elif isinstance(node, (vy.Assign, vy.AugAssign, vy.Expr, vy.Log, vy.Break, vy.Continue)):
            yield self._replaced("statement dropped", node, "pass")
            if isinstance(node, vy.AugAssign):
                yield from self._operator(node.op, node.target, node.value)
            if (value := getattr(node, "value", None)) is not None:
                yield from self._of_expression(value)
        elif isinstance(node, vy.If):
            yield from self._of_test(node.test)
            yield from self._of_body(node.body)
            yield from self._of_body(node.orelse)
        elif isinstance(node, vy.For):
            yield from self._of_body(node.body)
        elif isinstance(node, (vy.Return, vy.AnnAssign)) and node.value is not None:
            yield from self._of_expression(node.value)
        elif isinstance(node, vy.Return):
            yield self._replaced("return dropped", node, "pass")

    def _of_test(self, test: Any) -> Iterator[Mutant]:
        for value in ("True", "False"):
            yield self._replaced(f"condition {value.lower()}", test, value)
        yield from self._of_expression(test)

    def _of_expression(self, node: Any) -> Iterator[Mutant]:
        for kinds, made in self._makers():
            if isinstance(node, kinds):
                yield from made(node)

    def _makers(self) -> tuple[tuple[Any, Callable[[Any], Iterator[Mutant]]], ...]:
        return (
            (vy.Call, self._of_call),
            ((vy.ExtCall, vy.StaticCall), lambda node: self._of_call(node.value)),
            (vy.Compare, self._of_comparison),
            (vy.BinOp, self._of_arithmetic),
            (vy.BoolOp, self._of_bool),
            (vy.UnaryOp, self._of_not),
            (vy.IfExp, self._of_choice),
            ((vy.Int, vy.NameConstant), self._of_literal),
            ((vy.Name, vy.Attribute), self._of_constant),
            (vy.Subscript, lambda node: self._of_each(node.value, node.slice)),
            (vy.List, lambda node: self._of_each(*node.elements)),
        )

    def _of_comparison(self, node: Any) -> Iterator[Mutant]:
        yield from self._operator(node.op, node.left, node.right)
        yield from self._of_each(node.left, node.right)

    def _of_arithmetic(self, node: Any) -> Iterator[Mutant]:
        yield from self._operator(node.op, node.left, node.right)
        if type(node.op).__name__ in {"Add", "Sub", "BitOr", "BitAnd"}:
            yield self._replaced("operand dropped", node, f"({self._text(node.left)})")
        yield from self._of_each(node.left, node.right)

    def _of_not(self, node: Any) -> Iterator[Mutant]:
        yield self._replaced("not dropped", node, f"({self._text(node.operand)})")
        yield from self._of_expression(node.operand)

    def _of_choice(self, node: Any) -> Iterator[Mutant]:
        for part in (node.body, node.orelse):
            yield self._replaced("choice fixed", node, f"({self._text(part)})")
        yield from self._of_each(node.test, node.body, node.orelse)

    def _of_literal(self, node: Any) -> Iterator[Mutant]:
        if isinstance(node, vy.NameConstant):
            yield self._replaced("truth turned", node, str(not node.value))
            return
        yield self._replaced("number off by one", node, str(node.value + 1))
        if node.value > 0:
            yield self._replaced("number off by one", node, str(node.value - 1))

    def _of_each(self, *nodes: Any) -> Iterator[Mutant]:
        for node in nodes:
            yield from self._of_expression(node)

    def _of_call(self, node: Any) -> Iterator[Mutant]:
        name = str(getattr(node.func, "id", ""))
        if name in {"empty", "max_value", "min_value", "method_id", "keccak256"}:
            return
        if name in BUILTINS:
            yield self._replaced("operation swapped", node.func, BUILTINS[name])
        if name in {"min", "max"}:
            for arg in node.args:
                yield self._replaced("clip dropped", node, f"({self._text(arg)})")
        if name in {"unsafe_add", "unsafe_sub"}:
            yield self._replaced("operand dropped", node, f"({self._text(node.args[0])})")
        values = [*node.args] if name not in UNSWAPPED else []
        for pair in (values, [k.value for k in node.keywords]):
            yield from self._swaps(pair)
        args = node.args[:1] if name == "convert" else node.args
        yield from self._of_each(*args)
        for keyword in node.keywords:
            if keyword.arg not in {"bound", "output_type", "max_outsize"}:
                yield from self._of_expression(keyword.value)

    def _swaps(self, nodes: Sequence[Any]) -> Iterator[Mutant]:
        for left, right in itertools.pairwise(nodes):
            if self._text(left) == self._text(right):
                continue
            start, between, end = self._end(left), self._start(right), self._end(right)
            gap = self._source[start:between].decode()
            new = self._text(right) + gap + self._text(left)
            yield self._mutant("arguments swapped", left.lineno, self._start(left), end, new)

    def _of_bool(self, node: Any) -> Iterator[Mutant]:
        values = list(node.values)
        for left, right in itertools.pairwise(values):
            yield from self._operator(node.op, left, right)
        for dropped in values:
            kept = [f"({self._text(v)})" for v in values if v is not dropped]
            word = f" {OPERATORS[type(node.op).__name__][0]} "
            yield self._replaced("clause dropped", node, f"({word.join(kept)})")
        yield from self._of_each(*values)

    def _of_constant(self, node: Any) -> Iterator[Mutant]:
        module, name = "", str(getattr(node, "id", ""))
        if isinstance(node, vy.Attribute):
            module, name = str(getattr(node.value, "id", "")), str(node.attr)
        names = self._constants.get(module, [])
        if (module or isinstance(node, vy.Name)) and name in names and len(names) > 1:
            other = names[(names.index(name) + 1) % len(names)]
            new = f"{module}.{other}" if module else other
            yield self._replaced("another constant", node, new)

    def _operator(self, op: Any, left: Any, right: Any) -> Iterator[Mutant]:
        old, new = OPERATORS.get(type(op).__name__, ("", ""))
        start, end = self._end(left), self._start(right)
        at = self._source.find(old.encode(), start, end) if old else -1
        if at >= 0:
            yield self._mutant("operator swapped", left.lineno, at, at + len(old), new)

    def _replaced(self, kind: str, node: Any, new: str) -> Mutant:
        return self._mutant(kind, node.lineno, self._start(node), self._end(node), new)

    def _mutant(self, kind: str, line: int, start: int, end: int, new: str) -> Mutant:
        old = self._source[start:end].decode()
        return Mutant(self._file, self._function, line, kind, start, end, old, new)

    def _text(self, node: Any) -> str:
        return self._source[self._start(node) : self._end(node)].decode()

    def _start(self, node: Any) -> int:
        return self._starts[int(node.lineno) - 1] + int(node.col_offset)

    def _end(self, node: Any) -> int:
        return self._starts[int(node.end_lineno) - 1] + int(node.end_col_offset)
