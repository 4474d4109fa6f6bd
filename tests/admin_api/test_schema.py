"""Whatever the reference allows to be sent: no server error, and answers as the reference says."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from core import crypto
from core.db import Database, connect
from tests.admin_api.conftest import AREAS, CATEGORY, ROOT, Client, make_api, make_person
from tests.databases import Templates

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
EXAMPLES = 25
BEARER = {"Authorization": f"Bearer {ROOT}"}


async def _seed(database: Database) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=make_api(database)), base_url="http://test"
    ) as http:
        root = Client(http, ROOT)
        for code, level, parent in AREAS:
            await root.put(f"/areas/{code}", {"name": code, "level": level, "parent_code": parent})
        await root.put("/categories/0", CATEGORY)
        await root.put("/organisations/0", {"name": "社", "kind": "filed", "area_code": "com-a"})
        await root.put("/teams/0", {"organisation_code": "0", "area_codes": ["com-a"]})
        await root.put("/buildings/0", {"name": "楼", "area_code": "com-a"})
    await make_person(database, "com-a")


@pytest.fixture(scope="module")
def api_schema(templates: Templates) -> Iterator[schemathesis.BaseSchema]:
    database = connect(asyncio.run(templates.copy("sqlite")))
    crypto.use_keys("a key for tests only")
    asyncio.run(_seed(database))
    yield schemathesis.openapi.from_asgi("/openapi.json", make_api(database))
    asyncio.run(database.close())


OPERATIONS = [
    (path, method)
    for path, methods in make_api(connect("sqlite:///unused.db")).openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_reference_holds(api_schema: schemathesis.BaseSchema, path: str, method: str) -> None:
    @given(case=api_schema[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=BEARER, checks=CHECKS)

    holds()
