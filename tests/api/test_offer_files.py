# SPDX-License-Identifier: Apache-2.0
"""The book as a file, out and in again."""

import pytest

from shouxin.lending.endpoints import IMPORT_LINES_MAX
from tests.api.world import code_of
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
LINES = {"Content-Type": "application/jsonl"}


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "request.not_lines"),
        (b"{}", "", 415, "request.not_lines"),
        (b"x" * (8 * 2**20 + 1), "application/jsonl", 413, "request.too_large"),
        (b"\n" * (IMPORT_LINES_MAX + 1), "text/plain", 422, "offers.long_file"),
    ],
)
async def test_a_file_that_is_none_or_too_large_is_refused(
    town: Town, content: bytes, kind: str, status: int, code: str
) -> None:
    headers = {"Content-Type": kind}
    answer = await town.ask(
        "POST", "/offers.jsonl", town.cast.shop, content=content, headers=headers
    )
    assert answer.status_code == status
    assert code_of(answer) == code


@pytest.mark.parametrize("path", ["/offers", "/offers/import", "/actions/pay"])
async def test_lines_are_taken_nowhere_else(town: Town, path: str) -> None:
    answer = await town.ask("POST", path, town.cast.shop, content=b"{}", headers=LINES)
    assert code_of(answer) == "request.not_json"


async def test_a_bad_line_stops_no_other(town: Town) -> None:
    offer = await town.offer_of(town.cast.bank, 1_200_000)
    assert (await town.ask("POST", "/offers", town.cast.bank, json=offer)).status_code == 201
    good = (await town.ask("GET", "/offers.jsonl")).content
    deep = b"[" * 100_000
    content = b"\n".join([b"\xff\xfe", deep, b"{}", b"nonsense", b"1" * 100_000, b"", good])
    answer = await town.ask("POST", "/offers.jsonl", town.cast.shop, content=content, headers=LINES)
    assert answer.status_code == 200, answer.text
    assert [line["line"] for line in answer.json()["refused"]] == [1, 2, 3, 4, 5]
    assert answer.json()["known"] >= 1


async def test_a_withdrawn_offer_comes_back_by_a_file(town: Town) -> None:
    offer = await town.offer_of(town.cast.bank, 1_200_000)
    digest = (await town.ask("POST", "/offers", town.cast.bank, json=offer)).json()["digest"]
    content = (await town.ask("GET", "/offers.jsonl")).content
    assert (await town.ask("DELETE", f"/offers/{digest}", town.cast.bank)).status_code == 204
    answer = await town.ask("POST", "/offers.jsonl", town.cast.shop, content=content, headers=LINES)
    assert answer.json()["added"] == 1
    assert (await town.ask("GET", f"/offers/{digest}")).json()["status"] == "open"
