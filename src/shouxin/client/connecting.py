# SPDX-License-Identifier: Apache-2.0
"""What both clients are made with: the service's address, and httpx's options."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import httpx

from shouxin.client.settings import ClientSettings
from shouxin.client.steps import Send
from shouxin.primitives.errors import BadInput


def checked_url(url: str) -> str:
    """A service's address without its last slash.

    Raises:
        BadInput: ``client.bad_url``.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_good = is_good and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good or parts.query or parts.fragment or parts.username:
        raise BadInput(
            "client.bad_url",
            f"{url[:200]!r} is no address of a service: write http:// or https:// and a host",
            f"{url[:200]!r} 不是有效的服务地址：请填写以 http:// 或 https:// 开头的地址",
        )
    return url.rstrip("/")


def origin_of(url: str) -> str:
    """Scheme and authority of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def options_of(url: str, settings: ClientSettings) -> dict[str, Any]:
    """What httpx is told; redirects are not followed, for a token goes to one service alone."""
    headers = {"Accept-Language": settings.language, "User-Agent": "shouxin-client"}
    return {
        "base_url": url,
        "timeout": settings.timeout_seconds,
        "headers": headers,
        "follow_redirects": False,
    }


def request_of(
    client: httpx.Client | httpx.AsyncClient, step: Send, token: str | None
) -> httpx.Request:
    """The request of a step."""
    headers = dict(step.headers)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    content = None
    if step.body is not None:
        content = json.dumps(step.body, ensure_ascii=False).encode(errors="surrogatepass")
        headers["Content-Type"] = "application/json"
    return client.build_request(
        step.method, step.path, params=dict(step.query), content=content, headers=headers
    )
