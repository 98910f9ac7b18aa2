# SPDX-License-Identifier: Apache-2.0
"""A call to an address that a signer or a caller names is none to a function of ours by accident.

Relay, desk, servicing and rollover call books, currencies and wallets that are named to them; the
book believes relay, servicing, amending and opening contract by their address. So what these send
must mean, at each of our contracts, the function that it is meant for, or nothing.
"""

from itertools import combinations

import pytest
from eth_utils import keccak

from tests.contracts.abi import selector
from tests.contracts.compiler import compiled, find
from tests.contracts.moves_stage import CONTRACTS

NAMES = {
    "book": "LoanBook",
    "opening": "LoanOpening",
    "servicing": "LoanServicing",
    "relay": "LoanRelay",
    "amending": "LoanAmending",
    "rollover": "Rollover",
    "answering": "LoanAnswering",
    "desk": "OfferDesk",
    "registry": "PartyRegistry",
    "rulebook": "Rulebook",
    "ledger": "CreditLedger",
    "token": "DepositToken",
}
SENT_TO_ANYBODY = {
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": {"token"},
    "permit(address,address,uint256,uint256,bytes)": set(),
    "isValidSignature(bytes32,bytes)": set(),
    "transferFrom(address,address,uint256)": {"token"},
    "transfer(address,uint256)": {"token"},
    "approve(address,uint256)": {"token"},
    "balanceOf(address)": {"token"},
    "onERC1155Received(address,address,uint256,uint256,bytes)": set(),
    "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)": set(),
}


def selectors(name: str) -> dict[bytes, str]:
    """A contract's functions by what calls them."""
    abi = compiled(find(NAMES[name])).abi
    return {selector(item): item["name"] for item in abi if item["type"] == "function"}


def test_every_contract_is_looked_at() -> None:
    assert set(NAMES) == set(CONTRACTS)


@pytest.mark.parametrize("text", SENT_TO_ANYBODY, ids=lambda text: text.split("(")[0])
def test_what_is_sent_to_anybody_is_a_function_of_no_other_contract(text: str) -> None:
    sent = keccak(text=text)[:4]
    assert {name for name in NAMES if sent in selectors(name)} == SENT_TO_ANYBODY[text]


@pytest.mark.parametrize("pair", [*combinations(NAMES, 2)], ids=" and ".join)
def test_two_contracts_share_a_selector_only_with_the_name(pair: tuple[str, str]) -> None:
    one, other = map(selectors, pair)
    assert all(one[shared] == other[shared] for shared in one.keys() & other.keys())
