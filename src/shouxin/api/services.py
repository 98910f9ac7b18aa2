# SPDX-License-Identifier: Apache-2.0
"""What the API is made of; ``bootstrap`` fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.middleware import Middleware

from shouxin.access.service import Access
from shouxin.chain.manifest import Manifest
from shouxin.rest.bodies import BODY_BYTES_MAX
from shouxin.rest.callers import Rates
from shouxin.store.database import Database

Clock = Callable[[], int]
OFFER_FILE = "/api/v1/offers.jsonl"
FILE_BYTES = {OFFER_FILE: 8 * 2**20, "/api/v1/offers/import": 8 * 2**20}
"""What takes a whole offer book at once."""


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """How the API meets the network.

    Attributes:
        hosts: names that it answers to; ``*`` for any, ``*.example.com`` for those below one.
        cors_origins: pages of other origins that may ask it; none by default.
        proxies: addresses or networks whose ``X-Forwarded-…`` headers count.
        body_bytes_max: of a request.
        larger_bodies: by the beginning of the path, where more is taken, such as files.
        rates: how often each kind of caller may ask.
        docs_folder: Swagger UI's files (npm ``swagger-ui-dist``); None if it isn't installed.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    cors_origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    body_bytes_max: int = BODY_BYTES_MAX
    larger_bodies: Mapping[str, int] = field(default_factory=lambda: dict(FILE_BYTES))
    rates: Rates = field(default_factory=Rates)
    docs_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What endpoints work with.

    Attributes:
        database: the service's.
        manifest: where the contracts are.
        clock: Unix seconds, the wall's.
        access: who is who.
        settings: how the API meets the network.
        further: what else endpoints ask for with ``provided``, by its type.
        lifespans: what begins with the API and ends with it, in this order.
        middleware: what measures requests, inside the one that gives them an id.
    """

    database: Database
    manifest: Manifest
    clock: Clock
    access: Access
    settings: ApiSettings = field(default_factory=ApiSettings)
    further: Mapping[type, object] = field(default_factory=dict)
    lifespans: Sequence[Callable[[], AbstractAsyncContextManager[object]]] = ()
    middleware: Sequence[Middleware] = ()
