# SPDX-License-Identifier: Apache-2.0
"""One attempt at one delivery: bounded in time and in what is read, redirections never followed."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from shouxin.notices.addresses import IpNetwork, find_receiver
from shouxin.primitives.errors import ShouxinError

ANSWER_BYTES_MAX = 65_536
REASON_CHARACTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended.

    Attributes:
        is_delivered: whether the receiver said 2xx.
        status: the HTTP status, if there was an answer.
        reason: why it was not delivered.
        seconds: how long it took.
    """

    is_delivered: bool
    status: int | None
    reason: str | None
    seconds: float

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing any more."""
        return self.status == HTTPStatus.GONE


class Poster:
    """Posts deliveries; connections are not shared between receivers' addresses."""

    def __init__(self, allowed: Sequence[IpNetwork], answer_seconds: float) -> None:
        """Set the bounds.

        Args:
            allowed: networks that are not public and may be sent to all the same.
            answer_seconds: from the look-up of the name to the end of the answer.
        """
        self._allowed = tuple(allowed)
        self._answer_seconds = answer_seconds
        self._client = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=answer_seconds,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """Try once; whatever the receiver does is an outcome and no exception."""
        began = time.monotonic()
        status, reason = None, None
        try:
            async with asyncio.timeout(self._answer_seconds):
                status = await self._post(url, body, headers)
            if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                reason = f"answered {status}"
        except TimeoutError:
            reason = f"no answer within {self._answer_seconds:g} s"
        except ShouxinError as error:
            reason = f"{error.code}: {error.message}"
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        told = None if reason is None else " ".join(reason.split())[:REASON_CHARACTERS_MAX]
        return Outcome(told is None, status, told, time.monotonic() - began)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        receiver = await find_receiver(url, self._allowed)
        extensions: dict[str, Any] = {"sni_hostname": receiver.host}
        given = {
            "Host": urlsplit(url).netloc,
            "Content-Type": "application/json",
            "User-Agent": "shouxin",
        }
        async with self._client.stream(
            "POST", receiver.url, content=body, headers=given | dict(headers), extensions=extensions
        ) as answer:
            read = 0
            async for part in answer.aiter_raw():
                read += len(part)
                if read > ANSWER_BYTES_MAX:
                    break  # what it says does not matter beyond its status
            return answer.status_code
