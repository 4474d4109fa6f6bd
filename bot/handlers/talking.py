"""What goes to the other side of a need without a reply or a button, and what is offered instead."""

from datetime import timedelta

from sqlalchemy import exists, select

from bot.callbacks import NeedButton, SettingButton
from bot.edge import Unit
from bot.handlers import dialogs
from bot.handlers.reading import is_a_need
from bot.view import Button, View
from core import clock
from core.drafts import service as drafts
from core.drafts.service import Said
from core.matching.understand import Understanding
from core.models import HELD, Lane, MessageKind, Need, NeedMessage

LATELY = timedelta(hours=2)
"""For so long after a word of the handler, the resident's words are an answer to it."""


async def spoken_to(unit: Unit) -> Need | None:
    """The resident's need whose handler wrote to them last, not long ago."""
    said_lately = exists().where(
        NeedMessage.need_id == Need.id,
        NeedMessage.lane == Lane.RELAY,
        NeedMessage.author_id != unit.actor.person,
        NeedMessage.created_at > clock.now() - LATELY,
    )
    own = select(Need).where(Need.reporter_id == unit.actor.person, Need.status.in_(HELD), said_lately)
    last = select(NeedMessage.id).where(NeedMessage.need_id == Need.id, NeedMessage.lane == Lane.RELAY)
    newest_first = last.order_by(NeedMessage.id.desc()).limit(1).correlate(Need).scalar_subquery()
    return await unit.session.scalar(own.order_by(newest_first.desc()).limit(1))


async def answer_lately(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    """Words that may answer the handler go to them, and can be taken back."""
    if said.kind is not MessageKind.TEXT or meaning.asks:
        return False
    need = await spoken_to(unit)
    if need is None or _is_of_another_category(said, meaning, need):
        return False
    if await drafts.has_open_draft(unit.session, unit.actor, said, meaning):
        return False
    return await dialogs.PROMPTS["need-question"](unit, {"need": need.id}, said, meaning)


def _is_of_another_category(said: Said, meaning: Understanding, need: Need) -> bool:
    """Words that say clearly what is wrong, and that it is something else than this need."""
    return is_a_need(said, meaning) and meaning.sure_code != need.category_code


def pass_on_or_register(unit: Unit, need: Need) -> View:
    """Words in the relay that are plainly another need: for the other side, or a need of their own?"""
    words = unit.words
    pass_on = Button(words.plain("button-pass-on"), NeedButton(do="passon", need=need.id))
    register = Button(words.plain("button-register"), SettingButton(do="register"))
    return View(words("relay-or-need", number=need.number or ""), ((pass_on,), (register,)))
