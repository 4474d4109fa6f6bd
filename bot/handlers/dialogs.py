"""Answers to open questions: where one lives, the door, a code, a result, an authority."""

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

from bot.callbacks import TriageButton
from bot.edge import Unit
from bot.handlers import start
from bot.handlers.triage import transfer_in
from bot.view import Button, View
from bot.views import area as area_views
from core import clock
from core.drafts import place
from core.drafts import service as drafts
from core.drafts.service import Said
from core.errors import Invalid
from core.matching.address import BuildingNames, find_building, looks_like_address
from core.matching.understand import SURE, Kind, Understanding
from core.models import Area, Building, Lane, MessageKind, Need, Person, Status
from core.people import service as people
from core.registry import queries as registry
from core.relay import service as relay
from core.triage import service as triage
from core.verdicts import service as verdicts
from core.work import pauses, visits
from core.work import service as work

Answer = Callable[[Unit, dict[str, Any], Said, Understanding], Awaitable[View | bool]]
_LONGEST_NAME = 12
"""Words of a place's name; what is longer is a sentence."""
_SHORTEST_DOOR = 5
"""Shorter words without a number ("不知道") are not kept as somebody's home."""
_JUST_ASKED = timedelta(minutes=10)
_CODE = re.compile(r"\d{4}")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _is_a_need(said: Said, meaning: Understanding) -> bool:
    """Words that say clearly what is wrong, and so are no answer to a question about a place."""
    sure = bool(meaning.guesses) and meaning.guesses[0].confidence >= SURE
    return meaning.kind is Kind.NEED and sure and not looks_like_address(said.text)


def _is_talk(said: Said, meaning: Understanding) -> bool:
    """Thanks, questions and the like, which are no answer to a question about a place either."""
    return meaning.kind is not Kind.NEED and not looks_like_address(said.text)


