# SPDX-License-Identifier: Apache-2.0
"""Turns the desk's and the relay's events into balances, fills and cancellations."""

from __future__ import annotations

from collections.abc import Sequence

from shouxin.chain.bindings import loan_relay, offer_desk
from shouxin.chain.manifest import Manifest
from shouxin.indexing.projection import At, Handler, Keys
from shouxin.lending.tables import (
    cancelled_nonces,
    desk_balances,
    loans,
    maker_epochs,
    offer_fills,
)
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change
from shouxin.store.rows import Rows

DESK = offer_desk.OfferDesk.NAME


class DeskProjection:
    """What offers can still draw on, and which are over."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        del manifest
        return [
            Handler(DESK, offer_desk.Deposited, _deposited),
            Handler(DESK, offer_desk.Withdrawn, _withdrawn),
            Handler(DESK, offer_desk.BalanceFollowed, _followed),
            Handler(DESK, offer_desk.OfferTaken, _taken, _taken_keys),
            Handler(DESK, offer_desk.OfferCancelled, _cancelled),
            Handler(DESK, offer_desk.AllOffersCancelled, _all_cancelled),
            Handler(loan_relay.LoanRelay.NAME, loan_relay.NonceCancelled, _nonce_cancelled),
        ]


def _change_balance(rows: Rows, lender: str, currency: str, amount: int, at: At) -> None:
    found = rows.find(desk_balances, lender, currency)
    held = (found["amount"] if found else 0) + amount
    rows.put(desk_balances, {"lender": lender, "currency": currency, "amount": held})
    payload = {"currency": currency, "amount_units": str(held)}
    rows.tell(Change("desk.balance", lender, payload, None, at.block_number))


def _deposited(rows: Rows, event: offer_desk.Deposited, at: At) -> None:
    _change_balance(rows, event.lender, event.currency, event.amount, at)


def _withdrawn(rows: Rows, event: offer_desk.Withdrawn, at: At) -> None:
    _change_balance(rows, event.lender, event.currency, -event.amount, at)


def _followed(rows: Rows, event: offer_desk.BalanceFollowed, at: At) -> None:
    _change_balance(rows, event.lost, event.currency, -event.amount, at)
    _change_balance(rows, event.lender, event.currency, event.amount, at)


def _taken_keys(event: offer_desk.OfferTaken) -> Keys:
    return [(offer_fills, (to_hex(event.digest),)), (loans, (to_hex(event.loan),))]


def _taken(rows: Rows, event: offer_desk.OfferTaken, at: At) -> None:
    digest, loan = to_hex(event.digest), to_hex(event.loan)
    found = rows.find(offer_fills, digest)
    count = found["fill_count"] if found else 0
    row = {"digest": digest, "maker": event.maker, "remaining": event.remaining}
    rows.put(offer_fills, {**row, "fill_count": count + 1})
    opened = rows.find(loans, loan)
    if opened is not None:
        rows.put(loans, {**opened, "offer_digest": digest})
        if opened["lender_wallet"] == event.maker:  # an offer draws on the desk, a request doesn't
            _change_balance(rows, event.maker, opened["currency"], -event.principal, at)
    payload = {"loan": loan, "remaining_units": str(event.remaining)}
    rows.tell(Change("offer.taken", digest, payload, None, at.block_number))


def _cancelled(rows: Rows, event: offer_desk.OfferCancelled, at: At) -> None:
    _cancel(rows, event.maker, event.nonce, at)


def _nonce_cancelled(rows: Rows, event: loan_relay.NonceCancelled, at: At) -> None:
    _cancel(rows, event.signer, event.nonce, at)


def _cancel(rows: Rows, signer: str, nonce: int, at: At) -> None:
    rows.put(cancelled_nonces, {"contract": at.contract, "signer": signer, "nonce": nonce})
    rows.tell(Change("nonce.cancelled", signer, {"nonce": str(nonce)}, None, at.block_number))


def _all_cancelled(rows: Rows, event: offer_desk.AllOffersCancelled, at: At) -> None:
    rows.put(maker_epochs, {"maker": event.maker, "epoch": event.epoch})
    payload = {"epoch": str(event.epoch)}
    rows.tell(Change("maker.all_cancelled", event.maker, payload, None, at.block_number))
