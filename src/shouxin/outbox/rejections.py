# SPDX-License-Identifier: Apache-2.0
"""What a node means when it does not take a transaction; clients say the same in other words."""

from __future__ import annotations

import re
from enum import Enum, auto

from shouxin.primitives.errors import ShouxinError


class Rejection(Enum):
    """Why, and so what helps."""

    KNOWN = auto()
    """It has it already: as good as taken."""
    NONCE_USED = auto()
    """The chain has that nonce: of this transaction, or of another; the receipts tell."""
    NONCE_AHEAD = auto()
    """Others of the same account come first."""
    FEE_TOO_LOW = auto()
    """Sign it again with higher fees."""
    NO_FUNDS = auto()
    """The account has too few coins: it waits for some."""
    AWAY = auto()
    """The node is not there, or is busy: later."""
    REFUSED = auto()
    """Anything else: it will hardly ever be taken."""


_AWAY_CODES = {"chain.node_down", "chain.no_node", "chain.indexing"}
_TEXTS = (
    (Rejection.KNOWN, r"already known|already imported|known transaction"),
    (Rejection.NONCE_USED, r"nonce too low|nonce is too low|nonce.*below|invalid nonce"),
    (Rejection.NONCE_AHEAD, r"nonce too high|nonce.*(gap|distance|future)"),
    (
        Rejection.FEE_TOO_LOW,
        r"underpriced|left the transaction out|base fee|fee cap|gas price (is )?(too low|below)",
    ),
    (Rejection.NO_FUNDS, r"insufficient funds|upfront cost|not enough (funds|balance)"),
    (Rejection.AWAY, r"too many transactions|txpool is full|pool.*full|service is stopping|rate"),
)


def rejection_of(error: ShouxinError) -> Rejection:
    """What an error on sending means."""
    if error.code in _AWAY_CODES or error.code.startswith("journal."):
        return Rejection.AWAY
    for meaning, words in _TEXTS:
        if re.search(words, error.message, re.IGNORECASE):
            return meaning
    return Rejection.REFUSED
