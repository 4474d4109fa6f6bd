"""Pages of a select, keyed by a unique column, so that rows added meanwhile shift nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import InstrumentedAttribute

from core.errors import Invalid

T = TypeVar("T")
U = TypeVar("U")
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Window:
    """Which part of a list: at most `limit` rows after the key `after`."""

    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows and, if there are more, the key to go on from."""

    items: Sequence[T]
    next: str | None

    def map(self, view: Callable[[T], U]) -> "Page[U]":
        """The same page, each row seen through a function."""
        return Page([view(item) for item in self.items], self.next)


async def fetch(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    key: InstrumentedAttribute[Any],
    window: Window,
    *,
    newest_first: bool = False,
) -> Page[Row[*tuple[Any, ...]]]:
    """The rows of a window, ordered by the key, which must be the first column of the statement.

    Raises Invalid `cursor` for a key that is none.
    """
    if window.after is not None:
        after = _parse(key, window.after)
        statement = statement.where(key < after if newest_first else key > after)
    ordered = statement.order_by(key.desc() if newest_first else key).limit(window.limit + 1)
    rows = (await session.execute(ordered)).all()
    more = len(rows) > window.limit
    return Page(rows[: window.limit], str(rows[window.limit - 1][0]) if more else None)


def _parse(key: InstrumentedAttribute[Any], after: str) -> str | int:
    if key.type.python_type is not int:
        return after
    if not (after.isascii() and after.isdecimal() and len(after) < 20 and int(after) <= _LARGEST):
        raise Invalid("cursor")
    return int(after)
