# SPDX-License-Identifier: Apache-2.0
from shouxin.credit.entry import Entry, Kind
from shouxin.credit.names import KIND_NAMES, kind_name
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
