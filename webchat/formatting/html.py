"""Telegram's HTML: the few tags it knows, and its words when something is wrong."""

import html
import re
from dataclasses import dataclass, field

from webchat.formatting.entities import Entity, cannot_parse, length16

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot);?|#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});?)")
_SPECIAL = re.compile(r"[<&]")
_NAME_END = re.compile(r"[\s>]|$")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']*)\s*")
_VALUE = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))")
_LINK = re.compile(r"(?:(?:https?|tg|ton)://|tel:|mailto:|[\w-]+(?:\.[\w-]+)+)\S*$")


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    start: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    out: list[str] = field(default_factory=list[str])
    offset: int = 0
    stack: list[_Open] = field(default_factory=list[_Open])
    entities: list[Entity] = field(default_factory=list[Entity])

    def add(self, text: str) -> None:
        self.out.append(text)
        self.offset += length16(text)

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode())


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of Telegram's HTML. Raises a 400 refusal "can't parse entities: ..."."""
    reader = _Reader(source)
    at = 0
    while (match := _SPECIAL.search(source, at)) is not None:
        reader.add(source[at : match.start()])
        at = match.start()
        if match.group() == "&":
            at = _reference(reader, at)
        elif source.startswith("</", at):
            at = _end_tag(reader, at)
        else:
            at = _start_tag(reader, at)
    reader.add(source[at:])
    if reader.stack:
        raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].tag}"')
    return "".join(reader.out), reader.entities


def _reference(reader: _Reader, at: int) -> int:
    match = _REFERENCE.match(reader.source, at)
    if match is None:
        reader.add("&")
        return at + 1
    reader.add(html.unescape(match.group().rstrip(";") + ";"))
    return match.end()


def _start_tag(reader: _Reader, start: int) -> int:
    end = _find_name_end(reader.source, start + 1)
    tag = reader.source[start + 1 : end].lower()
    if end >= len(reader.source):
        raise cannot_parse(f"Unclosed start tag at byte offset {reader.byte(start)}")
    if tag not in _TAGS:
        raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {reader.byte(start)}')
    attributes, after = _attributes(reader, tag, start, end)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {reader.byte(start)}')
    reader.stack.append(_Open(tag, reader.offset, sum(map(len, reader.out)), attributes))
    return after


def _attributes(reader: _Reader, tag: str, start: int, at: int) -> tuple[dict[str, str], int]:
    source = reader.source
    found: dict[str, str] = {}
    while True:
        match = _ATTRIBUTE.match(source, at)
        at = match.end() if match else at
        name = match.group(1).lower() if match else ""
        if at >= len(source):
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {reader.byte(start)}')
        if not name and source[at] == ">":
            return found, at + 1
        if not name:
            raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {reader.byte(at)}')
        if source[at] != "=":
            found[name] = ""
            continue
        value = _VALUE.match(source, at + 1)
        if value is None:
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {reader.byte(start)}')
        found[name] = html.unescape(next(part for part in value.groups() if part is not None))
        at = value.end()


def _end_tag(reader: _Reader, start: int) -> int:
    end = _find_name_end(reader.source, start + 2)
    tag = reader.source[start + 2 : end].lower()
    close = end
    while close < len(reader.source) and reader.source[close].isspace():
        close += 1
    if close >= len(reader.source) or reader.source[close] != ">":
        raise cannot_parse(f"Unclosed end tag at byte offset {reader.byte(start)}")
    if not reader.stack:
        raise cannot_parse(f"Unexpected end tag at byte offset {reader.byte(start)}")
    opened = reader.stack.pop()
    if tag and tag != opened.tag:
        raise cannot_parse(
            f'Unmatched end tag at byte offset {reader.byte(start)}, expected "</{opened.tag}>",'
            f' found "</{tag}>"'
        )
    _close(reader, opened)
    return close + 1


def _close(reader: _Reader, opened: _Open) -> None:
    length = reader.offset - opened.offset
    entity: Entity = {"type": _TAGS[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        inner = "".join(reader.out)[opened.start :]
        entity["url"] = opened.attributes.get("href") or inner
        if not _LINK.match(entity["url"]):
            return
        if "://" not in entity["url"] and not entity["url"].startswith(("tel:", "mailto:")):
            entity["url"] = f"http://{entity['url']}"
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code":
        entity["_class"] = opened.attributes.get("class", "")
    elif opened.tag == "pre":
        _absorb_code(reader, entity)
    if not reader.stack or reader.stack[-1].tag != "pre":
        entity.pop("_class", None)
    if length:
        reader.entities.append(entity)


def _absorb_code(reader: _Reader, pre: Entity) -> None:
    for inner in [e for e in reader.entities if e["type"] == "code" and e["offset"] >= pre["offset"]]:
        same = (inner["offset"], inner["length"]) == (pre["offset"], pre["length"])
        language = str(inner.pop("_class", "")).removeprefix("language-")
        if same and language:
            pre["language"] = language
        reader.entities.remove(inner)


def _find_name_end(source: str, at: int) -> int:
    match = _NAME_END.search(source, at)
    return match.start() if match else len(source)
