"""What putting any row of a roster has in common: begin, look, check the scope, change, note it."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.audit import record
from core.access.locks import hold
from core.access.scope import require_officer
from core.actor import Actor
from core.errors import Conflict, Invalid
from core.models import Area, Building, Category, Organisation, Team
from core.registry.checks import check_code

LOCK = "rosters"
Coded = TypeVar("Coded", bound=Area | Building | Organisation | Team)
AnyRow = TypeVar("AnyRow", Area, Building, Category, Organisation, Team)


async def begin(session: AsyncSession, actor: Actor, code: str) -> None:
    """Let officers in, one at a time, with a code of the right form."""
    require_officer(actor)
    check_code(code)
    await hold(session, LOCK)


async def existing(session: AsyncSession, kind: type[Coded], code: str) -> Coded | None:
    """The row with this code, locked."""
    return await session.scalar(select(kind).where(kind.code == code).with_for_update())


async def named(session: AsyncSession, kind: type[Coded], field: str, code: str) -> Coded:
    """The row that a field of the request names; raises Invalid `unknown-code`."""
    found = await session.scalar(select(kind).where(kind.code == code))
    if found is None:
        raise Invalid("unknown-code", field=field, value=code)
    return found


async def covered_area(session: AsyncSession, actor: Actor, field: str, code: str) -> Area:
    """The area that a field names; raises Invalid `unknown-code`, Forbidden `outside-your-area`."""
    area = await named(session, Area, field, code)
    actor.require_cover(area.path)
    return area


async def path_of(session: AsyncSession, area_id: int) -> str:
    """The path of an area that exists."""
    return (await session.scalars(select(Area.path).where(Area.id == area_id))).one()


async def home_path(session: AsyncSession, place: Area | Building | Organisation | Team) -> str:
    """The path of the area to which something belongs; a team belongs where its organisation does."""
    if isinstance(place, Area):
        return place.path
    if isinstance(place, Team):
        query = select(Organisation.area_id).where(Organisation.id == place.organisation_id)
        return await path_of(session, (await session.scalars(query)).one())
    return await path_of(session, place.area_id)


async def require_own(
    session: AsyncSession, actor: Actor, row: Building | Organisation | Team | None
) -> None:
    """Raise Conflict `code_taken` if the row exists outside the actor's scope."""
    if row is not None and not actor.covers(await home_path(session, row)):
        raise Conflict("code_taken", value=row.code)


def change(row: Any, values: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of what was changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


async def done(session: AsyncSession, actor: Actor, row: AnyRow, changed: list[str]) -> AnyRow:
    """Write the row and, if anything changed, note it in the audit."""
    await session.flush()
    if changed:
        kind = row.__tablename__
        record(session, actor, f"put-{kind}", f"{kind}:{row.code}", changed=changed)
        await session.flush()
    return row


async def put(
    session: AsyncSession, actor: Actor, row: AnyRow | None, *, new: AnyRow, values: dict[str, Any]
) -> AnyRow:
    """Create the row as `new`, or replace the values of the one that is there."""
    if row is not None:
        return await done(session, actor, row, change(row, values))
    change(new, values)
    session.add(new)
    return await done(session, actor, new, ["created"])
