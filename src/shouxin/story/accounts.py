# SPDX-License-Identifier: Apache-2.0
"""The books, closed: is every unit of money where the contracts say it is?

Everything is read anew from the chain, events first: who ever held money, which loans were ever
opened, what each was paid and paid out. ``docs/contracts.md`` states the identities.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shouxin.chain.abi import Address, Log, decode_logs
from shouxin.chain.bindings import deposit_token, loan_book, offer_desk
from shouxin.chain.bindings.loan_servicing import Waived
from shouxin.lending.contract_terms import FEE_RELEASED
from shouxin.lending.packed_terms import unpack_terms
from shouxin.story.stage import Stage
from shouxin.story.text import Text

NOBODY = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must be equal, in base units."""

    name: Text
    found: int
    expected: int

    @property
    def is_right(self) -> bool:
        """Whether they are."""
        return self.found == self.expected


@dataclass(frozen=True, slots=True)
class LoanMoney:
    """What one loan's contract state and events say of its money, in base units.

    Attributes:
        principal: what was lent.
        balance: what of it is outstanding.
        repaid: what of it was paid or waived.
        received: what the holders were paid in all, as stored.
        paid_in: the same, as the payments' events add up.
        claimed: what holders took out.
        owed_to_holders: what they can take out now.
        fee_held: the origination fee that is still in the book.
    """

    principal: int
    balance: int
    repaid: int
    received: int
    paid_in: int
    claimed: int
    owed_to_holders: int
    fee_held: int


def check_accounts(stage: Stage) -> list[Check]:
    """Each place where money can be, against what should be there."""
    token, deployment = stage.token, stage.deployment
    book, desk = deployment.book.address, deployment.desk.address
    loans = read_loans(stage)
    left = sum(loan.received - loan.claimed for loan in loans)
    held = sum(loan.fee_held for loan in loans)
    return [
        Check(
            Text(
                "book: balance = received − claimed + fees",
                "贷款账簿：余额 = 已收 − 已领 + 暂存手续费",
            ),
            token.balanceOf(book),
            left + held,
        ),
        Check(
            Text("loans: outstanding + repaid = lent", "贷款：未还本金 + 已还本金 = 发放本金"),
            sum(loan.balance + loan.repaid for loan in loans),
            sum(loan.principal for loan in loans),
        ),
        Check(
            Text("book: received = payments made", "贷款账簿：已收 = 全部还款"),
            sum(loan.received for loan in loans),
            sum(loan.paid_in for loan in loans),
        ),
        Check(
            Text("notes: left in the book = claimable", "债权份额：账簿留存 = 持有人可领"),
            left,
            sum(loan.owed_to_holders for loan in loans),
        ),
        Check(
            Text("desk: balance = lenders' balances", "要约台：余额 = 各出借方余额之和"),
            token.balanceOf(desk),
            _lenders_balances(stage),
        ),
        Check(
            Text("token: supply = everybody's balances", "存款代币：发行总量 = 各户余额之和"),
            token.totalSupply(),
            sum(token.balanceOf(owner) for owner in _owners(stage)),
        ),
        Check(
            Text("token: supply = minted − redeemed", "存款代币：发行总量 = 发行 − 赎回"),
            token.totalSupply(),
            _issued(stage),
        ),
    ]


def read_loans(stage: Stage) -> list[LoanMoney]:
    """The money of every loan that the book ever opened."""
    book = stage.deployment.book
    logs = stage.logs(book.address)
    opened = decode_logs(loan_book.LoanOpened, logs)
    paid = decode_logs(loan_book.Paid, logs)
    claimed = decode_logs(loan_book.Claimed, logs)
    waived = decode_logs(Waived, stage.logs(stage.deployment.servicing.address))
    money = []
    for loan in opened:
        state, terms = book.state_of(loan.loan), unpack_terms(loan.borrower, loan.terms)
        money.append(
            LoanMoney(
                principal=terms.repayment.principal,
                balance=state.balance * terms.repayment.quantum,
                repaid=sum(p.principal for p in paid if p.loan == loan.loan)
                + sum(w.principal for w in waived if w.loan == loan.loan),
                received=book.issue_of(loan.loan).received,
                paid_in=sum(
                    p.interest + p.principal + p.penalty for p in paid if p.loan == loan.loan
                ),
                claimed=sum(c.amount for c in claimed if c.loan == loan.loan),
                owed_to_holders=_owed(stage, loan.loan, logs),
                fee_held=0 if state.flags & FEE_RELEASED else terms.agreement.fee,
            )
        )
    return money


def _owed(stage: Stage, loan: bytes, logs: Iterable[Log]) -> int:
    """What all who ever held a loan's note can claim."""
    note = int.from_bytes(loan)
    moves = [m for m in decode_logs(loan_book.TransferSingle, logs) if m.id == note]
    holders = {address for move in moves for address in (move.sender, move.receiver)} - {NOBODY}
    return sum(stage.deployment.book.holding_of(loan, holder).owed for holder in holders)


def _lenders_balances(stage: Stage) -> int:
    desk, currency = stage.deployment.desk, stage.token.address
    deposits = decode_logs(offer_desk.Deposited, stage.logs(desk.address))
    lenders = {deposit.lender for deposit in deposits if deposit.currency == currency}
    return sum(desk.balances(lender, currency) for lender in lenders)


def _owners(stage: Stage) -> set[Address]:
    """Everybody who ever had any of the token."""
    moves = decode_logs(deposit_token.Transfer, stage.logs(stage.token.address))
    return {move.receiver for move in moves} - {NOBODY}


def _issued(stage: Stage) -> int:
    logs = stage.logs(stage.token.address)
    minted = sum(event.amount for event in decode_logs(deposit_token.Minted, logs))
    return minted - sum(event.amount for event in decode_logs(deposit_token.Redeemed, logs))
