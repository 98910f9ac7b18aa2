# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Citing an entry of a hash chain that is stored nowhere
@notice Whoever refers to an entry brings it with the head of the chain before it and the entries
        after it, up to a head that the ledger knows: the present one, or an anchor. The entries are
        in the ledger's events; `shouxin.credit.citation` makes a citation of them.
@dev A head is keccak256(abi_encode(head before, source, loan, entry)), so a known head at a known
     length leaves one possible entry at each index. A long way is gone in parts, by anchors.
"""


# One entry as it was hashed.
struct Link:
    source: address  # who wrote it
    loan: bytes32  # the loan it is about, or what a statement refers to
    entry: uint256  # packed


# An entry, cited.
struct Citation:
    index: uint256  # of the entry in its party's chain, from 0
    head_before: bytes32  # the head before it, empty for the first
    links: DynArray[Link, 32]  # the entry itself, then those after it


@internal
@pure
def _next_head(head: bytes32, source: address, loan: bytes32, entry: uint256) -> bytes32:
    """
    @notice The head of a chain with one more entry.
    """
    return keccak256(abi_encode(head, source, loan, entry))


@internal
@pure
def _head_with(head: bytes32, link: Link) -> bytes32:
    """
    @notice The head of a chain with one more link.
    """
    return self._next_head(head, link.source, link.loan, link.entry)


@internal
@pure
def _last_head(citation: Citation) -> bytes32:
    """
    @notice The head after all links of a citation.
    """
    head: bytes32 = citation.head_before
    for link: Link in citation.links:
        head = self._head_with(head, link)
    return head
