# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from shouxin.bench.gas import OPERATIONS
from shouxin.cli.main import run

Shell = pytest.CaptureFixture[str]
INTRINSIC_GAS = 21_000


def test_json_has_each_operation_as_one_transaction(capsys: Shell) -> None:
    assert run(["bench", "gas", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    operations = json.loads(out)["operations"]
    assert list(operations) == list(OPERATIONS)
    for figures in operations.values():
        assert figures["transactions"] == 1
        assert figures["gas"] > INTRINSIC_GAS
    gas = {name: figures["gas"] for name, figures in operations.items()}
    assert gas["repay_on_time"] <= gas["repay_first"] < gas["repay_late"]
    assert gas["claim"] <= gas["claim_first"]
    assert gas["transfer_note"] < gas["transfer_note_first"]
    assert gas["open_from_offer"] < gas["open_from_offer_with_fee"]
    assert gas["token_transfer"] < gas["claim"]


def test_the_table_says_what_each_is(capsys: Shell) -> None:
    assert run(["bench", "gas"]) == 0
    out, _ = capsys.readouterr()
    assert "…" not in out
    for name in OPERATIONS:
        assert f"{name} " in out
    assert "a loan's first instalment, on time" in out
