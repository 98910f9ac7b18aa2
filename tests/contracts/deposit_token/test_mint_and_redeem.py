# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Actor, Chain, Contract, reverts

NOBODY = "0x" + "00" * 20
REFERENCE = b"\x01" * 32


def test_a_token_without_a_bank_or_of_odd_decimals_is_refused(chain: Chain, bank: Actor) -> None:
    with reverts("token: bank is empty"):
        chain.deploy("DepositToken", NOBODY, "Money", "XCNY", 6, sender=bank)
    with reverts("token: decimals are out of range"):
        chain.deploy("DepositToken", bank, "Money", "XCNY", 19, sender=bank)


@pytest.mark.parametrize("caller", ["deployer", "alice"])
def test_only_the_bank_mints(chain: Chain, token: Contract, alice: Actor, caller: str) -> None:
    with reverts("token: caller is not the bank"):
        token.mint(alice, 1, REFERENCE, sender=chain.actor(caller))


def test_minting_and_redeeming_name_a_reference(token: Contract, bank: Actor, alice: Actor) -> None:
    with reverts("token: reference is empty"):
        token.mint(alice, 1, bytes(32), sender=bank)
    token.mint(alice, 1, REFERENCE, sender=bank)
    with reverts("token: reference is empty"):
        token.redeem(1, bytes(32), sender=alice)


def test_one_redeems_what_one_holds(token: Contract, bank: Actor, alice: Actor) -> None:
    token.mint(alice, 5, REFERENCE, sender=bank)
    with reverts("token: amount is nil"):
        token.redeem(0, REFERENCE, sender=alice)
    with reverts("erc20: burn amount exceeds balance"):
        token.redeem(6, REFERENCE, sender=alice)
    with reverts("erc20: burn amount exceeds balance"):
        token.redeem(1, REFERENCE, sender=bank)


def test_minted_and_redeemed_add_up(
    chain: Chain, token: Contract, bank: Actor, alice: Actor
) -> None:
    token.mint(alice, 100, REFERENCE, sender=bank)
    assert chain.events[-1].name == "Minted"
    assert chain.events[-1].args == {
        "owner": alice.address,
        "amount": 100,
        "reference": REFERENCE,
    }
    token.redeem(30, b"\x02" * 32, sender=alice)
    assert chain.events[-1].name == "Redeemed"
    assert chain.events[-1].args["reference"] == b"\x02" * 32
    assert token.balanceOf(alice) == token.totalSupply() == 70


def test_there_is_no_other_power(token: Contract) -> None:
    changing = {
        item["name"]
        for item in token.artifact.abi
        if item["type"] == "function" and item["stateMutability"] not in ("view", "pure")
    }
    assert changing == {"transfer", "transferFrom", "approve", "permit", "mint", "redeem"}
