# SPDX-License-Identifier: Apache-2.0
"""Compares what was projected with what the contracts store, loan by loan and party by party."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, func, select

from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.chain.bindings.loan_book import LoanBook
from shouxin.chain.bindings.offer_desk import OfferDesk
from shouxin.chain.bindings.party_registry import PartyRegistry
from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.credit.ledger import ledger_of
from shouxin.credit.tables import records
from shouxin.lending.contract_terms import contract_state, differing_fields
from shouxin.lending.loan_rows import state_of, terms_in_force
from shouxin.lending.model import State, Terms, reckon
from shouxin.lending.note_projection import claimable
from shouxin.lending.tables import desk_balances, holdings, loans
from shouxin.parties.tables import wallets
from shouxin.primitives.hexadecimal import to_hex

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a row and its contract differ.

    Attributes:
        table: of the row.
        key: the row's.
        found: what differs, ``name: projected / on chain``.
    """

    table: str
    key: str
    found: str


@dataclass(slots=True)
class Comparison:
    """How many rows were compared, and what differs."""

    compared: int
    differences: list[Difference]


class Contracts:
    """The contracts of a deployment as they were after a block."""

    def __init__(self, chain: Chain, manifest: Manifest, block: int) -> None:
        self.chain = chain
        self.block = block
        self.ledger_slots = ledger_of(manifest).slots_of
        self.book = LoanBook(chain, manifest.address_of(LoanBook.NAME), block)
        self.ledger = CreditLedger(chain, manifest.address_of(CreditLedger.NAME), block)
        self.desk = OfferDesk(chain, manifest.address_of(OfferDesk.NAME), block)
        self.registry = PartyRegistry(chain, manifest.address_of(PartyRegistry.NAME), block)


def compare(
    connection: Connection, contracts: Contracts, tell: Callable[[int], None] = lambda _count: None
) -> Comparison:
    """Compare every loan, holding, record, balance and wallet.

    Args:
        connection: sees the rows as they were after the contracts' block.
        contracts: what they are compared with.
        tell: told after each row how many were compared, for a progress bar.
    """
    done = Comparison(0, [])
    for table, compare_row in _COMPARED.items():
        for row in _rows_of(connection, table):
            key = ", ".join(str(row[column.name]) for column in table.primary_key)
            for found in compare_row(connection, contracts, row):
                done.differences.append(Difference(table.name, key, found))
            done.compared += 1
            tell(done.compared)
    return done


def row_count(connection: Connection) -> int:
    """How many rows ``compare`` will look at."""
    counts = (select(func.count()).select_from(table) for table in _COMPARED)
    return sum(connection.execute(count).scalar_one() for count in counts)


def _rows_of(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
    while part := found.fetchmany(ROWS_AT_ONCE):
        yield from (dict(row) for row in part)


def _compare_loan(
    connection: Connection, contracts: Contracts, row: Mapping[str, Any]
) -> Sequence[str]:
    """The state, brought to the later of both days: a contract's may have been reckoned on."""
    del connection
    terms, state = terms_in_force(row).terms, state_of(row)
    found = contracts.book.state_of(bytes.fromhex(row["id"][2:]))
    brought = _brought(terms, state, found.day)
    expected = contract_state(
        terms,
        brought,
        severity=row["severity"],
        is_licensed=row["is_licensed"],
        is_fee_released=row["is_fee_released"],
        is_amended=row["is_amended"],
    )
    differing = differing_fields(terms, expected, found)
    received = contracts.book.issue_of(bytes.fromhex(row["id"][2:])).received
    if received != row["received"]:
        differing.append(f"received: {row['received']} / {received}")
    return differing


def _brought(terms: Terms, state: State, day: int) -> State:
    return reckon(terms, state, day) if state.is_open and day > state.day else replace(state)


def _compare_holding(
    connection: Connection, contracts: Contracts, row: Mapping[str, Any]
) -> Sequence[str]:
    loan = connection.execute(select(loans).where(loans.c.id == row["loan"])).mappings().one()
    found = contracts.book.holding_of(bytes.fromhex(row["loan"][2:]), row["holder"])
    return _differing(
        ("units", row["units"], found.units),
        ("claimable", claimable(row, dict(loan)), found.owed),
    )


def _compare_record(
    connection: Connection, contracts: Contracts, row: Mapping[str, Any]
) -> Sequence[str]:
    del connection
    party = bytes.fromhex(row["party"][2:])
    head, counts, marks, statements = (
        contracts.chain.storage(contracts.ledger.address, slot, contracts.block)
        for slot in contracts.ledger_slots(party)
    )
    return _differing(
        ("head", row["head"], to_hex(head.to_bytes(32))),
        ("counts", row["counts"], counts),
        ("marks", row["marks"], marks),
        ("statements", row["statements"], statements),
    )


def _compare_balance(
    connection: Connection, contracts: Contracts, row: Mapping[str, Any]
) -> Sequence[str]:
    del connection
    found = contracts.desk.balances(row["lender"], row["currency"])
    return _differing(("amount", row["amount"], found))


def _compare_wallet(
    connection: Connection, contracts: Contracts, row: Mapping[str, Any]
) -> Sequence[str]:
    party = to_hex(contracts.registry.party_of(row["address"]))
    successor = contracts.registry.successor_of(row["address"])
    return _differing(
        ("successor", _last_successor(connection, row["address"]), successor),
        *([] if row["successor"] else [("party", row["party"], party)]),
    )


def _last_successor(connection: Connection, address: str) -> str:
    """The wallet that took a wallet's place, or the place of that, and so on."""
    found = connection.execute(select(wallets).where(wallets.c.address == address)).one()
    return _last_successor(connection, found.successor) if found.successor else address


def _differing(*values: tuple[str, object, object]) -> list[str]:
    return [f"{name}: {ours} / {theirs}" for name, ours, theirs in values if ours != theirs]


_COMPARED: dict[Table, Callable[[Connection, Contracts, Mapping[str, Any]], Sequence[str]]] = {
    loans: _compare_loan,
    holdings: _compare_holding,
    records: _compare_record,
    desk_balances: _compare_balance,
    wallets: _compare_wallet,
}
