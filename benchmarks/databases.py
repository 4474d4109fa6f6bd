"""Databases for a benchmark: migrated, with an area, a team and the people of the load at home there."""

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

import asyncpg
from sqlalchemy import insert

import migrations
from app.bots import TELEGRAM
from benchmarks.common import AREA, person
from core import clock
from core.actor import SYSTEM
from core.db import Database, connect
from core.models import Area, Contact, Level, OrganisationKind, Person
from core.registry import service as registry
from core.registry.catalogue import load_default_catalogue
from core.registry.checks import Position

_SERVER = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


async def postgresql(statement: str = "SELECT 1") -> bool:
    """Run a statement on the PostgreSQL server; False if it does not answer."""
    try:
        connection = await asyncpg.connect(_SERVER.replace("+asyncpg", ""), timeout=5)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.execute(statement)
    await connection.close()
    return True


async def make(kind: str, folder: Path, people: Sequence[int]) -> str:
    """A new database of this kind with these people; returns its URL."""
    name = f"liandong_bench_{uuid.uuid4().hex[:12]}"
    url = f"sqlite:///{folder / name}.db"
    if kind == "postgresql":
        await postgresql(f"CREATE DATABASE {name}")
        url = f"{_SERVER.rsplit('/', 1)[0]}/{name}"
    db = connect(url)
    await migrations.upgrade(db.writer)
    await _settle(db, people)
    await db.close()
    return url


async def drop(url: str) -> None:
    """Remove a PostgreSQL database; a file goes with its folder."""
    if url.startswith("postgresql"):
        await postgresql(f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")


async def _settle(db: Database, people: Sequence[int]) -> None:
    now = clock.now()
    async with db.write() as session:
        await load_default_catalogue(session)
        area: Area = await registry.put_area(
            session,
            SYSTEM,
            AREA,
            name="幸福里社区",
            level=Level.COMMUNITY,
            position=Position(30.59, 114.3, radius_m=800),
        )
        await registry.put_organisation(
            session, SYSTEM, "ORG", name="暖邻服务中心", kind=OrganisationKind.FILED, area_code=AREA
        )
        rows = [
            {"id": n, "name": person(n).first_name, "home_area_id": area.id, "created_at": now}
            for n in people
        ]
        await session.execute(insert(Person), rows)
        contacts = [
            {"person_id": n, "channel": TELEGRAM, "address": str(n), "last_used_at": now} for n in people
        ]
        await session.execute(insert(Contact), contacts)
