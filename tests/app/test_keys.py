"""A deployment whose key is lost, wrong or replaced; and two deployments on one database."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.liandong import Ended, Running, call
from tests.webchat.conftest import postgres_database

OLD, NEW = "the old key of the house", "the new key of the house"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[dict[str, str]]:
    """The setting of an empty database, if it needs one."""
    if request.param == "sqlite":
        yield {}
        return
    async with postgres_database() as url:
        yield {"DATABASE_URL": url}


async def _call(command: str, folder: Path, **settings: str) -> Ended:
    return await asyncio.to_thread(call, command, folder, **settings)


async def test_a_lost_key_is_told_and_none_is_made_in_its_place(
    tmp_path: Path, database: dict[str, str]
) -> None:
    assert (await _call("migrate", tmp_path, **database)).code == 0
    key = tmp_path / "data" / "secret_key"
    key.unlink()
    for command in ("run", "demo"):
        ended = await _call(command, tmp_path, **database)
        assert ended.code == 1
        assert f"{key} is gone" in ended.sentence
        assert "LIANDONG_SECRET_KEY" in ended.sentence
    examined = await _call("doctor", tmp_path, **database)
    assert (examined.code, examined.out.count("NOT  secret key: ")) == (1, 1)
    assert not key.exists()


async def test_a_wrong_key_is_told(tmp_path: Path, database: dict[str, str]) -> None:
    assert (await _call("migrate", tmp_path, SECRET_KEY=OLD, **database)).code == 0
    for command in ("run", "demo"):
        ended = await _call(command, tmp_path, SECRET_KEY=NEW, **database)
        assert (ended.code, "LIANDONG_SECRET_KEY is wrong" in ended.sentence) == (2, True)
    examined = await _call("doctor", tmp_path, SECRET_KEY=NEW, **database)
    assert examined.code == 1
    assert "NOT  secret key: LIANDONG_SECRET_KEY is wrong" in examined.out


async def test_a_key_is_replaced_and_the_old_one_still_asked_for(
    tmp_path: Path, database: dict[str, str]
) -> None:
    for keys, code in ((OLD, 0), (f"{NEW},{OLD}", 0), (NEW, 2), (OLD, 2), (f"{OLD},{NEW}", 0)):
        assert (await _call("migrate", tmp_path, SECRET_KEY=keys, **database)).code == code, keys


async def test_a_second_run_on_the_same_database_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    async with postgres_database() as url:
        settings = {"DATABASE_URL": url, "SECRET_KEY": OLD}
        for folder in (here, there):
            folder.mkdir()
        first = await asyncio.to_thread(Running(here, **settings).ready)
        for command in ("run", "demo", "migrate"):
            ended = await _call(command, there, **settings)
            assert ended.code == 1
            assert ended.sentence.startswith("liandong: Another liandong works on PostgreSQL database")
        assert (await _call("doctor", there, **settings)).code == 0
        await asyncio.to_thread(first.stop, signal.SIGKILL)
        second = await asyncio.to_thread(Running(there, **settings).ready)
        assert await asyncio.to_thread(second.stop) == 0
