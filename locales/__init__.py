"""All texts, in Fluent: zh is the first language, en the second; zh-Hant is made from zh."""

import logging
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import opencc
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

FOLDER = Path(__file__).parent
WRITTEN = ("zh", "en")
LOCALES = ("zh", "zh-Hant", "en")
_SOURCE = {"zh": "zh", "zh-Hant": "zh", "en": "en"}
_TRADITIONAL_TAGS = ("hant", "tw", "hk", "mo")
_default = "zh"
_log = logging.getLogger(__name__)


@cache
def _bundle(locale: str) -> FluentBundle:
    bundle = FluentBundle([locale], use_isolating=False)
    for file in sorted((FOLDER / _SOURCE[locale]).glob("*.ftl")):
        source = file.read_text(encoding="utf-8")
        bundle.add_resource(FluentResource(traditional(source) if locale == "zh-Hant" else source))
    return bundle


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    """Simplified Chinese in Traditional characters."""
    return _converter().convert(text)


def use_default(locale: str) -> None:
    """Set the locale of those whose language is not among ours (setting `LOCALE`)."""
    global _default  # noqa: PLW0603 - set once, at the start
    _default = locale


def match(tag: str | None) -> str:
    """The locale for a client's language tag (`zh-hant`, `en-GB`); unknown ones get the default."""
    parts = (tag or "").lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        return "zh-Hant" if any(part in _TRADITIONAL_TAGS for part in parts[1:]) else "zh"
    return "en" if parts[0] == "en" else _default


def keys(locale: str) -> frozenset[str]:
    """The names of all messages of a locale."""
    return frozenset(_bundle(locale)._messages)


def junk(locale: str) -> list[str]:
    """What could not be read in the files of a written locale; empty when all is well."""
    found: list[str] = []
    for file in sorted((FOLDER / locale).glob("*.ftl")):
        body = FluentParser().parse(file.read_text(encoding="utf-8")).body
        found += [f"{file.name}: {entry.content}" for entry in body if isinstance(entry, ast.Junk)]
    return found


def translate(locale: str, key: str, **params: Any) -> str:
    """The text of a message; raises KeyError for a key that does not exist."""
    bundle = _bundle(locale)
    message = bundle.get_message(key)
    if message.value is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(message.value, params)
    if errors:
        _log.error("text %s (%s) lacks a parameter", key, locale)
    return str(text)
