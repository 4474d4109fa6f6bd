"""What the page shows: messages, answers to buttons, the state of a chat."""

import json
from typing import Any

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat import compose
from webchat.accounts import BotAccount
from webchat.compose import Body, Owner
from webchat.server import Server
from webchat.tables import callbacks, chats, messages

PAGE_SIZE = 60
_MOST = 2000


async def changes(server: Server, bot: BotAccount, user_id: int, since: int, limit: int = PAGE_SIZE) -> Body:
    """What changed in a chat after version `since`; with 0 the newest `limit` messages.

    The answer's `version` is the next `since`. Toasts are the answers to buttons since then.
    """
    async with server.read_engine.connect() as connection:
        chat = await _chat(connection, bot.id, user_id)
        owner = Owner(user_id, chat["first_name"], chat["language_code"])
        newest = (
            _these(bot.id, user_id)
            .where(messages.c.version > since, messages.c.version <= chat["version"])
            .order_by(messages.c.message_id.desc())
            .limit(_MOST if since else limit)
        )
        rows = (await connection.execute(newest)).mappings().all()
        toasts = await _toasts(connection, bot.id, user_id, since, chat["version"]) if since else []
        state = await _state(connection, bot, chat)
        pinned = await _pinned(connection, bot, owner, chat)
    state["action"] = server.hub.action(bot.id, user_id)
    return {
        "user": user_id,
        "version": chat["version"],
        "messages": [_view(bot, owner, row) for row in reversed(rows)],
        "more": not since and len(rows) == limit,
        "toasts": toasts,
        "chat": state | {"pinned": pinned},
    }


async def older(server: Server, bot: BotAccount, user_id: int, before: int, limit: int) -> Body:
    """Messages before a message id, oldest first."""
    async with server.read_engine.connect() as connection:
        chat = await _chat(connection, bot.id, user_id)
        owner = Owner(user_id, chat["first_name"], chat["language_code"])
        query = (
            _these(bot.id, user_id)
            .where(messages.c.message_id < before, messages.c.deleted.is_(False))
            .order_by(messages.c.message_id.desc())
            .limit(limit)
        )
        rows = (await connection.execute(query)).mappings().all()
    return {"messages": [_view(bot, owner, row) for row in reversed(rows)], "more": len(rows) == limit}


async def version_of(connection: AsyncConnection, bot_id: int, user_id: int) -> int:
    """The version of a chat now."""
    query = select(chats.c.version).where(chats.c.bot_id == bot_id, chats.c.user_id == user_id)
    return (await connection.execute(query)).scalar_one()


def _these(bot_id: int, user_id: int) -> Any:
    return select(messages).where(messages.c.bot_id == bot_id, messages.c.chat_id == user_id)


async def _chat(connection: AsyncConnection, bot_id: int, user_id: int) -> RowMapping:
    query = select(chats).where(chats.c.bot_id == bot_id, chats.c.user_id == user_id)
    return (await connection.execute(query)).mappings().one()


async def _toasts(
    connection: AsyncConnection, bot_id: int, user_id: int, since: int, upto: int
) -> list[Body]:
    query = (
        select(callbacks)
        .where(
            callbacks.c.bot_id == bot_id,
            callbacks.c.chat_id == user_id,
            callbacks.c.version > since,
            callbacks.c.version <= upto,
        )
        .order_by(callbacks.c.version)
    )
    return [
        {
            "id": row.callback_id,
            "message_id": row.message_id,
            "text": row.text or "",
            "show_alert": row.show_alert,
            "url": row.url,
            "version": row.version,
        }
        for row in await connection.execute(query)
    ]


async def _state(connection: AsyncConnection, bot: BotAccount, chat: RowMapping) -> Body:
    unread = select(func.count()).where(
        messages.c.bot_id == bot.id,
        messages.c.chat_id == chat["user_id"],
        messages.c.message_id > chat["read_message_id"],
        messages.c.from_bot,
        messages.c.deleted.is_(False),
    )
    return {
        "started": bool(chat["started_at"]),
        "blocked": chat["blocked"],
        "unread": (await connection.execute(unread)).scalar_one(),
        "read_message_id": chat["read_message_id"],
        "erased_to": chat["erased_to"],
        "keyboard": json.loads(chat["keyboard"]) if chat["keyboard"] else None,
        "first_name": chat["first_name"],
    }


async def _pinned(
    connection: AsyncConnection, bot: BotAccount, owner: Owner, chat: RowMapping
) -> Body | None:
    if not chat["pinned_message_id"]:
        return None
    query = _these(bot.id, owner.id).where(messages.c.message_id == chat["pinned_message_id"])
    row = (await connection.execute(query)).mappings().first()
    return None if row is None or row["deleted"] else _view(bot, owner, row)


def _view(bot: BotAccount, owner: Owner, row: RowMapping) -> Body:
    """A Message as the page gets it: also `version`, `deleted`, `client_id`, `reactions` and the like."""
    view = compose.stored(bot, owner, row)
    view |= {"version": row["version"], "out": not row["from_bot"], "deleted": row["deleted"]}
    if row["client_id"]:
        view["client_id"] = row["client_id"]
    for key, value in json.loads(row["body"]).items():
        if key.startswith("_"):
            view[key[1:]] = value
    return view
