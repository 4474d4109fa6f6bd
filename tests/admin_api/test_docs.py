"""The reference at /docs: whole, and true: what it shows as an example works."""

import re
import shlex
from html import unescape
from typing import Any

import httpx
import pytest

from tests.admin_api.conftest import API, ROOT, Client

BODIES = (
    ("PUT", "/areas/{code}", {"code": "xingfu"}),
    ("PUT", "/buildings/{code}", {"code": "xingfu-3"}),
    ("PUT", "/categories/{code}", {"code": "drain"}),
    ("PUT", "/organisations/{code}", {"code": "warm-hands"}),
    ("PUT", "/teams/{code}", {"code": "drain-crew"}),
    ("POST", "/invitations", {}),
    ("PATCH", "/people/{person_id}", {}),
    ("POST", "/tokens", {}),
)


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


async def test_the_examples_of_the_bodies_work(root: Client, openapi: dict[str, Any]) -> None:
    sent = {
        path.removeprefix(API) for _, path, operation in _operations(openapi) if "requestBody" in operation
    }
    assert sent == {path for _, path, _ in BODIES}
    for method, path, names in BODIES:
        body = openapi["paths"][API + path][method.lower()]["requestBody"]
        schema = openapi["components"]["schemas"][
            body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        ]
        (example,) = schema["examples"]
        if method != "PATCH":
            answer = await root.call(method, path.format(**names), example)
            assert answer.status_code in (200, 201), (path, answer.text)


async def test_the_first_example_works_as_it_stands(http: httpx.AsyncClient) -> None:
    found = re.search(r"<pre[^>]*>(curl .*?)</pre>", (await http.get("/docs")).text, re.S)
    assert found is not None
    curl, *words = shlex.split(unescape(found.group(1)).replace("\\\n", " ").replace("$TOKEN", ROOT))
    assert (curl, words[:2]) == ("curl", ["-X", "PUT"])
    headers = dict(words[at + 1].split(": ") for at, word in enumerate(words) if word == "-H")
    answer = await http.put(words[2], headers=headers, content=words[words.index("-d") + 1])
    assert answer.status_code == 200
