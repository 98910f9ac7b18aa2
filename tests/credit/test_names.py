# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Answer, Entry, Flag, Kind, Purpose
from shouxin.credit.names import KIND_NAMES, amount_of, kind_name
from shouxin.primitives.text import Text


def test_every_kind_has_a_name() -> None:
    assert {*KIND_NAMES, Kind.AMENDED} == set(Kind)


def test_an_amendment_is_named_by_its_kind() -> None:
    names = {kind_name(Entry(Kind.AMENDED, amount=kind)).en for kind in range(1, 6)}
    assert len(names) == 5
    assert kind_name(Entry(Kind.AMENDED, amount=5)) == Text(
        "amended: forbearance", "变更：纾困重组"
    )
    assert kind_name(Entry(Kind.AMENDED, amount=6)).zh == "第 5 类记录"


def test_arrears_are_named_by_their_days() -> None:
    level = Entry(Kind.ARREARS_REACHED, amount=1)
    assert kind_name(level) == Text("1 day past due", "逾期达 1 天")
    assert kind_name(Entry(Kind.ARREARS_REACHED, amount=60)).en == "60 days past due"


def test_an_unknown_kind_is_shown_by_its_number() -> None:
    assert kind_name(Entry(200)) == Text("entry of kind 200", "第 200 类记录")


def test_statements_are_named_by_their_code() -> None:
    hard, soft = (
        Entry(Kind.INQUIRY, Flag.STATED, unbroken=purpose)
        for purpose in (Purpose.LOAN_APPLICATION, Purpose.AFTER_LENDING)
    )
    assert kind_name(hard) == Text("hard inquiry", "硬查询")
    assert kind_name(soft) == Text("soft inquiry", "软查询")
    upheld = Entry(Kind.ANSWERED, Flag.STATED, unbroken=Answer.UPHELD, amount=3)
    assert kind_name(upheld) == Text("dispute upheld", "异议成立")
    unknown = Entry(Kind.ANSWERED, Flag.STATED, unbroken=9)
    assert kind_name(unknown).en == "entry of kind 19"


def test_an_index_a_level_and_an_id_are_no_amounts() -> None:
    assert amount_of(Entry(Kind.PAID, amount=262_354)) == 262_354
    assert amount_of(Entry(Kind.CURED)) is None
    for kind in (Kind.ARREARS_REACHED, Kind.AMENDED, Kind.ROLLED_OVER):
        assert amount_of(Entry(kind, amount=30)) is None
    assert amount_of(Entry(Kind.DISPUTED, Flag.STATED, amount=7)) is None
