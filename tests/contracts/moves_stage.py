# SPDX-License-Identifier: Apache-2.0
"""A world with everybody in it, and a loan in each state, for the table of moves.

``Stage`` is the world, whose callers all have money and have approved desk and book, so that a
refusal is about what a caller may do and not about what it lacks. ``Scene`` is the stage with one
loan in one state, undone at its end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from eth_utils import keccak

from shouxin.lending.model import schedule
from tests.contracts.evm import Contract
from tests.contracts.full_world import CENT, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.puppets import Puppet

PEOPLE = ("borrower", "lender", "servicer", "holder", "backer")
"""Who has money, notes or a balance in the desk that nobody else may move."""
ROLES = ("governance", "guardian", "bank", "provider", "servicer")
PUPPETS = ("desk", "opening", "servicing", "relay", "amending", "rollover", "book")
CALLERS = ("borrower", "lender", "holder", "stranger", *ROLES, *PUPPETS)
CONTRACTS = (
    "book",
    "opening",
    "servicing",
    "relay",
    "amending",
    "rollover",
    "answering",
    "desk",
    "registry",
    "rulebook",
    "ledger",
    "token",
)
ALLOWANCE = 1_000 * YUAN
UNITS = PRINCIPAL // CENT


class Stage:
    """All contracts, and every kind of caller."""

    def __init__(self, world: FullWorld | None = None) -> None:
        self.world = world = world or FullWorld()
        self.chain = world.chain
        self.servicer, self.holder = world.actor("servicer"), world.actor("holder")
        self.guardian = self.chain.actor("guardian")
        self.rulebook_by_governance("set_guardian", self.guardian)
        world.registry.set_guardian(self.guardian, sender=world.governance)
        world.desk.deposit(world.token, ALLOWANCE, sender=world.backer)
        self.callers: dict[str, Any] = {
            "borrower": world.borrower,
            "lender": world.lender,
            "holder": self.holder,
            "stranger": world.stranger,
            "governance": world.governance,
            "guardian": self.guardian,
            "bank": world.bank,
            "provider": world.people.provider,
            "servicer": self.servicer,
        }
        self._give_means()
        puppeteer = self.chain.actor("puppeteer")
        for name in PUPPETS:
            self.callers[name] = Puppet(self.chain, getattr(world, name), puppeteer)
            for spender in PUPPETS:
                approval = world.token.approve.encode(getattr(world, spender), NO_LIMIT)
                self.callers[name].call(world.token, approval)

    def _give_means(self) -> None:
        world = self.world
        for name in ("stranger", "governance", "guardian", "bank", "provider"):
            caller = self.callers[name]
            world.token.mint(caller, ALLOWANCE, keccak(text=name), sender=world.bank)
            for spender in (world.desk, world.book):
                world.token.approve(spender, ALLOWANCE, sender=caller)
        for name in PUPPETS:
            means = (getattr(world, name), ALLOWANCE, keccak(text=name))
            world.token.mint(*means, sender=world.bank)

    def rulebook_by_governance(self, function: str, *values: Any) -> None:
        getattr(self.world.rulebook, function)(*values, sender=self.world.governance)

    def call(self, caller: str, contract: Contract, data: bytes) -> None:
        """A transaction of a caller, a contract's in its name."""
        who = self.callers[caller]
        if isinstance(who, Puppet):
            who.call(contract, data)
        else:
            self.chain.call(contract, data, sender=who)

    def person(self, name: str) -> Any:
        return getattr(self, name, None) or getattr(self.world, name)

    def wealth(self, loan: bytes) -> dict[str, tuple[int, int, int]]:
        """What each has: tokens and what it can claim, its balance in the desk, its units."""
        world, found = self.world, {}
        for name in PEOPLE:
            who = self.person(name)
            holding = world.book.holding_of(loan, who)
            money = world.token.balanceOf(who) + holding.owed
            found[name] = (money, world.desk.balances(who, world.token), holding.units)
        return found

    def kept(self) -> tuple[int, int]:
        """What desk and book hold for others."""
        token = self.world.token
        return token.balanceOf(self.world.desk), token.balanceOf(self.world.book)


