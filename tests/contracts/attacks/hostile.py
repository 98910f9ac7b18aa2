# SPDX-License-Identifier: Apache-2.0
"""A world whose currency calls back, and in whose name everybody can be made to act meanwhile.

``Hostile`` has a loan that is past due. Everybody's account runs code that does what the currency
tells it, so that a strike in the middle of a call is made by whoever may make it.
"""

from dataclasses import dataclass
from typing import Any

from tests.contracts.compiler import compiled, find
from tests.contracts.evm import Actor, Contract, Reverted
from tests.contracts.full_world import CENT, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.moves_stage import PUPPETS, Scene, Stage
from tests.contracts.moves_table import TABLE, Row
from tests.contracts.puppets import Puppet
from tests.contracts.rollover.rolling import Rolling
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Signing
from tests.contracts.storage import storage_of

PEOPLE = (
    "stranger",
    "borrower",
    "lender",
    "holder",
    "backer",
    "servicer",
    "governance",
    "guardian",
    "bank",
    "provider",
)
STRIKE_SLOTS = 1_000
"""What the currency keeps of its strikes stands below; it is no part of the outcome."""


class HostileWorld(FullWorld):
    TOKEN = "CallingToken"


@dataclass(frozen=True)
class Call:
    """A call that somebody makes."""

    caller: str
    contract: Contract
    data: bytes


class Hostile:
    """A stage with a loan past due, of which something can be claimed."""

    def __init__(self) -> None:
        world = HostileWorld()
        self.stage = Stage(world)
        self.world, self.chain, self.token = world, world.chain, world.token
        self.outsider = self.chain.actor("outsider")
        for owner in (world.backer, world.borrower):
            self.token.approve(world.rollover, 3 * PRINCIPAL, sender=owner)
        self.scene = Scene(self.stage, "past due")
        world.book.pay(self.scene.deal.loan, 100 * YUAN, *(bytes(32),) * 2, sender=world.stranger)
        self.strikes = self._strikes()
        self.moments = self._moments()
        self._let_all_be_told()
        self.receiver = self.chain.at("NoteReceiver", self.person("backer").address)

    def person(self, name: str) -> Actor:
        found: Actor = self.stage.callers.get(name) or self.stage.person(name)
        return found

    def _strikes(self) -> dict[str, Call]:
        """Every row of the table of moves that somebody can make, made by who may."""
        found = {}
        for number, row in enumerate(TABLE):
            callers = [name for name in PEOPLE if name in row.callers]
            if callers and self._can_be_made(row):
                contract = getattr(self.world, row.contract)
                data = getattr(contract, row.function).encode(*row.arguments(self.scene))
                found[f"{number} {row.name} by {callers[0]}"] = Call(callers[0], contract, data)
        return found

    def _can_be_made(self, row: Row) -> bool:
        is_ready = row.before is None or row.contract == "rollover"
        return is_ready and row.contract != "token" and self.scene.state in row.states

    def _moments(self) -> dict[str, Call]:
        """Every call in the middle of which the currency is called, or a receiver of notes."""
        world, scene = self.world, self.scene
        by_borrower, by_lender = (
            Signing(world, KeySigner(self.chain, name), scene.deal, scene.loan.deal)
            for name in ("borrower", "lender")
        )
        fill, request = world.fill(scene.fresh_deal), world.fill(scene.request_deal)
        taking = (scene.fresh, scene.signature, fill, scene.fresh_deal.id)
        lending = (scene.request, scene.request_signature, request, scene.request_deal.id)
        number = int.from_bytes(scene.deal.id, "big")
        lender, backer = self.person("lender"), self.person("backer")
        plain = (
            ("lender", world.book.safeTransferFrom, (lender, backer, number, 3, b"")),
            ("lender", world.book.safeBatchTransferFrom, (lender, backer, [number], [3], b"")),
            ("stranger", world.book.pay, (scene.deal.loan, 7 * CENT, bytes(32), bytes(32))),
            ("stranger", world.book.claim, (scene.deal.id, self.person("holder"))),
            ("stranger", world.book.release_fee, (scene.deal.complete,)),
            ("backer", world.desk.deposit, (self.token, YUAN)),
            ("lender", world.desk.withdraw, (self.token, YUAN)),
            ("borrower", world.desk.take, taking),
            ("lender", world.desk.take, lending),
            ("borrower", world.rollover.roll_over, Rolling(world, scene.loan).call()),
        )
        found = {
            f"{contract.artifact.name}.{name} by {caller}": Call(caller, contract, data)
            for caller, contract, name, data in map(_named, plain)
        }
        signed = {
            "transfer_signed": by_lender.transfer(units=3, nonce=5),
            "pay_signed": by_borrower.pay(amount=11 * CENT, nonce=1),
            "take_signed": by_borrower.take(offer=scene.fresh, nonce=2),
            "deposit_signed": by_lender.deposit(nonce=3),
            "withdraw_signed": by_lender.take_back(nonce=4),
        }
        for name, case in signed.items():
            signer = by_borrower if name in ("pay_signed", "take_signed") else by_lender
            permit = bytes(65) if case.takes_permit else b""
            data = case.data(signer.signer.sign(case.digest()), permit)
            found[name] = Call("stranger", case.contract, data)
        return found

    def _let_all_be_told(self) -> None:
        """From here on the accounts of people are contracts that the currency commands."""
        for owner in map(self.person, PEOPLE):
            for spender in (*PUPPETS,):
                contract = getattr(self.world, spender)
                self.token.approve(contract, NO_LIMIT, sender=owner)
            self.chain.set_code(owner, compiled(find("NoteReceiver")).runtime)
            Puppet(self.chain, owner, self.token)

    def told(self, call: Call) -> tuple[Actor, bytes]:
        """Whom the currency calls, and with what, so that a call is made in a person's name."""
        return self.person(call.caller), bytes.fromhex(call.contract.address[2:]) + call.data

    def make(self, call: Call) -> None:
        """Have a person make a call."""
        self.token.execute(*self.told(call), sender=self.outsider)

    def strike(self, call: Call) -> None:
        """Have a person make a call whenever the currency is called, or the backer of a note."""
        self.token.strike(*self.told(call), sender=self.outsider)
        told = self.token.execute.encode(*self.told(call))
        self.receiver.strike(self.token, told, sender=self.outsider)

    def strikes_made(self) -> tuple[int, int]:
        """How often it struck, and how often with success."""
        both = (self.token, self.receiver)
        return sum(one.tries() for one in both), sum(one.successes() for one in both)

    def state(self) -> dict[str, dict[int, int]]:
        """All that all contracts have in storage, but for the strikes."""
        world = self.world
        contracts = (*(getattr(world, name) for name in PUPPETS), world.ledger, world.registry)
        found = storage_of(self.chain, *contracts, world.rulebook, self.token)
        kept = found[self.token.address].items()
        found[self.token.address] = {slot: word for slot, word in kept if slot >= STRIKE_SLOTS}
        return found

    def in_order(self, call: Call, strike: Call, count: int) -> list[Any]:
        """The ends that so many strikes and a call have one after the other, in any order."""
        ends = []
        for before in range(count + 1):
            steps = [strike] * before + [call] + [strike] * (count - before)
            with self.chain.anchored():
                try:
                    for step in steps:
                        self.make(step)
                except Reverted:
                    continue
                ends.append(self.state())
        return ends


def _named(plain: tuple[str, Any, Any]) -> tuple[str, Contract, str, bytes]:
    caller, function, values = plain
    name = function._overloads[0]["name"]
    return caller, function.contract, name, function.encode(*values)
