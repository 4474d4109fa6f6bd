"""SQLite at one visit a statement.

aiosqlite runs each call in a thread of the connection, and a statement of SQLAlchemy is four calls (make a
cursor, run, read, close). Here it is one.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Self

import aiosqlite

_ROWS_AT_A_TIME = 64


class Cursor:
    """What SQLAlchemy's adapter needs of a cursor; all rows are read with the statement."""

    server_side = False
    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and read its rows."""
        await self._connection._execute(self._run, statement, parameters, False)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> Self:
        """Run a statement for each set of parameters."""
        await self._connection._execute(self._run, statement, parameters, True)
        return self

    def _run(self, statement: str, parameters: Sequence[Any], many: bool) -> None:
        cursor = self._connection._conn.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            self._rows = cursor.fetchall() if cursor.description else []
            self.description, self.rowcount = cursor.description, cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """The rows of the statement, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Forget the rows; SQLite's own cursor is closed already."""
        self._rows = []


class Connection(aiosqlite.Connection):
    """A connection that makes such cursors."""

    def cursor(self) -> Cursor:  # pyright: ignore[reportIncompatibleMethodOverride]
        """A new cursor; nothing is asked of SQLite yet."""
        return Cursor(self)


async def open_file(path: str) -> Connection:
    """Open a database file; used by one thread, the connection's own."""
    connection = Connection(lambda: sqlite3.connect(path), _ROWS_AT_A_TIME)
    connection._thread.daemon = True
    await connection
    return connection
