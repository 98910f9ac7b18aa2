# SPDX-License-Identifier: Apache-2.0
"""Which key deploys on a node that is not ours."""

from __future__ import annotations

from pathlib import Path

from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key, read_key
from shouxin.primitives.errors import BadInput

# What deploying and a demonstration take at most, with room; drawn from a node's own account.
FUNDS_WEI = 100 * 10**18


def open_deployer(chain: Chain, key_file: Path | None, kept: Path) -> Sender:
    """A funded sender on a chain.

    The key is the given file's; or the one kept from an earlier run; or, on a development node
    with an unlocked account, a new one that is funded from there and kept.

    Args:
        chain: the node.
        key_file: what the user named, if anything.
        kept: where a key that is made here is kept.

    Raises:
        BadInput: ``input.key_file``, ``input.no_key``.
        ChainError: the node's failure.
    """
    if key_file is not None:
        return Sender(chain, read_key(key_file))
    unlocked = chain.request("eth_accounts")
    if not kept.exists() and not unlocked:
        raise BadInput(
            "input.no_key",
            "no key to send with on this node: name one with --key-file (SHOUXIN_KEY_FILE)",
            "此节点上没有可用的发送私钥：请用 --key-file（SHOUXIN_KEY_FILE）指定",
        )
    sender = Sender(chain, read_key(kept) if kept.exists() else new_key(kept))
    if unlocked and chain.balance(sender.address) < FUNDS_WEI // 2:
        _draw(chain, str(unlocked[0]), sender)
    return sender


def _draw(chain: Chain, unlocked: str, sender: Sender) -> None:
    """Fund a key from a development node's own account."""
    transfer = {"from": unlocked, "to": sender.address, "value": hex(FUNDS_WEI)}
    sent = chain.request("eth_sendTransaction", transfer)
    sender.wait(bytes.fromhex(sent[2:]))
