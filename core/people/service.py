"""Arriving, settings, dialogs: what people say about themselves."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor, Grant
from core.db import LOCK, insert
from core.errors import Forbidden, Invalid, NotFound
from core.models import (
    Area,
    Building,
    Contact,
    Dialog,
    Outbox,
    OutboxState,
    Person,
    PersonStatus,
    Role,
)

LOCALES = ("zh", "zh-Hant", "en")
DIALOG_MINUTES = 10
NAME_LENGTH = 64
UNIT_LENGTH = 100
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Question:
    """What a person is in the middle of: a state and its data."""

    state: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """A person who just wrote: the actor, the open question, and whether messages still wait for them."""

    actor: Actor
    question: Question | None
    queue_is_empty: bool
    relay_need_id: int | None = None


async def arrive(
    session: AsyncSession, channel: str, address: str, name: str, locale: str, *, follow: bool = False
) -> Arrival:
    """Find the person behind a chat address, or make them; notes that the address was used now.

    With `follow` the locale is that of their client, and holds until they choose one themselves.
    """
    rows = (await session.execute(_ARRIVAL, {"at_channel": channel, "at_address": address})).all()
    now = clock.now()
    if not rows:
        return await _newcomer(session, channel, address, name[:NAME_LENGTH], locale, now)
    first = rows[0]
    if first.status is PersonStatus.SUSPENDED:
        raise Forbidden("suspended")
    if first.unreachable_since is not None or now - first.last_used_at > _SEEN_EVERY:
        await session.execute(
            update(Contact)
            .where(Contact.id == first.contact_id)
            .values(last_used_at=now, unreachable_since=None)
        )
    if name and first.name != name[:NAME_LENGTH]:
        await session.execute(
            update(Person).where(Person.id == first.person_id).values(name=name[:NAME_LENGTH])
        )
    follows = follow and not first.locale_chosen and first.locale != locale
    if follows:
        await session.execute(update(Person).where(Person.id == first.person_id).values(locale=locale))
    actor = Actor(
        label=f"person:{first.person_id}",
        person_id=first.person_id,
        contact_id=first.contact_id,
        name=name or first.name,
        locale=locale if follows else first.locale,
        home_area_id=first.home_area_id,
        grants=tuple(_grant(row) for row in rows if row.kind is not None),
    )
    still_open = first.state is not None and first.expires_at > now
    question = Question(str(first.state), first.data) if still_open else None
    return Arrival(
        actor,
        question,
        queue_is_empty=not first.queued,
        relay_need_id=first.relay_need_id,
    )


def _arrival_query() -> Any:
    queued = exists().where(
        Outbox.person_id == Person.id, Outbox.state.in_((OutboxState.NEW, OutboxState.LEASED))
    )
    return (
        select(
            Contact.id.label("contact_id"),
            Contact.last_used_at,
            Contact.unreachable_since,
            Person.id.label("person_id"),
            Person.name,
            Person.locale,
            Person.locale_chosen,
            Person.status,
            Person.home_area_id,
            Person.relay_need_id,
            Dialog.state,
            Dialog.data,
            Dialog.expires_at,
            Role.kind,
            Role.scope,
            Role.area_id,
            Area.path,
            Role.team_id,
            Role.organisation_id,
            queued.label("queued"),
        )
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Dialog, Dialog.contact_id == Contact.id)
        .outerjoin(Role, (Role.person_id == Person.id) & Role.ended_at.is_(None))
        .outerjoin(Area, Area.id == Role.area_id)
        .where(Contact.channel == bindparam("at_channel"), Contact.address == bindparam("at_address"))
    )


_ARRIVAL = _arrival_query()
"""Made once: each update runs it."""


def _grant(row: Row[Any]) -> Grant:
    return Grant(row.kind, row.scope, row.area_id, row.path, row.team_id, row.organisation_id)


async def _newcomer(
    session: AsyncSession, channel: str, address: str, name: str, locale: str, now: datetime
) -> Arrival:
    person = Person(name=name, locale=locale, created_at=now)
    session.add(person)
    await session.flush()
    contact = Contact(person_id=person.id, channel=channel, address=address, last_used_at=now)
    session.add(contact)
    await session.flush()
    actor = Actor(f"person:{person.id}", person.id, contact.id, name, locale)
    return Arrival(actor, None, queue_is_empty=True)


async def lock_person(session: AsyncSession, person_id: int) -> Person:
    """The person's row, locked; raises NotFound `person-unknown`."""
    person = await session.get(Person, person_id, with_for_update=LOCK, populate_existing=True)
    if person is None:
        raise NotFound("person-unknown")
    return person


async def choose_area(session: AsyncSession, actor: Actor, area: Area) -> Actor:
    """Make an area the person's home; the door goes with a move to another area."""
    person = await lock_person(session, actor.person)
    if person.home_area_id != area.id:
        person.home_area_id = area.id
        person.home_building_id = None
        person.home_unit = None
    await session.flush()
    return replace(actor, home_area_id=area.id)


async def set_home(session: AsyncSession, actor: Actor, building: Building | None, unit: str) -> Person:
    """Remember the person's door: a known building and the unit, or the words alone."""
    unit = unit.strip()
    if not unit and building is None:
        raise Invalid("address-empty")
    if len(unit) > UNIT_LENGTH:
        raise Invalid("address-too-long", limit=UNIT_LENGTH)
    person = await lock_person(session, actor.person)
    person.home_building_id = building.id if building else None
    person.home_unit = unit
    if building is not None and person.home_area_id is None:
        person.home_area_id = building.area_id
    await session.flush()
    return person


async def set_locale(session: AsyncSession, actor: Actor, locale: str) -> Actor:
    """Speak another language to this person from now on."""
    if locale not in LOCALES:
        raise Invalid("locale-unknown")
    person = await lock_person(session, actor.person)
    person.locale, person.locale_chosen = locale, True
    await session.flush()
    return replace(actor, locale=locale)


async def set_duty(session: AsyncSession, actor: Actor, on_duty: bool) -> Person:
    """Go on or off duty: off duty, no offers come."""
    person = await lock_person(session, actor.person)
    person.on_duty = on_duty
    await session.flush()
    return person


async def ask(
    session: AsyncSession, actor: Actor, state: str, minutes: float = DIALOG_MINUTES, **data: Any
) -> None:
    """Remember that this contact was asked something; a later question replaces an earlier one."""
    assert actor.contact_id is not None, "only people in chat are asked"
    await ask_contact(session, actor.contact_id, state, minutes, **data)


async def ask_contact(
    session: AsyncSession, contact_id: int, state: str, minutes: float, **data: Any
) -> None:
    """Remember that someone else asks this contact something."""
    values = {"state": state, "data": data, "expires_at": clock.now() + timedelta(minutes=minutes)}
    statement = insert(session, Dialog).values(contact_id=contact_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["contact_id"], set_=values))


async def answered(session: AsyncSession, actor: Actor) -> None:
    """The question of this contact is answered or given up."""
    await session.execute(delete(Dialog).where(Dialog.contact_id == actor.contact_id))


async def unreachable(session: AsyncSession, contact_id: int) -> None:
    """The channel says that this contact cannot be written to."""
    await session.execute(
        update(Contact)
        .where(Contact.id == contact_id, Contact.unreachable_since.is_(None))
        .values(unreachable_since=clock.now())
    )


def days_from_now(days: int) -> datetime:
    """Nine in the morning, in the zone of the deployment, so many days from today (0 to 365)."""
    if not 0 <= days <= 365:
        raise Invalid("date-past")
    morning = clock.local(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=days)).astimezone(UTC)
