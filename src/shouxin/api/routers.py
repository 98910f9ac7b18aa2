# SPDX-License-Identifier: Apache-2.0
"""All routers, in the order that the documentation shows them."""

from fastapi import APIRouter

from shouxin.access.endpoints import router as access
from shouxin.access.key_endpoints import router as keys
from shouxin.api.about import router as about
from shouxin.api.accounts import router as accounts
from shouxin.api.operator import router as operator
from shouxin.api.page import router as page
from shouxin.api.transactions import router as transactions
from shouxin.credit.endpoints import router as records
from shouxin.lending.endpoints import router as lending
from shouxin.lending.loan_endpoints import router as loans
from shouxin.lending.note_endpoints import router as notes
from shouxin.lending.rules_endpoints import router as rules
from shouxin.notices.endpoints import router as events
from shouxin.notices.webhook_endpoints import router as webhooks
from shouxin.parties.endpoints import router as parties

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    about,
    access,
    keys,
    parties,
    records,
    lending,
    loans,
    notes,
    rules,
    transactions,
    accounts,
    events,
    webhooks,
    operator,
)
"""What stands under the prefix."""

PLAIN_ROUTERS: tuple[APIRouter, ...] = (page,)
"""What stands at the root, such as health."""

TAGS = (
    {"name": "service", "description": "What this is."},
    {
        "name": "access",
        "description": "Signing in with a wallet (EIP-4361), and one's sessions.",
    },
    {"name": "keys", "description": "Institutions' API keys."},
    {"name": "parties", "description": "Parties, their wallets and what is attested of them."},
    {"name": "records", "description": "The credit record and its proof."},
    {
        "name": "actions",
        "description": "What users sign: prepared with plain words, then relayed; never a key.",
    },
    {"name": "offers", "description": "Signed offers and requests: the book, and what fits."},
    {"name": "loans", "description": "Loans, their schedules, payments and notes."},
    {"name": "rules", "description": "What new loans are held to, and whether they are paused."},
    {"name": "transactions", "description": "How far what was handed in has come."},
    {"name": "events", "description": "What changes, as it changes."},
    {"name": "webhooks", "description": "Being told of changes by signed requests."},
    {"name": "operator", "description": "Dead letters and sending keys, for who runs this."},
)
"""What the groups of endpoints are for."""