class Scene:
    """A loan in a state, and what callers bring along, made once."""

    def __init__(self, stage: Stage, state: str) -> None:
        self.stage, self.world, self.state = stage, stage.world, state
        self.loan = _Unopened(self) if state == "none" else self._opened()
        STATES[state](self)
        self.fresh = self.world.offer(self._conditions())
        self.request = self.world.offer(self._conditions(), side=2)
        self.deal = self.loan.deal
        self.fresh_deal = self.world.deal(self.fresh)
        self.request_deal = self.world.deal(self.request)
        self.signature = self.world.sign(self.fresh)
        self.request_signature = self.world.sign(self.request)

    def _conditions(self) -> dict[str, Any]:
        return self.world.conditions(servicer=self.stage.servicer.address)

    def _opened(self) -> Serviced:
        loan = Serviced(self.world, servicer=self.stage.servicer.address)
        loan.hand(self.stage.holder, UNITS // 4)
        return loan

    def waiver(self, **amounts: int) -> dict[str, Any]:
        return self.loan.waiver(**amounts)

    def consent(self, waiver: dict[str, Any]) -> tuple[str, bytes]:
        """The lender's, who holds three quarters of the units."""
        return self.loan.consent(waiver, self.world.lender)

    def amendable(self) -> Amendable:
        """The loan, as one to amend; a closed one as if it were open."""
        return Amendable.of(self.loan)

    def settle(self) -> None:
        everything = dict.fromkeys(("penalty", "interest", "principal"), 10 * PRINCIPAL)
        waiver = self.waiver(**everything)
        self.loan.waive(waiver, [self.consent(waiver)], self.stage.servicer)


class _Unopened(Serviced):
    """A loan that was agreed on and never opened."""

    def __init__(self, scene: Scene) -> None:
        self.world = scene.world
        self.deal = self.world.deal(self.world.offer(scene._conditions()))
        self.terms = self.deal.terms
        self.due = self.terms.first_due_day
        self.id = int.from_bytes(self.deal.id, "big")
        self.salts = count(1)


def _notice(scene: Scene, later: int) -> None:
    scene.loan.go(60)
    scene.loan.give_notice(scene.stage.servicer)
    scene.loan.go(60 + later)


def _defaulted(scene: Scene) -> None:
    scene.loan.go(90)
    scene.loan.mark_default()


def _accelerated(scene: Scene) -> None:
    _notice(scene, 11)
    scene.loan.accelerate(scene.stage.servicer)


def _written_off(scene: Scene) -> None:
    scene.loan.go(90)
    scene.loan.write_off(scene.stage.servicer)


def _notice_of_withdrawal(scene: Scene) -> None:
    scene.loan.start(3)
    scene.loan.withdraw()
    scene.loan.start(5)


def _withdrawn(scene: Scene) -> None:
    _notice_of_withdrawal(scene)
    scene.loan.pay(2 * PRINCIPAL)


def _repaid(scene: Scene) -> None:
    scene.loan.start(20)
    scene.loan.pay(2 * PRINCIPAL)


def _settled(scene: Scene) -> None:
    scene.loan.go(30)
    scene.settle()


def _matured(scene: Scene) -> None:
    last = schedule(scene.loan.terms)[-1].due_day
    scene.world.go_to(last + 10)


STATES: dict[str, Callable[[Scene], None]] = {
    "none": lambda scene: None,  # noqa: ARG005  nothing happened yet
    "current": lambda scene: _at(scene.loan.start, 3),
    "within grace": lambda scene: _at(scene.loan.go, 3),
    "past due": lambda scene: _at(scene.loan.go, 30),
    "acceleration days reached": lambda scene: _at(scene.loan.go, 60),
    "default days reached": lambda scene: _at(scene.loan.go, 90),
    "defaulted": _defaulted,
    "notice standing": lambda scene: _notice(scene, 5),
    "notice days over": lambda scene: _notice(scene, 11),
    "notice lapsed": lambda scene: _notice(scene, 101),
    "accelerated": _accelerated,
    "written off": _written_off,
    "matured": _matured,
    "notice of withdrawal": _notice_of_withdrawal,
    "repaid": _repaid,
    "withdrawn": _withdrawn,
    "settled": _settled,
}


def _at(move: Callable[[int], int], days: int) -> None:
    move(days)


@contextmanager
def scene_of(stage: Stage, state: str) -> Iterator[Scene]:
    """A loan in a state; undone at the end of the block."""
    with stage.chain.anchored():
        yield Scene(stage, state)
