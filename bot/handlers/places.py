"""Answers about places: where one lives, and the door."""

from typing import Any

from sqlalchemy import select

from bot.edge import Unit
from bot.handlers import start
from bot.handlers.reading import is_a_need
from bot.view import View
from bot.views import area as area_views
from core.drafts import place
from core.drafts import service as drafts
from core.drafts.service import Said
from core.errors import Invalid
from core.matching.address import BuildingNames, find_building, holds_address, is_none
from core.matching.understand import Kind, Understanding
from core.models import Area, Building, MessageKind, Need, Outbox, Person, Status
from core.people import service as people
from core.registry import queries as registry

_LONGEST_NAME = 12
"""Words of a place's name; what is longer is a sentence."""


async def area(unit: Unit, _data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """Where one lives: a position, or the name of an area."""
    if said.lat is not None and said.lon is not None:
        found_area = await registry.find_area_at(unit.session, said.lat, said.lon)
        if found_area is None:
            raise Invalid("position-outside")
        await start.settle_in(unit, found_area)
        return True
    if not said.text or is_a_need(said, meaning) or meaning.asks:
        return False
    found = await registry.search_areas(unit.session, said.text, 6)
    if found:
        return View(unit.words("areas-found"), area_views.found_rows(unit.words, found))
    waits = await place.waiting_for_place(unit.session, unit.actor)
    a_name = not meaning.guesses and len(said.text) <= _LONGEST_NAME
    if waits or a_name or meaning.kind is not Kind.NEED:
        return View(unit.words("areas-not-found"))
    return False


async def address(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """The door, for a need or for one's home; the buildings that were offered go with the answer."""
    need = await unit.session.get(Need, data["need"]) if data["need"] else None
    if need is not None and (need.closed_at is not None or need.status is Status.DONE):
        if unit.question is not None and unit.question.state == "address":
            await people.answered(unit.session, unit.actor)
        return False
    key = await _take_address(unit, data, said, meaning)
    if key is None:
        return False
    await people.answered(unit.session, unit.actor)
    return View(unit.words(key), drop_keyboard=said.lat is not None, answers=await _asked_by(unit))


async def _take_address(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> str | None:
    """Keep what was said as the place, and say what came of it; None if it is something else."""
    if said.kind is MessageKind.LOCATION and data["need"] and said.lat is not None and said.lon is not None:
        await drafts.set_position(unit.session, unit.actor, data["need"], said.lat, said.lon)
        return "address-kept"
    if said.kind is MessageKind.TEXT and is_none(said.text):
        return "address-later"
    if said.kind is not MessageKind.TEXT or is_a_need(said, meaning) or not holds_address(said.text):
        return None
    building, unit_text = await _door(unit, data, said.text)
    await _keep_door(unit, data["need"], building, unit_text)
    return "address-kept"


async def _asked_by(unit: Unit) -> int | None:
    """The message that asked for the door last."""
    asked = select(Outbox.message_id).where(
        Outbox.contact_id == unit.actor.contact_id,
        Outbox.kind == "ask-address",
        Outbox.message_id.is_not(None),
    )
    return await unit.session.scalar(asked.order_by(Outbox.id.desc()).limit(1))


async def _door(unit: Unit, data: dict[str, Any], text: str) -> tuple[Building | None, str]:
    """The building that the words name, if it is known, and the rest."""
    if data.get("building"):
        return await unit.session.get(Building, data["building"]), text
    need = await unit.session.get(Need, data["need"]) if data["need"] else None
    area_id = need.area_id if need is not None else unit.actor.home_area_id
    around = await unit.session.get(Area, area_id) if area_id else None
    if around is None:
        return None, text
    buildings = {b.code: b for b in await registry.buildings_of(unit.session, around)}
    names = [BuildingNames(b.code, (b.name, *b.aliases)) for b in buildings.values()]
    match = find_building(text, names)
    return (buildings[match.code], match.unit) if match else (None, text)


async def _keep_door(unit: Unit, need_id: int, building: Building | None, text: str) -> None:
    """Keep the door for the need, and as home if none is known."""
    person = await unit.session.get(Person, unit.actor.person)
    assert person is not None
    if need_id:
        await place.set_place(unit.session, unit.actor, need_id, building, text)
    if not need_id or not (person.home_building_id or holds_address(person.home_unit or "")):
        await people.set_home(unit.session, unit.actor, building, text)
