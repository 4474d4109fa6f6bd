"""Words typed where there is a button: submit, cancel, it is mended, it is not."""

from collections.abc import Awaitable, Callable

from sqlalchemy import Select, select

from bot.edge import Unit
from bot.handlers.commands import give_up, needs_of
from bot.handlers.reading import is_another_need
from bot.handlers.submitting import cancel_question, submit_now
from bot.handlers.talking import spoken_to
from bot.view import View
from bot.views.verdict import verdict_rows
from core import clock
from core.drafts import submission
from core.drafts.joining import RUNNING
from core.drafts.service import SAME_MEDIA_WITHIN, Said
from core.matching.typed import Typed, typed
from core.matching.understand import Understanding
from core.models import MessageKind, Need, Status

_ABOUT_THE_NEED = ("address", "answer", "photo")
"""Open questions that words like "cancel" do not end: they are about the need itself."""

_MAY_BE_ANSWERS = (Typed.YES, Typed.NO_MORE, Typed.UNSOLVED)
"""Words that are for the handler, if the handler has just written."""


async def typed_words(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    """Do what the words stand for, unless they go to the other side of a need."""
    if said.kind is not MessageKind.TEXT or unit.relay_need_id is not None:
        return False
    code = typed(said.text)
    if code in _MAY_BE_ANSWERS and await spoken_to(unit) is not None:
        return False
    return await _DO[code](unit, said, meaning) if code is not None else False


async def _submit(unit: Unit, _said: Said, _meaning: Understanding) -> View | bool:
    draft = await _draft(unit)
    if draft is None or draft.area_id is None:
        return False
    words, near = await submit_now(unit, draft.id)
    return View(f"{words}\n\n{near.text}", near.rows) if near is not None else View(words)


async def _yes(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    """A bare yes is for the draft that was just shown, if nothing else was asked."""
    draft = await _draft(unit)
    just_now = draft is not None and clock.now() - draft.touched_at <= SAME_MEDIA_WITHIN
    return await _submit(unit, said, meaning) if just_now and unit.question is None else False


async def _cancel(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    draft = await _draft(unit)
    if draft is not None:
        await submission.cancel(unit.session, unit.actor, draft.id)
        return View(unit.words("draft-cancelled"))
    if unit.question is not None and unit.question.state not in _ABOUT_THE_NEED:
        return await give_up(unit)
    running = await _running(unit)
    if len(running) == 1:
        return cancel_question(unit.words, running[0])
    return await _how_to_cancel(unit, said, meaning) if running else await give_up(unit)


async def _how_to_cancel(unit: Unit, _said: Said, _meaning: Understanding) -> View | bool:
    listed = await needs_of(unit)
    return View(unit.words("cancel-how"), listed.rows)


async def _no_more(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    running = await _running(unit)
    if not running or (unit.question is not None and unit.question.state == "answer"):
        return False
    if len(running) > 1:
        return await _how_to_cancel(unit, said, meaning)
    return cancel_question(unit.words, running[0])


async def _unsolved(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    """While the verdict waits, show its buttons again."""
    need = await unit.session.scalar(_own(unit).where(Need.status == Status.DONE).limit(1))
    if need is None or is_another_need(said, meaning, need.category_code):
        return False
    return View(unit.words("unsolved-tap", number=need.number or ""), verdict_rows(unit.words, need))


async def _draft(unit: Unit) -> Need | None:
    newest = select(Need).where(Need.reporter_id == unit.actor.person, Need.status == Status.DRAFT)
    return await unit.session.scalar(newest.order_by(Need.touched_at.desc(), Need.id.desc()).limit(1))


async def _running(unit: Unit) -> list[Need]:
    return list(await unit.session.scalars(_own(unit).where(Need.status.in_(RUNNING)).limit(2)))


def _own(unit: Unit) -> Select[Need]:
    return select(Need).where(Need.reporter_id == unit.actor.person).order_by(Need.id.desc())


_DO: dict[Typed, Callable[[Unit, Said, Understanding], Awaitable[View | bool]]] = {
    Typed.SUBMIT: _submit,
    Typed.YES: _yes,
    Typed.CANCEL: _cancel,
    Typed.HOW_TO_CANCEL: _how_to_cancel,
    Typed.UNSOLVED: _unsolved,
    Typed.NO_MORE: _no_more,
}
