# SPDX-License-Identifier: Apache-2.0
"""What becomes of a node's "reverted": the contract's text, its code, and what people read."""

from eth_abi import encode

from shouxin.chain.reverts import Reverted, revert_reason


def test_a_revert_carries_its_code_and_messages_and_keeps_the_contracts_text() -> None:
    refused = Reverted("desk: offer is spent or cancelled")
    assert refused.code == "desk.offer_spent"
    assert refused.message == "the offer is spent or cancelled: ask its maker for a new one"
    assert refused.message_zh == "要约已用尽或已撤销：请要约方重新签署"
    assert refused.reason == "desk: offer is spent or cancelled"
    assert str(refused) == refused.message
    assert (refused.status, refused.exit_code) == (409, 1)


def test_a_revert_without_a_reason_says_so() -> None:
    silent = Reverted("")
    assert silent.code == "contract.no_reason"
    assert silent.reason == ""
    assert "gave no reason" in silent.message
    assert ": check the figures" in silent.message
    assert "：请核对" in silent.message_zh


def test_another_contracts_reason_is_quoted() -> None:
    foreign = Reverted("Pausable: paused")
    assert foreign.code == "contract.unknown_reason"
    assert "'Pausable: paused'" in foreign.message
    assert "'Pausable: paused'" in foreign.message_zh


def test_a_revert_met_in_a_place_keeps_its_reason() -> None:
    placed = Reverted("desk: unknown side").within("line 3", "第 3 行")
    assert isinstance(placed, Reverted)
    assert placed.reason == "desk: unknown side"
    assert placed.code == "desk.side"
    assert placed.message.startswith("line 3: the side is unknown: ")
    assert placed.message_zh.startswith("第 3 行：要约方向无效：")
    assert str(placed) == placed.message


def test_a_texts_own_words_are_read_from_the_data() -> None:
    data = bytes.fromhex("08c379a0") + encode(["string"], ["desk: unknown side"])
    assert revert_reason(data) == "desk: unknown side"


def test_data_of_no_known_form_gives_no_reason() -> None:
    assert revert_reason(b"") == ""
    assert revert_reason(b"\x01\x02\x03\x04") == ""
    assert revert_reason(bytes.fromhex("4e487b71") + (17).to_bytes(32)) == "panic 0x11"
