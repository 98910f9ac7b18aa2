# SPDX-License-Identifier: Apache-2.0
"""A line of the table of moves, and the callers and states that many lines share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.contracts.full_world import FullWorld
from tests.contracts.moves_stage import CALLERS, STATES, Scene
from tests.contracts.registry_world import party_id
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Case, Signing

ANYONE = frozenset(CALLERS)
NOBODY: frozenset[str] = frozenset()
ALWAYS = frozenset(STATES)
NEVER: frozenset[str] = frozenset()
LIVING = ALWAYS - {"none", "repaid", "withdrawn", "settled"}
OPENED = ALWAYS - {"none"}
COOLING_OFF = frozenset({"current", "notice of withdrawal"})
UNMARKED = frozenset({"default days reached", "notice lapsed", "matured"})
NO_NOTICE = frozenset({"acceleration days reached", "default days reached", "defaulted"})
FOREVER = 2**95
NONCE = 10_000
OPEN = 1

Arguments = Callable[[Scene], tuple[Any, ...]]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        contract, function: what is called.
        arguments: what it is called with, made in the scene.
        callers, states: the only ones that succeed.
        gives: who else gives something by it, having signed or approved so.
        before: what makes it possible at all, done just before.
    """

    contract: str
    function: str
    arguments: Arguments
    callers: frozenset[str]
    states: frozenset[str] = ALWAYS
    gives: frozenset[str] = NOBODY
    before: Callable[[FullWorld], None] | None = None

    @property
    def name(self) -> str:
        return f"{self.contract}.{self.function}"

    def may(self, caller: str, state: str) -> bool:
        return caller in self.callers and state in self.states


def only(*names: str) -> frozenset[str]:
    """These callers, states or givers."""
    return frozenset(names)


GOVERNED = only("governance")


def by_name(scene: Scene, contract: str, function: str, values: dict[str, Any]) -> tuple[Any, ...]:
    """A call's arguments in the order that its ABI gives."""
    abi = getattr(scene.world, contract).artifact.abi
    (item,) = (i for i in abi if i["type"] == "function" and i["name"] == function)
    return tuple(values[part["name"]] for part in item["inputs"])


def moved(scene: Scene, sender: str, receiver: str) -> tuple[Any, ...]:
    return (scene.stage.person(sender), scene.stage.person(receiver), scene.loan.id, 1, b"")


def signing(scene: Scene, signer: str) -> Signing:
    """What somebody signs about the scene's loan."""
    who = KeySigner(scene.stage.chain, signer)
    return Signing(scene.world, who, scene.deal, scene.loan.deal)


def submitted(case: Case, scene: Scene, signer: str) -> tuple[Any, ...]:
    """A signed action as anyone submits it."""
    return case.arguments(signing(scene, signer).signer.sign(case.digest()))


def signed(signer: str, make: Callable[[Signing, Scene], Case]) -> Arguments:
    def arguments(scene: Scene) -> tuple[Any, ...]:
        return submitted(make(signing(scene, signer), scene), scene, signer)

    return arguments


def backers(scene: Scene) -> bytes:
    return party_id(scene.world.backer)
