# SPDX-License-Identifier: Apache-2.0
"""The table's rows about the credit ledger and the deposit token."""

from typing import Any

from shouxin.credit.entry import Entry, Kind, pack
from tests.contracts import moves_statements as statements
from tests.contracts.moves_row import ANYONE, FOREVER, GOVERNED, NEVER, NOBODY, NONCE, Row, only
from tests.contracts.moves_stage import ALLOWANCE, Scene

STATEMENTS = [
    Row(
        "ledger",
        "dispute",
        lambda s: (statements.citation(s), 1, statements.EVIDENCE),
        only("holder"),
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "dispute_signed",
        statements.signed_dispute,
        ANYONE,
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "answer",
        lambda s: (statements.subject(s.world), 0, False, statements.EVIDENCE),
        only("servicer"),
        before=statements.disputed,
    ),
    Row(
        "ledger",
        "correct",
        lambda s: (statements.subject(s.world), statements.citation(s), statements.EVIDENCE),
        only("governance"),
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "correct",
        lambda s: (statements.subject(s.world), statements.citation(s), statements.EVIDENCE),
        only("bank"),
        before=statements.furnished,
    ),
    Row(
        "ledger",
        "lapse",
        lambda s: (statements.subject(s.world), 0),
        ANYONE,
        before=statements.overdue,
    ),
    Row(
        "ledger",
        "lapse",
        lambda s: (statements.subject(s.world), 0),
        NOBODY,
        NEVER,
        before=statements.disputed,
    ),
    Row(
        "ledger",
        "anchor",
        lambda s: (statements.subject(s.world), statements.citation(s)),
        ANYONE,
        before=statements.defaulted,
    ),
    Row("answering", "answer", statements.answer, only("servicer")),
    Row("ledger", "cancel_nonce", lambda _: (NONCE,), ANYONE),
    Row(
        "ledger",
        "inquire",
        lambda s: (statements.subject(s.world), 1, statements.EVIDENCE),
        only("bank"),
        before=statements.accredited,
    ),
    Row(
        "ledger",
        "furnish",
        lambda s: (statements.subject(s.world), statements.EVIDENCE, 1, 1, True),
        only("bank"),
        before=statements.accredited,
    ),
    Row("ledger", "merge", statements.merger, only("provider"), before=statements.linked),
]

LEDGER = [
    Row(
        "ledger",
        "record",
        lambda s: (s.deal.borrower, s.deal.id, 0, 0, [pack(Entry(Kind.PAID))]),
        only("book"),
    ),
    Row("ledger", "authorise_book", lambda s: (s.world.stranger,), GOVERNED),
    Row("ledger", "retire_book", lambda s: (s.world.book,), GOVERNED),
    Row("ledger", "set_on_time_min", lambda s: (s.world.book, 5), GOVERNED),
    Row("ledger", "set_answerer", lambda s: (s.world.book, s.world.stranger), GOVERNED),
    Row("ledger", "accredit_furnisher", lambda s: (s.world.stranger, True), GOVERNED),
    Row("ledger", "accredit_report_user", lambda s: (s.world.stranger, 2), GOVERNED),
    Row("ledger", "set_answer_days", lambda _: (30,), GOVERNED),
    *STATEMENTS,
    Row("ledger", "set_governance", lambda s: (s.world.stranger,), GOVERNED),
]


PERMIT = {
    "Permit": [
        ("owner", "address"),
        ("spender", "address"),
        ("value", "uint256"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ]
}


def _permit(scene: Scene) -> tuple[Any, ...]:
    owner, spender = scene.world.lender, scene.world.stranger
    message = {
        "owner": owner,
        "spender": spender,
        "value": 1,
        "nonce": scene.world.token.nonces(owner),
        "deadline": FOREVER,
    }
    signature = owner.sign(scene.world.token, "Permit", PERMIT, message)
    r, s, v = signature[:32], signature[32:64], signature[64]
    return (owner, spender, 1, FOREVER, v, r, s)


TOKEN = [
    Row("token", "approve", lambda s: (s.world.backer, ALLOWANCE), ANYONE),
    Row("token", "permit", _permit, ANYONE),
    Row("token", "transfer", lambda s: (s.world.backer, 1), ANYONE),
    Row(
        "token",
        "transferFrom",
        lambda s: (s.world.lender, s.world.stranger, 1),
        only("desk", "book"),
        gives=only("lender"),
    ),
    Row("token", "mint", lambda s: (s.world.stranger, 1, b"\x01" * 32), only("bank")),
    Row("token", "redeem", lambda _: (1, b"\x01" * 32), ANYONE),
]
