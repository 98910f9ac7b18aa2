# SPDX-License-Identifier: Apache-2.0
"""Proofs of an account and of words of its storage, as ``eth_getProof`` (EIP-1186) gives them.

A proof is the nodes on the way down a Merkle–Patricia trie, root first. It is checked by looking
the key up in a trie that has these nodes and no others; each must be on the way, in order, so that
no byte of a proof is without meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import rlp
from eth_utils import keccak
from trie.exceptions import InvalidNode, MissingTrieNode, ValidationError
from trie.hexary import HexaryTrie

from shouxin.primitives.errors import ChainError, Refused
from shouxin.primitives.hexadecimal import to_hex

if TYPE_CHECKING:
    from shouxin.chain.abi import Address
    from shouxin.chain.rpc import Chain

WORD_SIZE = 32
NODES_MAX = 64
"""A key has 64 nibbles, and each node takes at least one."""

NODE_SIZE_MAX = 1024
"""A branch is 17 hashes and a value of at most 33 bytes; an account's leaf is smaller."""

_ABSENT = b""
"""What the library finds where a trie has nothing."""

# What the library raises over nodes that no trie has; their hashes can be right all the same.
_MISSHAPEN = (
    InvalidNode,
    ValidationError,
    rlp.exceptions.RLPException,
    ValueError,
    TypeError,
    IndexError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A contract's account, with the way to it from the state root.

    Attributes:
        nonce: how many contracts it created, and one.
        balance: wei.
        storage_root: the root of its storage's trie.
        code_hash: keccak of its code.
        nodes: the proof.
    """

    nonce: int
    balance: int
    storage_root: bytes
    code_hash: bytes
    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of storage, with the way to it from the storage root.

    0 is proved by its absence, or by a leaf of 0: anvil's trie keeps words that were written 0.
    """

    value: int
    nodes: tuple[bytes, ...]


def check_account(root: bytes, address: Address, account: Account, place: str) -> None:
    """See that an account is as stated under a state root.

    Raises:
        Refused: ``proof.broken``, ``proof.other_value``.
    """
    parts = [_bytes(account.nonce), _bytes(account.balance)]
    value = rlp.encode([*parts, account.storage_root, account.code_hash])
    _check(root, bytes.fromhex(address[2:]), (value,), account.nodes, place)


def check_word(root: bytes, slot: int, word: Word, place: str) -> None:
    """See that a word of storage is as stated under a storage root.

    Raises:
        Refused: ``proof.broken``, ``proof.other_value``.
    """
    leaf = rlp.encode(_bytes(word.value))
    values = (leaf,) if word.value else (_ABSENT, leaf)
    _check(root, slot.to_bytes(WORD_SIZE), values, word.nodes, place)


def mapping_slot(slot: int, key: bytes) -> int:
    """Where Vyper keeps a ``HashMap``'s value: keccak of the map's slot and the key."""
    assert len(key) == WORD_SIZE, "a key of one word"
    return int.from_bytes(keccak(slot.to_bytes(WORD_SIZE) + key))


def fetch_proof(
    chain: Chain, address: Address, slots: Sequence[int], block: int
) -> tuple[Account, list[Word]]:
    """An account and words of its storage after a block, not checked yet.

    Raises:
        ChainError: ``chain.no_proof``; the node keeps no proofs of that block.
    """
    keys = [f"0x{slot:064x}" for slot in slots]
    answer = chain.request("eth_getProof", address, keys, hex(block))
    if answer is None or len(answer["storageProof"]) != len(slots):
        raise ChainError(
            "chain.no_proof",
            f"the node has no proof for block {block}: use a later block, or an archive node",
            f"节点没有区块 {block} 的证明：请使用较新的区块或归档节点",
        )
    root = bytes.fromhex(answer["storageHash"][2:])
    account = Account(
        nonce=int(answer["nonce"], 16),
        balance=int(answer["balance"], 16),
        storage_root=root,
        code_hash=bytes.fromhex(answer["codeHash"][2:]),
        nodes=_nodes(answer["accountProof"]),
    )
    words = [Word(int(item["value"], 16), _nodes(item["proof"])) for item in answer["storageProof"]]
    return account, words


class _Trail(dict[bytes, bytes]):
    """Nodes by their hash, and which were looked up, in order."""

    def __init__(self, nodes: Sequence[bytes]) -> None:
        super().__init__((bytes(keccak(node)), node) for node in nodes)
        self.used: list[bytes] = []

    def __getitem__(self, node_hash: bytes) -> bytes:
        node = super().__getitem__(node_hash)
        self.used.append(node)
        return node


def _check(
    root: bytes, path: bytes, values: tuple[bytes, ...], nodes: tuple[bytes, ...], place: str
) -> None:
    """See that a trie has one of some values at the hash of a path."""
    if len(nodes) > NODES_MAX or any(len(node) > NODE_SIZE_MAX for node in nodes):
        raise _broken(f"{place}.proof", "is larger than a proof can be", "超出证明可能的大小")
    trail = _Trail(nodes)
    try:
        found = HexaryTrie(trail, root).get(bytes(keccak(path)))
    except (MissingTrieNode, KeyError) as error:
        raise _missing(root, nodes, len(trail.used), place) from error
    except _MISSHAPEN as error:
        at = f"{place}.proof[{len(trail.used) - 1}]"
        raise _broken(at, "is no node of a trie", "不是有效的树节点") from error
    if tuple(trail.used) != nodes:
        pairs = enumerate(zip_longest(nodes, trail.used))
        first = next(number for number, (given, used) in pairs if given != used)
        at = f"{place}.proof[{first}]"
        raise _broken(at, "is not on the way to the value", "不在通往该值的路径上")
    if found not in values:
        raise Refused(
            "proof.other_value",
            f"{place} is not the value that its proof leads to: export the report again",
            f"{place} 与其证明所指的值不符：请重新导出报告",
        )


def _missing(root: bytes, nodes: tuple[bytes, ...], at: int, place: str) -> Refused:
    """What a lookup that ended early says of the proof."""
    if at >= len(nodes):
        return _broken(f"{place}.proof", "ends before the value", "在到达该值之前中断")
    what = ("is not the node that the one before it names", "不是前一节点所指的节点")
    if at == 0:
        above = to_hex(root)
        what = (f"is not the root {above} that stands above it", f"不是上一级所载的根 {above}")
    return _broken(f"{place}.proof[{at}]", *what)


def _broken(place: str, what: str, what_zh: str) -> Refused:
    return Refused(
        "proof.broken",
        f"{place} {what}: export the report again",
        f"{place} {what_zh}：请重新导出报告",
    )


def _nodes(texts: Any) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(text[2:]) for text in texts)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)
