"""People as officers see them: scoped, without contact data, which is read apart and noted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.audit import record
from core.access.paging import Page, Window, fetch
from core.access.scope import (
    RANK,
    Place,
    reaches_all,
    require_officer,
    require_reader,
    within,
)
from core.actor import Actor
from core.db import LOCK
from core.errors import Conflict, Forbidden, NotFound
from core.models import (
    Area,
    Building,
    Contact,
    Organisation,
    Person,
    PersonStatus,
    Role,
    RoleKind,
    Team,
)
from core.people.invitations import place_of
from core.people.roles import end_role, grant, require_may_give
from core.registry.roster import AnyRow, AnySelect, area_path

_Home = aliased(Area)


@dataclass(frozen=True)
class HeldRole:
    """A role that a person holds now; none of the codes is set for the whole tree."""

    role: RoleKind
    area_code: str | None
    team_code: str | None
    organisation_code: str | None
    since: datetime


@dataclass(frozen=True)
class AddressView:
    """A chat address on a channel."""

    channel: str
    address: str


@dataclass(frozen=True)
class ContactView:
    """Where a person lives and is reached: personal data."""

    building_code: str | None
    unit: str | None
    contacts: list[AddressView]


@dataclass(frozen=True)
class PersonView:
    """A person without contact data; `display` is the name they go by."""

    id: int
    display: str
    locale: str
    status: PersonStatus
    home_area_code: str | None
    roles: list[HeldRole]


@dataclass(frozen=True)
class RoleChange:
    """A role to add or to end."""

    kind: RoleKind
    place: Place | None


def _holds_at(inside: ColumnElement[bool]) -> ColumnElement[bool]:
    """The clause that a person holds a role at an area, or in an organisation of an area, that is inside."""
    held = select(Role.id).where(Role.person_id == Person.id, Role.ended_at.is_(None))
    at_area = held.join(Area, Area.id == Role.area_id).where(inside)
    of_area = Organisation.area_id == Area.id
    at_organisation = held.join(Organisation, Organisation.id == Role.organisation_id).join(Area, of_area)
    in_team = held.join(Team, Team.id == Role.team_id)
    in_team = in_team.join(Organisation, Organisation.id == Team.organisation_id).join(Area, of_area)
    return or_(at_area.exists(), at_organisation.where(inside).exists(), in_team.where(inside).exists())


def people_within(actor: Actor) -> ColumnElement[bool]:
    """The clause on `Person` that they live or hold a role where the actor may read."""
    if reaches_all(actor):
        return true()
    lives = exists().where(_Home.id == Person.home_area_id, within(actor, _Home.path))
    return or_(lives, _holds_at(within(actor, Area.path)))


def _people() -> AnySelect:
    home = aliased(Area)
    return select(Person.id, Person, home.code).outerjoin(home, home.id == Person.home_area_id)


async def _views(session: AsyncSession, rows: Sequence[AnyRow]) -> list[PersonView]:
    held = select(Role, Area.code, Team.code, Organisation.code)
    held = held.outerjoin(Area, Area.id == Role.area_id).outerjoin(Team, Team.id == Role.team_id)
    held = held.outerjoin(Organisation, Organisation.id == Role.organisation_id)
    open_now = (Role.person_id.in_([row[0] for row in rows]), Role.ended_at.is_(None))
    roles: dict[int, list[HeldRole]] = defaultdict(list)
    for role, area, team, organisation in await session.execute(held.where(*open_now).order_by(Role.id)):
        roles[role.person_id].append(HeldRole(role.kind, area, team, organisation, role.granted_at))
    return [PersonView(p.id, p.name, p.locale, p.status, home, roles[p.id]) for _, p, home in rows]


async def people(
    session: AsyncSession,
    actor: Actor,
    window: Window,
    *,
    role: RoleKind | None = None,
    area_code: str | None = None,
    status: PersonStatus | None = None,
) -> Page[PersonView]:
    """People in scope; those with a role, living or holding a role at or below an area, of a status if asked.

    Erased people are left out unless asked for.
    """
    require_reader(actor)
    wanted = Person.status != PersonStatus.ERASED if status is None else Person.status == status
    listed = _people().where(people_within(actor), wanted)
    if role is not None:
        held = exists().where(Role.person_id == Person.id, Role.kind == role, Role.ended_at.is_(None))
        listed = listed.where(held)
    if area_code is not None:
        path = await area_path(session, actor, area_code)
        lives = exists().where(_Home.id == Person.home_area_id, _Home.path.startswith(path))
        listed = listed.where(or_(lives, _holds_at(Area.path.startswith(path))))
    page = await fetch(session, listed, Person.id, window)
    return Page(await _views(session, page.items), page.next)


async def person(session: AsyncSession, actor: Actor, person_id: int) -> PersonView:
    """One person in scope; raises NotFound `person-unknown`."""
    require_reader(actor)
    return await _view(session, Person.id == person_id, people_within(actor))


async def _view(session: AsyncSession, *which: ColumnElement[bool]) -> PersonView:
    row = (await session.execute(_people().where(*which))).first()
    if row is None:
        raise NotFound("person-unknown")
    return (await _views(session, [row]))[0]


async def read_contact(session: AsyncSession, actor: Actor, person_id: int) -> ContactView | None:
    """Where a person is reached, noted in the audit; None for those not entitled to know.

    Entitled are administrators of everything, and officers who cover the person's home area.
    """
    found = await session.get_one(Person, person_id)
    home = await session.get(Area, found.home_area_id) if found.home_area_id else None
    if not (reaches_all(actor, RoleKind.ADMIN) or (home is not None and actor.covers(home.path))):
        return None
    building = await session.get(Building, found.home_building_id) if found.home_building_id else None
    reached = select(Contact.channel, Contact.address).where(Contact.person_id == person_id)
    contacts = await session.execute(reached.order_by(Contact.id))
    record(session, actor, "read-contact", f"person:{person_id}")
    return ContactView(
        building.code if building else None,
        found.home_unit,
        [AddressView(*contact) for contact in contacts],
    )


async def change_person(
    session: AsyncSession,
    actor: Actor,
    person_id: int,
    *,
    add: Sequence[RoleChange] = (),
    remove: Sequence[RoleChange] = (),
    status: PersonStatus | None = None,
) -> PersonView:
    """Add and end roles, suspend or let back in; what is so already stays.

    Raises NotFound `person-unknown`; Conflict `person-erased`; Forbidden `officers-only`, `role-not-yours`,
    `outside-your-area`, `person-outranks-you`; Invalid `role-place`.
    """
    require_officer(actor)
    before = await person(session, actor, person_id)
    if before.status is PersonStatus.ERASED:
        raise Conflict("person-erased")
    for change in remove:
        await end_role(session, actor, person_id, change.kind, change.place)
    for change in add:
        await grant(session, actor, person_id, change.kind, change.place)
    if status is not None:
        await _set_status(session, actor, person_id, status)
    return await _view(session, Person.id == person_id)


async def _set_status(session: AsyncSession, actor: Actor, person_id: int, status: PersonStatus) -> None:
    found = await session.get_one(Person, person_id, with_for_update=LOCK, populate_existing=True)
    home = await session.get(Area, found.home_area_id) if found.home_area_id else None
    if home is not None:
        actor.require_cover(home.path)
    held = select(Role).where(Role.person_id == person_id, Role.ended_at.is_(None), Role.kind.in_(RANK))
    for role in await session.scalars(held):
        try:
            await require_may_give(session, actor, role.kind, await place_of(session, role))
        except Forbidden as refusal:
            raise Forbidden("person-outranks-you") from refusal
    if found.status is not status:
        found.status = status
        record(session, actor, "set-status", f"person:{person_id}", status=status.value)
        await session.flush()
