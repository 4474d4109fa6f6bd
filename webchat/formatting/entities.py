"""Entities of a text as plain dictionaries, offsets and lengths in UTF-16 units."""

import re
from typing import Any

from webchat.errors import Refusal, bad_request

type_order = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
)
_RANK = {name: rank for rank, name in enumerate(type_order)}
_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"\u3000-\u303f\uff00-\uffef]+[^\s<>\"\u3000-\u303f\uff00-\uffef.,:;!?)\]}'])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_HINTS = re.compile(r"[:@/#]")

Entity = dict[str, Any]


def length16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def cannot_parse(text: str) -> Refusal:
    """The refusal of a text whose markup is wrong."""
    return bad_request(f"can't parse entities: {text}")


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim white space at both ends, cut the entities to what is left, and put them in Telegram's order."""
    text = text.replace("\r", "")
    left = text.lstrip()
    cut = length16(text) - length16(left)
    text = left.rstrip()
    end = length16(text)
    kept: list[Entity] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"], _RANK.get(entity["type"], 99)))
    return text, kept


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the addresses, commands, mentions and hashtags that Telegram finds by itself."""
    if not _HINTS.search(text):
        return entities
    taken = [entity for entity in entities if entity["type"] in ("code", "pre", "text_link")]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        offset = length16(text[: match.start()])
        length = length16(match.group())
        if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in taken):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    if not found:
        return entities
    return sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))
