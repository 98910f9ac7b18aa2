# SPDX-License-Identifier: Apache-2.0
"""Statements for the table of moves: about the holder, whose record is empty before.

The servicer answers for the book, the bank furnishes and inquires.
"""

from typing import Any

from eth_utils import keccak

from shouxin.credit.citation import Citation, cite
from shouxin.credit.entry import Entry, Kind, pack
from shouxin.credit.record import Recorded
from tests.contracts.credit_ledger.record_world import DISPUTE
from tests.contracts.full_world import EMPTY, FullWorld
from tests.contracts.moves_stage import Scene
from tests.contracts.registry_world import NOBODY, party_id

EVIDENCE = keccak(text="evidence")
DEFAULT = pack(Entry(Kind.DEFAULTED))
FOREVER = 2**95
NONCE = 10_000


def subject(world: FullWorld) -> bytes:
    """The holder's party."""
    return party_id(world.chain.actor("holder"))


def defaulted(world: FullWorld) -> None:
    """A book of the test's own records a default."""
    book, by = world.chain.actor("other book"), {"sender": world.governance}
    world.ledger.authorise_book(book, **by)
    world.ledger.set_answerer(book, world.chain.actor("servicer"), **by)
    world.ledger.record(subject(world), EMPTY, 0, 0, [DEFAULT], sender=book)


def disputed(world: FullWorld) -> None:
    """The holder disputes that default."""
    defaulted(world)
    _dispute(world)


def accredited(world: FullWorld) -> None:
    """The bank may furnish and inquire."""
    by = {"sender": world.governance}
    world.ledger.accredit_furnisher(world.bank, True, **by)
    world.ledger.accredit_report_user(world.bank, 2, **by)


def furnished(world: FullWorld) -> None:
    """The bank furnishes a root."""
    accredited(world)
    world.ledger.furnish(subject(world), EVIDENCE, 1, 1, True, sender=world.bank)


def overdue(world: FullWorld) -> None:
    """The holder disputes that root, and nobody answers in time."""
    furnished(world)
    _dispute(world)
    world.chain.warp(days=21)


def linked(world: FullWorld) -> None:
    """The holder's party and the backer's are linked."""
    pair = (subject(world), party_id(world.backer))
    world.registry.link(*pair, sender=world.people.provider)


def citation(scene: Scene) -> tuple[Any, ...]:
    """The first entry of the holder's record."""
    return _citation(scene.world)


def signed_dispute(scene: Scene) -> tuple[Any, ...]:
    """What the holder signed, for anyone to relay."""
    world, holder = scene.world, scene.stage.holder
    message = {
        "wallet": holder,
        "party": subject(world),
        "index": 0,
        "head": world.ledger.head_of(subject(world)),
        "reason": 1,
        "evidence": EVIDENCE,
        "nonce": NONCE,
        "deadline": FOREVER,
    }
    signature = holder.sign(world.ledger, "Dispute", DISPUTE, message)
    return (holder, citation(scene), 1, EVIDENCE, NONCE, FOREVER, signature)


def answer(scene: Scene) -> tuple[Any, ...]:
    """A rejection of the borrower's dispute that another loan of the servicer's was opened."""
    world = scene.world
    party = world.party(world.borrower)
    index, head = world.ledger.aggregates_of(party).entry_count, world.ledger.head_of(party)
    deal = world.take(world.offer(world.conditions(servicer=scene.stage.servicer.address)))
    opened = _recorded(world)
    disputed = Citation(index, head, (opened,)).values
    world.ledger.dispute(disputed, 1, EVIDENCE, sender=world.borrower)
    found = Citation(index, head, (opened, _recorded(world)))
    return (deal.complete, found.values, False, EVIDENCE)


def _recorded(world: FullWorld) -> Recorded:
    """The entry that the last call wrote."""
    (event,) = (e for e in world.chain.events if e.name == "EntryRecorded")
    return Recorded(event.args["source"], event.args["loan"], event.args["entry"])


def merger(scene: Scene) -> tuple[Any, ...]:
    """The holder's party into the backer's."""
    pair = (subject(scene.world), party_id(scene.world.backer))
    return (*pair, NOBODY, 0, FOREVER, b"")


def _citation(world: FullWorld) -> tuple[Any, ...]:
    source, loan, word = _first(world)
    return cite([Recorded(source, loan, word)], 0).values


def _first(world: FullWorld) -> tuple[str, bytes, int]:
    """The entry that the record begins with, found by its head."""
    (event,) = world.chain.events
    assert event.args["party"] == subject(world)
    return event.args["source"], event.args["loan"], event.args["entry"]


def _dispute(world: FullWorld) -> None:
    holder = world.chain.actor("holder")
    world.ledger.dispute(_citation(world), 1, EVIDENCE, sender=holder)
