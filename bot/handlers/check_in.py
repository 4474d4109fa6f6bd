"""At the door: asking for the position or the code, and what is written there."""

import re
import unicodedata
from typing import Any

from bot.edge import Unit
from bot.handlers.reading import is_a_need
from bot.view import View
from core.drafts.service import Said
from core.matching.understand import Understanding
from core.models import MessageKind, Status
from core.people import service as people
from core.work import service as work
from core.work import visits

_CODE = re.compile(r"(?<![0-9])(?<![0-9][\s.-])[0-9](?:[\s.-]?[0-9]){3}(?![\s.-]?[0-9])")
_SHORT = 20
"""Words at the door up to this length belong to the check-in."""


async def ask_check_in(unit: Unit, need_id: int) -> View:
    """Remember that the next position or code is a check-in for this need."""
    task = await work.own_task(unit.session, unit.actor, need_id)
    if task.need.status is Status.IN_PROGRESS:
        return View(unit.words("checked-in-before", number=task.need.number or ""))
    await people.ask(unit.session, unit.actor, "checkin", need=need_id)
    words = unit.words
    return View(
        words("ask-check-in", number=task.need.number or ""), ask_position=words.plain("button-position")
    )


async def check_in(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """A position, or the resident's code in any words; other short words are asked again."""
    if said.lat is not None and said.lon is not None:
        await visits.check_in_at(unit.session, unit.actor, data["need"], said.lat, said.lon)
    elif code := _code_in(said.text):
        visit = await visits.check_in_with(unit.session, unit.actor, data["need"], code)
        if visit is None:
            task = await work.own_task(unit.session, unit.actor, data["need"])
            return View(unit.words("code-wrong", number=task.need.number or ""))
    elif _is_of_the_door(said, meaning):
        return await ask_check_in(unit, data["need"])
    else:
        return False
    await people.answered(unit.session, unit.actor)
    return View(unit.words("checked-in"), drop_keyboard=True)


def _code_in(text: str) -> str | None:
    """The four digits that stand alone in a text, full-width and spaced ones too."""
    found = _CODE.search(unicodedata.normalize("NFKC", text))
    return "".join(filter(str.isdigit, found[0])) if found else None


def _is_of_the_door(said: Said, meaning: Understanding) -> bool:
    if said.kind is not MessageKind.TEXT or is_a_need(said, meaning) or meaning.asks:
        return False
    return len(said.text) <= _SHORT or any(map(str.isdigit, said.text))
