# SPDX-License-Identifier: Apache-2.0
"""``/api/v1/events``: what changes, as it changes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import Response

from shouxin.access.principal import Principal, anyone, check_reader
from shouxin.notices.feed import EventFeed
from shouxin.notices.filters import read_filter
from shouxin.notices.stream import EventStream, read_last_id
from shouxin.rest.callers import client_of
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(tags=["events"])


@router.get(
    "/events",
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events: `id`, `event` (the kind), `data` (JSON). "
            "`stream.gap` says that older changes are no longer kept, `stream.ended` why the "
            "service ends the stream; `chain.rolled_back` comes to everyone.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problem_answers(403, 409),
    },
)
async def events(
    feed: Annotated[EventFeed, Depends(provided(EventFeed))],
    request: Request,
    principal: Annotated[Principal, Depends(anyone)],
    topics: Annotated[
        str,
        Query(
            max_length=2_000, description="Separated by commas: `loan` or `loan.paid`; none: all."
        ),
    ] = "",
    party: Annotated[
        str | None, Query(max_length=100, description="Whose record or money it concerns.")
    ] = None,
    subject: Annotated[
        str | None, Query(max_length=100, description="The loan, offer or transaction it is about.")
    ] = None,
    last_event_id: Annotated[
        str | None, Header(max_length=100, description="Of the last event that came before.")
    ] = None,
) -> Response:
    """Hear of changes from now on, or from behind the last event that came before."""
    chosen = read_filter(topics.split(","), party, subject)
    if chosen.record_party is not None:
        check_reader(principal, chosen.record_party)
    last_id = read_last_id(last_event_id)
    return EventStream(
        feed, await feed.subscribe(chosen, name_of(principal, request)), chosen, last_id
    )


def name_of(principal: Principal, request: Request) -> str:
    """Who is counted: an account, or the address of who is nobody."""
    return principal.account if principal.is_known else f"client {client_of(request.scope)}"
