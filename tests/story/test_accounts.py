# SPDX-License-Identifier: Apache-2.0
"""The identities while money lies everywhere that it can: fees held, payouts not claimed."""

from dataclasses import replace

from shouxin.story.accounts import check_accounts, read_loans
from shouxin.story.cast import gather
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from shouxin.story.text import Text

MONEY, PRINCIPAL, PAID = 100_000_000, 1_000_000, 333_333


def test_they_hold_with_a_fee_held_and_money_unclaimed(stage: Stage) -> None:
    cast, loans = gather(stage, MONEY), Loans(stage)
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = loans.take(Text("a loan", "一笔贷款"), signed, PRINCIPAL, cast.shop, cast.bank)
    loans.pay(loan, cast.shop, PAID)
    loans.send_note(loan, cast.bank, cast.buyer, PRINCIPAL // 3)
    checks = check_accounts(stage)
    assert checks[0].found == PAID + loan.terms.fee
    assert all(check.is_right for check in check_accounts(stage))
    (money,) = read_loans(stage)
    assert (money.received, money.claimed, money.fee_held) == (PAID, 0, loan.terms.fee)
    loans.claim(loan, cast.bank)
    (money,) = read_loans(stage)
    assert money.claimed == PAID
    assert money.owed_to_holders == 0
    assert all(check.is_right for check in check_accounts(stage))


def test_a_fee_paid_out_is_held_no_more(stage: Stage) -> None:
    cast, loans = gather(stage, MONEY), Loans(stage)
    conditions = replace(conditions_of(stage), cooling_off_days=0, withdrawal_pay_days=0)
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions)
    loan, _ = loans.take(Text("a loan", "一笔贷款"), signed, PRINCIPAL, cast.shop, cast.bank)
    assert read_loans(stage)[0].fee_held == loan.terms.fee == PRINCIPAL // 100
    stage.go_to(stage.today() + 1)
    loans.release_fee(loan, cast.buyer)
    assert read_loans(stage)[0].fee_held == 0
    assert all(check.is_right for check in check_accounts(stage))
    assert loans.disagreements == []
