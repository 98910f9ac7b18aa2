# SPDX-License-Identifier: Apache-2.0
"""The one tree of errors.

    ShouxinError
    ├── BadInput        what was given can't be read or can't be meant    exit 2, status 422
    ├── Refused         understood, and the rules say no                  exit 1, status 409
    ├── NotFoundError   there is no such thing                            exit 1, status 404
    └── ChainError      the node or the chain failed                      exit 1, status 502

Codes are stable and read ``subject.reason``; each ``module: reason`` text of the contracts has one
of its own, ``module.…``. A message says what is wrong with which value and what to do, in English
and in Chinese. A status is that of HTTP.
"""

from typing import ClassVar, Self


class ShouxinError(Exception):
    """An expected failure, shown to people as one line.

    Attributes:
        code: stable name for programs, ``subject.reason``.
        message: English, one line, without a final full stop.
        message_zh: the same in Chinese.
        status: HTTP status that an endpoint answers with.
        exit_code: what a command exits with.
    """

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = message_zh

    def within(self, place: str, place_zh: str) -> Self:
        """The same error with the place it was met in, such as a line's number, in front."""
        placed = type(self).__new__(type(self))
        placed.__dict__.update(self.__dict__)
        placed.message = f"{place}: {self.message}"
        placed.message_zh = f"{place_zh}：{self.message_zh}"
        placed.args = (placed.message,)
        return placed


class BadInput(ShouxinError):  # noqa: N818 - a refusal of what was typed, named as people say it
    """What was given can't be read or can't be meant."""

    status = 422
    exit_code = 2


class Refused(ShouxinError):  # noqa: N818 - likewise: a rule's "no"
    """Understood, and the rules say no; nothing has changed."""

    status = 409


class NotFoundError(ShouxinError):
    """There is no such thing."""

    status = 404


class ChainError(ShouxinError):
    """The node can't be reached, or the chain failed."""

    status = 502
