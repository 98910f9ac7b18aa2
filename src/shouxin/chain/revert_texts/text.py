# SPDX-License-Identifier: Apache-2.0
"""What people and programs read in place of a contract's own text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevertText:
    """A contract's reason, for a program and for people.

    Attributes:
        code: stable name, ``module.name``; the module is the one that the contract's text names.
        message: English: what is wrong, a colon, what to do.
        message_zh: the same in Chinese.
    """

    code: str
    message: str
    message_zh: str
