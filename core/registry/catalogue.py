"""The default catalogue of categories."""

import csv

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.locks import hold
from core.matching.text import LEXICON_DIR
from core.models import Category, Mode, Priority, Provider
from core.registry.rows import LOCK

CATALOGUE = LEXICON_DIR / "categories.csv"


async def load_default_catalogue(session: AsyncSession) -> int:
    """Put the default categories if there are none yet; returns how many were put."""
    await hold(session, LOCK)
    if await session.scalar(select(func.count()).select_from(Category)):
        return 0
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        categories = [_category(row, place) for place, row in enumerate(csv.DictReader(lines), start=1)]
    session.add_all(categories)
    await session.flush()
    return len(categories)


def _category(row: dict[str, str], position: int) -> Category:
    return Category(
        code=row["code"],
        group=row["group"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        mode=Mode(row["mode"]),
        provider=Provider(row["provider"]),
        priority=Priority(row["priority"]),
        respond_minutes=float(row["respond_minutes"]),
        resolve_hours=float(row["resolve_hours"]),
        needs_visit=row["needs_visit"] == "yes",
        position=position,
    )
