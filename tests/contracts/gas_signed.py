# SPDX-License-Identifier: Apache-2.0
"""Gas of what users sign and somebody else sends."""

from tests.contracts.full_world import FullWorld
from tests.contracts.gas_steps import measured
from tests.contracts.signers import KeySigner
from tests.contracts.signing import ACTIONS, Signing

NAMES = {
    "relay_take": "take an offer",
    "relay_pay": "pay",
    "relay_transfer": "transfer",
    "relay_withdraw": "withdrawal notice",
    "relay_deposit": "deposit",
    "relay_take_back": "take back",
    "relay_cancel": "cancel",
}


def signed_actions() -> dict[str, int]:
    """Each action by itself, its nonce the first of its word."""
    world = FullWorld()
    signing = Signing.made(world, KeySigner(world.chain))
    found = {}
    for name, action in NAMES.items():
        with world.chain.anchored():
            case = ACTIONS[action](signing)
            signature = signing.signer.sign(case.digest())
            steps = {name: lambda c=case, s=signature: signing.submit(c, s)}
            found |= measured(world.chain, steps)
    return found
