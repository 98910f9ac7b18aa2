# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from vyper.ast.parse import parse_to_ast

from tests.contracts.compiler import CONTRACTS
from tools.mutants import Mutant, constants_of, mutants_of, sampled
from tools.mutation_worker import compiled_from_source, without_trailer

SOURCE = b"""\
# pragma version 0.4.3
# pragma evm-version cancun
LIMIT: constant(uint256) = 10
FLOOR: constant(uint256) = 2
owner: address
kept: uint256


@external
def keep(amount: uint256, at_most: uint256):
    assert msg.sender == self.owner, "not the owner"
    assert amount <= LIMIT and amount > FLOOR, "out of bounds"
    unused: uint256 = amount // 3
    self.kept = min(unsafe_add(amount, 1), at_most)
"""


def code_of(folder: Path, source: bytes) -> str:
    path = folder / "Sample.vy"
    path.write_bytes(source)
    return without_trailer(compiled_from_source(path)[0])


def of_kind(kind: str) -> list[Mutant]:
    return [m for m in mutants_of("Sample.vy", SOURCE) if m.kind == kind]


def changed_line(mutant: Mutant) -> str:
    before, after = SOURCE.splitlines(), mutant.applied(SOURCE).splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    return changed[0].decode().strip()


def test_a_mutant_is_not_applied_to_another_source() -> None:
    with pytest.raises(AssertionError):
        of_kind("check dropped")[0].applied(b"# " + SOURCE)


def test_each_mutant_changes_one_line_and_no_two_are_the_same() -> None:
    mutants = mutants_of("Sample.vy", SOURCE)
    assert all(changed_line(mutant) for mutant in mutants)
    assert len({mutant.applied(SOURCE) for mutant in mutants}) == len(mutants)
    assert len({mutant.key for mutant in mutants}) == len(mutants)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("check dropped", ["pass", "pass"]),
        ("statement dropped", ["pass"]),
        (
            "clause dropped",
            [
                'assert ((amount > FLOOR)), "out of bounds"',
                'assert ((amount <= LIMIT)), "out of bounds"',
            ],
        ),
        (
            "clip dropped",
            ["self.kept = (unsafe_add(amount, 1))", "self.kept = (at_most)"],
        ),
        (
            "operation swapped",
            [
                "self.kept = max(unsafe_add(amount, 1), at_most)",
                "self.kept = min(unsafe_sub(amount, 1), at_most)",
            ],
        ),
        (
            "another constant",
            [
                'assert amount <= FLOOR and amount > FLOOR, "out of bounds"',
                'assert amount <= LIMIT and amount > LIMIT, "out of bounds"',
            ],
        ),
    ],
)
def test_the_faults_of_a_kind(kind: str, lines: list[str]) -> None:
    assert [changed_line(mutant) for mutant in of_kind(kind)] == lines


def test_comparisons_arithmetic_and_words_are_swapped() -> None:
    found = {(m.old, m.new) for m in of_kind("operator swapped")}
    assert found == {("==", "!="), ("<=", "<"), (">", ">="), ("and", "or"), ("//", "*")}


def test_a_mutant_is_another_program(tmp_path: Path) -> None:
    original = code_of(tmp_path, SOURCE)
    for mutant in of_kind("check dropped") + of_kind("operator swapped")[:3]:
        assert code_of(tmp_path, mutant.applied(SOURCE)) != original, mutant


def test_a_fault_without_effect_is_the_same_program(tmp_path: Path) -> None:
    same = [m for m in of_kind("number off by one") if m.old == "3"]
    unused = SOURCE.replace(b"unused: uint256 = amount // 3", b"pass")
    assert len(same) == 2
    faults = [m for m in mutants_of("Sample.vy", unused + SPARE) if m.function == "_never_called"]
    assert len(faults) > 3
    original = code_of(tmp_path, unused + SPARE)
    for mutant in faults:
        assert code_of(tmp_path, mutant.applied(unused + SPARE)) == original, mutant


SPARE = b"""

@internal
@pure
def _never_called(amount: uint256) -> uint256:
    return min(amount, 7)
"""


def test_the_sample_is_the_seeds_and_stays_when_other_lines_change() -> None:
    constants = {p.stem: constants_of(parse_to_ast(p.read_text())) for p in CONTRACTS.glob("*.vy")}
    source = (CONTRACTS / "loan_model.vy").read_bytes()
    mutants = mutants_of("loan_model.vy", source, constants)
    taken = sampled(mutants, "a seed", 0.2)
    assert taken == sampled(mutants, "a seed", 0.2)
    assert {m.key for m in taken} != {m.key for m in sampled(mutants, "another", 0.2)}
    assert 0.15 * len(mutants) < len(taken) < 0.25 * len(mutants)
    longer = mutants_of("loan_model.vy", b"# one more line\n" + source, constants)
    assert [m.key for m in sampled(longer, "a seed", 0.2)] == [m.key for m in taken]
