# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import CHAIN_ID, DAY, Actor, Chain, Contract, domain_of, reverts

NOBODY = "0x" + "00" * 20
PERMIT = {
    "Permit": [
        ("owner", "address"),
        ("spender", "address"),
        ("value", "uint256"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ]
}


@pytest.fixture(autouse=True)
def _funded(token: Contract, bank: Actor, alice: Actor) -> None:
    token.mint(alice, 100, b"\x01" * 32, sender=bank)


def permit(token: Contract, owner: Actor, spender: Actor, domain: object = None) -> bytes:
    message = {
        "owner": owner,
        "spender": spender,
        "value": 40,
        "nonce": token.nonces(owner),
        "deadline": token.chain.timestamp + DAY,
    }
    return owner.sign(domain or token, "Permit", PERMIT, message)


def use_permit(token: Contract, owner: Actor, spender: Actor, signature: bytes) -> None:
    deadline = token.chain.timestamp + DAY
    v, r, s = signature[64], signature[:32], signature[32:64]
    token.permit(owner, spender, 40, deadline, v, r, s, sender=spender)


def test_nothing_moves_that_isnt_there_or_allowed(
    token: Contract, bank: Actor, alice: Actor, bob: Actor
) -> None:
    with reverts("erc20: transfer amount exceeds balance"):
        token.transfer(bob, 101, sender=alice)
    with reverts("erc20: transfer to the zero address"):
        token.transfer(NOBODY, 1, sender=alice)
    for caller in (bob, bank):
        with reverts("erc20: insufficient allowance"):
            token.transferFrom(alice, bob, 1, sender=caller)


def test_a_foreign_stale_or_used_permit_is_refused(
    chain: Chain, token: Contract, bank: Actor, alice: Actor, bob: Actor
) -> None:
    domain = domain_of(token)
    twin = chain.deploy("DepositToken", bank, "Example Bank yuan", "XCNY", 6, sender=bank)
    bad = [
        permit(token, bob, bob),
        permit(token, alice, bob, domain | {"chainId": CHAIN_ID + 1}),
        permit(token, alice, bob, domain_of(twin)),
    ]
    for signature in bad:
        with reverts("erc20: invalid signature"):
            use_permit(token, alice, bob, signature)
    good = permit(token, alice, bob)
    use_permit(token, alice, bob, good)
    with reverts("erc20: invalid signature"):
        use_permit(token, alice, bob, good)


def test_an_expired_permit_is_refused(
    chain: Chain, token: Contract, alice: Actor, bob: Actor
) -> None:
    signature, deadline = permit(token, alice, bob), chain.timestamp + DAY
    chain.warp(to=deadline + 1)
    v, r, s = signature[64], signature[:32], signature[32:64]
    with reverts("erc20: expired deadline"):
        token.permit(alice, bob, 40, deadline, v, r, s, sender=bob)


def test_tokens_move_by_their_owner_by_approval_and_by_permit(
    token: Contract, alice: Actor, bob: Actor
) -> None:
    assert token.transfer(bob, 10, sender=alice)
    token.approve(bob, 20, sender=alice)
    assert token.transferFrom(alice, bob, 20, sender=bob)
    use_permit(token, alice, bob, permit(token, alice, bob))
    assert token.transferFrom(alice, bob, 40, sender=bob)
    assert (token.balanceOf(alice), token.balanceOf(bob)) == (30, 70)
    assert token.allowance(alice, bob) == 0
    assert (token.name(), token.symbol(), token.decimals()) == ("Example Bank yuan", "XCNY", 6)
