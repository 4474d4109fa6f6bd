"""Faults on request, migrations, and what is erased when."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter, TelegramServerError
from sqlalchemy import func, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.webchat.conftest import ANNA, LI, House, postgres_database, sqlite_engine
from webchat import Fault, forget, migrate, purge
from webchat.tables import blobs, files, messages, metadata, updates


async def _count(engine: AsyncEngine, table: object) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]


async def test_faults_are_played_as_often_as_told(house: House) -> None:
    anna = house.phone()
    await anna.start()
    house.faults.append(Fault("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7, times=2))
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as caught:
            await house.bot.send_message(ANNA.id, "x")
        assert caught.value.retry_after == 7
    await house.bot.send_message(ANNA.id, "through")
    assert [m["text"] for m in await anna.messages()] == ["/start", "through"]


async def test_an_answer_may_be_lost_after_the_effect(house: House) -> None:
    anna, li = house.phone(), house.phone(LI)
    await anna.start()
    await li.start()
    house.faults.append(Fault("*", 500, "Internal Server Error", after_effect=True, chat_id=ANNA.id))
    await house.bot.send_message(LI.id, "not meant")
    with pytest.raises(TelegramServerError):
        await house.bot.send_message(ANNA.id, "arrived")
    assert [m["text"] for m in await anna.messages()] == ["/start", "arrived"]


async def test_a_fault_in_polling(house: House) -> None:
    house.faults.append(Fault("getUpdates", 502, "Bad Gateway"))
    with pytest.raises(TelegramAPIError):
        await house.bot.get_updates()
    assert await house.bot.get_updates() == []


async def test_positions_go_once_read(house: House) -> None:
    anna = house.phone()
    await anna.location(31.2, 121.5)
    await purge(house.engine, datetime.now(UTC))
    unread = (await anna.messages())[0]
    updates_read = await house.bot.get_updates()
    await house.bot.get_updates(offset=updates_read[-1].update_id + 1)
    version = (await anna.changes())["version"]
    await purge(house.engine, datetime.now(UTC))
    await purge(house.engine, datetime.now(UTC))
    changed = await anna.messages(version)
    assert "location" in unread
    assert len(changed) == 1
    assert "location" not in changed[0]
    assert changed[0]["position_erased"] is True


async def test_positions_that_the_bot_passed_on_go_too(house: House) -> None:
    """An hour after they were read, for who is on the way by them; at the latest after a day."""
    anna, li = house.phone(), house.phone(LI)
    for phone in (anna, li):
        await phone.start()
        sent = await house.bot.send_location(phone.user.id, 31.2, 121.5)
    shown = (await anna.messages())[-1]
    await anna.text("here?", reply_to=shown["message_id"])
    await anna.read(shown["message_id"])
    now = datetime.now(UTC)
    for hours, left in ((0.5, [True, True]), (1.1, [False, True]), (25, [False, False])):
        await purge(house.engine, now + timedelta(hours=hours))
        seen = [(await phone.messages())[1] for phone in (anna, li)]
        assert ["location" in message for message in seen] == left
        assert [message.get("position_erased", False) for message in seen] == [not there for there in left]
    async with house.engine.connect() as connection:
        bodies = (await connection.execute(select(messages.c.body))).scalars().all()
    assert "121.5" not in "".join(bodies)
    assert [m["text"] for m in await anna.messages() if "text" in m] == ["/start", "here?"]
    assert sent.location is not None


async def test_updates_go_after_a_day_and_history_after_ninety(house: House) -> None:
    anna = house.phone()
    await anna.photo()
    await anna.text("old")
    now = datetime.now(UTC)
    await purge(house.engine, now + timedelta(hours=23))
    kept = await _count(house.engine, updates)
    await purge(house.engine, now + timedelta(hours=25))
    assert (kept, await _count(house.engine, updates)) == (2, 0)
    assert len(await anna.messages()) == 2
    long_ago = int((now - timedelta(days=91)).timestamp())
    async with house.engine.begin() as connection:
        await connection.execute(update(messages).where(messages.c.message_id == 1).values(date=long_ago))
        await connection.execute(update(files).values(used_at=long_ago))
    await purge(house.engine, now)
    assert [m["text"] for m in await anna.messages()] == ["old"]
    assert (await anna.changes())["chat"]["erased_to"] == 1
    assert (await _count(house.engine, files), await _count(house.engine, blobs)) == (0, 0)


async def test_a_person_is_forgotten_and_others_are_not(house: House) -> None:
    anna, li = house.phone(), house.phone(LI)
    await anna.text("secret")
    await anna.document(b"secret bytes")
    await li.document(b"other bytes")
    await forget(house.engine, ANNA.id)
    change = await anna.changes()
    assert change["messages"] == []
    assert change["chat"]["erased_to"] == 2
    assert change["chat"]["first_name"] == ""
    assert len(await li.messages()) == 1
    assert await _count(house.engine, blobs) == 1
    assert [u.message.chat.id for u in await house.bot.get_updates() if u.message] == [LI.id]
    done = await house.bot.send_message(ANNA.id, "done")
    assert done.message_id == 3


async def test_the_migrations_make_the_tables_as_declared(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
        columns = await connection.run_sync(
            lambda sync: {
                table: {column["name"] for column in inspect(sync).get_columns(table)}
                for table in metadata.tables
            }
        )
    assert tables == {*metadata.tables, "webchat_alembic_version"}
    assert columns == {name: set(table.columns.keys()) for name, table in metadata.tables.items()}


async def test_processes_may_migrate_at_once() -> None:
    async with postgres_database() as url:
        engines = [create_async_engine(url) for _ in range(3)]
        await asyncio.gather(*(migrate(engine) for engine in engines))
        assert await _count(engines[0], messages) == 0
        for engine in engines:
            await engine.dispose()


async def test_sqlite_can_be_migrated_twice_at_once(tmp_path: Path) -> None:
    engines = [sqlite_engine(tmp_path / "both.db") for _ in range(2)]
    await asyncio.gather(*(migrate(engine) for engine in engines))
    assert await _count(engines[1], messages) == 0
    for engine in engines:
        await engine.dispose()
