# SPDX-License-Identifier: Apache-2.0
"""The table of reasons against the contracts' sources."""

import re
from pathlib import Path

import pytest

from shouxin.chain.revert_texts import REVERT_TEXTS
from shouxin.chain.reverts import Reverted, revert_code, revert_reason

CONTRACTS = Path(__file__).parents[2] / "contracts"
LIBRARY = ("erc20", "access_control", "timelock_controller")
_REASON = re.compile(r'"([a-z]+: [^"]+)"')


def _reasons() -> set[str]:
    return {
        reason
        for source in CONTRACTS.glob("*.vy")
        for reason in _REASON.findall(source.read_text())
    }


def test_every_reason_has_its_chinese_and_none_is_left_over() -> None:
    ours = {reason for reason in REVERT_TEXTS if not reason.startswith(LIBRARY)}
    assert ours == _reasons()


def test_the_chinese_is_chinese_and_short() -> None:
    for chinese in REVERT_TEXTS.values():
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert not chinese.endswith("。")
        assert len(chinese) <= 30


def test_reasons_and_codes_map_one_to_one() -> None:
    codes = {revert_code(reason) for reason in REVERT_TEXTS}
    assert len(codes) == len(REVERT_TEXTS)
    assert "contract.reverted" not in codes


@pytest.mark.parametrize(
    ("reason", "english", "chinese"),
    [
        ("desk: offer has expired", "refused: desk: offer has expired", "合约拒绝：要约已过期"),
        ("odd: new", "refused: odd: new", "合约拒绝：odd: new"),
        ("", "refused: the contract gave no reason", "合约拒绝：合约未说明原因"),
    ],
)
def test_a_refusal_is_told_in_both_languages(reason: str, english: str, chinese: str) -> None:
    refusal = Reverted(reason)
    assert refusal.message.startswith(english)
    assert refusal.message_zh.startswith(chinese)


def test_data_of_no_known_form_gives_no_reason() -> None:
    assert revert_reason(b"") == ""
    assert revert_reason(b"\x01\x02\x03\x04") == ""
    assert revert_reason(bytes.fromhex("4e487b71") + (17).to_bytes(32)) == "panic 0x11"
