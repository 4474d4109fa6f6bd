"""The schemas of the OpenAPI document in words, as HTML."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

Schema = dict[str, Any]
_LIMITS = {
    "exclusiveMinimum": "above {}",
    "minimum": "at least {}",
    "exclusiveMaximum": "below {}",
    "maximum": "at most {}",
    "maxItems": "at most {}",
    "maxLength": "at most {} characters",
}
_PAGE = re.compile(r"Items_(\w+)_")


def prose(text: str) -> str:
    """Text with `code` in it."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def code(value: object) -> str:
    """A value as it is written in JSON; text as it is."""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"<code>{escape(written)}</code>"


class Schemas:
    """The named schemas of a document."""

    def __init__(self, openapi: Schema) -> None:
        self._all: dict[str, Schema] = openapi["components"]["schemas"]

    def objects(self) -> dict[str, Schema]:
        """Those that have fields, without the pages of lists."""
        return {
            name: schema
            for name, schema in sorted(self._all.items())
            if "properties" in schema and not _PAGE.fullmatch(name)
        }

    def of(self, schema: Schema) -> Schema:
        """What a reference stands for."""
        return self._all[_name(schema)] if "$ref" in schema else schema

    def kind(self, schema: Schema) -> str:
        """What a value may be: its type or choices, and its limits."""
        if "$ref" in schema:
            return self._reference(_name(schema))
        if "anyOf" in schema:
            return " or ".join(self.kind(choice) for choice in schema["anyOf"])
        if "enum" in schema:
            return f"one of {', '.join(map(code, schema['enum']))}"
        if "const" in schema:
            return code(schema["const"])
        limits = "".join(f", {limit}" for limit in _limits(schema))
        if schema.get("type") == "array":
            return f"list of {self.kind(schema['items'])}{limits}"
        return f"{schema.get('format', schema.get('type', 'any JSON'))}{limits}"

    def _reference(self, name: str) -> str:
        if page := _PAGE.fullmatch(name):
            return f"page with <code>items</code> ({self._reference(page[1])}) and <code>next_cursor</code>"
        if "properties" in self._all[name]:
            return f'<a href="#{name}">{name}</a>'
        return self.kind(self._all[name])

    def fields(self, schema: Schema) -> str:
        """The fields of an object; for one that is sent also whether they are needed, or their default."""
        sent = schema.get("additionalProperties") is False
        needed = schema.get("required", ())
        return entries(
            self.entry(name, field, field.get("description", ""), name in needed if sent else None)
            for name, field in schema["properties"].items()
        )

    def parameter(self, parameter: Schema) -> str:
        """One parameter; it is left out rather than null."""
        schema = parameter["schema"]
        kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
        bare = {key: value for key, value in schema.items() if key == "default"} | kinds[0]
        return self.entry(parameter["name"], bare, parameter["description"], parameter["required"])

    def entry(self, name: str, schema: Schema, text: str, needed: bool | None) -> str:
        """One field or parameter; `needed` is None where the question does not arise."""
        when = "" if needed is None else ", <b>required</b>" if needed else f", {_fallback(schema)}"
        example = f" For example {code(schema['example'])}." if "example" in schema else ""
        return f"<dt>{code(name)} <i>{self.kind(schema)}</i>{when}</dt><dd>{prose(text)}{example}</dd>"


def entries(rows: Iterator[str]) -> str:
    """A list of entries."""
    return f"<dl>{''.join(rows)}</dl>"


def _name(schema: Schema) -> str:
    return schema["$ref"].rpartition("/")[2]


def _fallback(schema: Schema) -> str:
    fallback = schema.get("default")
    return "optional" if fallback is None else f"default {code(fallback)}"


def _limits(schema: Schema) -> Iterator[str]:
    for key, words in _LIMITS.items():
        if key in schema:
            yield words.format(f"{schema[key]:g}" if isinstance(schema[key], float) else schema[key])
    if "pattern" in schema:
        yield code(schema["pattern"])
