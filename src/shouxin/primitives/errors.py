# SPDX-License-Identifier: Apache-2.0
"""The one tree of errors.

    ShouxinError
    ├── BadInput        what was given can't be read or can't be meant    exit 2, status 422
    │   ├── TooLarge                larger than is taken                  status 413
    │   └── UnknownMediaType        in a form that is not read            status 415
    ├── Refused         understood, and the rules say no                  exit 1, status 409
    │   ├── NotSignedIn             nobody known asks                     status 401
    │   ├── Forbidden               who asks may not                      status 403
    │   ├── NotAllowed              there, but not by this method         status 405
    │   ├── PreconditionFailed      it has changed since it was read      status 412
    │   ├── PreconditionRequired    say which state you mean              status 428
    │   └── TooMany                 too often, or too much at once        status 429
    ├── NotFoundError   there is no such thing                            exit 1, status 404
    ├── ChainError      the node or the chain failed                      exit 1, status 502
    ├── DatabaseError   the database failed (in ``store``)                exit 1, status 503
    └── ServiceError    the service asked failed (in ``client``)          exit 1, status 502

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


class TooLarge(BadInput):
    """Larger than is taken."""

    status = 413


class UnknownMediaType(BadInput):
    """In a form that is not read."""

    status = 415


class NotSignedIn(Refused):
    """Nobody known asks: no token, or one that doesn't count (any more)."""

    status = 401


class Forbidden(Refused):
    """Who asks is known and may not."""

    status = 403


class NotAllowed(Refused):
    """It is there, but can't be asked by this method."""

    status = 405


class PreconditionFailed(Refused):
    """It has changed since it was read."""

    status = 412


class PreconditionRequired(Refused):
    """A change must say which state of the thing it means."""

    status = 428


class TooMany(Refused):
    """Asked too often.

    Attributes:
        retry_seconds: after how long it is worth another try.
    """

    status = 429

    def __init__(self, code: str, message: str, message_zh: str, retry_seconds: int = 1) -> None:
        super().__init__(code, message, message_zh)
        self.retry_seconds = retry_seconds


class NotFoundError(ShouxinError):
    """There is no such thing."""

    status = 404


class ChainError(ShouxinError):
    """The node can't be reached, or the chain failed."""

    status = 502
