from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

import migrations
from core.db import Database
from core.models import Base


async def test_models_equal_migrations(db: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"include_object": lambda o, name, kind, r, c: not str(name).startswith("webchat_")}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)

    async with db.writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_down_and_up_again(db: Database) -> None:
    async def tables() -> set[str]:
        async with db.writer.connect() as connection:
            names = await connection.run_sync(lambda c: inspect(c).get_table_names())
        return {name for name in names if not name.startswith("webchat_")}

    before = await tables()
    assert await migrations.current(db.writer) == migrations.head()
    await migrations.downgrade(db.writer, "base")
    assert await tables() <= {"alembic_version"}
    await migrations.upgrade(db.writer)
    assert await tables() == before
