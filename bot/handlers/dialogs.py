"""Answers to open questions: a picture, a code, a result, a word to the handler, an authority."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.callbacks import NeedButton, TriageButton
from bot.edge import Unit
from bot.handlers import places
from bot.handlers.check_in import check_in
from bot.handlers.reading import is_a_need, is_another_need
from bot.handlers.triage import transfer_in
from bot.view import Button, View
from core import clock
from core.drafts import service as drafts
from core.drafts.service import Said
from core.errors import Invalid
from core.matching.address import is_none
from core.matching.dates import find_day
from core.matching.understand import Kind, Understanding
from core.models import Lane, MessageKind, Need, Status
from core.needs import queries as needs
from core.needs.facts import gather
from core.people import service as people
from core.relay import service as relay
from core.triage import service as triage
from core.verdicts.remainder import describe_remainder
from core.work import pauses
from core.work import service as work

Answer = Callable[[Unit, dict[str, Any], Said, Understanding], Awaitable[View | bool]]
_PICTURES = (MessageKind.PHOTO, MessageKind.DOCUMENT)
_JUST_ASKED = timedelta(minutes=10)


async def _photo(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    """A picture, voice or position for a need; words go their usual way."""
    if said.kind is MessageKind.TEXT:
        return False
    await drafts.add_material(unit.session, unit.actor, data["need"], said)
    return View(unit.words("photo-kept"))


async def _result(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """A picture of the result, after done; words go their usual way, unless they are a reply."""
    need = await needs.by_id(unit.session, data["need"])
    if said.kind not in _PICTURES or is_another_need(said, meaning, need.category_code):
        return False
    return await _say_result(unit, data, said, meaning)


async def _say_result(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View | bool:
    if said.kind is MessageKind.LOCATION:
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
    """The resident's answer to the handler's question; what is plainly something else goes its own way."""
    need = await unit.session.get(Need, data["need"])
    if need is None or need.status is not Status.AWAITING_RESIDENT:
        await people.answered(unit.session, unit.actor)
        return False
    just_asked = clock.now() - datetime.fromisoformat(data["at"]) <= _JUST_ASKED
    if is_another_need(said, meaning, need.category_code) or meaning.asks:
        return False
    if is_a_need(said, meaning) and not just_asked:
        return False
    return await _say_answer(unit, data, said, meaning)


async def _say_answer(unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding) -> View:
    """Pass the answer on and name who got it; words can be taken back."""
    await relay.pass_on(
        unit.session, unit.actor, data["need"], said.kind, said.text, said.media_id, said.lat, said.lon
    )
    await _close(unit, "answer")
    facts, words = await gather(unit.session, data["need"]), unit.words
    text = words(
        "answer-passed",
        number=facts.need.number or "",
        category=words.category(facts.category),
        name=facts.handler.name if facts.handler else words.plain("relay-handler"),
    )
    if said.kind is not MessageKind.TEXT:
        return View(text)
    button = Button(words.plain("button-not-for-them"), NeedButton(do="notthem", need=facts.need.id))
    return View(text, ((button,),))


async def _close(unit: Unit, state: str) -> None:
    """The question with this state is answered; another one stays."""
    if unit.question is not None and unit.question.state == state:
        await people.answered(unit.session, unit.actor)


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
    today = clock.local(clock.now()).date()
    day = find_day(said.text, today)
    if day is None:
        return View(unit.words("error-date-format"))
    days = (day - today).days
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


async def _remainder(unit: Unit, data: dict[str, Any], said: Said, meaning: Understanding) -> View | bool:
    """What is left of a partly solved need, unless the words are plainly something else."""
    need = await needs.by_id(unit.session, data["need"])
    polite = meaning.kind in (Kind.THANKS, Kind.CHITCHAT) and not is_none(said.text)
    if polite or meaning.asks or is_another_need(said, meaning, need.category_code):
        return False
    return await _say_remainder(unit, data, said, meaning)


async def _say_remainder(
    unit: Unit, data: dict[str, Any], said: Said, _meaning: Understanding
) -> View | bool:
    if not said.text:
        return False
    await _close(unit, "remainder")
    if is_none(said.text):
        return View(unit.words("remainder-none"))
    await describe_remainder(unit.session, unit.actor, data["need"], said.text)
    return View(unit.words("remainder-kept"))


ANSWERS: dict[str, Answer] = {
    "area": places.area,
    "address": places.address,
    "photo": _photo,
    "checkin": check_in,
    "result": _result,
    "question": _question,
    "answer": _answer,
    "authority": _authority,
    "reference": _reference,
    "next-date": _next_date,
    "authority-result": _authority_result,
    "remainder": _remainder,
}

PROMPTS: dict[str, Answer] = {
    "ask-address": places.address,
    "task-done": _say_result,
    "need-question": _say_answer,
    "ask-remainder": _say_remainder,
}
"""What a reply to a message of the outbox is, by the kind of that message; else it is for the relay."""
