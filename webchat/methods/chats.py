"""Methods about the bot, chats and files."""

from aiogram import methods
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat import compose
from webchat.compose import Body
from webchat.errors import bad_request
from webchat.files import MAX_DOWNLOAD, find, unique_id
from webchat.methods.base import Call, Method, chat_number
from webchat.store import chat_owner, find_message, touch
from webchat.tables import chats

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


async def _get_me(call: Call, m: methods.GetMe) -> Body:
    no = ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
    more = (*no, "has_main_web_app", "has_topics_enabled")
    return compose.bot_user(call.bot) | {"can_join_groups": False} | dict.fromkeys(more, False)


async def _get_chat(call: Call, m: methods.GetChat) -> Body:
    user_id = chat_number(m.chat_id)
    async with call.server.read_engine.connect() as connection:
        owner = await chat_owner(connection, call.bot.id, user_id)
        gifts = dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        )
        view = compose.chat(owner)
        view |= {"accent_color_id": user_id % 7, "max_reaction_count": 11, "accepted_gift_types": gifts}
        pinned = await _pinned(connection, call, user_id)
        row = await find_message(connection, call.bot.id, user_id, pinned) if pinned else None
        if row is not None:
            view["pinned_message"] = compose.stored(call.bot, owner, row)
    return view


async def _pinned(connection: AsyncConnection, call: Call, user_id: int) -> int:
    query = select(chats.c.pinned_message_id).where(chats.c.bot_id == call.bot.id, chats.c.user_id == user_id)
    return (await connection.execute(query)).scalar_one_or_none() or 0


async def _pin(call: Call, user_id: int, message_id: int) -> bool:
    async with call.server.engine.begin() as connection:
        await touch(connection, call.bot.id, user_id)
        if message_id and await find_message(connection, call.bot.id, user_id, message_id) is None:
            raise bad_request("message to pin not found")
        where = (chats.c.bot_id == call.bot.id, chats.c.user_id == user_id)
        await connection.execute(update(chats).where(*where).values(pinned_message_id=message_id))
    call.server.hub.wake((call.bot.id, user_id))
    return True


async def _pin_message(call: Call, m: methods.PinChatMessage) -> bool:
    return await _pin(call, chat_number(m.chat_id), m.message_id)


async def _unpin_message(call: Call, m: methods.UnpinChatMessage | methods.UnpinAllChatMessages) -> bool:
    return await _pin(call, chat_number(m.chat_id), 0)


async def _send_chat_action(call: Call, m: methods.SendChatAction) -> bool:
    if m.action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    user_id = chat_number(m.chat_id)
    async with call.server.read_engine.connect() as connection:
        await chat_owner(connection, call.bot.id, user_id)
    call.server.hub.act(call.bot.id, user_id, m.action)
    return True


async def _get_file(call: Call, m: methods.GetFile) -> Body:
    async with call.server.read_engine.connect() as connection:
        row = await find(connection, call.bot.id, m.file_id)
    if row is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if row["size"] > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": row["file_id"],
        "file_unique_id": unique_id(row),
        "file_size": row["size"],
        "file_path": row["path"],
    }


METHODS = {
    "getMe": Method(methods.GetMe, _get_me),
    "getChat": Method(methods.GetChat, _get_chat),
    "pinChatMessage": Method(methods.PinChatMessage, _pin_message),
    "unpinChatMessage": Method(methods.UnpinChatMessage, _unpin_message),
    "unpinAllChatMessages": Method(methods.UnpinAllChatMessages, _unpin_message),
    "sendChatAction": Method(methods.SendChatAction, _send_chat_action),
    "getFile": Method(methods.GetFile, _get_file),
}
