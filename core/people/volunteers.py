"""Volunteers 志愿者: a number for life, given once, that anybody can check."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase, digits

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import insert
from core.models import Area, Counter, Person, PersonStatus, Role, RoleKind, Volunteer
from core.registry.queries import near_name

_SIGNS = digits + ascii_uppercase


def number_of(area_code: str, serial: int) -> str:
    """`V`, the letters and digits of the area's code, a serial of five digits or more, a check sign."""
    place = "".join(sign for sign in area_code.upper() if sign in _SIGNS)
    body = f"V{place}{serial:05d}"
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The check sign of ISO 7064 MOD 37,36: it tells any single wrong sign, and most that changed places."""
    product = 36
    for sign in body:
        product = ((product + _SIGNS.index(sign)) % 36 or 36) * 2 % 37
    return _SIGNS[(37 - product) % 36]


def is_number(text: str) -> bool:
    """Whether a text could be the number of a volunteer: its signs and its check sign fit."""
    fits = len(text) > 1 and text[0] == "V" and all(sign in _SIGNS for sign in text)
    return fits and check_sign(text[:-1]) == text[-1]


async def enrol(session: AsyncSession, person_id: int, area: Area, now: datetime) -> str:
    """The number of a volunteer, given now if they have none yet; wherever they serve later it stays."""
    held = select(Volunteer.number).where(Volunteer.person_id == person_id)
    number = await session.scalar(held)
    if number is not None:
        return number
    count = insert(session, Counter).values(name="volunteer", value=1)
    count = count.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    serial = (await session.execute(count.returning(Counter.value))).scalar_one()
    row = insert(session, Volunteer).values(
        person_id=person_id, number=number_of(area.code, serial), area_id=area.id, since=now
    )
    await session.execute(row.on_conflict_do_nothing(index_elements=["person_id"]))
    return (await session.scalars(held)).one()


async def number_held(session: AsyncSession, person_id: int) -> str | None:
    """The number of a volunteer, if the person has one."""
    return await session.scalar(select(Volunteer.number).where(Volunteer.person_id == person_id))


@dataclass(frozen=True)
class Check:
    """What anybody may know of a valid number: the first sign of the name, and the community."""

    initial: str
    area: str


async def check(session: AsyncSession, number: str) -> Check | None:
    """Whose number it is, if it is that of someone who serves as a volunteer now; else None."""
    serves = exists().where(
        Role.person_id == Person.id, Role.kind == RoleKind.VOLUNTEER, Role.ended_at.is_(None)
    )
    found = (
        await session.execute(
            select(Person.name, Area)
            .join(Volunteer, Volunteer.person_id == Person.id)
            .join(Area, Area.id == Volunteer.area_id)
            .where(Volunteer.number == number, Person.status == PersonStatus.ACTIVE, serves)
        )
    ).first()
    return None if found is None else Check(found[0][:1], await near_name(session, found[1]))
