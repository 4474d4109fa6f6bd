"""Turns what the page sends into the body of a message."""

import secrets
from typing import Any

from sqlalchemy import select

from webchat import files
from webchat.accounts import BotAccount, ChatUser
from webchat.compose import Body
from webchat.formatting.entities import detect, length16, tidy
from webchat.page.access import page_error
from webchat.server import Server

MAX_TEXT = 10_000
_PIECE = 4096
_MAX_CAPTION = 1024


async def bodies(server: Server, bot: BotAccount, user: ChatUser, sent: dict[str, Any]) -> list[Body]:
    """The bodies of one thing that was sent, by its `kind`. Refuses with a 400 code that the page knows."""
    kind = sent.get("kind", "text")
    if kind == "text":
        return [_text(piece) for piece in _pieces(_string(sent, "text", MAX_TEXT))]
    if kind == "files":
        return await _files(server, bot, user, sent)
    if kind == "location":
        return [_location(sent)]
    if kind == "contact":
        phone = _string(sent, "phone_number", 32)
        return [{"contact": {"phone_number": phone, "first_name": user.first_name, "user_id": user.id}}]
    if kind == "poll":
        return [_poll(_string(sent, "question", 300), sent.get("options"))]
    raise page_error(400, "unknown_kind")


def _string(sent: dict[str, Any], key: str, limit: int) -> str:
    value = sent.get(key)
    if not isinstance(value, str) or not value.strip():
        raise page_error(400, "empty")
    if len(value) > limit:
        raise page_error(400, "too_long")
    return value.strip()


def _pieces(text: str) -> list[str]:
    """A long text in pieces that fit into a message, cut at white space where there is some."""
    pieces: list[str] = []
    while length16(text) > _PIECE:
        end = _PIECE
        while length16(text[:end]) > _PIECE:
            end -= max(1, (length16(text[:end]) - _PIECE) // 2)
        space = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
        end = space + 1 if space > 0 else end
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*pieces, text] if text else pieces


def _text(text: str) -> Body:
    plain, entities = tidy(text, [])
    entities = detect(plain, entities)
    return {"text": plain, "entities": entities} if entities else {"text": plain}


async def _files(server: Server, bot: BotAccount, user: ChatUser, sent: dict[str, Any]) -> list[Body]:
    wanted = sent.get("files")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 10:
        raise page_error(400, "files")
    query = select(files.files).where(
        files.files.c.file_id.in_([str(one) for one in wanted]),
        files.files.c.bot_id == bot.id,
        files.files.c.owner_id == user.id,
    )
    async with server.read_engine.connect() as connection:
        rows = {row["file_id"]: dict(row) for row in (await connection.execute(query)).mappings()}
    if any(str(one) not in rows for one in wanted):
        raise page_error(400, "files")
    parts = [files.content(rows[str(one)]) for one in wanted]
    if len(parts) > 1:
        group = str(secrets.randbelow(9 * 10**16) + 10**16)
        parts = [{"media_group_id": group} | part for part in parts]
    caption = sent.get("caption")
    if isinstance(caption, str) and caption.strip():
        text = _text(_string(sent, "caption", _MAX_CAPTION))
        parts[0] |= {"caption": text["text"]}
        if "entities" in text:
            parts[0] |= {"caption_entities": text["entities"]}
    return parts


def _location(sent: dict[str, Any]) -> Body:
    try:
        latitude, longitude = float(sent["latitude"]), float(sent["longitude"])
    except (KeyError, TypeError, ValueError):
        raise page_error(400, "position") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise page_error(400, "position")
    return {"location": {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}}


def _poll(question: str, options: Any) -> Body:
    if not isinstance(options, list) or not 1 <= len(options) <= 12:
        raise page_error(400, "options")
    answers = [
        {"persistent_id": str(place), "text": str(option)[:100], "voter_count": 0}
        for place, option in enumerate(options)
    ]
    return {
        "poll": {
            "id": str(secrets.randbelow(2**62)),
            "question": question,
            "options": answers,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }
