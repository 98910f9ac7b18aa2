# SPDX-License-Identifier: Apache-2.0
"""State, function, caller: what the table allows succeeds, and all else is refused."""

import pytest

from tests.contracts.evm import Reverted
from tests.contracts.moves_of_freezes import FREEZES
from tests.contracts.moves_stage import CALLERS, CONTRACTS, ROLES, STATES, Scene, Stage, scene_of
from tests.contracts.moves_table import TABLE as OTHERS
from tests.contracts.moves_table import Row

TABLE = [*OTHERS, *FREEZES]


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


def test_no_function_is_missing_from_the_table(stage: Stage) -> None:
    moves = {
        f"{name}.{item['name']}"
        for name in CONTRACTS
        for item in getattr(stage.world, name).artifact.abi
        if item["type"] == "function" and item["stateMutability"] not in ("view", "pure")
    }
    assert moves == {row.name for row in TABLE}


def test_every_caller_and_state_is_allowed_something_and_denied_something() -> None:
    for caller in CALLERS:
        assert any(caller in row.callers and row.states for row in TABLE), caller
        assert any(caller not in row.callers for row in TABLE), caller
    for state in STATES:
        assert any(state not in row.states for row in TABLE), state


@pytest.mark.parametrize("state", STATES)
def test_only_what_the_table_allows_succeeds(stage: Stage, state: str) -> None:
    with scene_of(stage, state) as scene:
        before = _seen(scene)
        wrong = [line for row in TABLE for line in _differences(scene, row)]
        assert wrong == []
        assert _seen(scene) == before


def _differences(scene: Scene, row: Row) -> list[str]:
    """What a row's calls did that the table does not say, a line each."""
    stage, contract = scene.stage, getattr(scene.world, row.contract)
    with stage.chain.anchored():
        if row.before is not None:
            row.before(scene.world)
        data = getattr(contract, row.function).encode(*row.arguments(scene))
        wealth, kept = stage.wealth(scene.deal.id), stage.kept()
        found = []
        for caller in CALLERS:
            if stage.callers[caller].address == contract.address:
                continue  # a contract has no business with itself
            with stage.chain.anchored():
                outcome = _outcome(stage, row, caller, data)
                if outcome == "succeeds":
                    found += _takings(scene, row, caller, wealth, kept)
            if (outcome == "succeeds") != row.may(caller, scene.state):
                found.append(f"{row.name} by {caller}: {outcome}")
            if not outcome:
                found.append(f"{row.name} by {caller}: refused without a reason")
    return found


def _outcome(stage: Stage, row: Row, caller: str, data: bytes) -> str:
    """``succeeds``, or the reason of the refusal."""
    try:
        stage.call(caller, getattr(stage.world, row.contract), data)
    except Reverted as refused:
        return refused.reason
    return "succeeds"


def _takings(
    scene: Scene,
    row: Row,
    caller: str,
    wealth: dict[str, tuple[int, int, int]],
    kept: tuple[int, int],
) -> list[str]:
    """Invariant K: who has less than before without having called, signed or approved."""
    now, call = scene.stage.wealth(scene.deal.id), f"{row.name} by {caller}"
    if row.callers <= set(ROLES) and (now, scene.stage.kept()) != (wealth, kept):
        return [f"{call} moves what is others'"]
    others = wealth.keys() - {caller} - row.gives
    return [
        f"{call} takes from {name}"
        for name in sorted(others)
        if any(map(int.__lt__, now[name], wealth[name]))
    ]


def _seen(scene: Scene) -> tuple[object, ...]:
    """What the loan, its party's record and everybody's money look like."""
    world = scene.world
    return (
        world.book.state_of(scene.deal.id),
        world.ledger.head_of(scene.deal.borrower),
        scene.stage.wealth(scene.deal.id),
        scene.stage.kept(),
    )
