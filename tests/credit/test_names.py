# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Entry, Kind
from shouxin.credit.names import KIND_NAMES, kind_name
from shouxin.primitives.text import Text

OF_LATER_ISSUES = {
    Kind.AMENDED,
    Kind.ROLLED_OVER,
    Kind.TRANSFERRED,
}


def test_every_kind_that_is_written_has_a_name() -> None:
    assert set(KIND_NAMES) | OF_LATER_ISSUES == set(Kind)


def test_arrears_are_named_by_their_days() -> None:
    level = Entry(Kind.ARREARS_REACHED, amount=1)
    assert kind_name(level) == Text("1 day past due", "逾期达 1 天")
    assert kind_name(Entry(Kind.ARREARS_REACHED, amount=60)).en == "60 days past due"


def test_an_unknown_kind_is_shown_by_its_number() -> None:
    assert kind_name(Entry(200)) == Text("entry of kind 200", "第 200 类记录")