async def _area(unit: Unit, _data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """Where one lives: a position, or the name of an area."""
    if said.lat is not None and said.lon is not None:
        area = await registry.find_area_at(unit.session, said.lat, said.lon)
        if area is None:
            raise Invalid("position-outside")
        await start.settle_in(unit, area)
        return True
    if not said.text or _is_a_need(said, meaning):
        return False
    found = await registry.search_areas(unit.session, said.text, 6)
    if found:
        return View(unit.words("areas-found"), area_views.found_rows(unit.words, found))
    waits = await place.waiting_for_place(unit.session, unit.actor)
    a_name = not meaning.guesses and len(said.text) <= _LONGEST_NAME
    if waits or a_name or meaning.kind is not Kind.NEED:
        return View(unit.words("areas-not-found"))
    return False


async def _address(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """The door, for a need or for one's home."""
    if said.kind is MessageKind.LOCATION and data["need"] and said.lat is not None and said.lon is not None:
        await drafts.set_position(unit.session, unit.actor, data["need"], said.lat, said.lon)
        await people.answered(unit.session, unit.actor)
        return View(unit.words("address-kept"), drop_keyboard=True)
    if said.kind is not MessageKind.TEXT or _is_a_need(said, meaning) or _is_talk(said, meaning):
        return False
    building, unit_text = await _door(unit, data, said.text)
    remembered = await _keep_door(unit, data["need"], building, unit_text)
    await people.answered(unit.session, unit.actor)
    return View(unit.words("address-kept" if remembered else "photo-kept"))


async def _door(unit: Unit, data: dict[str, Any], text: str) -> tuple[Building | None, str]:
    """The building that the words name, if it is known, and the rest."""
    if data.get("building"):
        return await unit.session.get(Building, data["building"]), text
    need = await unit.session.get(Need, data["need"]) if data["need"] else None
    area_id = need.area_id if need is not None else unit.actor.home_area_id
    area = await unit.session.get(Area, area_id) if area_id else None
    if area is None:
        return None, text
    buildings = {b.code: b for b in await registry.buildings_of(unit.session, area)}
    names = [BuildingNames(b.code, (b.name, *b.aliases)) for b in buildings.values()]
    match = find_building(text, names)
    return (buildings[match.code], match.unit) if match else (None, text)


async def _keep_door(unit: Unit, need_id: int, building: Building | None, text: str) -> bool:
    """Keep the door for the need, and as home if none is known; True if a home is known from now on."""
    person = await unit.session.get(Person, unit.actor.person)
    assert person is not None
    if need_id:
        await place.set_place(unit.session, unit.actor, need_id, building, text)
    a_door = building is not None or len(text) >= _SHORTEST_DOOR or any(map(str.isdigit, text))
    if not need_id or (a_door and not (person.home_unit or person.home_building_id)):
        await people.set_home(unit.session, unit.actor, building, text)
        return True
    return bool(person.home_unit or person.home_building_id)


async def _photo(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    """A picture, voice or position for a need; words go their usual way."""
    if said.kind is MessageKind.TEXT:
        return False
    await drafts.add_material(unit.session, unit.actor, data["need"], said)
    return View(unit.words("photo-kept"))


async def _check_in(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    """A position or the resident's code."""
    if said.lat is not None and said.lon is not None:
        await visits.check_in_at(unit.session, unit.actor, data["need"], said.lat, said.lon)
    elif _CODE.fullmatch(said.text):
        visit = await visits.check_in_with(unit.session, unit.actor, data["need"], said.text)
        if visit is None:
            return View(unit.words("code-wrong"))
    else:
        return False
    await people.answered(unit.session, unit.actor)
    return View(unit.words("checked-in"), drop_keyboard=True)


async def _result(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """A picture or words about the result, after done."""
    if said.kind is MessageKind.LOCATION or (_is_a_need(said, meaning) and said.media_id is None):
        return False
    await work.attach_result(unit.session, unit.actor, data["need"], said.kind, said.text, said.media_id)
    return View(unit.words("result-kept"))


async def _question(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    """The handler's question to the resident."""
    if not said.text:
        return False
    message = await work.write(unit.session, unit.actor, data["need"], Lane.RELAY, said.text)
    await pauses.ask_resident(unit.session, unit.actor, data["need"], message.id)
    await people.answered(unit.session, unit.actor)
    return View(unit.words("question-sent"))


async def _answer(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """The resident's answer to the handler's question; what is said later and is a need goes its own way."""
    need = await unit.session.get(Need, data["need"])
    if need is None or need.status is not Status.AWAITING_RESIDENT:
        await people.answered(unit.session, unit.actor)
        return False
    just_asked = clock.now() - datetime.fromisoformat(data["at"]) <= _JUST_ASKED
    if _is_a_need(said, meaning) and not just_asked:
        return False
    await relay.pass_on(
        unit.session, unit.actor, need.id, said.kind, said.text, said.media_id, said.lat, said.lon
    )
    await people.answered(unit.session, unit.actor)
    return View(unit.words("relay-passed", number=need.number or ""))


async def _authority(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    if not said.text:
        return False
    await people.ask(
        unit.session, unit.actor, "reference", need=data["need"], name=said.text[: triage.NAME_LENGTH]
    )
    return View(unit.words("ask-reference"))


async def _reference(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    if not said.text:
        return False
    reference = "" if said.text in unit.words.plain("none-words").split() else said.text[: triage.NAME_LENGTH]
    await people.ask(unit.session, unit.actor, "next-date", **{**data, "reference": reference})
    buttons = [
        Button(unit.words.plain("in-days", n=days), TriageButton(do="date", need=data["need"], arg=str(days)))
        for days in (1, 3, 7)
    ]
    return View(unit.words("ask-next-date"), (tuple(buttons),))


async def _next_date(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    found = _DATE.search(said.text)
    if found is None:
        return View(unit.words("error-date-format"))
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return View(unit.words("error-date-format"))
    days = (day - clock.local(clock.now()).date()).days
    if not 1 <= days <= 365:
        raise Invalid("date-past")
    await transfer_in(unit, data, days)
    return View(unit.words("transferred"))


async def _authority_result(
    unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding
) -> View | bool:
    if not said.text:
        return False
    await triage.enter_result(unit.session, unit.actor, data["need"], said.text)
    await people.answered(unit.session, unit.actor)
    return View(unit.words("result-kept"))


async def _remainder(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    """What is left of a partly solved need."""
    if not said.text:
        return False
    await verdicts.describe_remainder(unit.session, unit.actor, data["need"], said.text)
    await people.answered(unit.session, unit.actor)
    return View(unit.words("remainder-kept"))


ANSWERS: dict[str, Answer] = {
    "area": _area,
    "address": _address,
    "photo": _photo,
    "checkin": _check_in,
    "result": _result,
    "question": _question,
    "answer": _answer,
    "authority": _authority,
    "reference": _reference,
    "next-date": _next_date,
    "authority-result": _authority_result,
    "remainder": _remainder,
}
