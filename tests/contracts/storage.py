# SPDX-License-Identifier: Apache-2.0
"""What contracts have in storage, whole, to show that two runs end in the same state."""

import re
from typing import Any

from tests.contracts.evm import Chain

_ACCOUNT = re.compile(
    r"(0x[0-9a-f]{40}): Account \{ info: .*?, storage: \{(.*?)\}, status: AccountStatus", re.DOTALL
)
_SLOT = re.compile(r"(\w+): StorageSlot \{ [^}]*present_value: (\w+) \}")


def storage_of(chain: Chain, *contracts: Any) -> dict[str, dict[int, int]]:
    """Slot -> word of each contract, by its address; slots at nil are left out."""
    wanted = {contract.address.lower(): contract.address for contract in contracts}
    state = chain._evm.journal_str.split("}, transient_storage:")[0]
    found: dict[str, dict[int, int]] = {address: {} for address in wanted.values()}
    for address, slots in _ACCOUNT.findall(state):
        if address in wanted:
            words = {int(slot, 0): int(word, 0) for slot, word in _SLOT.findall(slots)}
            found[wanted[address]] = {slot: word for slot, word in words.items() if word}
    return found
