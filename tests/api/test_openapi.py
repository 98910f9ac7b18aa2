# SPDX-License-Identifier: Apache-2.0
"""The description of the API, and its page, which asks no other host."""

from pathlib import Path

import pytest

from shouxin.api.services import ApiSettings
from shouxin.store.database import Database
from tests.api.world import World, asking, code_of, unlimited

pytestmark = pytest.mark.anyio
METHODS = {"get", "post", "put", "patch", "delete"}


async def test_the_page_loads_from_this_service_alone(database: Database, tmp_path: Path) -> None:
    (tmp_path / "swagger-ui-bundle.js").write_text("1", encoding="utf-8")
    world = World(database, settings=ApiSettings(rates=unlimited(), docs_folder=tmp_path))
    async with asking(world) as ask:
        page = await ask("GET", "/docs")
        script = await ask("GET", "/docs/assets/swagger-ui-bundle.js")
        start = await ask("GET", "/docs/assets/start.js")
    assert page.status_code == script.status_code == start.status_code == 200
    assert "http://" not in page.text + start.text
    assert "https://" not in page.text + start.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "http" not in policy
    assert script.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "package.json", "swagger-ui.css", "%2e%2e"]
)
async def test_no_file_but_the_pages_own_is_given(
    database: Database, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "package.json").write_text("{}", encoding="utf-8")
    world = World(database, settings=ApiSettings(rates=unlimited(), docs_folder=folder))
    async with asking(world) as ask:
        answer = await ask("GET", f"/docs/assets/{name}")
    assert answer.status_code == 404
    assert code_of(answer) in {"docs.no_file", "docs.not_installed", "request.no_such_path"}


async def test_every_route_tells_its_purpose_and_its_failures_as_problems(world: World) -> None:
    async with asking(world) as ask:
        document = (await ask("GET", "/api/v1/openapi.json")).json()
    operations = [
        (f"{method} {path}", operation)
        for path, found in document["paths"].items()
        for method, operation in found.items()
        if method in METHODS
    ]
    assert operations
    for name, operation in operations:
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["tags"], name
        failures = {s: r for s, r in operation["responses"].items() if s >= "400"}
        assert {"401", "413", "415", "422", "429", "500", "503"} <= set(failures), name
        for status, response in failures.items():
            assert list(response["content"]) == ["application/problem+json"], (name, status)


async def test_every_field_of_every_schema_is_typed(world: World) -> None:
    async with asking(world) as ask:
        document = (await ask("GET", "/api/v1/openapi.json")).json()
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            is_typed = {"type", "$ref", "anyOf", "allOf", "const", "enum"} & set(described)
            assert is_typed, f"{name}.{field}"


async def test_tags_are_described(world: World) -> None:
    async with asking(world) as ask:
        document = (await ask("GET", "/api/v1/openapi.json")).json()
    described = {tag["name"] for tag in document["tags"]}
    used = {
        tag
        for found in document["paths"].values()
        for method, operation in found.items()
        if method in METHODS
        for tag in operation["tags"]
    }
    assert used <= described


async def test_the_root_says_which_chain_and_contracts(world: World) -> None:
    async with asking(world) as ask:
        about = (await ask("GET", "/api/v1")).json()
    assert about["chain_id"] == 31337
    assert {"LoanBook", "CreditLedger", "OfferDesk"} <= set(about["contracts"])
    assert about["api_version"] == "v1"


SAID = {"docs/api.md": "| endpoint | for |", "docs/api.zh-CN.md": "| 接口 | 谁可以用 |"}


@pytest.mark.parametrize("page", SAID)
async def test_the_documentation_lists_every_endpoint_and_no_other(world: World, page: str) -> None:
    async with asking(world) as ask:
        document = (await ask("GET", "/api/v1/openapi.json")).json()
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1') or '/'}"
        for path, found in document["paths"].items()
        for method in found
        if method in METHODS
    }
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    table = text.partition(SAID[page])[2].partition("\n\n")[0]
    said = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert said == there
