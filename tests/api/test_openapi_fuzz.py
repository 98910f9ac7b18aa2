# SPDX-License-Identifier: Apache-2.0
"""The whole API asked at random by its own description: no server error, every answer as declared.

A short round in ``make test``, a long one in ``make test-long``; failures print their request.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.api.served import Served, serving
from tests.databases import BACKENDS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SHORT, LONG = 6, 400
OPERATIONS_MIN = 40
ROLES = ["nobody", "wallet", "institution"]
REACHED = {
    "nobody": {200, 201, 401, 422},
    "wallet": {200, 201, 403, 422},
    "institution": {200, 201, 404, 422},
}
"""What a round must have met to have gone anywhere."""
ENDING = {("DELETE", "/api/v1/sessions"), ("DELETE", "/api/v1/sessions/current")}
"""What would end the session that is used; asked with a token that is bad already."""
STREAM = "/api/v1/events"
"""What goes on until its client hangs up; asked for a party that is none."""


@schemathesis.serializer("application/jsonl")
def lines_of(_: object, value: object) -> bytes:
    """A file of lines, whatever is in it."""
    return str(value).encode(errors="replace")


@pytest.fixture(scope="module", params=BACKENDS)
def served(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    stage: Stage,
    cast: Cast,
) -> Iterator[Served]:
    with serving(request.param, tmp_path_factory.mktemp("fuzz"), stage, cast) as running:
        yield running


def operations(url: str) -> list[APIOperation]:
    schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) >= OPERATIONS_MIN
    return found


def fuzz(served: Served, role: str, count: int) -> None:
    """Ask every operation so many times with fitting values and as many with unfitting ones."""
    token, statuses = served.tokens[role], set[int]()
    with requests.Session() as session:
        for operation in operations(served.url):
            is_ending = (operation.method.upper(), operation.path) in ENDING
            given_token = "sxs_ended" if is_ending and token else token
            headers = {} if given_token is None else {"Authorization": f"Bearer {given_token}"}
            for mode in GenerationMode:
                statuses |= _asked(operation, mode, session, headers, count, served.places)
    assert statuses >= REACHED[role]


def _asked(
    operation: APIOperation,
    mode: GenerationMode,
    session: requests.Session,
    headers: dict[str, str],
    count: int,
    places: dict[str, str],
) -> set[int]:
    statuses: set[int] = set()

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE and data.draw(st.booleans()):
            known = {name: places[name] for name in case.path_parameters if name in places}
            case.path_parameters.update(known)
        if operation.path == STREAM:
            case.query = {**(case.query or {}), "party": "none"}
        if mode is GenerationMode.POSITIVE and not headers:
            case.headers.pop("Authorization", None)
        answer = case.call_and_validate(session=session, headers=headers, checks=CHECKS, timeout=30)
        statuses.add(answer.status_code)

    ask()
    return statuses


@pytest.mark.parametrize("role", ROLES)
def test_no_request_is_answered_with_a_fault_or_otherwise_than_declared(
    served: Served, role: str
) -> None:
    fuzz(served, role, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_a_long_round_of_requests_is_answered_as_declared(served: Served, role: str) -> None:
    fuzz(served, role, LONG)
