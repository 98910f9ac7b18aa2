# SPDX-License-Identifier: Apache-2.0
"""Server-sent events, read line by line; the stream goes on where it broke off."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import httpx

from shouxin.client.answers import Answer
from shouxin.client.problems import bad_answer, error_of, retry_seconds, unreachable
from shouxin.client.sending import AGAIN, back_off
from shouxin.client.settings import ClientSettings

PATH = "/api/v1/events"


class Event(Answer):
    """Something that changed.

    Attributes:
        id: its place in the order; None of what the stream tells of itself.
        kind: such as ``loan.paid``; ``stream.gap`` says that changes were missed: read anew.
        subject: the loan, party, offer or transaction that it is about.
        party: whose record or money it concerns.
        block_number: of the block that caused it, if one did.
        payload: what else is told of it.
    """

    id: int | None
    kind: str
    subject: str
    party: str | None
    block_number: int | None
    payload: dict[str, Any]


class EventReader:
    """Makes events of lines, and knows where to go on.

    Attributes:
        last_id: of the last event that came, or that the stream passed by.
        failures: attempts in a row that brought nothing.
    """

    def __init__(self, settings: ClientSettings, last_id: int | None) -> None:
        self.last_id = last_id
        self.failures = 0
        self._settings = settings
        self._kind, self._data, self._id = "", "", self.last_id

    @property
    def headers(self) -> dict[str, str]:
        """What a request begins the stream with."""
        known = {} if self.last_id is None else {"Last-Event-ID": str(self.last_id)}
        return known | {"Accept": "text/event-stream", "Cache-Control": "no-store"}

    def begin(self, response: httpx.Response, body: bytes) -> float | None:
        """None if the stream begins; else after how many seconds to try again.

        Raises:
            ShouxinError: what the service answered.
        """
        self._kind, self._data, self._id = "", "", self.last_id
        if response.status_code == HTTPStatus.OK:
            return None
        failed = httpx.Response(response.status_code, headers=_plain(response), content=body)
        if failed.status_code in AGAIN and self.failures + 1 < self._settings.attempts_max:
            wish = retry_seconds(failed) or 0.0
            return min(max(wish, self.pause()), self._settings.pause_seconds_max)
        raise error_of(failed)

    def lost(self, error: httpx.TransportError | None) -> float:
        """After how many seconds to go on with a stream that ended or broke off.

        Raises:
            ServiceError: ``client.unreachable``.
        """
        if error is not None and self.failures + 1 >= self._settings.attempts_max:
            raise unreachable(error) from error
        return self.pause()

    def pause(self) -> float:
        """Longer after each failure in a row."""
        self.failures += 1
        return back_off(self.failures, self._settings)

    def feed(self, line: str) -> Event | None:
        """The event that a line completes, if it does."""
        if line:
            self._field(line)
            return None
        kind, data = self._kind, self._data
        self.last_id, self._kind, self._data = self._id, "", ""
        return _event(kind, data) if kind else None

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        self.failures = 0
        if name == "event":
            self._kind = value
        elif name == "data":
            self._data += value
        elif name == "id" and value.isascii() and value.isdecimal():
            self._id = int(value)


def _event(kind: str, data: str) -> Event:
    try:
        told: dict[str, Any] = json.loads(data)
        if "subject" not in told:
            return Event(
                id=None, kind=kind, subject="", party=None, block_number=None, payload=told
            )
        return Event.model_validate(told | {"id": int(told["id"]), "kind": kind})
    except (ValueError, TypeError, KeyError) as error:
        raise bad_answer("no event") from error


def _plain(response: httpx.Response) -> dict[str, str]:
    kept = ("content-type", "retry-after")
    return {name: response.headers[name] for name in kept if name in response.headers}
