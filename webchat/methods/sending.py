"""Methods that put new messages into a chat, without files."""

from typing import Any

from aiogram import methods

from webchat.compose import Body
from webchat.errors import bad_request
from webchat.files import NewFile, keep, save
from webchat.formatting import rich_text
from webchat.formatting.entities import length16
from webchat.keyboards import read_markup
from webchat.methods.base import Call, Method, chat_number
from webchat.store import add_messages, reply_target, set_keyboard, take

MAX_TEXT = 4096
MAX_CAPTION = 1024


async def post(
    call: Call, m: Any, bodies: list[Body], new_files: tuple[NewFile, ...] = (), kept: tuple[str, ...] = ()
) -> list[Body]:
    """Put messages into the chat of `m` in one short transaction and tell the page.

    `new_files` are stored with them; `kept` are ids of known files that are sent again.
    """
    user_id = chat_number(m.chat_id)
    markup = read_markup(getattr(m, "reply_markup", None))
    reply_to, optional = _reply(m)
    extra = _options(m)
    if markup.inline:
        extra["reply_markup"] = markup.inline
    frozen = markup.changes and markup.keyboard is not None
    async with call.server.engine.begin() as connection:
        slot = await take(connection, call.bot.id, user_id, len(bodies))
        if reply_to is not None:
            target = await reply_target(connection, call.bot, slot.owner, reply_to, optional)
            if target is not None:
                extra["reply_to_message"] = target
        if markup.changes:
            await set_keyboard(connection, call.bot.id, user_id, markup.keyboard)
        for new in new_files:
            await save(connection, new)
        if kept:
            await keep(connection, list(kept))
        views = await add_messages(
            connection, call.bot, slot, [body | extra for body in bodies] if extra else bodies, frozen=frozen
        )
    call.server.hub.rest(call.bot.id, user_id)
    call.server.hub.wake((call.bot.id, user_id))
    return views


def _reply(m: Any) -> tuple[int | None, bool]:
    parameters = getattr(m, "reply_parameters", None)
    if parameters is not None and parameters.message_id is not None:
        return parameters.message_id, parameters.allow_sending_without_reply is True
    reply_to = getattr(m, "reply_to_message_id", None)
    return reply_to, getattr(m, "allow_sending_without_reply", None) is True


def _options(m: Any) -> Body:
    extra: Body = {}
    if getattr(m, "protect_content", None) is True:
        extra["has_protected_content"] = True
    if getattr(m, "disable_notification", None) is True:
        extra["_silent"] = True
    return extra


def text_body(m: Any) -> Body:
    """Text and entities of a message. Refuses empty and too long texts."""
    text, entities = rich_text(m.text, m.parse_mode, m.entities)
    if not text:
        raise bad_request("message text is empty")
    if length16(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_body(m: Any) -> Body:
    """Caption and its entities. Refuses too long captions."""
    if not m.caption:
        return {}
    caption, entities = rich_text(m.caption, m.parse_mode, m.caption_entities)
    if length16(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    body: Body = {"caption": caption} if caption else {}
    if entities:
        body["caption_entities"] = entities
    if getattr(m, "show_caption_above_media", None) is True:
        body["show_caption_above_media"] = True
    return body


async def _send_message(call: Call, m: methods.SendMessage) -> Body:
    return (await post(call, m, [text_body(m)]))[0]


def location_body(latitude: float, longitude: float) -> Body:
    """A position in degrees. Refuses what is not on Earth."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"location": {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}}


async def _send_location(call: Call, m: methods.SendLocation) -> Body:
    return (await post(call, m, [location_body(m.latitude, m.longitude)]))[0]


async def _send_venue(call: Call, m: methods.SendVenue) -> Body:
    place = location_body(m.latitude, m.longitude)
    venue = {"location": place["location"], "title": m.title, "address": m.address}
    return (await post(call, m, [{"venue": venue} | place]))[0]


async def _send_contact(call: Call, m: methods.SendContact) -> Body:
    contact = {"phone_number": m.phone_number, "first_name": m.first_name, "last_name": m.last_name}
    return (await post(call, m, [{"contact": {k: v for k, v in contact.items() if v is not None}}]))[0]


METHODS = {
    "sendMessage": Method(methods.SendMessage, _send_message),
    "sendLocation": Method(methods.SendLocation, _send_location),
    "sendVenue": Method(methods.SendVenue, _send_venue),
    "sendContact": Method(methods.SendContact, _send_contact),
}
