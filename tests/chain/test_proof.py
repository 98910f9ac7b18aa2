# SPDX-License-Identifier: Apache-2.0
"""A proof leads from the root to the value by every one of its nodes, or is refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import rlp
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st
from trie.hexary import HexaryTrie

from shouxin.chain.artifact import load_artifact
from shouxin.chain.deploy import Deployment
from shouxin.chain.header import header_of
from shouxin.chain.proof import (
    NODE_SIZE_MAX,
    NODES_MAX,
    Account,
    Word,
    check_account,
    check_word,
    fetch_proof,
    mapping_slot,
)
from shouxin.primitives.errors import Refused

ABSENT = 2**200
SLOTS = load_artifact("CreditLedger").slots
GOVERNANCE = SLOTS["governance"]
Proved = tuple[bytes, str, Account, list[Word]]
Nodes = tuple[bytes, ...]


@pytest.fixture
def proved(deployment: Deployment) -> Proved:
    """The state root, the ledger, its account, and two words: its governance, and an absent one."""
    chain, address = deployment.chain, deployment.ledger.address
    header = header_of(chain.block_fields())
    account, words = fetch_proof(chain, address, [GOVERNANCE, ABSENT], header.number)
    return header.state_root, address, account, words


def refusal(root: bytes, slot: int, word: Word) -> Refused:
    with pytest.raises(Refused) as caught:
        check_word(root, slot, word, "word")
    assert caught.value.code in {"proof.broken", "proof.other_value"}
    return caught.value


def test_what_a_node_proves_holds(deployment: Deployment, proved: Proved) -> None:
    root, address, account, (governance, absent) = proved
    check_account(root, address, account, "account")
    check_word(account.storage_root, GOVERNANCE, governance, "word")
    check_word(account.storage_root, ABSENT, absent, "word")
    assert f"{governance.value:040x}" == deployment.timelock.address[2:].lower()
    assert absent.value == 0


def test_another_account_is_refused(deployment: Deployment, proved: Proved) -> None:
    root, _, account, _ = proved
    for address in (deployment.book.address, "0x" + "11" * 20):
        with pytest.raises(Refused):
            check_account(root, address, account, "account")


def test_presence_and_absence_are_not_exchanged(proved: Proved) -> None:
    _, _, account, (governance, absent) = proved
    root = account.storage_root
    assert refusal(root, GOVERNANCE, replace(governance, value=0)).code == "proof.other_value"
    assert refusal(root, GOVERNANCE, replace(absent, value=0))
    assert refusal(root, ABSENT, replace(absent, value=1)).code == "proof.other_value"


def test_a_leaf_of_zero_proves_zero_and_nothing_else() -> None:
    # anvil keeps words that were written zero, such as a record's marks at its first statement
    trie = HexaryTrie({})
    trie[keccak(ABSENT.to_bytes(32))] = rlp.encode(b"")
    nodes = (trie.db[trie.root_hash],)
    check_word(trie.root_hash, ABSENT, Word(0, nodes), "word")
    assert refusal(trie.root_hash, ABSENT, Word(1, nodes)).code == "proof.other_value"
    assert refusal(trie.root_hash, ABSENT, Word(0x80, nodes)).code == "proof.other_value"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: (), "word.proof ends before the value"),
        (lambda nodes: nodes[:-1], "word.proof ends before the value"),
        (lambda nodes: nodes[1:], "word.proof[0] is not the root"),
        (lambda nodes: (*nodes, nodes[0]), "is not on the way to the value"),
        (lambda nodes: (*nodes, b"\xc0"), "is not on the way to the value"),
        (lambda nodes: nodes[::-1], "word.proof[0] is not on the way to the value"),
        (lambda nodes: (*nodes[:-1], b"", nodes[-1]), "is not on the way to the value"),
        (lambda nodes: nodes * NODES_MAX, "word.proof is larger than a proof can be"),
        (lambda nodes: (*nodes, bytes(NODE_SIZE_MAX + 1)), "is larger than a proof can be"),
    ],
)
def test_nodes_are_all_on_the_way_and_in_order(
    proved: Proved, change: Callable[[Nodes], Nodes], message: str
) -> None:
    _, _, account, (governance, _) = proved
    assert len(governance.nodes) > 1
    changed = replace(governance, nodes=change(governance.nodes))
    assert message in refusal(account.storage_root, GOVERNANCE, changed).message


def test_each_byte_of_each_node_counts(proved: Proved) -> None:
    _, _, account, (governance, _) = proved
    for number, node in enumerate(governance.nodes):
        for at in range(len(node)):
            flipped = node[:at] + bytes([node[at] ^ 1]) + node[at + 1 :]
            nodes = (*governance.nodes[:number], flipped, *governance.nodes[number + 1 :])
            error = refusal(account.storage_root, GOVERNANCE, replace(governance, nodes=nodes))
            assert error.message.startswith(f"word.proof[{number}] is not")


@pytest.mark.parametrize(
    "node",
    [
        b"",
        b"\x80",
        b"\xc0",
        b"\xff\xff",
        b"\x05",
        rlp.encode([b"", b""]),
        rlp.encode([b"\x20"]),
        rlp.encode([b"\x70", b""]),
        rlp.encode([[], []]),
        rlp.encode([b""] * 16),
        rlp.encode([[b""]] * 17),
        rlp.encode([b"\x01" * 31] * 17),
        rlp.encode([b"\x01" * 40] * 17),
        b"\xc1" * 300 + b"\xc0",
    ],
)
def test_a_root_that_no_trie_has_is_refused_whatever_its_hash(node: bytes) -> None:
    """A forger chooses the root, and so the nodes under it."""
    root = bytes(keccak(node))
    for value in (0, 1):
        word = Word(value, (node,))
        try:
            check_word(root, 0, word, "word")
        except Refused as error:
            assert error.message.startswith("word")  # noqa: PT017 - either may come
        else:
            assert value == 0


TREES = st.recursive(
    st.binary(max_size=40), lambda inner: st.lists(inner, min_size=1, max_size=17), max_leaves=30
)


@given(trees=st.lists(TREES, min_size=1, max_size=3), value=st.integers(1, 2**256 - 1))
def test_nodes_of_any_form_never_prove_a_value_that_is_not_in_them(
    trees: list[bytes], value: int
) -> None:
    nodes = tuple(rlp.encode(tree) for tree in trees)
    refusal(bytes(keccak(nodes[0])), 0, Word(value, nodes))


def test_a_map_keeps_its_values_where_vyper_puts_them(deployment: Deployment) -> None:
    """The book's status is in the ledger's map of books, by the book's address."""
    ledger, book = deployment.ledger, deployment.book.address
    key = bytes.fromhex(book[2:]).rjust(32, b"\0")
    stored = deployment.chain.storage(ledger.address, mapping_slot(SLOTS["_books"], key))
    assert stored & 0xFF == ledger.book_status(book) == 1
