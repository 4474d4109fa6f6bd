"""Rows of chats, messages and updates. All functions run inside a transaction of the caller.

Locks are taken in one order: chat, then bot. A chat's row is locked by its first change.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat import tables
from webchat.accounts import BotAccount
from webchat.compose import Body, Owner, dumps, message, quoted, stored
from webchat.errors import Refusal, bad_request, forbidden
from webchat.server import now

_chats, _messages, _bots, _updates = tables.chats.c, tables.messages.c, tables.bots.c, tables.updates.c
_this_chat = (_chats.bot_id == bindparam("bot"), _chats.user_id == bindparam("user"))
_take = (
    update(tables.chats)
    .where(*_this_chat, _chats.started_at > 0, _chats.blocked.is_(False))
    .values(
        last_message_id=_chats.last_message_id + bindparam("count"),
        version=_chats.version + bindparam("count"),
    )
    .returning(_chats.last_message_id, _chats.version, _chats.first_name, _chats.language_code)
)
_touch = (
    update(tables.chats)
    .where(*_this_chat)
    .values(version=_chats.version + 1)
    .returning(_chats.version, _chats.first_name, _chats.language_code, _chats.blocked)
)
_state = select(_chats.started_at, _chats.blocked).where(*_this_chat)
_keyboard = update(tables.chats).where(*_this_chat).values(keyboard=bindparam("value"))
_one = select(tables.messages).where(
    _messages.bot_id == bindparam("bot"),
    _messages.chat_id == bindparam("user"),
    _messages.message_id == bindparam("message"),
)
_next_update = (
    update(tables.bots)
    .where(_bots.bot_id == bindparam("bot"))
    .values(last_update_id=_bots.last_update_id + bindparam("count"))
    .returning(_bots.last_update_id, _bots.allowed_updates)
)
_insert_message = insert(tables.messages)
_insert_update = insert(tables.updates)
_always_asked = ("message_reaction", "message_reaction_count", "chat_member")


class Slot(NamedTuple):
    """Room for new messages: the last message id and version of those taken, and whose chat it is."""

    message_id: int
    version: int
    owner: Owner


async def take(connection: AsyncConnection, bot_id: int, user_id: int, count: int = 1) -> Slot:
    """Room for `count` messages of a bot. Refuses unknown, never started and blocked chats."""
    where = {"bot": bot_id, "user": user_id}
    row = (await connection.execute(_take, where | {"count": count})).first()
    if row is None:
        raise await _closed(connection, where)
    return Slot(row[0], row[1], Owner(user_id, row[2], row[3]))


async def _closed(connection: AsyncConnection, where: dict[str, int]) -> Refusal:
    row = (await connection.execute(_state, where)).first()
    if row is None:
        known = select(tables.users.c.user_id).where(tables.users.c.user_id == where["user"])
        if (await connection.execute(known)).first() is None:
            return bad_request("chat not found")
    elif row.blocked:
        return forbidden("bot was blocked by the user")
    return forbidden("bot can't initiate conversation with a user")


async def touch(connection: AsyncConnection, bot_id: int, user_id: int) -> Slot:
    """The next version of a chat, for a change without a new message. Refuses unknown chats."""
    row = (await connection.execute(_touch, {"bot": bot_id, "user": user_id})).first()
    if row is None:
        raise bad_request("chat not found")
    return Slot(0, row[0], Owner(user_id, row[1], row[2]))


async def chat_owner(connection: AsyncConnection, bot_id: int, user_id: int) -> Owner:
    """Whose chat it is. Refuses unknown chats."""
    query = select(_chats.first_name, _chats.language_code).where(*_this_chat)
    row = (await connection.execute(query, {"bot": bot_id, "user": user_id})).first()
    if row is None:
        raise bad_request("chat not found")
    return Owner(user_id, row.first_name, row.language_code)


async def set_keyboard(connection: AsyncConnection, bot_id: int, user_id: int, value: str | None) -> None:
    """Keep the reply keyboard that the page shows."""
    await connection.execute(_keyboard, {"bot": bot_id, "user": user_id, "value": value})


async def find_message(
    connection: AsyncConnection, bot_id: int, user_id: int, message_id: int
) -> RowMapping | None:
    """A message that was not deleted."""
    found = await connection.execute(_one, {"bot": bot_id, "user": user_id, "message": message_id})
    row = found.mappings().first()
    return None if row is None or row["deleted"] else row


async def reply_target(
    connection: AsyncConnection, bot: BotAccount, owner: Owner, message_id: int | None, optional: bool
) -> Body | None:
    """The message that is replied to. Refuses when it is gone, unless it is optional."""
    if message_id is None:
        return None
    row = await find_message(connection, bot.id, owner.id, message_id)
    if row is None and not optional:
        raise bad_request("message to be replied not found")
    return None if row is None else quoted(stored(bot, owner, row))


async def add_messages(
    connection: AsyncConnection, bot: BotAccount, slot: Slot, bodies: Sequence[Body], **more: Any
) -> list[Body]:
    """Write messages into the room taken for them and answer them as Messages.

    `more` are further columns: from_bot, frozen, client_id (with `/1`, `/2`, ... after the first).
    """
    date, last = now(), len(bodies) - 1
    client_id, from_bot = more.pop("client_id", None), more.pop("from_bot", True)
    rows: list[dict[str, Any]] = []
    views: list[Body] = []
    for place, body in enumerate(bodies):
        message_id = slot.message_id - last + place
        rows.append(
            {
                "bot_id": bot.id,
                "chat_id": slot.owner.id,
                "message_id": message_id,
                "version": slot.version - last + place,
                "from_bot": from_bot,
                "date": date,
                "client_id": f"{client_id}/{place}" if client_id and place else client_id,
                "position": "location" in body,
                "body": dumps(body),
                **more,
            }
        )
        views.append(message(bot, slot.owner, message_id, date, from_bot=from_bot, body=body))
    await connection.execute(_insert_message, rows if last else rows[0])
    return views


async def add_updates(
    connection: AsyncConnection, bot_id: int, user_id: int, kind: str, contents: Sequence[Body]
) -> None:
    """Queue updates of one kind for the bot, unless it asked not to have that kind."""
    row = (await connection.execute(_next_update, {"bot": bot_id, "count": len(contents)})).one()
    allowed = row.allowed_updates
    if f'"{kind}"' not in allowed if allowed else kind in _always_asked:
        return
    first = row.last_update_id - len(contents) + 1
    await connection.execute(
        _insert_update,
        [
            {
                "bot_id": bot_id,
                "update_id": first + place,
                "chat_id": user_id,
                "message_id": content.get("message_id", 0),
                "created_at": now(),
                "body": dumps({"update_id": first + place, kind: content}),
            }
            for place, content in enumerate(contents)
        ],
    )


async def insert_missing(connection: AsyncConnection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row unless its key is there already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    await connection.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
