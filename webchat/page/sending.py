"""What the person at the page does: write, press a button, block the bot. Each becomes an update."""

import secrets
from collections.abc import Sequence

from sqlalchemy import bindparam, case, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat import compose
from webchat.accounts import BotAccount
from webchat.compose import Body, Owner
from webchat.files import keep
from webchat.page.access import page_error
from webchat.server import Server, now
from webchat.store import Slot, add_messages, add_updates, chat_owner, find_message, reply_target, touch
from webchat.tables import callbacks, chats, messages

_room = (
    update(chats)
    .where(chats.c.bot_id == bindparam("bot"), chats.c.user_id == bindparam("user"))
    .values(
        last_message_id=chats.c.last_message_id + bindparam("count"),
        version=chats.c.version + bindparam("count"),
        started_at=case((chats.c.started_at == 0, bindparam("at_")), else_=chats.c.started_at),
    )
    .returning(
        chats.c.last_message_id, chats.c.version, chats.c.first_name, chats.c.language_code, chats.c.blocked
    )
)


async def send(
    server: Server,
    bot: BotAccount,
    user_id: int,
    bodies: Sequence[Body],
    *,
    client_id: str | None = None,
    reply_to: int | None = None,
    kept_files: Sequence[str] = (),
) -> list[Body]:
    """Write messages of a person and queue their updates, in one transaction.

    A `client_id` that was seen before writes nothing and answers with what is there.
    """
    try:
        async with server.engine.begin() as connection:
            slot = await _take(connection, bot.id, user_id, len(bodies))
            target = await reply_target(connection, bot, slot.owner, reply_to, True)
            if target is not None:
                bodies = [body | {"reply_to_message": target} for body in bodies]
            views = await add_messages(connection, bot, slot, bodies, from_bot=False, client_id=client_id)
            if kept_files:
                await keep(connection, list(kept_files))
            await add_updates(connection, bot.id, user_id, "message", views)
    except IntegrityError:
        if client_id is None:
            raise
        return await _known(server, bot, user_id, client_id)
    server.hub.wake(("updates", bot.id), (bot.id, user_id))
    return views


async def _take(connection: AsyncConnection, bot_id: int, user_id: int, count: int) -> Slot:
    values = {"bot": bot_id, "user": user_id, "count": count, "at_": now()}
    row = (await connection.execute(_room, values)).one()
    if row.blocked:
        raise page_error(403, "blocked")
    return Slot(row[0], row[1], Owner(user_id, row[2], row[3]))


async def _known(server: Server, bot: BotAccount, user_id: int, client_id: str) -> list[Body]:
    """The messages of an earlier request: all that it made."""
    query = (
        select(messages)
        .where(
            messages.c.bot_id == bot.id,
            messages.c.chat_id == user_id,
            messages.c.client_id.in_([client_id, *(f"{client_id}/{part}" for part in range(1, 10))]),
        )
        .order_by(messages.c.message_id)
    )
    async with server.read_engine.connect() as connection:
        owner = await chat_owner(connection, bot.id, user_id)
        rows = (await connection.execute(query)).mappings().all()
    return [compose.stored(bot, owner, row) for row in rows]


async def tap(
    server: Server, bot: BotAccount, user_id: int, message_id: int, *, data: str, client_id: str | None
) -> str:
    """Press a button with callback data; the id of the callback query. Any data is passed on.

    Refuses with 404 when the message is not there (any more) and with 403 when the bot is blocked.
    """
    async with server.engine.begin() as connection:
        slot = await touch(connection, bot.id, user_id)
        seen = select(callbacks.c.callback_id).where(
            callbacks.c.bot_id == bot.id,
            callbacks.c.chat_id == user_id,
            callbacks.c.client_id == client_id,
        )
        known = (await connection.execute(seen)).scalar_one_or_none() if client_id else None
        if known is not None:
            await connection.rollback()
            return known
        await _check_open(connection, bot.id, user_id)
        row = await find_message(connection, bot.id, user_id, message_id)
        if row is None:
            raise page_error(404, "no_message")
        callback_id = str(secrets.randbelow(2**62) + 2**40)
        values = {"callback_id": callback_id, "bot_id": bot.id, "chat_id": user_id}
        values |= {"message_id": message_id, "client_id": client_id, "created_at": now()}
        await connection.execute(insert(callbacks).values(**values))
        content: Body = {
            "id": callback_id,
            "from": compose.person(slot.owner),
            "message": compose.stored(bot, slot.owner, row),
            "chat_instance": str(bot.id * 31 + user_id),
            "data": data,
        }
        await add_updates(connection, bot.id, user_id, "callback_query", [content])
    server.hub.wake(("updates", bot.id), (bot.id, user_id))
    return callback_id


async def _check_open(connection: AsyncConnection, bot_id: int, user_id: int) -> None:
    query = select(chats.c.blocked).where(chats.c.bot_id == bot_id, chats.c.user_id == user_id)
    if (await connection.execute(query)).scalar_one():
        raise page_error(403, "blocked")


async def set_blocked(server: Server, bot: BotAccount, user_id: int, blocked: bool) -> None:
    """Block or unblock the bot; the bot hears of it through `my_chat_member`."""
    async with server.engine.begin() as connection:
        slot = await touch(connection, bot.id, user_id)
        change = (
            update(chats)
            .where(chats.c.bot_id == bot.id, chats.c.user_id == user_id, chats.c.blocked.is_(not blocked))
            .values(blocked=blocked)
        )
        if (await connection.execute(change)).rowcount:
            content = _membership(bot, slot.owner, blocked)
            await add_updates(connection, bot.id, user_id, "my_chat_member", [content])
    server.hub.wake(("updates", bot.id), (bot.id, user_id))


def _membership(bot: BotAccount, owner: Owner, blocked: bool) -> Body:
    member: Body = {"user": compose.bot_user(bot), "status": "member"}
    banned: Body = {"user": compose.bot_user(bot), "status": "kicked", "until_date": 0}
    return {
        "chat": compose.chat(owner),
        "from": compose.person(owner),
        "date": now(),
        "old_chat_member": member if blocked else banned,
        "new_chat_member": banned if blocked else member,
    }


async def mark_read(server: Server, bot: BotAccount, user_id: int, message_id: int) -> None:
    """Remember up to which message the person has read."""
    async with server.engine.begin() as connection:
        mine = (chats.c.bot_id == bot.id, chats.c.user_id == user_id)
        newer = chats.c.read_message_id < message_id
        change = update(chats).where(*mine, newer, chats.c.last_message_id >= message_id)
        changed = await connection.execute(change.values(read_message_id=message_id))
    if changed.rowcount:
        server.hub.wake((bot.id, user_id))
