# SPDX-License-Identifier: Apache-2.0
"""A chain whose ledger takes entries from a key of the tests, and reports of what it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.chain.deploy import Deployment, deploy, deploy_contract
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import Sender
from shouxin.config import Config
from shouxin.credit.entry import Entry, Flag, Kind, pack
from shouxin.credit.export import export_report
from shouxin.credit.ledger import Ledger, ledger_of
from shouxin.credit.report import Report

START = 20_454
LOAN, OTHER_LOAN = b"\x11" * 32, b"\x22" * 32
SUBJECT, NEIGHBOUR, NOBODY = b"\xa1" * 32, b"\xb2" * 32, b"\xc3" * 32
SEVERITY_1 = 1 << 4
LIFE = (
    Entry(Kind.OPENED, Flag.LICENSED, START, amount=90_000, exposure_after=90_000),
    Entry(Kind.PAID, Flag.ON_TIME, START + 30, amount=7_000, amount_ref=7_000,
          exposure_after=83_000),
    Entry(Kind.ARREARS_REACHED, 1 << 8, START + 61, 1, 1, 1, 0, 83_000),
    Entry(Kind.PAID, SEVERITY_1, START + 65, 4, 4, 7_000, 7_000, 76_000),
    Entry(Kind.DEFAULTED, Flag.DEFAULTED_AFTER, START + 200, 90, 90, 0, 0, 76_000),
)  # fmt: skip


@dataclass(slots=True)
class LedgerWorld:
    """One chain, its ledger, and a book that records what a test says.

    Attributes:
        node: the chain.
        deployment: the contracts on it.
        ledger: what a reader's manifest says of the ledger.
        book: the key that the ledger takes for a book.
    """

    node: EmbeddedNode
    deployment: Deployment
    ledger: Ledger
    book: Sender

    def record(
        self,
        party: bytes,
        entries: Sequence[Entry],
        loan: bytes = LOAN,
        before: int = 0,
        contract: CreditLedger | None = None,
    ) -> None:
        """Append entries about one loan, whose exposure was ``before``."""
        words = [pack(entry) for entry in entries]
        after = entries[-1].exposure_after
        used = contract or self.deployment.ledger
        used.record(party, loan, before, after, words, sender=self.book)

    def report(self, party: bytes = SUBJECT, block: int | str = "latest") -> Report:
        """A party's report, as exported."""
        return export_report(self.node.chain, self.ledger, party, block).report

    def copy_of_ledger(self) -> CreditLedger:
        """Another ledger of the same code on the same chain, whose governance is the book."""
        copy, _ = deploy_contract(
            self.book, CreditLedger, self.book.address, self.deployment.registry.address
        )
        copy.authorise_book(self.book.address, sender=self.book)
        return copy


@contextmanager
def ledger_world(config: Config, folder: Path) -> Iterator[LedgerWorld]:
    """A chain with a record of two loans, and a neighbour's record."""
    with config.embedded_node() as node:
        operator, book = (Sender(node.chain, node.new_account()) for _ in range(2))

        def settle(deployment: Deployment) -> None:
            deployment.ledger.authorise_book(book.address, sender=operator)

        deployment = deploy(operator, folder, before_handover=settle)
        world = LedgerWorld(node, deployment, ledger_of(deployment.manifest), book)
        world.record(SUBJECT, LIFE)
        world.record(NEIGHBOUR, LIFE[:2])
        world.record(SUBJECT, [replace(LIFE[0], exposure_after=5_000)], OTHER_LOAN)
        yield world
