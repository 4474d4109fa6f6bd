import asyncio
import signal
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.liandong import Running, call
from tests.webchat.conftest import postgres_database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(folder: Path) -> Running:
    """A first run, which was killed."""
    killed = Running(folder).ready()
    assert killed.stop(signal.SIGKILL) == -signal.SIGKILL
    return killed


@pytest.fixture(scope="module")
def running(folder: Path, first: Running) -> Iterator[Running]:
    """Started anew after the first run was killed."""
    again = Running(folder).ready()
    yield again
    assert again.stop() == 0, again.log
    assert "Traceback" not in again.log


def test_everything_answers(running: Running) -> None:
    assert running.get("/healthz").text == "ok"
    assert running.get("/readyz").json()["ready"] is True
    assert "<title>" in running.get("/").text
    assert "Admin API" in running.get("/docs").text
    assert "liandong_needs" in running.get("/metrics").text
    assert running.get("/api/v1/me").status_code == 401
    assert running.get("/telegram/anything").status_code == 404


def test_the_banner_tells_the_addresses_and_no_secret(running: Running, folder: Path) -> None:
    token = (folder / "data" / "admin_token").read_text().strip()
    assert f"{running.url}/docs" in running.log
    assert "admin_token" in running.log
    assert token not in running.log
    headers = {"authorization": f"Bearer {token}"}

    assert httpx.get(f"{running.url}/api/v1/areas", headers=headers).json()["items"]


def test_what_takes_long_is_told_before_it_begins(first: Running, running: Running) -> None:
    told = ["Starting", "Preparing the demo community", "is running"]
    assert sorted(told, key=first.log.index) == told
    assert "Starting" in running.log
    assert "Preparing" not in running.log


def test_secrets_are_for_the_owner_only(running: Running, folder: Path) -> None:
    for name in ("secret_key", "admin_token"):
        assert stat.S_IMODE((folder / "data" / name).stat().st_mode) == 0o600


def test_a_second_run_on_the_same_folder_is_refused(running: Running, folder: Path) -> None:
    ended = call("run", folder)
    assert (ended.code, "Another liandong" in ended.sentence) == (1, True)


def test_a_busy_port_is_named(running: Running, tmp_path: Path) -> None:
    ended = call("run", tmp_path, PORT=running.port)
    assert ended.code == 1
    assert f"Port {running.port}" in ended.sentence
    assert "LIANDONG_PORT" in ended.sentence


def test_the_doctor_finds_a_running_house_well(running: Running, folder: Path) -> None:
    ended = call("doctor", folder)
    assert ended.code == 0, ended
    assert "NOT" not in ended.out


async def test_everything_runs_on_postgresql(tmp_path: Path) -> None:
    async with postgres_database() as url:
        running = await asyncio.to_thread(Running(tmp_path, DATABASE_URL=url).ready)
        assert (await asyncio.to_thread(running.get, "/readyz")).json()["ready"] is True
        assert await asyncio.to_thread(running.stop) == 0


async def test_the_doctor_tells_an_empty_database_from_a_missing_one(tmp_path: Path) -> None:
    async with postgres_database() as url:
        empty = await asyncio.to_thread(call, "doctor", tmp_path, DATABASE_URL=url)
        assert empty.code == 0
        assert "is empty: `liandong migrate` or `liandong run` fills it" in empty.out
    for command in ("doctor", "run"):
        missing = await asyncio.to_thread(call, command, tmp_path, DATABASE_URL=url)
        assert missing.code == 1
        name = url.rpartition("/")[2]
        assert f"There is no PostgreSQL database {name} at 127.0.0.1:5432: create it" in (
            missing.out + missing.err
        )


def test_a_schema_from_the_future_is_left_alone(tmp_path: Path) -> None:
    assert call("migrate", tmp_path).code == 0
    with sqlite3.connect(tmp_path / "data" / "liandong.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    ended = call("run", tmp_path)
    assert ended.code == 1
    assert "newer than this program" in ended.sentence
    examined = call("doctor", tmp_path)
    assert examined.code == 1
    assert "newer" in examined.out
