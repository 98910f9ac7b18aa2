# SPDX-License-Identifier: Apache-2.0
"""Turns the rulebook's events into currencies, limits, authorisations and the pause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from shouxin.chain.bindings import rulebook
from shouxin.chain.manifest import Manifest
from shouxin.indexing.projection import At, Handler
from shouxin.lending.tables import authorisations, currencies, gate, jurisdictions
from shouxin.store.changes import Change
from shouxin.store.rows import Rows

CONTRACT = rulebook.Rulebook.NAME
GATE = 1


class RulesProjection:
    """What may open now."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        del manifest
        return [
            Handler(CONTRACT, rulebook.CurrencySet, _currency_set),
            Handler(CONTRACT, rulebook.LimitsSet, _limits_set),
            Handler(CONTRACT, rulebook.JurisdictionRemoved, _jurisdiction_removed),
            Handler(CONTRACT, rulebook.DeskAuthorised, _desk_authorised),
            Handler(CONTRACT, rulebook.BookAuthorised, _book_authorised),
            Handler(CONTRACT, rulebook.NewLoansPaused, _paused),
            Handler(CONTRACT, rulebook.NewLoansUnpaused, _unpaused),
        ]


def _currency_set(rows: Rows, event: rulebook.CurrencySet, at: At) -> None:
    del at
    rows.put(
        currencies,
        {
            "address": event.currency,
            "currency_index": event.index,
            "is_allowed": event.is_allowed,
            "rate": event.rate,
            "exponent": event.exponent,
        },
    )


def _limits_set(rows: Rows, event: rulebook.LimitsSet, at: At) -> None:
    del at
    values = asdict(event.limits)
    shown = {
        name: value if value is True or value is False else str(value)
        for name, value in values.items()
    }
    rows.put(jurisdictions, {"code": event.jurisdiction, "limits": shown})


def _jurisdiction_removed(rows: Rows, event: rulebook.JurisdictionRemoved, at: At) -> None:
    del at
    rows.remove(jurisdictions, event.jurisdiction)


def _desk_authorised(rows: Rows, event: rulebook.DeskAuthorised, at: At) -> None:
    del at
    row = {"kind": "desk", "address": event.desk, "is_authorised": event.is_authorised}
    rows.put(authorisations, row)


def _book_authorised(rows: Rows, event: rulebook.BookAuthorised, at: At) -> None:
    del at
    row = {"kind": "book", "address": event.book, "is_authorised": event.is_authorised}
    rows.put(authorisations, row)


def _paused(rows: Rows, event: rulebook.NewLoansPaused, at: At) -> None:
    rows.put(gate, {"id": GATE, "paused_until": event.until})
    payload = {"until": event.until}
    rows.tell(Change("rules.paused", at.contract, payload, None, at.block_number))


def _unpaused(rows: Rows, event: rulebook.NewLoansUnpaused, at: At) -> None:
    del event
    rows.put(gate, {"id": GATE, "paused_until": 0})
    rows.tell(Change("rules.unpaused", at.contract, {}, None, at.block_number))
