# SPDX-License-Identifier: Apache-2.0
"""The table's rows about opening, the book and the relay."""

from typing import Any

from tests.contracts.full_world import CENT, EMPTY
from tests.contracts.loan_world import Deal, exposure_of
from tests.contracts.moves_row import (
    ANYONE,
    COOLING_OFF,
    LIVING,
    NONCE,
    OPENED,
    Row,
    by_name,
    moved,
    only,
    signed,
)
from tests.contracts.moves_stage import Scene
from tests.contracts.registry_world import CHINA, party_id

PAYERS = ANYONE - {"book", "relay"}
"""The relay pays for others alone."""


def _commit(scene: Scene) -> tuple[Any, ...]:
    values = {
        "loan": scene.deal.id,
        "borrower": scene.deal.borrower,
        "state": scene.world.book.state_of(scene.deal.id),
        "exposure_before": 0,
        "exposure_after": 0,
        "entries": [],
    }
    return by_name(scene, "book", "commit", values)


def _moved_batch(scene: Scene, sender: str, receiver: str) -> tuple[Any, ...]:
    ids, units = [scene.loan.id], [1]
    return (scene.stage.person(sender), scene.stage.person(receiver), ids, units, b"")


def _issuance(scene: Scene, deal: Deal) -> tuple[Any, ...]:
    world, units = scene.world, deal.terms.principal // deal.terms.quantum
    note = {
        "lender": world.lender,
        "units": units,
        "currency_index": 1,
        "jurisdiction": CHINA,
        "product": 1,
        "is_licensed": True,
    }
    issuance = {
        "loan": deal.id,
        "borrower": deal.borrower,
        "lender": party_id(world.lender),
        "note": note,
        "exposure": exposure_of(deal.terms.principal),
        "start_day": deal.terms.start_day,
        "desk": world.desk,
        "currency": world.token,
        "payee": world.borrower,
        "payout": deal.terms.principal,
        "fee": 0,
        "terms": [0] * 13,
    }
    return (issuance,)


OPENING = [
    Row(
        "opening",
        "open",
        lambda s: (s.world.book, s.deal.complete),
        only("desk"),
        only("none"),
    ),
    Row("opening", "open", lambda s: (s.world.book, s.fresh_deal.complete), only("desk")),
]

BOOK = [
    Row("book", "issue", lambda s: _issuance(s, s.deal), only("opening"), only("none")),
    Row("book", "issue", lambda s: _issuance(s, s.fresh_deal), only("opening")),
    Row("book", "pay", lambda s: (s.deal.loan, CENT, EMPTY, EMPTY), PAYERS, LIVING),
    Row("book", "commit", _commit, only("servicing", "amending"), LIVING),
    Row("book", "amend", lambda s: (s.deal.id, b"\x01" * 32, 1), only("amending")),
    Row("book", "release_fee", lambda s: (s.deal.complete,), ANYONE, OPENED - COOLING_OFF),
    Row(
        "book",
        "claim",
        lambda s: (s.deal.id, s.stage.holder),
        ANYONE,
        only("repaid", "withdrawn"),
    ),
    Row("book", "setApprovalForAll", lambda s: (s.world.backer, True), ANYONE),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "lender", "backer"),
        only("lender", "relay"),
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "holder", "lender"),
        only("holder", "relay"),
        OPENED,
        gives=only("holder"),
    ),
    Row(
        "book",
        "safeBatchTransferFrom",
        lambda s: _moved_batch(s, "lender", "backer"),
        only("lender", "relay"),
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "book",
        "pay_for",
        lambda s: (s.deal.id, s.world.borrower, s.deal.loan, CENT, EMPTY, EMPTY),
        only("relay"),
        LIVING,
        gives=only("borrower"),
    ),
]

RELAY = [
    Row(
        "relay",
        "pay_signed",
        signed("borrower", lambda by, _: by.pay(amount=CENT)),
        ANYONE,
        LIVING,
        gives=only("borrower"),
    ),
    Row(
        "relay",
        "transfer_signed",
        signed("lender", lambda by, _: by.transfer(units=1)),
        ANYONE,
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "relay",
        "withdraw_signed",
        signed("borrower", lambda by, _: by.withdraw()),
        ANYONE,
        only("current"),
    ),
    Row("relay", "cancel_nonce", lambda _: (NONCE,), ANYONE),
    Row(
        "relay",
        "cancel_nonce_signed",
        signed("borrower", lambda by, _: by.cancel(at_relay=True)),
        ANYONE,
    ),
]
