"""What is kept how long."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from webchat.compose import dumps
from webchat.tables import blobs, callbacks, chats, files, messages, updates, users

HISTORY = timedelta(days=90)
UPDATES = timedelta(hours=24)
_ON_THE_WAY = 60 * 60
_A_DAY = 24 * 60 * 60
_POSITION_GONE = dumps({"_position_erased": True})


async def purge(engine: AsyncEngine, now: datetime) -> None:
    """Forget what is no longer needed; `now` is an aware datetime. Safe to run at any time, and twice.

    Positions sent by people go as soon as the bot has taken the update that told them; those passed on to
    them go an hour after the message when it was read, so that who is on the way has them, else after a
    day. Updates go after 24 hours, messages, answers to buttons and files after 90 days.
    """
    old = int((now - HISTORY).timestamp())
    async with engine.begin() as connection:
        too_late = updates.c.created_at < int((now - UPDATES).timestamp())
        await connection.execute(delete(updates).where(too_late))
    async with engine.begin() as connection:
        await _erase_positions(connection, int(now.timestamp()))
    async with engine.begin() as connection:
        await _erase_history(connection, old)
    async with engine.begin() as connection:
        await connection.execute(delete(callbacks).where(callbacks.c.created_at < old))
        await connection.execute(delete(files).where(files.c.used_at < old))
        await _drop_unused_blobs(connection)


async def forget(engine: AsyncEngine, user_id: int) -> None:
    """Erase all that a person wrote and was told, the files they sent, and their name.

    The chat stays open, so that the bot can still tell them that it is done.
    """
    async with engine.begin() as connection:
        mine = chats.c.user_id == user_id
        await connection.execute(delete(callbacks).where(callbacks.c.chat_id == user_id))
        await connection.execute(
            update(chats)
            .where(mine)
            .values(
                version=chats.c.version + 1,
                erased_to=chats.c.last_message_id,
                pinned_message_id=0,
                keyboard=None,
                first_name="",
            )
        )
        await connection.execute(update(users).where(users.c.user_id == user_id).values(first_name=""))
        await connection.execute(delete(messages).where(messages.c.chat_id == user_id))
        await connection.execute(delete(updates).where(updates.c.chat_id == user_id))
        await connection.execute(delete(files).where(files.c.owner_id == user_id))
        await _drop_unused_blobs(connection)


async def _erase_positions(connection: AsyncConnection, now: int) -> None:
    unread = select(updates.c.update_id).where(
        updates.c.bot_id == messages.c.bot_id,
        updates.c.chat_id == messages.c.chat_id,
        updates.c.message_id == messages.c.message_id,
    )
    read = select(chats.c.user_id).where(
        chats.c.bot_id == messages.c.bot_id,
        chats.c.user_id == messages.c.chat_id,
        chats.c.read_message_id >= messages.c.message_id,
    )
    shown = or_(messages.c.date < now - _A_DAY, and_(messages.c.date < now - _ON_THE_WAY, read.exists()))
    query = select(messages.c.bot_id, messages.c.chat_id, messages.c.message_id).where(
        messages.c.position, case((messages.c.from_bot, shown), else_=~unread.exists())
    )
    for bot_id, chat_id, message_id in (await connection.execute(query)).all():
        bumped = await connection.execute(
            update(chats)
            .where(chats.c.bot_id == bot_id, chats.c.user_id == chat_id)
            .values(version=chats.c.version + 1)
            .returning(chats.c.version)
        )
        await connection.execute(
            update(messages)
            .where(
                messages.c.bot_id == bot_id,
                messages.c.chat_id == chat_id,
                messages.c.message_id == message_id,
            )
            .values(body=_POSITION_GONE, position=False, version=bumped.scalar_one())
        )


async def _erase_history(connection: AsyncConnection, old: int) -> None:
    """Drop old messages. As ids grow with time, all up to the newest old one are gone."""
    query = (
        select(messages.c.bot_id, messages.c.chat_id, func.max(messages.c.message_id))
        .where(messages.c.date < old)
        .group_by(messages.c.bot_id, messages.c.chat_id)
    )
    for bot_id, chat_id, last in (await connection.execute(query)).all():
        await connection.execute(
            update(chats)
            .where(chats.c.bot_id == bot_id, chats.c.user_id == chat_id)
            .values(version=chats.c.version + 1, erased_to=last)
        )
    await connection.execute(delete(messages).where(messages.c.date < old))


async def _drop_unused_blobs(connection: AsyncConnection) -> None:
    used = select(files.c.file_id).where(files.c.sha256 == blobs.c.sha256)
    await connection.execute(delete(blobs).where(~used.exists()))
