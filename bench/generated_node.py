# SPDX-License-Identifier: Apache-2.0
"""A node that never was: answers an indexer with the events of as many loans as one likes.

Every loan has a principal of its own, and with it its schedule, is opened by an offer and pays its
first instalments on their days. Blocks are made as they are asked for, so nothing is kept in
memory. It runs as a process of its own (``python bench/generated_node.py --loans N``) and prints
its port.
"""

import argparse
import json
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eth_utils import keccak, to_checksum_address

from shouxin.chain.bindings import credit_ledger, loan_book, offer_desk, party_registry
from shouxin.chain.manifest import Deployed, Manifest
from shouxin.credit.entry import Entry, Flag, Kind, pack
from shouxin.lending.model import Method, Row, Terms, schedule, with_instalment
from shouxin.lending.packed_terms import LAYOUT
from shouxin.primitives.dates import SECONDS_PER_DAY, parse_day

CHAIN_ID, FIRST_BLOCK = 4242, 10
START = parse_day("2026-01-30")
LOANS_A_PARTY = 10
CONTRACTS = (
    "PartyRegistry",
    "CreditLedger",
    "Rulebook",
    "LoanOpening",
    "LoanAmending",
    "LoanServicing",
    "LoanAnswering",
    "LoanRelay",
    "Rollover",
    "LoanBook",
    "OfferDesk",
)
LENDER = to_checksum_address("0x" + "1e" * 20)
CURRENCY = to_checksum_address("0x" + "cc" * 20)
TERMS = Terms(
    principal=3_000_000,
    rate_ppm=90_000,
    method=Method.EQUAL_INSTALMENT,
    instalments=12,
    due_day=30,
    start_day=START,
    first_due_day=START + 29,
    instalment_multiple=1,
)


@lru_cache(maxsize=1_000)
def terms_of(loan: int) -> Terms:
    """A loan's terms: no two have one principal."""
    return with_instalment(replace(TERMS, principal=TERMS.principal + loan))


@lru_cache(maxsize=1_000)
def rows_of(loan: int) -> tuple[Row, ...]:
    """A loan's schedule."""
    return tuple(schedule(terms_of(loan)))


def loan_id(loan: int) -> str:
    """A loan's made-up id."""
    return "0x" + word(0xF << 250 | loan)


def word(value: int) -> str:
    """A number as 64 digits."""
    return f"{value:064x}"


def address_of(name: str) -> str:
    """A contract's made-up address."""
    return to_checksum_address(keccak(text=name)[:20])


def manifest() -> Manifest:
    """The made-up deployment."""
    deployed = {
        name: Deployed(address_of(name), "0x" + "00" * 32, "", "", FIRST_BLOCK, [])
        for name in CONTRACTS
    }
    return Manifest(CHAIN_ID, block_hash(0), LENDER, is_complete=True, contracts=deployed)


def block_hash(number: int) -> str:
    """A block's made-up hash."""
    return "0x" + word(number + 1)


