# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Kind
from shouxin.story.cast import gather
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.records import read_record
from shouxin.story.stage import Stage
from shouxin.story.text import Text

MONEY, PRINCIPAL = 100_000_000, 1_000_000


def test_a_record_is_only_its_own_partys(stage: Stage) -> None:
    cast, loans = gather(stage, MONEY), Loans(stage)
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = loans.take(Text("a loan", "一笔贷款"), signed, PRINCIPAL, cast.shop, cast.bank)
    record = read_record(stage, cast.shop.party)
    ((of_loan, entry),) = record.entries
    assert of_loan == loan.deal.id
    assert (entry.kind, entry.amount, entry.exposure_after) == (Kind.OPENED, PRINCIPAL, PRINCIPAL)
    assert record.is_head_right
    assert record.are_aggregates_right
    assert read_record(stage, cast.buyer.party).entries == []
    assert read_record(stage, cast.buyer.party).is_head_right
