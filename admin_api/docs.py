"""The reference at /docs: one plain page made from the OpenAPI document, without any outside host."""

from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #ccc; padding: .5rem 0 1rem } h2 { font-size: 1rem; margin: .5rem 0 }
code { background: #f2f2f2; padding: 0 .25rem } table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #eee; padding: .25rem .5rem; vertical-align: top } .method { color: #06c }
"""


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The reference as a page."""
    return HTMLResponse(page(request.app.openapi()))


def page(openapi: dict[str, Any]) -> str:
    """The page for an OpenAPI document."""
    title = escape(openapi["info"]["title"])
    routes = [
        "\n".join(_route(openapi, method, path, operation))
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]
    head = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    )
    intro = f"<style>{STYLE}</style><h1>{title}</h1><p>{escape(openapi['info'].get('description', ''))}</p>"
    return f'{head}{intro}<p><a href="/openapi.json">openapi.json</a></p>{"".join(routes)}</html>'


def _route(openapi: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    text = operation.get("description", operation.get("summary", ""))
    yield f'<section><h2><span class="method">{method.upper()}</span> <code>{escape(path)}</code></h2>'
    yield f"<p>{escape(text)}</p><table>"
    for parameter in operation.get("parameters", []):
        yield _row(
            parameter["name"], f"{parameter['in']}", parameter["schema"], parameter.get("required", False)
        )
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        schema = _resolve(openapi, body)
        for name, field in schema.get("properties", {}).items():
            yield _row(name, "body", field, name in schema.get("required", []))
    yield "</table></section>"


def _row(name: str, place: str, schema: dict[str, Any], required: bool) -> str:
    fallback = f"default {schema['default']!r}" if "default" in schema else "optional"
    cells = (name, place, _kind(schema), "required" if required else fallback, schema.get("description", ""))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("const", schema.get("type", "any")))


def _resolve(openapi: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    return openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
