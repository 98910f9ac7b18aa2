# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A bank's money as an ERC-20 token with permit (存款代币)
@notice Who may do what:
        - The bank that the token was made for mints against its ledger. Nothing else: it can
          neither take, freeze, pause nor burn what others hold, and can't be replaced.
        - A holder transfers, approves, permits, and redeems its own tokens for money at the bank.
        Every mint and redemption names the reference under which the bank's ledger has it.
"""

from ethereum.ercs import IERC20
from ethereum.ercs import IERC20Detailed
from snekmate.auth import ownable
from snekmate.tokens import erc20
from snekmate.tokens.interfaces import IERC20Permit

initializes: ownable
initializes: erc20[ownable := ownable]

implements: IERC20
implements: IERC20Detailed
implements: IERC20Permit

exports: (
    # ERC-20, what moves nothing
    erc20.approve,
    erc20.allowance,
    erc20.balanceOf,
    erc20.totalSupply,
    # details
    erc20.name,
    erc20.symbol,
    erc20.decimals,
    # permits
    erc20.permit,
    erc20.nonces,
    erc20.DOMAIN_SEPARATOR,
    erc20.eip712Domain,
)


event Minted:
    owner: indexed(address)
    amount: uint256
    reference: indexed(bytes32)


event Redeemed:
    owner: indexed(address)
    amount: uint256
    reference: indexed(bytes32)


# The bank, an address; fixed at deployment.
BANK: public(immutable(address))


@deploy
def __init__(bank: address, name: String[25], symbol: String[5], decimals: uint8):
    assert bank != empty(address), "token: bank is empty"
    assert decimals <= 18, "token: decimals are out of range"
    ownable.__init__()
    erc20.__init__(name, symbol, decimals, name, "1")
    BANK = bank


@external
def transfer(to: address, amount: uint256) -> bool:
    """
    @notice Moves the caller's tokens.
    """
    erc20._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    """
    @notice Moves tokens of an owner who approved the caller for at least so much.
    """
    erc20._spend_allowance(owner, msg.sender, amount)
    erc20._transfer(owner, to, amount)
    return True


@external
def mint(owner: address, amount: uint256, reference: bytes32):
    """
    @notice Mints tokens for money that the bank's ledger has received. For the bank alone.
    @param reference The entry in the bank's ledger.
    """
    assert msg.sender == BANK, "token: caller is not the bank"
    assert reference != empty(bytes32), "token: reference is empty"
    erc20._mint(owner, amount)
    log Minted(owner=owner, amount=amount, reference=reference)


@external
def redeem(amount: uint256, reference: bytes32):
    """
    @notice Burns the caller's tokens against money that the bank owes it by this event.
    @param reference Where the bank is to pay, as agreed with it.
    """
    assert amount != 0, "token: amount is nil"
    assert reference != empty(bytes32), "token: reference is empty"
    erc20._burn(msg.sender, amount)
    log Redeemed(owner=msg.sender, amount=amount, reference=reference)