@dataclass(frozen=True)
class History:
    """What happens on the chain: enrolments, openings, then payments, some a block.

    Attributes:
        loans: how many there are.
        payments: how many each makes.
        a_block: transactions a block.
    """

    loans: int
    payments: int
    a_block: int

    @cached_property
    def parties(self) -> int:
        """How many borrowers there are."""
        return -(-self.loans // LOANS_A_PARTY)

    @cached_property
    def transactions(self) -> int:
        """How many there are in all."""
        return self.parties + self.loans * (1 + self.payments)

    @cached_property
    def head(self) -> int:
        """The last block."""
        return FIRST_BLOCK + -(-self.transactions // self.a_block)

    @cached_property
    def events(self) -> int:
        """How many events there are in all."""
        return self.parties + self.loans * (4 + 2 * self.payments)

    @staticmethod
    def _terms_words(terms: Terms) -> list[int]:
        values: dict[str, int] = {
            name: getattr(terms, name, 0) for layout in LAYOUT for name, _ in layout
        }
        values |= {
            "currency": int(CURRENCY, 16),
            "lender": int(LENDER, 16),
            "servicer": int(LENDER, 16),
            "utc_offset_minutes": terms.utc_offset_minutes + 840,
            "exposure": terms.principal,
            "jurisdiction": 156,
            "product": 1,
            "borrower_kind": 2,
        }
        words = []
        for layout in LAYOUT:
            packed = shift = 0
            for name, width in layout:
                packed |= int(values[name]) << shift
                shift += width
            words.append(packed)
        return words

    def logs(self, first: int, last: int) -> list[dict[str, Any]]:
        """The events of some blocks."""
        found: list[dict[str, Any]] = []
        for number in range(max(first, FIRST_BLOCK + 1), min(last, self.head) + 1):
            of_block: list[tuple[str, list[str], str, int]] = []
            begin = (number - FIRST_BLOCK - 1) * self.a_block
            for transaction in range(begin, min(begin + self.a_block, self.transactions)):
                of_block += [(*event, transaction) for event in self._events(transaction)]
            for index, (contract, topics, data, transaction) in enumerate(of_block):
                found.append(
                    {
                        "address": address_of(contract),
                        "topics": topics,
                        "data": "0x" + data,
                        "blockNumber": hex(number),
                        "blockHash": block_hash(number),
                        "blockTimestamp": hex(self.time_of(number)),
                        "logIndex": hex(index),
                        "transactionHash": "0x" + word(transaction),
                    }
                )
        return found

    def time_of(self, number: int) -> int:
        """A block's time: all of it takes as long as the payments do."""
        days = 30 * (self.payments + 1)
        return START * SECONDS_PER_DAY + days * SECONDS_PER_DAY * number // (self.head + 1)

    def _events(self, transaction: int) -> list[tuple[str, list[str], str]]:
        if transaction < self.parties:
            return [self._enrolled(transaction)]
        number, loan = divmod(transaction - self.parties, self.loans)
        return self._opened(loan) if number == 0 else self._paid(loan, number)

    def _enrolled(self, party: int) -> tuple[str, list[str], str]:
        topics = ["0x" + party_registry.PartyEnrolled.TOPIC.hex(), self._party(party)]
        topics += ["0x" + word(0xB0 << 64 | party), "0x" + word(0xDD)]
        return "PartyRegistry", topics, word(156) + word(2) + word(7)

    def _party(self, party: int) -> str:
        return "0x" + word(0xA << 128 | party)

    def _opened(self, loan: int) -> list[tuple[str, list[str], str]]:
        identifier, party = loan_id(loan), self._party(loan // LOANS_A_PARTY)
        lender = "0x" + word(int(LENDER, 16))
        terms = terms_of(loan)
        words = self._terms_words(terms)
        words[4] |= 0xB0 << 64 | loan // LOANS_A_PARTY
        words[12] = loan
        entry = Entry(Kind.OPENED, 0, START, 0, 0, terms.principal, terms.principal)
        mint = ["0x" + loan_book.TransferSingle.TOPIC.hex(), lender, "0x" + word(0), lender]
        opened = ["0x" + loan_book.LoanOpened.TOPIC.hex(), identifier, party, "0x" + word(0xBA)]
        taken = ["0x" + offer_desk.OfferTaken.TOPIC.hex(), "0x" + word(1), lender, identifier]
        rest = word(0xB0 << 64) + word(terms.principal) + word(10**15)
        return [
            ("LoanBook", mint, identifier[2:] + word(terms.principal)),
            self._entry(loan, 0, entry),
            ("LoanBook", opened, "".join(map(word, words))),
            ("OfferDesk", taken, rest),
        ]

    def _paid(self, loan: int, number: int) -> list[tuple[str, list[str], str]]:
        row = rows_of(loan)[number - 1]
        flags = Flag.ON_TIME | Flag.COUNTED
        entry = Entry(Kind.PAID, flags, row.due_day, 0, 0, row.payment, row.payment, row.balance)
        topics = ["0x" + loan_book.Paid.TOPIC.hex(), loan_id(loan)]
        topics.append("0x" + word(0xB0 << 64 | loan // LOANS_A_PARTY))
        values = (row.due_day, row.interest, row.principal, 0, row.balance)
        data = self._party(loan // LOANS_A_PARTY)[2:] + word(loan) + "".join(map(word, values))
        return [self._entry(loan, number, entry), ("LoanBook", topics, data)]

    def _entry(self, loan: int, number: int, entry: Entry) -> tuple[str, list[str], str]:
        party, at = divmod(loan, LOANS_A_PARTY)
        index = number * LOANS_A_PARTY + at
        topics = ["0x" + credit_ledger.EntryRecorded.TOPIC.hex(), self._party(party)]
        topics += [loan_id(loan), "0x" + word(int(address_of("LoanBook"), 16))]
        return "CreditLedger", topics, word(index) + word(pack(entry))


def answer(history: History, method: str, params: list[Any]) -> Any:
    """What the node says."""
    if method == "eth_chainId":
        return hex(CHAIN_ID)
    if method == "eth_getLogs":
        wanted = params[0]
        if "blockHash" in wanted:
            number = int(wanted["blockHash"], 16) - 1
            return history.logs(number, number)
        return history.logs(int(wanted["fromBlock"], 16), int(wanted["toBlock"], 16))
    if method == "eth_getBlockByNumber":
        at = params[0]
        number = history.head if at in {"latest", "pending"} else int(at, 16)
        if number > history.head:
            return None
        return {
            "number": hex(number),
            "hash": block_hash(number),
            "parentHash": block_hash(number - 1),
            "timestamp": hex(history.time_of(number)),
            "baseFeePerGas": "0x1",
            "gasLimit": "0x1c9c380",
        }
    message = f"{method} is nothing that an indexer asks"
    raise ValueError(message)


def serve(history: History) -> None:
    """Answers until it is ended."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one piece, or its second half waits for the first's receipt

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            result = answer(history, asked["method"], asked["params"])
            said = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    print(json.dumps({"port": server.server_address[1], "events": history.events}), flush=True)
    server.serve_forever()


def main() -> None:
    """Serves a history of the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=2_000)
    parser.add_argument("--payments", type=int, default=3)
    parser.add_argument("--a-block", type=int, default=10)
    given = parser.parse_args()
    serve(History(given.loans, given.payments, given.a_block))


if __name__ == "__main__":
    main()
