"""The reference at /docs: one plain page made from the OpenAPI document, without any outside host."""

import json
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from admin_api.docs_kinds import Schemas, code, entries, prose

router = APIRouter(include_in_schema=False)
_STYLE = Path(__file__).with_name("docs.css").read_text(encoding="utf-8")
_EXAMPLE = ("/api/v1/areas/{code}", "AreaIn", "xingfu")
_FIRST_REFUSAL = 400


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The reference as a page."""
    return HTMLResponse(page(request.app.openapi()))


def page(openapi: dict[str, Any]) -> str:
    """The page for an OpenAPI document."""
    title = escape(openapi["info"]["title"])
    route = partial(_route, Schemas(openapi))
    groups = _groups(openapi)
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body><nav>{_contents(groups)}</nav>",
            f"<main><h1>{title}</h1>{_introduction(openapi)}",
            *(f'<h2 id="{tag}">{tag}</h2><p>{text}</p>{"".join(map(route, of))}' for tag, text, of in groups),
            f'<h2 id="schemas">schemas</h2>{_schemas(openapi)}</main></body></html>',
        )
    )


def _groups(openapi: dict[str, Any]) -> list[tuple[str, str, list[dict[str, Any]]]]:
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


def _contents(groups: list[tuple[str, str, list[dict[str, Any]]]]) -> str:
    parts = [
        f'<a href="#{tag}">{tag}</a><ul>{"".join(map(_line, routes))}</ul>' for tag, _text, routes in groups
    ]
    return "".join([*parts, '<a href="#schemas">schemas</a> <a href="#refusals">refusals</a>'])


def _line(route: dict[str, Any]) -> str:
    path = route["path"].removeprefix("/api/v1")
    return f'<li><a href="#{route["id"]}"><b>{route["method"]}</b> {escape(path)}</a></li>'


def _introduction(openapi: dict[str, Any]) -> str:
    path, name, key = _EXAMPLE
    body = json.dumps(openapi["components"]["schemas"][name]["examples"][0], indent=2)
    url = openapi["servers"][0]["url"] + path.format(code=key)
    command = " \\\n  ".join(
        (
            f"curl -X PUT {url}",
            '-H "Authorization: Bearer $TOKEN"',
            '-H "Content-Type: application/json"',
            f"-d '{body}'",
        )
    )
    refusals = openapi["paths"][path]["put"]["responses"]
    rows = (
        f"<dt><b>{status}</b> {escape(answer['description'])}</dt>"
        for status, answer in refusals.items()
        if int(status) >= _FIRST_REFUSAL
    )
    return (
        f"<p>{prose(openapi['info']['description'])}</p><pre>{escape(command)}</pre>"
        f'<p><a href="/openapi.json">openapi.json</a></p><h2 id="refusals">refusals</h2>'
        f'<p>Each is a <a href="#Problem">Problem</a>.</p>{entries(rows)}'
    )


def _route(schemas: Schemas, route: dict[str, Any]) -> str:
    parts = (_parameters(schemas, route), _body(schemas, route), _answers(schemas, route))
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


def _body(schemas: Schemas, route: dict[str, Any]) -> str:
    if "requestBody" not in route:
        return ""
    schema = schemas.of(route["requestBody"]["content"]["application/json"]["schema"])
    example = json.dumps(schema["examples"][0], indent=2)
    return (
        f"<h4>Body</h4>{schemas.fields(schema)}"
        f"<details><summary>Example</summary><pre>{escape(example)}</pre></details>"
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
