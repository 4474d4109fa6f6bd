"""Putting the demo community: its tree, buildings, organisations and teams, and the people who come to it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo.people import CITIZENS, Citizen, read
from core import clock
from core.actor import SYSTEM, Actor
from core.models import Area, Building, Level, Organisation, OrganisationKind, RoleKind, Team
from core.people.invitations import invite, take_invitation
from core.people.roles import PLACE_OF
from core.people.service import arrive, choose_area, set_home
from core.registry import service as registry
from core.registry.catalogue import load_default_catalogue
from core.registry.checks import Position
from locales import match

CHANNEL = "webchat"


async def put_town(session: AsyncSession) -> None:
    """Put areas, buildings, organisations and teams."""
    town = read("town.toml")
    await load_default_catalogue(session)
    for row in town["areas"]:
        await _put_area(session, row)
    for row in town["buildings"]:
        values = row | {"position": Position(**row["position"])}
        await registry.put_building(session, SYSTEM, values.pop("code"), **values)
    for row in town["organisations"]:
        values = row | {"kind": OrganisationKind(row["kind"])}
        await registry.put_organisation(session, SYSTEM, values.pop("code"), **values)
    for row in town["teams"]:
        values = dict(row)
        await registry.put_team(session, SYSTEM, values.pop("code"), **values)


async def _put_area(session: AsyncSession, row: dict[str, Any]) -> None:
    values = row | {"level": Level(row["level"]), "position": Position(**row["position"])}
    box = values.pop("box", None)
    await registry.put_area(
        session, SYSTEM, values.pop("code"), boundary=_polygon(*box) if box else None, **values
    )


def _polygon(south: float, west: float, north: float, east: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


async def _arrive(session: AsyncSession, citizen: Citizen) -> Actor:
    user = citizen.user
    arrival = await arrive(session, CHANNEL, str(user.id), user.first_name, match(user.language_code))
    return arrival.actor


async def let_people_come(session: AsyncSession, now: datetime) -> dict[str, Actor]:
    """Let everyone join on their day: take their home, then the roles to which they were invited.

    Returns them by key, with what they may do from then on.
    """
    people: dict[str, Actor] = {}
    for citizen in sorted(CITIZENS, key=lambda each: -each.joined):
        with clock.stopped(now - timedelta(days=citizen.joined)):
            actor = await _arrive(session, citizen)
            await _settle(session, actor, citizen)
            for kind, place_code in citizen.roles:
                place = await _place(session, kind, place_code)
                _invitation, payload = await invite(session, SYSTEM, kind, place)
                await take_invitation(session, actor, payload)
            people[citizen.key] = await _arrive(session, citizen)
    return people


async def _settle(session: AsyncSession, actor: Actor, citizen: Citizen) -> None:
    if citizen.area is not None:
        area = (await session.scalars(select(Area).where(Area.code == citizen.area))).one()
        actor = await choose_area(session, actor, area)
    if citizen.building is not None:
        building = (await session.scalars(select(Building).where(Building.code == citizen.building))).one()
        await set_home(session, actor, building, citizen.unit)


async def _place(session: AsyncSession, kind: RoleKind, code: str) -> Area | Team | Organisation:
    model = PLACE_OF[kind]
    return (await session.scalars(select(model).where(model.code == code))).one()
