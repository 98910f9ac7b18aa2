# SPDX-License-Identifier: Apache-2.0
"""What a run of the machine must have reached to have shown anything."""

from collections import Counter

REACHED: Counter[str] = Counter()
SENTINELS = (
    "default",
    "cure",
    "accelerate",
    "write_off",
    "recovery",
    "withdrawn",
    "repaid where withdrawal was barred",
    "waiver",
    "settled by waiver",
    "waiver without majority",
    "filled in part",
    "filled whole",
    "cancelled",
    "cancelled all",
    "note transfer in the middle of payouts",
    "transfer to self",
    "repaid",
    "fee released to receiver",
    "fee released to borrower",
    "claim",
    "reckoned in part",
    "paid under restrictions",
    "governance",
    "donation",
    "overreach",
    "freeze",
    "freeze lifted",
    "loan of a frozen party",
    "frozen servicer",
    "claim of a frozen holder",
    "wallet replaced",
    "claim to a successor",
    "notes to a successor",
)
