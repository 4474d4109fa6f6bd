"""Methods that change or remove messages."""

import json
from collections.abc import Callable
from typing import Any

from aiogram import methods
from sqlalchemy import RowMapping, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat import compose
from webchat.compose import Body, dumps
from webchat.errors import bad_request
from webchat.files import KINDS, keep, save
from webchat.keyboards import inline
from webchat.methods.base import Call, Method, chat_number, plain
from webchat.methods.sending import caption_body, text_body
from webchat.methods.sending_media import Media, take_file
from webchat.server import now
from webchat.store import Slot, find_message, touch
from webchat.tables import messages

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)
_DELETABLE_SECONDS = 48 * 3600
_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_this_message = (
    messages.c.bot_id == bindparam("bot"),
    messages.c.chat_id == bindparam("user"),
    messages.c.message_id == bindparam("message"),
)
_edit = update(messages).where(*_this_message)
_edit = _edit.values(body=bindparam("body_"), edit_date=bindparam("date_"), version=bindparam("version_"))
_tombstone = update(messages).where(*_this_message)
_tombstone = _tombstone.values(body="{}", deleted=True, position=False, version=bindparam("version_"))

Change = Callable[[Body], Body]


async def edit(call: Call, m: Any, change: Change, media: Media | None = None) -> Body:
    """Change the body of one of the bot's own messages. Refuses when nothing would change."""
    if getattr(m, "inline_message_id", None) is not None:
        raise bad_request("message to edit not found")
    user_id = chat_number(m.chat_id)
    if m.message_id is None:
        raise bad_request("message identifier is not specified")
    markup = inline(m.reply_markup)
    async with call.server.engine.begin() as connection:
        slot = await touch(connection, call.bot.id, user_id)
        row = await _own_message(connection, call, user_id, m.message_id)
        old: Body = json.loads(row["body"])
        new = change({key: value for key, value in old.items() if key != "reply_markup"})
        if markup:
            new["reply_markup"] = markup
        if _same(new, old):
            raise bad_request(_NOT_MODIFIED)
        if media is not None and media.new is not None:
            await save(connection, media.new)
        elif media is not None and media.known is not None:
            await keep(connection, [media.known])
        view = await _write(connection, call, slot, row, new)
    call.server.hub.wake((call.bot.id, user_id))
    return view


async def _own_message(connection: AsyncConnection, call: Call, user_id: int, message_id: int) -> RowMapping:
    row = await find_message(connection, call.bot.id, user_id, message_id)
    if row is None:
        raise bad_request("message to edit not found")
    if not row["from_bot"] or row["frozen"]:
        raise bad_request("message can't be edited")
    return row


async def _write(connection: AsyncConnection, call: Call, slot: Slot, row: RowMapping, body: Body) -> Body:
    date = now()
    values = {"bot": call.bot.id, "user": slot.owner.id, "message": row["message_id"]}
    values |= {"body_": dumps(body), "date_": date, "version_": slot.version}
    await connection.execute(_edit, values)
    return compose.message(
        call.bot, slot.owner, row["message_id"], row["date"], from_bot=True, body=body, edit_date=date
    )


def _same(new: Body, old: Body) -> bool:
    """Whether two bodies show the same; equal bytes of a file are the same under any id."""
    return _shown(new) == _shown(old)


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _shown(v) for k, v in value.items() if not (k == "file_id" and "file_unique_id" in value)}
    return [_shown(part) for part in value] if isinstance(value, list) else value


async def _edit_text(call: Call, m: methods.EditMessageText) -> Body:
    if m.text is None:
        raise bad_request("message text is empty")
    fresh = text_body(m)

    def change(body: Body) -> Body:
        if "text" not in body:
            raise bad_request("there is no text in the message to edit")
        return {key: value for key, value in body.items() if key not in _TEXT} | fresh

    return await edit(call, m, change)


async def _edit_caption(call: Call, m: methods.EditMessageCaption) -> Body:
    fresh = caption_body(m)

    def change(body: Body) -> Body:
        if not any(kind in body for kind in KINDS):
            raise bad_request("there is no caption in the message to edit")
        return {key: value for key, value in body.items() if key not in _CAPTION} | fresh

    return await edit(call, m, change)


async def _edit_media(call: Call, m: methods.EditMessageMedia) -> Body:
    item: Any = m.media
    media = await take_file(call, plain(item.type), item.media, item)
    fresh = media.body | caption_body(item)

    def change(body: Body) -> Body:
        if "text" not in body and not any(kind in body for kind in KINDS):
            raise bad_request("message can't be edited")
        gone = (*KINDS, *_TEXT, *_CAPTION)
        return {key: value for key, value in body.items() if key not in gone} | fresh

    return await edit(call, m, change, media)


async def _edit_markup(call: Call, m: methods.EditMessageReplyMarkup) -> Body:
    return await edit(call, m, dict)


async def _delete_message(call: Call, m: methods.DeleteMessage) -> bool:
    if not await _delete(call, chat_number(m.chat_id), [m.message_id]):
        raise bad_request("message to delete not found")
    return True


async def _delete_messages(call: Call, m: methods.DeleteMessages) -> bool:
    if not 1 <= len(m.message_ids) <= 100:
        raise bad_request("message identifiers are not specified")
    await _delete(call, chat_number(m.chat_id), m.message_ids)
    return True


async def _delete(call: Call, user_id: int, message_ids: list[int]) -> int:
    """Remove messages; how many there were. Refuses a single one that is older than 48 hours."""
    removed = 0
    async with call.server.engine.begin() as connection:
        slot = await touch(connection, call.bot.id, user_id)
        for message_id in message_ids:
            row = await find_message(connection, call.bot.id, user_id, message_id)
            if row is None:
                continue
            if row["date"] < now() - _DELETABLE_SECONDS and len(message_ids) == 1:
                raise bad_request("message can't be deleted for everyone")
            values = {"bot": call.bot.id, "user": user_id, "message": message_id}
            await connection.execute(_tombstone, values | {"version_": slot.version})
            removed += 1
    call.server.hub.wake((call.bot.id, user_id))
    return removed


async def _set_reaction(call: Call, m: methods.SetMessageReaction) -> bool:
    user_id = chat_number(m.chat_id)
    emoji = [str(getattr(reaction, "emoji", "")) for reaction in m.reaction or []]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    async with call.server.engine.begin() as connection:
        slot = await touch(connection, call.bot.id, user_id)
        row = await find_message(connection, call.bot.id, user_id, m.message_id)
        if row is None:
            raise bad_request("message to react not found")
        body: Body = json.loads(row["body"])
        body["_reactions"] = emoji
        values = {"bot": call.bot.id, "user": user_id, "message": m.message_id}
        values |= {"body_": dumps(body), "date_": row["edit_date"], "version_": slot.version}
        await connection.execute(_edit, values)
    call.server.hub.wake((call.bot.id, user_id))
    return True


METHODS = {
    "editMessageText": Method(methods.EditMessageText, _edit_text),
    "editMessageCaption": Method(methods.EditMessageCaption, _edit_caption),
    "editMessageMedia": Method(methods.EditMessageMedia, _edit_media),
    "editMessageReplyMarkup": Method(methods.EditMessageReplyMarkup, _edit_markup),
    "deleteMessage": Method(methods.DeleteMessage, _delete_message),
    "deleteMessages": Method(methods.DeleteMessages, _delete_messages),
    "setMessageReaction": Method(methods.SetMessageReaction, _set_reaction),
}
