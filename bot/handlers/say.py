"""Where a message goes: an emergency wins; then what it replies to; then an open question; then the open
draft, the relay, or a new draft."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import Message
from sqlalchemy import select

from bot import answer
from bot.edge import Edge, Unit
from bot.handlers import dialogs
from bot.handlers.draft import relay_opened
from bot.handlers.reading import is_a_need, is_another_need
from bot.handlers.small_talk import small_talk
from bot.handlers.start import ask_area
from bot.handlers.talking import answer_lately, pass_on_or_register
from bot.handlers.typed import typed_words
from bot.incoming import Flood, read
from bot.view import View
from core import clock
from core.drafts import emergency
from core.drafts import service as drafts
from core.drafts.queries import active_codes
from core.drafts.service import Said
from core.errors import Conflict, NotFound, Refusal
from core.matching.understand import Understanding, understand
from core.models import Card, CardKind, MessageKind, Need, Outbox, Status
from core.outbox import service as outbox
from core.people import service as people
from core.relay import service as relay
from core.verdicts import service as verdicts

router = Router()


@dataclass(frozen=True)
class _Said:
    """A message on its way through the steps."""

    unit: Unit
    edge: Edge
    message: Message
    said: Said
    meaning: Understanding
    flood: bool


_Step = Callable[[_Said], Awaitable[View | bool]]
"""A step answers False if the message is not for it, True if it dealt with it, a view to answer with."""


@router.message(F.text.startswith("/"))
async def unknown_command(message: Message, edge: Edge) -> None:
    """A command that is not ours is no need."""
    async with edge.work():
        pass
    await answer.say(message, View(edge.words("unknown-command")))


@router.message(F.text | F.photo | F.voice | F.document | F.location)
async def say(message: Message, edge: Edge, flood: Flood) -> None:
    """Put a message where it belongs."""
    too_fast = flood.too_fast(edge.channel, message)
    async with edge.work() as unit:
        said = await read(unit, edge, message)
        meaning = understand(said.text, await active_codes(unit.session))
        view = await _walk(_Said(unit, edge, message, said, meaning, too_fast))
    if isinstance(view, View):
        await answer.say(message, view, reply=bool(view.rows))


async def _walk(said: _Said) -> View | bool:
    for step in (
        _emergency,
        _reply,
        _during_emergency,
        _typed,
        _question,
        _relay,
        _lately,
        _small_talk,
        _draft,
    ):
        dealt = await step(said)
        if dealt is not False:
            return dealt
    return False


async def _emergency(said: _Said) -> View | bool:
    kind = said.meaning.emergency
    if kind is None:
        return False
    await emergency.report(said.unit.session, said.unit.actor, said.said, kind)
    if said.unit.actor.home_area_id is None:
        await ask_area(said.unit, waiting=True)
    return True


async def _during_emergency(said: _Said) -> View | bool:
    """For a while after an alarm all words belong to it, but those that are plainly another need.

    An address goes to the question that waits for one as well.
    """
    unit = said.unit
    need = await emergency.current(unit.session, unit.actor)
    if need is None or is_another_need(said.said, said.meaning, need.category_code):
        return False
    alerted = await emergency.more(unit.session, unit.actor, need, said.said)
    if unit.question is not None and unit.question.state in ("address", "area"):
        return False
    return View(unit.words("emergency-passed" if alerted else "emergency-nobody"))


async def _reply(said: _Said) -> View | bool:
    """A reply to a verdict is a comment, to a draft more of it, to anything else about a need the relay."""
    replied = said.message.reply_to_message
    if replied is None:
        return False
    card = await said.unit.session.scalar(
        select(Card).where(
            Card.contact_id == said.unit.actor.contact_id, Card.message_id == replied.message_id
        )
    )
    if card is not None and card.kind is CardKind.VERDICT and said.said.text:
        await verdicts.comment(said.unit.session, said.unit.actor, card.subject_id, said.said.text)
        return View(said.unit.words("comment-kept"))
    if card is None:
        return await _reply_to_words(said, replied.message_id)
    need = await said.unit.session.get(Need, card.need_id)
    of_others = card.kind in (CardKind.OFFER, CardKind.TRIAGE)
    if need is None or need.number is None or of_others:
        return False
    return await _pass_on(said, need)


async def _reply_to_words(said: _Said, message_id: int) -> View | bool:
    """A reply to a message that is no card: the answer to what it asked, else for the relay of its need."""
    unit = said.unit
    row = await unit.session.scalar(
        select(Outbox).where(Outbox.contact_id == unit.actor.contact_id, Outbox.message_id == message_id)
    )
    if row is None:
        return False
    if row.kind in dialogs.PROMPTS:
        data = {"need": row.need_id or 0}
        if unit.question is not None and unit.question.data.get("need") == data["need"]:
            data = unit.question.data
        return await dialogs.PROMPTS[row.kind](unit, data, said.said, said.meaning)
    need = await unit.session.get(Need, row.need_id) if row.need_id else None
    return await _pass_on(said, need) if need is not None and need.number is not None else False


async def _typed(said: _Said) -> View | bool:
    """Words that stand for a button."""
    return await typed_words(said.unit, said.said, said.meaning)


async def _question(said: _Said) -> View | bool:
    question = said.unit.question
    if question is None:
        return False
    try:
        async with said.unit.session.begin_nested():
            return await dialogs.ANSWERS[question.state](said.unit, question.data, said.said, said.meaning)
    except (Conflict, NotFound) as refusal:
        return await _nothing_to_answer(said, refusal)


async def _nothing_to_answer(said: _Said, refusal: Refusal) -> View:
    """What was asked is over: say so once; words that are a need of their own go their way as well."""
    await people.answered(said.unit.session, said.unit.actor)
    if is_a_need(said.said, said.meaning) and not await _relay(said):
        await _draft(said)
    return View(said.unit.words(f"error-{refusal.code}", **refusal.params))


async def _relay(said: _Said) -> View | bool:
    """The relay, unless the message belongs to the open draft, or nobody is at the other end any more."""
    if said.unit.relay_need_id is None:
        return False
    need = await said.unit.session.get(Need, said.unit.relay_need_id)
    if need is None or await drafts.has_open_draft(
        said.unit.session, said.unit.actor, said.said, said.meaning
    ):
        return False
    awaited = need.status is Status.AWAITING_RESIDENT or said.said.kind is not MessageKind.TEXT
    if not awaited and is_another_need(said.said, said.meaning, need.category_code):
        return pass_on_or_register(said.unit, need)
    try:
        return await _pass_on(said, need)
    except (Conflict, NotFound):
        await relay.close_relay(said.unit.session, said.unit.actor)
        return False


async def _lately(said: _Said) -> View | bool:
    """Words that answer what the handler wrote not long ago."""
    return await answer_lately(said.unit, said.said, said.meaning)


async def _pass_on(said: _Said, need: Need) -> View:
    part = said.said
    await relay.pass_on(
        said.unit.session, said.unit.actor, need.id, part.kind, part.text, part.media_id, part.lat, part.lon
    )
    if said.unit.relay_need_id == need.id:
        opened = relay_opened(said.unit, need)
        return View(said.unit.words("relay-passed", number=need.number or ""), opened.rows)
    return View(said.unit.words("relay-passed", number=need.number or ""))


async def _small_talk(said: _Said) -> View | bool:
    """Talk that is no need; in a flood of messages nothing is answered."""
    return False if said.flood else await small_talk(said.unit, said.said, said.meaning)


async def _draft(said: _Said) -> View | bool:
    unit = said.unit
    made = await drafts.say(unit.session, unit.actor, said.said, said.meaning, flood=said.flood)
    if said.flood:
        minute = clock.now().strftime("%Y%m%d%H%M")
        await outbox.tell(
            unit.session, unit.actor.person, "slow-down", dedup=f"slow:{unit.actor.contact_id}:{minute}"
        )
    if any(need.area_id is None for need in made):
        await ask_area(unit, waiting=True)
    return True


@router.message()
async def unusable(message: Message, edge: Edge) -> None:
    """Stickers, polls, video notes and the like."""
    async with edge.work() as unit:
        waiting = select(Need.id).where(Need.reporter_id == unit.actor.person_id, Need.status == Status.DRAFT)
        has_draft = (await unit.session.execute(waiting.limit(1))).first() is not None
    await answer.say(
        message, View(edge.words("error-message-kind-draft" if has_draft else "error-message-kind"))
    )
