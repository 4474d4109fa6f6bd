"""The reference at /docs: one plain page made from the OpenAPI document, without any outside host."""

import json
import re
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from admin_api.docs_kinds import Schemas, code, entries, prose
from admin_api.schemas.base import EXAMPLES

Groups = list[tuple[str, str, list[dict[str, Any]]]]
router = APIRouter(include_in_schema=False)
STYLE = Path(__file__).with_name("docs.css").read_text(encoding="utf-8")
_RECIPE = ("AreaIn", "BuildingIn", "OrganisationIn", "TeamIn", "InvitationIn")
_FIRST_REFUSAL = 400


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The reference as a page."""
    return HTMLResponse(page(request.app.openapi()))


def page(openapi: dict[str, Any]) -> str:
    """The page for an OpenAPI document."""
    title = escape(openapi["info"]["title"])
    route = partial(_route, Schemas(openapi), openapi["servers"][0]["url"])
    groups = _groups(openapi)
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{STYLE}</style></head><body><nav>{_contents(groups)}</nav>",
            f"<main><h1>{title}</h1>{_introduction(openapi, groups)}",
            *(f'<h2 id="{tag}">{tag}</h2><p>{text}</p>{"".join(map(route, of))}' for tag, text, of in groups),
            f'<h2 id="schemas">schemas</h2>{_schemas(openapi)}</main></body></html>',
        )
    )


def _groups(openapi: dict[str, Any]) -> Groups:
    """The routes by their tags, in the order of the tags."""
    routes = [
        operation | {"method": method.upper(), "path": path, "id": operation["operationId"]}
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]
    return [
        (tag["name"], prose(tag["description"]), [each for each in routes if tag["name"] in each["tags"]])
        for tag in openapi["tags"]
    ]


def _contents(groups: Groups) -> str:
    parts = [
        f'<a href="#{tag}">{tag}</a><ul>{"".join(map(_line, routes))}</ul>' for tag, _text, routes in groups
    ]
    return "".join([*parts, '<a href="#schemas">schemas</a> <a href="#refusals">refusals</a>'])


def _line(route: dict[str, Any]) -> str:
    path = route["path"].removeprefix("/api/v1")
    return f'<li><a href="#{route["id"]}"><b>{route["method"]}</b> {escape(path)}</a></li>'


def _taken(route: dict[str, Any]) -> str:
    """The name of the body that a route takes."""
    return route["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]


def _curl(url: str, route: dict[str, Any]) -> str:
    """The call of a route with its example."""
    example = EXAMPLES[_taken(route)]
    path = re.sub(r"{\w+}", example.get("key", ""), route["path"])
    headers = '-H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json"'
    body = json.dumps(example["body"], ensure_ascii=False)
    return f"curl -X {route['method']} {url}{path} \\\n  {headers} \\\n  -d '{body}'"


def _introduction(openapi: dict[str, Any], groups: Groups) -> str:
    url = openapi["servers"][0]["url"]
    taken = {_taken(route): route for _, _, routes in groups for route in routes if "requestBody" in route}
    recipe = "\n".join(("TOKEN=$(cat data/admin_token)", *(_curl(url, taken[name]) for name in _RECIPE)))
    refusals = taken[_RECIPE[0]]["responses"]
    rows = (
        f"<dt><b>{status}</b> {escape(answer['description'])}</dt>"
        for status, answer in refusals.items()
        if int(status) >= _FIRST_REFUSAL
    )
    return (
        f"<p>{prose(openapi['info']['description'])}</p><h2>from nothing</h2><p>An area, a building, an "
        f"organisation and a team of it that is always on duty. Who opens the <code>url</code> in the last "
        f"answer leads the team.</p><pre>{escape(recipe)}</pre>"
        f'<p><a href="/openapi.json">openapi.json</a></p><h2 id="refusals">refusals</h2>'
        f'<p>Each is a <a href="#Problem">Problem</a>.</p>{entries(rows)}'
    )


def _route(schemas: Schemas, url: str, route: dict[str, Any]) -> str:
    parts = (_parameters(schemas, route), _body(schemas, url, route), _answers(schemas, route))
    return (
        f'<section id="{route["id"]}"><h3><b>{route["method"]}</b> <code>{escape(route["path"])}</code></h3>'
        f"<p>{prose(route['description'])}</p>{''.join(parts)}</section>"
    )


def _parameters(schemas: Schemas, route: dict[str, Any]) -> str:
    parts = ""
    for place in ("path", "query", "header"):
        rows = [schemas.parameter(each) for each in route.get("parameters", ()) if each["in"] == place]
        parts += f"<h4>{place.capitalize()}</h4>{entries(iter(rows))}" if rows else ""
    return parts


def _body(schemas: Schemas, url: str, route: dict[str, Any]) -> str:
    if "requestBody" not in route:
        return ""
    schema = schemas.of(route["requestBody"]["content"]["application/json"]["schema"])
    return (
        f"<h4>Body</h4>{schemas.fields(schema)}"
        f"<details><summary>Example</summary><pre>{escape(_curl(url, route))}</pre></details>"
    )


def _answers(schemas: Schemas, route: dict[str, Any]) -> str:
    return f"<h4>Answers</h4>{entries(_answer(schemas, *each) for each in route['responses'].items())}"


def _answer(schemas: Schemas, status: str, answer: dict[str, Any]) -> str:
    media, content = next(iter(answer.get("content", {}).items()), ("", {}))
    if content.get("schema", {}).get("$ref", "").endswith("/Problem"):
        return f'<dt class=refusal><a href="#refusals">{status}</a></dt>'
    words = schemas.kind(content["schema"]) if content.get("schema") else code(media) if media else "nothing"
    return f"<dt><b>{status}</b> <i>{words}</i></dt><dd></dd>"


def _schemas(openapi: dict[str, Any]) -> str:
    schemas = Schemas(openapi)
    return "".join(_schema(schemas, name, schema) for name, schema in schemas.objects().items())


def _schema(schemas: Schemas, name: str, schema: dict[str, Any]) -> str:
    text = prose(schema.get("description", ""))
    return f'<section id="{name}"><h3>{name}</h3><p>{text}</p>{schemas.fields(schema)}</section>'
