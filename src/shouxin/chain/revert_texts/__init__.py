# SPDX-License-Identifier: Apache-2.0
"""Each ``module: reason`` text of the contracts, with its code and what people read.

A file a module of texts; ``book:`` and ``registry:`` have two, for they refuse more than all
else, and ``relay:`` is in with ``signature:``. The texts of the library that deposit tokens and
the timelock are made with are in with theirs. A test holds the tables to the contracts' sources.
"""

from shouxin.chain.revert_texts import (
    amending,
    book,
    desk,
    freezes_and_recovery,
    ledger,
    opening,
    registry,
    rollover,
    rulebook,
    servicing,
    signature,
    timelock,
    token,
)
from shouxin.chain.revert_texts.text import RevertText

REVERT_TEXTS: dict[str, RevertText] = {
    **book.TEXTS,
    **opening.TEXTS,
    **desk.TEXTS,
    **servicing.TEXTS,
    **amending.TEXTS,
    **rollover.TEXTS,
    **signature.TEXTS,
    **registry.TEXTS,
    **freezes_and_recovery.TEXTS,
    **rulebook.TEXTS,
    **ledger.TEXTS,
    **token.TEXTS,
    **timelock.TEXTS,
}
