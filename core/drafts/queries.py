"""The catalogue as it is offered now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Category


async def active_categories(session: AsyncSession) -> Sequence[Category]:
    """The categories that are offered now, in the order of the catalogue."""
    query = select(Category).where(Category.active).order_by(Category.position, Category.code)
    return (await session.scalars(query)).all()


_ACTIVE_CODES = select(Category.code).where(Category.active)


async def active_codes(session: AsyncSession) -> frozenset[str]:
    """Codes of the categories that are offered now."""
    return frozenset(await session.scalars(_ACTIVE_CODES))


async def categories_of(session: AsyncSession, codes: Sequence[str | None]) -> dict[str, Category]:
    """Categories by code, retired ones too."""
    wanted = {code for code in codes if code}
    return {c.code: c for c in await session.scalars(select(Category).where(Category.code.in_(wanted)))}
