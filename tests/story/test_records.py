# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Entry, Kind
from shouxin.story.cast import gather
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.records import KIND_NAMES, kind_name, read_record
from shouxin.story.stage import Stage
from shouxin.story.text import Text

MONEY, PRINCIPAL = 100_000_000, 1_000_000
OF_LATER_ISSUES = {
    Kind.AMENDED,
    Kind.ROLLED_OVER,
    Kind.FURNISHED,
    Kind.TRADE_FACT,
    Kind.INQUIRY,
    Kind.DISPUTED,
    Kind.ANSWERED,
    Kind.CORRECTED,
    Kind.MERGED,
    Kind.TRANSFERRED,
}


def test_every_kind_that_the_book_writes_has_a_name() -> None:
    assert set(KIND_NAMES) | OF_LATER_ISSUES == set(Kind)


def test_arrears_are_named_by_their_days() -> None:
    level = Entry(Kind.ARREARS_REACHED, amount=1)
    assert kind_name(level) == Text("1 day past due", "逾期达 1 天")
    assert kind_name(Entry(Kind.ARREARS_REACHED, amount=60)).en == "60 days past due"


def test_an_unknown_kind_is_shown_by_its_number() -> None:
    assert kind_name(Entry(200)) == Text("entry of kind 200", "第 200 类记录")


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
