# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A ledger that only tells what it is given
"""


event EntryRecorded:
    party: indexed(bytes32)
    loan: indexed(bytes32)
    source: indexed(address)
    index: uint256
    entry: uint256


@external
def record(
    party: bytes32,
    loan: bytes32,
    exposure_before: uint256,
    exposure_after: uint256,
    entries: DynArray[uint256, 12],
):
    for entry: uint256 in entries:
        log EntryRecorded(party=party, loan=loan, source=msg.sender, index=0, entry=entry)
