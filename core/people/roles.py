"""Roles: who may hand them out, granting and ending them, and what a person holds now."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.access.audit import record
from core.access.scope import TOP, Place, outranks, scope_word
from core.actor import Actor, Grant
from core.db import insert
from core.errors import Forbidden, Invalid, NotFound
from core.models import Area, Organisation, Person, PersonStatus, Role, RoleKind, Team
from core.outbox import service as outbox
from core.people.volunteers import enrol
from core.registry.rows import home_path, named

PLACE_OF: dict[RoleKind, type[Area] | type[Team] | type[Organisation]] = {
    RoleKind.RESIDENT: Area,
    RoleKind.VOLUNTEER: Area,
    RoleKind.COORDINATOR: Area,
    RoleKind.EVALUATOR: Area,
    RoleKind.ADMIN: Area,
    RoleKind.TEAM_MEMBER: Team,
    RoleKind.TEAM_LEADER: Team,
    RoleKind.ORG_MANAGER: Organisation,
}


def check_place(kind: RoleKind, place: Place | None) -> None:
    """Raise Invalid `role-place` unless the role is held at such a place; None is for `all`, an admin's."""
    wanted = PLACE_OF[kind]
    if not (isinstance(place, wanted) or (place is None and kind is RoleKind.ADMIN)):
        raise Invalid("role-place", role=kind.value, wanted=wanted.__tablename__)


async def place_named(
    session: AsyncSession, *, area_code: str | None, team_code: str | None, organisation_code: str | None
) -> Place | None:
    """The place that a request names, if any; raises Invalid `one-place`, `unknown-code`."""
    named_codes = (
        ("area_code", Area, area_code),
        ("team_code", Team, team_code),
        ("organisation_code", Organisation, organisation_code),
    )
    given = [(field, kind, code) for field, kind, code in named_codes if code is not None]
    if len(given) > 1:
        raise Invalid("one-place")
    for field, kind, code in given:
        return await named(session, kind, field, code)
    return None


async def require_may_give(session: AsyncSession, actor: Actor, kind: RoleKind, place: Place | None) -> None:
    """Raise Forbidden `role-not-yours` unless the actor may give this role at this place.

    Officers give roles not above their own in what they cover, managers those of their organisation's teams,
    team leaders membership of their team.
    """
    path = TOP if place is None else await home_path(session, place)
    if outranks(actor, kind, path):
        return
    if isinstance(place, Team):
        if any(
            g.kind is RoleKind.ORG_MANAGER and g.organisation_id == place.organisation_id
            for g in actor.grants
        ):
            return
        if kind is RoleKind.TEAM_MEMBER and place.id in actor.teams(RoleKind.TEAM_LEADER):
            return
    raise Forbidden("role-not-yours", role=kind.value)


async def open_role(session: AsyncSession, person_id: int, kind: RoleKind, scope: str) -> Role | None:
    """The role if the person holds it now."""
    held = select(Role).where(Role.person_id == person_id, Role.kind == kind, Role.scope == scope)
    return await session.scalar(held.where(Role.ended_at.is_(None)))


async def add_role(
    session: AsyncSession,
    person_id: int,
    kind: RoleKind,
    place: Place | None,
    *,
    granted_by: int | None,
    now: datetime,
) -> Role:
    """Give a role without asking who gives it; a role held already is returned as it is."""
    scope = scope_word(place)
    row = insert(session, Role).values(
        person_id=person_id,
        kind=kind,
        scope=scope,
        area_id=place.id if isinstance(place, Area) else None,
        team_id=place.id if isinstance(place, Team) else None,
        organisation_id=place.id if isinstance(place, Organisation) else None,
        granted_by=granted_by,
        granted_at=now,
    )
    await session.execute(row.on_conflict_do_nothing())
    role = await open_role(session, person_id, kind, scope)
    assert role is not None, "the role was just put or stood in the way"
    if kind is RoleKind.VOLUNTEER and isinstance(place, Area):
        await enrol(session, person_id, place, now)
    return role


async def grant(
    session: AsyncSession, actor: Actor, person_id: int, kind: RoleKind, place: Place | None
) -> Role:
    """Give a person a role; giving it again changes nothing.

    Raises NotFound `person-unknown`, Invalid `role-place`, Forbidden `role-not-yours`.
    """
    check_place(kind, place)
    await require_may_give(session, actor, kind, place)
    await _lock_person(session, person_id)
    held = await open_role(session, person_id, kind, scope_word(place))
    if held is not None:
        return held
    role = await add_role(session, person_id, kind, place, granted_by=actor.person_id, now=clock.now())
    record(session, actor, "grant-role", f"person:{person_id}", role=kind.value, scope=role.scope)
    await session.flush()
    return role


async def end_role(
    session: AsyncSession, actor: Actor, person_id: int, kind: RoleKind, place: Place | None
) -> Role | None:
    """End a role that a person holds; None if they do not. Who may give it may end it, and so may its holder.

    Their cards are shown anew, as someone without it sees them.

    Raises NotFound `person-unknown`, Invalid `role-place`, Forbidden `role-not-yours`.
    """
    check_place(kind, place)
    if actor.person_id != person_id:
        await require_may_give(session, actor, kind, place)
    await _lock_person(session, person_id)
    held = await open_role(session, person_id, kind, scope_word(place))
    if held is not None:
        held.ended_at = clock.now()
        record(session, actor, "end-role", f"person:{person_id}", role=kind.value, scope=held.scope)
        await session.flush()
        await outbox.refresh_cards_of(session, person_id)
    return held


async def _lock_person(session: AsyncSession, person_id: int) -> None:
    if (
        await session.scalar(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
        is None
    ):
        raise NotFound("person-unknown")


async def roles_of(session: AsyncSession, person_id: int) -> tuple[Grant, ...]:
    """What a person holds now, with the paths of areas; one query."""
    held = select(
        Role.kind, Role.scope, Role.area_id, Area.path, Role.team_id, Role.organisation_id
    ).outerjoin(Area, Area.id == Role.area_id)
    rows = await session.execute(held.where(Role.person_id == person_id, Role.ended_at.is_(None)))
    return tuple(Grant(*row) for row in rows)


async def acting(session: AsyncSession, person_id: int) -> Actor:
    """A person as the actor they would be now, who may do nothing unless they are active."""
    status = await session.scalar(select(Person.status).where(Person.id == person_id))
    grants = await roles_of(session, person_id) if status is PersonStatus.ACTIVE else ()
    return Actor(f"person:{person_id}", person_id, grants=grants)
