"""Telegram's MarkdownV2."""

import re
from dataclasses import dataclass, field

from webchat.formatting.entities import Entity, cannot_parse, length16

_RESERVED = "_*[]()~`>#+-=|{}.!"
_SIMPLE = {
    "||": ("spoiler", "Spoiler"),
    "__": ("underline", "Underline"),
    "*": ("bold", "Bold"),
    "_": ("italic", "Italic"),
    "~": ("strikethrough", "Strikethrough"),
}
_LANGUAGE = re.compile(r"[^\s`]+(?=\n)")


@dataclass(slots=True)
class _Open:
    mark: str
    offset: int
    index: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list[str])
    offset: int = 0
    stack: list[_Open] = field(default_factory=list[_Open])
    entities: list[Entity] = field(default_factory=list[Entity])
    quote: int | None = None

    def add(self, text: str) -> None:
        self.out.append(text)
        self.offset += length16(text)
        self.at += len(text)

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode())

    def entity(self, kind: str, offset: int, **more: str) -> None:
        if self.offset > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.offset - offset, **more})


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of MarkdownV2. Raises a 400 refusal "can't parse entities: ..."."""
    reader = _Reader(source)
    while reader.at < len(source):
        line_start = reader.at == 0 or source[reader.at - 1] == "\n"
        if line_start and _quote_line(reader):
            continue
        _step(reader)
    if reader.stack:
        _never_closed(reader, reader.stack[-1])
    _end_quote(reader)
    return "".join(reader.out), reader.entities


def _quote_line(reader: _Reader) -> bool:
    source = reader.source
    if source.startswith("**>", reader.at):
        _end_quote(reader)
        reader.at += 2
    if not source.startswith(">", reader.at):
        _end_quote(reader)
        return False
    if reader.quote is None:
        reader.quote = reader.offset
    reader.at += 1
    return True


def _end_quote(reader: _Reader) -> None:
    if reader.quote is not None:
        reader.entity("blockquote", reader.quote)
        reader.quote = None


def _step(reader: _Reader) -> None:
    source, at = reader.source, reader.at
    char = source[at]
    if char == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) < 127:
        reader.at += 1
        reader.add(source[at + 1])
    elif char == "`":
        _code(reader)
    elif (
        reader.quote is not None and re.match(r"\|\|(?=\n(?!>)|$)", source[at:]) and not _opened(reader, "||")
    ):
        reader.entity("expandable_blockquote", reader.quote)
        reader.quote = None
        reader.at += 2
    elif char == "]" and reader.stack and reader.stack[-1].mark in ("[", "!["):
        _link(reader, reader.stack.pop())
    elif char == "[" or source.startswith("![", at):
        mark = "[" if char == "[" else "!["
        reader.stack.append(_Open(mark, reader.offset, at))
        reader.at += len(mark)
    elif (mark := next((m for m in _SIMPLE if source.startswith(m, at)), None)) is not None:
        _simple(reader, mark)
    elif char in _RESERVED:
        raise cannot_parse(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
    else:
        reader.add(char)


def _opened(reader: _Reader, mark: str) -> bool:
    return any(opened.mark == mark for opened in reader.stack)


def _simple(reader: _Reader, mark: str) -> None:
    top = reader.stack[-1].mark if reader.stack else None
    if mark == "__" and top == "_" and not _opened(reader, "__"):
        mark = "_"
    if top == mark:
        opened = reader.stack.pop()
        reader.entity(_SIMPLE[mark][0], opened.offset)
    elif _opened(reader, mark):
        _never_closed(reader, reader.stack[-1])
    else:
        reader.stack.append(_Open(mark, reader.offset, reader.at))
    reader.at += len(mark)


def _code(reader: _Reader) -> None:
    start = reader.at
    mark = "```" if reader.source.startswith("```", start) else "`"
    offset = reader.offset
    reader.at += len(mark)
    more: dict[str, str] = {}
    if mark == "```":
        language = _LANGUAGE.match(reader.source, reader.at)
        if language:
            more["language"] = language.group()
            reader.at = language.end()
        if reader.source.startswith("\n", reader.at):
            reader.at += 1
    while not reader.source.startswith(mark, reader.at):
        if reader.at >= len(reader.source):
            name = "Pre" if mark == "```" else "Code"
            raise cannot_parse(f"Can't find end of {name} entity at byte offset {reader.byte(start)}")
        escaped = reader.source[reader.at] == "\\" and reader.source[reader.at + 1 : reader.at + 2] in (
            "`",
            "\\",
        )
        reader.at += escaped
        reader.add(reader.source[reader.at])
    reader.entity("pre" if mark == "```" else "code", offset, **more)
    reader.at += len(mark)


def _link(reader: _Reader, opened: _Open) -> None:
    url = ""
    reader.at += 1
    if reader.source.startswith("(", reader.at):
        match = re.compile(r"((?:\\.|[^)\\])*)\)").match(reader.source, reader.at + 1)
        if match is None:
            raise cannot_parse(f"Can't find end of a URL at byte offset {reader.byte(reader.at)}")
        url = re.sub(r"\\(.)", r"\1", match.group(1))
        reader.at = match.end()
    if opened.mark == "![":
        reader.entity("custom_emoji", opened.offset, custom_emoji_id=url.partition("?id=")[2])
    elif url:
        reader.entity("text_link", opened.offset, url=url)


def _never_closed(reader: _Reader, opened: _Open) -> None:
    name = {"[": "TextUrl", "![": "CustomEmoji"}.get(opened.mark) or _SIMPLE[opened.mark][1]
    raise cannot_parse(f"Can't find end of {name} entity at byte offset {reader.byte(opened.index)}")
