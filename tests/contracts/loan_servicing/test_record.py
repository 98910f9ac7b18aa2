# SPDX-License-Identifier: Apache-2.0
"""What servicing writes into the record, recounted (invariant H)."""

from dataclasses import asdict
from typing import Any

from shouxin.credit.entry import Kind, unpack
from shouxin.credit.record import Recorded, check
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced


class Listening:
    """All entries that a party's record has taken, in order."""

    def __init__(self, world: FullWorld) -> None:
        self.world = world
        self.entries: list[Recorded] = []

    def hear(self) -> None:
        for event in self.world.chain.events:
            if event.name == "EntryRecorded":
                args = event.args
                self.entries.append(Recorded(args["source"], args["loan"], args["entry"]))

    def check(self, party: bytes) -> None:
        """Head and aggregates are a recount of the entries."""
        ledger = self.world.ledger
        record = check(self.entries, ledger.head_of(party))
        assert asdict(record.aggregates) == _plain(ledger.aggregates_of(party))


def _plain(aggregates: Any) -> dict[str, Any]:
    return aggregates._asdict() | {"marks": [mark._asdict() for mark in aggregates.marks]}


def test_the_record_of_a_hard_life_equals_a_recount(world: FullWorld) -> None:
    heard = Listening(world)
    loan = Serviced(world)
    heard.hear()
    steps: list[tuple[int, Any]] = [
        (-28, loan.withdraw),
        (0, lambda: loan.pay(500 * YUAN)),
        (20, loan.reckon),
        (40, lambda: loan.waive(penalty=CENT)),
        (61, loan.give_notice),
        (75, lambda: loan.waive(interest=100 * YUAN, principal=400 * YUAN)),
        (95, loan.mark_default),
        (96, loan.accelerate),
        (120, lambda: loan.pay(9_000 * YUAN)),
        (121, loan.write_off),
        (150, lambda: loan.pay(1_000 * YUAN)),
        (151, lambda: loan.waive(principal=5_000 * YUAN)),
        (152, lambda: loan.pay(2 * PRINCIPAL)),
    ]
    for days, step in steps:
        loan.go(days)
        step()
        heard.hear()
        heard.check(loan.deal.borrower)
        assert world.ledger.exposure_of(loan.deal.borrower) == loan.state().balance
    kinds = {Kind(unpack(e.word).kind) for e in heard.entries}
    assert kinds == {
        Kind.OPENED,
        Kind.WITHDRAWAL_NOTICE,
        Kind.PAID,
        Kind.ARREARS_REACHED,
        Kind.WAIVED,
        Kind.NOTICE_GIVEN,
        Kind.DEFAULTED,
        Kind.ACCELERATED,
        Kind.WRITTEN_OFF,
        Kind.RECOVERED,
        Kind.REPAID,
    }


def test_two_loans_of_one_party_share_one_record(world: FullWorld) -> None:
    loans = [Serviced(world), Serviced(world, principal=10_000 * YUAN)]
    assert world.ledger.exposure_of(loans[0].deal.borrower) == 4_000_000
    for loan in loans:
        loan.go(100)
        loan.mark_default()
    loans[0].waive(loans[0].waiver(principal=PRINCIPAL, interest=PRINCIPAL, penalty=PRINCIPAL))
    assert world.ledger.exposure_of(loans[0].deal.borrower) == 1_000_000
    aggregates = world.ledger.aggregates_of(loans[0].deal.borrower)
    assert aggregates.marks[4].count == 2
