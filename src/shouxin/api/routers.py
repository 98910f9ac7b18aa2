# SPDX-License-Identifier: Apache-2.0
"""All routers, in the order that the documentation shows them."""

from fastapi import APIRouter

from shouxin.access.endpoints import router as access
from shouxin.access.key_endpoints import router as keys
from shouxin.api.about import router as about

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (about, access, keys)
"""What stands under the prefix."""

PLAIN_ROUTERS: tuple[APIRouter, ...] = ()
"""What stands at the root, such as health."""

TAGS = (
    {"name": "service", "description": "What this is."},
    {
        "name": "access",
        "description": "Signing in with a wallet (EIP-4361), and one's sessions.",
    },
    {"name": "keys", "description": "Institutions' API keys."},
)
"""What the groups of endpoints are for."""
