"""The reference at /docs: whole, and true: what it shows as an example works."""

import re
import shlex
from html import unescape
from typing import Any

import httpx
import pytest

from core.db import Database
from core.registry.catalogue import load_default_catalogue
from tests.admin_api.conftest import API, ROOT, Client, make_person

RECIPE = ["areas", "buildings", "organisations", "teams", "invitations"]


@pytest.fixture
async def openapi(http: httpx.AsyncClient) -> dict[str, Any]:
    return (await http.get("/openapi.json")).json()


def _operations(openapi: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.S)).split())


async def test_every_route_field_and_choice_is_on_the_page(
    http: httpx.AsyncClient, openapi: dict[str, Any]
) -> None:
    html = (await http.get("/docs")).text
    words = _words(html)
    for method, path, operation in _operations(openapi):
        assert f"{method} {path}" in words
        for parameter in operation.get("parameters", ()):
            assert parameter["name"] in words
        for status in operation["responses"]:
            assert f" {status} " in words
    for name, schema in openapi["components"]["schemas"].items():
        for choice in (*schema.get("enum", ()), *schema.get("properties", ())):
            assert choice in words, (name, choice)
    for link in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{link}"' in html, link
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_all_that_is_sent_is_explained(openapi: dict[str, Any]) -> None:
    for method, path, operation in _operations(openapi):
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (method, path, parameter["name"])
    for name, schema in openapi["components"]["schemas"].items():
        if schema.get("additionalProperties") is False:
            for field, rules in schema["properties"].items():
                assert rules.get("description"), (name, field)


def _commands(html: str) -> list[list[str]]:
    """The calls of curl on the page, in its order, as a shell would take them."""
    blocks = re.findall(r"<pre>(.*?)</pre>", html, re.S)
    lines = (line for block in blocks for line in unescape(block).replace("\\\n", " ").splitlines())
    return [shlex.split(line.replace("$TOKEN", ROOT)) for line in lines if line.startswith("curl ")]


async def _work(http: httpx.AsyncClient, commands: list[list[str]]) -> None:
    for words in commands:
        headers = dict(words[at + 1].split(": ") for at, word in enumerate(words) if word == "-H")
        body = words[words.index("-d") + 1].encode()
        answer = await http.request(words[2], words[3], headers=headers, content=body)
        assert answer.status_code in (200, 201), (words, answer.text)


async def test_all_commands_work_as_they_stand_and_leave_the_catalogue_alone(
    http: httpx.AsyncClient, root: Client, openapi: dict[str, Any], db: Database
) -> None:
    async with db.write() as session:
        await load_default_catalogue(session)
    catalogue = (await root.get("/categories?limit=100")).json()["items"]
    commands = _commands((await http.get("/docs")).text)
    recipe = [f"{words[2]} {words[3].rpartition(API)[2]}" for words in commands[:5]]
    assert [line.split("/")[1] for line in recipe] == RECIPE
    await _work(http, commands[:5])
    await make_person(db, "xingfu")
    await _work(http, commands[5:])
    taken = [operation for _, _, operation in _operations(openapi) if "requestBody" in operation]
    assert len(commands) == len(RECIPE) + len(taken)
    team = (await root.get("/teams/drain-crew")).json()
    assert (team["duty"], team["category_codes"]) == ("always", ["drain"])
    after = (await root.get("/categories?limit=100")).json()["items"]
    assert [each for each in after if each in catalogue] == catalogue


async def test_the_way_from_nothing_names_the_token_and_all_refusals(http: httpx.AsyncClient) -> None:
    words = _words((await http.get("/docs")).text)
    assert "TOKEN=$(cat data/admin_token)" in words
    assert "DATA_DIR" in words
    assert "405 A method" in words
