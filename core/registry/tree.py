"""The area tree: where a node may stand, and moving a node with all that is below it."""

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.scope import TOP
from core.actor import Actor
from core.errors import Forbidden, Invalid
from core.models import Area, Level
from core.registry.queries import CHAINS


def path_above(area: Area) -> str:
    """The path of the parent; `/` for a root."""
    return area.path.removesuffix(f"{area.id}/")


def check_level(level: Level, parent: Area | None) -> None:
    """Raise Invalid `area-level` unless the level lies below the parent's; a city has none above it."""
    if parent is not None and level.depth <= parent.level.depth:
        raise Invalid("area-level", level=level.value, parent_level=parent.level.value)


async def plant(session: AsyncSession, actor: Actor, area: Area, parent: Area | None) -> Area:
    """Hang a new area under a parent that the actor covers; raises Invalid `area-level`."""
    top = parent.path if parent else TOP
    actor.require_cover(top)
    check_level(area.level, parent)
    area.parent_id = parent.id if parent else None
    session.add(area)
    await session.flush()
    area.path = f"{top}{area.id}/"
    return area


async def check_place(
    session: AsyncSession, actor: Actor, area: Area, level: Level, parent: Area | None
) -> None:
    """Raise a refusal unless an existing area may take this level below this parent."""
    moved = area.parent_id != (parent.id if parent else None)
    if not moved and level is area.level:
        return
    if not actor.covers(path_above(area)):
        raise Forbidden("own-area-place")
    if moved:
        actor.require_cover(parent.path if parent else TOP)
    if parent is not None and parent.path.startswith(area.path):
        raise Invalid("area-loop")
    check_level(level, parent)
    below = await session.scalars(select(Area.level).where(Area.parent_id == area.id))
    if any(child.depth <= level.depth for child in below):
        raise Invalid("area-level-below", level=level.value)


async def move(session: AsyncSession, area: Area, parent: Area | None) -> None:
    """Hang an area with all below it under another parent; paths are rewritten in one statement."""
    old, new = area.path, f"{parent.path if parent else TOP}{area.id}/"
    area.parent_id = parent.id if parent else None
    await session.flush()
    inside = Area.path.startswith(old)
    rewritten = new + func.substr(Area.path, len(old) + 1)
    await session.execute(
        update(Area).where(inside).values(path=rewritten).execution_options(synchronize_session=False)
    )
    reload = select(Area).where(Area.path.startswith(new)).execution_options(populate_existing=True)
    await session.scalars(reload)
    session.info.pop(CHAINS, None)
