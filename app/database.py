"""Opening the database: reachable, on the schema of this code, with a catalogue and perhaps the demo."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alembic.util import CommandError
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import migrations
import webchat
from app import place
from app.demo import PHONES, load_demo
from app.settings import PREFIX, Demo, Settings
from app.stop import Stop
from core import crypto
from core.db import Database, connect, insert
from core.models import Area, Contact, UsedKey
from core.registry.catalogue import load_default_catalogue

ANSWERS_WITHIN_SECONDS = 15
LOCK = 7_403_022
"""Key of the PostgreSQL advisory lock that one process at a time holds."""
WEB = "webchat"
_KEEPALIVE = {"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}
_NO_SUCH_DATABASE = "3D000"
_REFUSED = ("28000", "28P01")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def describe(settings: Settings) -> str:
    """The database in words, without its password."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return f"SQLite {url.database}"
    return f"PostgreSQL database {url.database} at {url.host or 'localhost'}:{url.port or 5432}"


async def reach(settings: Settings) -> Database:
    """The database, after it answered once."""
    db = connect(settings.database)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS), db.reader.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (OSError, SQLAlchemyError, TimeoutError) as failure:
        await db.close()
        raise _unreachable(settings, failure) from None
    return db


def _unreachable(settings: Settings, failure: Exception) -> Stop:
    cause = getattr(failure, "orig", None) or failure
    cause = cause.__cause__ or cause
    url = make_url(settings.database)
    if getattr(cause, "sqlite_errorname", None) in _DAMAGED:
        return Stop(f"{url.database} is damaged or no database: put back the back-up.")
    if isinstance(cause, socket.gaierror):
        return Stop(f"{PREFIX}DATABASE_URL is wrong: there is no host {url.host}.")
    if getattr(cause, "sqlstate", None) == _NO_SUCH_DATABASE:
        return Stop(f"There is no {describe(settings)}: create it, or correct {PREFIX}DATABASE_URL.")
    if getattr(cause, "sqlstate", None) in _REFUSED:
        return Stop(
            f"PostgreSQL refuses the user {url.username}: correct the user or password "
            f"in {PREFIX}DATABASE_URL."
        )
    return Stop(
        f"The database of {PREFIX}DATABASE_URL does not answer: {describe(settings)} "
        f"({type(cause).__name__}); start it, or correct the address."
    )


async def migrate(db: Database) -> None:
    """Bring the schema to what this code knows."""
    try:
        await migrations.upgrade(db.writer)
        await webchat.migrate(db.writer)
    except CommandError:
        raise Stop(
            "The schema of the database is newer than this program: install the newer version again, "
            "or put back the back-up made before the upgrade."
        ) from None
    except (OSError, SQLAlchemyError) as failure:
        raise Stop(
            f"The schema of the database could not be brought up to date ({type(failure).__name__})."
        ) from None


@asynccontextmanager
async def open_ready(settings: Settings) -> AsyncIterator[Database]:
    """The database: held by this process alone, migrated, its keys in use, with a catalogue of categories."""
    db = await reach(settings)
    try:
        async with db.reader.connect() as connection:
            await _hold(settings, connection)
            await migrate(db)
            await _use_keys(settings, db)
            async with db.write() as session:
                await load_default_catalogue(session)
            yield db
    finally:
        await db.close()


async def _hold(settings: Settings, connection: AsyncConnection) -> None:
    """Hold a PostgreSQL database as long as the connection lasts; a dead machine is soon noticed."""
    if connection.dialect.name != "postgresql":
        return
    for name, value in _KEEPALIVE.items():
        await connection.execute(select(func.set_config(name, value, False)))
    if not await connection.scalar(select(func.pg_try_advisory_lock(LOCK))):
        raise Stop(
            f"Another liandong works on {describe(settings)}: stop it first, "
            f"or give {PREFIX}DATABASE_URL another database."
        )


async def _use_keys(settings: Settings, db: Database) -> None:
    """Take the keys into use; in a database that knows none yet, one is made if there is none."""
    place.check_keys(settings, await used_keys(db.reader))
    keys = place.keys(settings) or [place.kept_secret(settings.key_file)]
    crypto.use_keys(*keys)
    async with db.write() as session:
        row = insert(session, UsedKey).values(fingerprint=crypto.key_fingerprint(keys[0]))
        await session.execute(row.on_conflict_do_nothing())


async def used_keys(engine: AsyncEngine) -> set[str]:
    """Fingerprints of the keys with which the database was written."""
    async with engine.connect() as connection:
        return set(await connection.scalars(select(UsedKey.fingerprint)))


async def with_demo(settings: Settings, db: Database) -> bool:
    """Load the demo community where it is wanted; True if its phones are to be shown."""
    if settings.demo is Demo.OFF:
        return False
    if settings.demo is Demo.AUTO and (
        settings.telegram_token or (await _has_areas(db) and not await _has_demo(db))
    ):
        return False
    await ensure_demo(db)
    return True


async def ensure_demo(db: Database) -> bool:
    """Have the demo community in the database; False if it was there already."""
    if not await _has_areas(db):
        print("Preparing the demo community…", flush=True)
        await load_demo(db)
        return True
    if not await _has_demo(db):
        raise Stop(
            "The demo community was not loaded: the database already holds areas of its own; "
            f"give {PREFIX}DATA_DIR another folder, or {PREFIX}DATABASE_URL an empty database."
        )
    return False


async def _has_areas(db: Database) -> bool:
    async with db.read() as session:
        return await session.scalar(select(Area.id).limit(1)) is not None


async def _has_demo(db: Database) -> bool:
    people = [str(user.id) for phone in PHONES for user in phone.users]
    known = select(Contact.id).where(Contact.channel == WEB, Contact.address.in_(people)).limit(1)
    async with db.read() as session:
        return await session.scalar(known) is not None
