"""Formatted text: HTML, MarkdownV2 and entities to plain text with entities, offsets in UTF-16 units."""

from aiogram.types import MessageEntity

from webchat.errors import bad_request
from webchat.formatting.entities import Entity, detect, length16, tidy
from webchat.formatting.html import parse_html
from webchat.formatting.markdown import parse_markdown_v2


def rich_text(
    text: str, parse_mode: object, entities: list[MessageEntity] | None
) -> tuple[str, list[Entity]]:
    """Plain text and its entities, trimmed as Telegram trims. Raises a 400 refusal where Telegram does."""
    if isinstance(parse_mode, str) and parse_mode and entities is None:
        plain, found = _parse(text, parse_mode.lower())
    elif entities:
        plain, found = text, _given(text, entities)
    else:
        plain, found = text, []
    plain, found = tidy(plain, found)
    return plain, detect(plain, found)


def _parse(text: str, mode: str) -> tuple[str, list[Entity]]:
    if mode == "html":
        return parse_html(text)
    if mode == "markdownv2":
        return parse_markdown_v2(text)
    raise bad_request("unsupported parse_mode")


def _given(text: str, entities: list[MessageEntity]) -> list[Entity]:
    end = length16(text)
    given = [entity.model_dump(mode="json", exclude_none=True) for entity in entities]
    for entity in given:
        if entity["offset"] < 0 or entity["length"] < 0 or entity["offset"] + entity["length"] > end:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text at"
                f" UTF-16 offset {end}"
            )
    return [entity for entity in given if entity["length"]]
