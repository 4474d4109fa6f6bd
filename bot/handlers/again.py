"""Words that were taken for talk or for an answer become a need after all: once, however often one taps."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy import select

from bot import answer
from bot.callbacks import NeedButton, SettingButton
from bot.edge import Edge, Unit, toast
from bot.handlers.start import ask_area
from bot.incoming import text_of
from bot.view import View
from core.drafts import joining
from core.drafts import service as drafts
from core.drafts.queries import active_codes
from core.drafts.service import Said
from core.drafts.submission import OTHER, choose_category
from core.errors import Conflict, Invalid, NotFound
from core.matching.understand import Asks, understand
from core.models import ENDED, Lane, MessageKind, Need, NeedMessage
from core.needs import queries as needs
from core.outbox import service as outbox
from core.relay import service as relay

router = Router()


@router.callback_query(SettingButton.filter(F.do == "register"))
async def register(query: CallbackQuery, edge: Edge) -> None:
    """What was taken for talk is a need after all."""
    async with edge.work() as unit:
        await _draft(unit, query)
    await answer.show(query, View(edge.words("registered")))


@router.callback_query(NeedButton.filter(F.do == "notthem"))
async def not_for_them(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """What was taken for the answer was none: it becomes a draft, and the handler is told to ask again."""
    async with edge.work() as unit:
        need = await needs.by_id(unit.session, callback_data.need)
        if need.reporter_id != unit.actor.person_id:
            raise NotFound("need-unknown")
        await _draft(unit, query)
        held = await needs.lead(unit.session, need.id)
        if held is not None:
            await outbox.tell(unit.session, held.person_id, "answer-taken-back", need_id=need.id)
    await answer.show(query, View(edge.words("registered")))


@router.callback_query(NeedButton.filter(F.do == "passon"))
async def pass_on(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Words in the relay that looked like another need are for the other side after all."""
    async with edge.work() as unit:
        need, text = await needs.lock_need(unit.session, callback_data.need), _asked_text(query)
        if await _passed_before(unit, need, text):
            raise Conflict("said-before")
        await relay.pass_on(unit.session, unit.actor, need.id, MessageKind.TEXT, text)
    await answer.show(query, View(edge.words("relay-passed", number=need.number or "")))


async def _passed_before(unit: Unit, need: Need, text: str) -> bool:
    said = await needs.messages(unit.session, need.id, Lane.RELAY)
    return any(message.author_id == unit.actor.person and message.text == text for message in said)


@router.callback_query(NeedButton.filter(F.do == "addto"))
async def add_to(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """A draft belongs to the one running need of its kind."""
    async with edge.work() as unit:
        need = await joining.add_to_running(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("added-to", number=need.number or ""))


def _asked_text(query: CallbackQuery) -> str:
    """The words that the message of a tap answers."""
    asked = getattr(query.message, "reply_to_message", None)
    text = text_of(asked) if asked is not None else ""
    if not text:
        raise Invalid("say-again")
    return text


async def _draft(unit: Unit, query: CallbackQuery) -> None:
    """Make the words that were answered a draft; Conflict `said-before` if they are one already."""
    text = _asked_text(query)
    meaning = understand(text, await active_codes(unit.session))
    if await _said_before(unit, {text, *meaning.parts}):
        raise Conflict("said-before")
    made = await drafts.say(unit.session, unit.actor, Said(MessageKind.TEXT, text), meaning)
    if meaning.asks is Asks.PERSON and made[0].category_code is None:
        await choose_category(unit.session, unit.actor, made[0].id, OTHER)
    if made[0].area_id is None:
        await ask_area(unit, waiting=True)


async def _said_before(unit: Unit, texts: set[str]) -> bool:
    """True if one of these sentences stands in a need of this person that has not ended."""
    kept = (
        select(NeedMessage.id)
        .join(Need, Need.id == NeedMessage.need_id)
        .where(
            Need.reporter_id == unit.actor.person,
            Need.status.not_in(ENDED),
            NeedMessage.lane == Lane.REPORT,
            NeedMessage.text.in_(texts),
        )
    )
    return (await unit.session.execute(kept.limit(1))).first() is not None
