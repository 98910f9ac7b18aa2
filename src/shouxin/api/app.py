# SPDX-License-Identifier: Apache-2.0
"""The application: routers, the layers around them, and what begins and ends with it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from shouxin.access.service import Access
from shouxin.api import docs
from shouxin.api.openapi import describe
from shouxin.api.routers import PLAIN_ROUTERS, PREFIX, ROUTERS
from shouxin.api.services import OFFER_FILE, ApiSettings, Services
from shouxin.chain.manifest import Manifest
from shouxin.rest.bodies import BodyMiddleware
from shouxin.rest.callers import CallerMiddleware
from shouxin.rest.etags import EtagMiddleware
from shouxin.rest.faults import FaultMiddleware
from shouxin.rest.idempotency import HEADER as IDEMPOTENCY_KEY
from shouxin.rest.idempotency import REPLAYED, IdempotencyMiddleware
from shouxin.rest.limits import RateLimiter
from shouxin.rest.problems import add_problem_answers
from shouxin.rest.provision import provide
from shouxin.rest.request_ids import HEADER as REQUEST_ID
from shouxin.rest.request_ids import RequestIdMiddleware
from shouxin.rest.security import HostMiddleware, SecurityHeadersMiddleware
from shouxin.store.database import Database

_CORS_SECONDS = 600


def create_app(services: Services) -> FastAPI:
    """The API over its services; nothing is begun before the server's lifespan."""
    app = FastAPI(
        title="Shouxin",
        version=version("shouxin"),
        openapi_url=docs.OPENAPI_PATH,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan_of(services),
        middleware=_layers(services),
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    add_problem_answers(app)
    _provide(app, services)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    for router in (*PLAIN_ROUTERS, docs.router):
        app.include_router(router)
    return app


def _provide(app: FastAPI, services: Services) -> None:
    """Give endpoints what they work with."""
    app.state.services = services
    provide(app, services.database, Database)
    provide(app, services.manifest, Manifest)
    provide(app, services.access, Access)
    provide(app, services.settings, ApiSettings)
    for kind, instance in services.further.items():
        provide(app, instance, kind)


def _layers(services: Services) -> list[Middleware]:
    """What stands around the routers, from the outside in (docs/decisions/0100)."""
    settings = services.settings
    return [
        Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)),
        Middleware(RequestIdMiddleware),
        Middleware(SecurityHeadersMiddleware),
        *services.middleware,
        Middleware(FaultMiddleware),
        Middleware(HostMiddleware, hosts=settings.hosts),
        *_cors(settings),
        Middleware(
            BodyMiddleware,
            bytes_max=settings.body_bytes_max,
            larger=settings.larger_bodies,
            files=(OFFER_FILE,),
        ),
        Middleware(
            CallerMiddleware,
            identify=services.access.identify,
            limiter=RateLimiter(time.monotonic),
            rates=settings.rates,
        ),
        Middleware(EtagMiddleware),
        Middleware(IdempotencyMiddleware, database=services.database, clock=services.clock),
    ]


def _cors(settings: ApiSettings) -> list[Middleware]:
    """Closed unless origins are listed; never with cookies, of which there are none."""
    if not settings.cors_origins:
        return []
    asked = ["Authorization", "Content-Type", IDEMPOTENCY_KEY, "If-Match", "If-None-Match"]
    told = ["ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", REQUEST_ID]
    options: dict[str, Any] = {
        "allow_origins": list(settings.cors_origins),
        "allow_methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
        "allow_headers": [*asked, REQUEST_ID, "Accept-Language"],
        "expose_headers": [*told, REPLAYED],
        "max_age": _CORS_SECONDS,
    }
    return [Middleware(CORSMiddleware, **options)]


def _lifespan_of(services: Services) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        async with AsyncExitStack() as stack:
            for begin in services.lifespans:
                await stack.enter_async_context(begin())
            yield

    return lifespan
