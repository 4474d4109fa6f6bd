"""The resident's card: a draft to check, then the need with its clock, in one message."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import ChooseCategory, NeedButton
from bot.view import Button, Rows, View
from bot.views.context import Context, media, quoted, stale_at
from bot.words import Words
from core import clock
from core.drafts.joining import RUNNING, running_like
from core.models import (
    ENDED,
    Category,
    Follower,
    Mode,
    Need,
    Offer,
    OfferState,
    Priority,
    Provider,
    Status,
    Verdict,
)
from core.needs import queries
from core.needs.deadlines import Promise
from core.needs.facts import Facts, gather
from core.needs.service import promise_for

_WITH_A_HANDLER = (Status.ASSIGNED, Status.IN_PROGRESS, Status.AWAITING_RESIDENT, Status.ON_HOLD, Status.DONE)


async def card(context: Context, need_id: int) -> View | None:
    """The card of a need's reporter."""
    facts = await gather(context.session, need_id)
    if facts.need.status is Status.DRAFT:
        return await draft(context, facts)
    if facts.need.number is None:
        return View(context.words("draft-cancelled"))
    return await clock_card(context, facts, own=True)


async def follow_card(context: Context, need_id: int) -> View | None:
    """The card of a neighbour who joined a need."""
    return await clock_card(context, await gather(context.session, need_id), own=False)


async def draft(context: Context, facts: Facts) -> View:
    """A draft: what we understood, where, what is promised; unsure guesses as buttons."""
    words, need = context.words, facts.need
    lines = [
        words("draft-title", category=words.category(facts.category), urgency=_urgency(words, need)),
        quoted(words, facts, length=300),
        words("draft-media", what=media(words, facts))
        if facts.words and (facts.photos or facts.voices)
        else "",
        _place_line(words, facts),
    ]
    rows: list[tuple[Button, ...]] = []
    running = await running_like(context.session, need) if need.category_code else None
    if facts.category is not None:
        lines.append(await _promise_line(context, facts.category, need))
    elif facts.voices and not facts.words:
        lines.append(words("draft-voice"))
    else:
        rows = [(button,) for button in await _guess_buttons(context.session, words, need)]
        lines.append(words("draft-unsure" if rows else "draft-unknown"))
    if running is not None:
        label = words.plain("button-add-to", number=running.number or "")
        rows = [(Button(label, NeedButton(do="addto", need=need.id)),)]
    return View("\n".join(line for line in lines if line), (*rows, *_draft_buttons(words, need)))


def _draft_buttons(words: Words, need: Need) -> Rows:
    def button(do: str) -> Button:
        return Button(words.plain(f"button-{do}"), NeedButton(do=do, need=need.id))

    return (
        (button("submit"),),
        (button("category"), button("address")),
        (button("photo"), button("cancel")),
    )


async def _guess_buttons(session: AsyncSession, words: Words, need: Need) -> list[Button]:
    codes = [code for code, _confidence in need.guesses[:3]]
    offered = select(Category).where(Category.code.in_(codes), Category.active)
    found = {c.code: c for c in await session.scalars(offered)}
    return [
        Button(words.category(found[code]), ChooseCategory(need=need.id, code=code))
        for code in codes
        if code in found
    ]


def _urgency(words: Words, need: Need) -> str:
    return words.code("urgency", need.priority.value) if need.priority is not Priority.NORMAL else ""


def _place_line(words: Words, facts: Facts) -> str:
    place = facts.place
    if not place.door and facts.need.lat is not None:
        return words("place-position", area=place.area)
    if not place.door:
        return words("place-without-door", area=place.area)
    return words("place", area=place.area, door=place.door)


async def _promise_line(context: Context, category: Category, need: Need) -> str:
    promised = await promise_for(context.session, category, need.area_id, clock.now())
    return promise_words(context.words, category, promised)


def promise_words(words: Words, category: Category, promised: Promise) -> str:
    """The promise in words, by who serves; outside service hours it names the hour instead of a span."""
    kind = {Mode.MENU: category.provider.value, Mode.HANDOFF: "authority"}.get(category.mode, "answer")
    kind = "answer" if category.provider is Provider.ORGANISATION else kind
    when = (
        words.plain("by-time", time=words.time(promised.respond_by))
        if promised.starts_later
        else words.plain("within", span=words.span(timedelta(minutes=promised.respond_minutes)))
    )
    solve = words.span(timedelta(hours=promised.resolve_hours))
    return words(f"promise-{kind}", when=when, solve=solve)


async def clock_card(context: Context, facts: Facts, *, own: bool) -> View:
    """Status, who has it, time left, next step."""
    words, need = context.words, facts.need
    said = await _verdict(context, need, own=own) if need.status is Status.DONE else None
    lines = [
        words("need-title", number=need.number or "", category=words.category(facts.category)),
        quoted(words, facts, length=300) if own else "",
        _where(words, facts, own=own),
        words("verdict-said", verdict=words.code("button", said.value))
        if said
        else words.code("status", need.status.value),
        *_who(words, facts),
        *await _time_lines(context, facts),
        await _next_step(context, facts, said, own=own),
        words("followers", n=facts.followers) if facts.followers else "",
    ]
    if own and facts.code:
        lines.append(words("arrival-code", code=facts.code))
    rows = _clock_buttons(words, facts) if own else ()
    text = "\n".join(line for line in lines if line)
    return View(text, rows, refresh_at=None if need.status in ENDED else stale_at(need))


async def _verdict(context: Context, need: Need, *, own: bool) -> Verdict | None:
    """What this person has said of the result."""
    if not own:
        return await followers_verdict(context.session, need.id, context.to.person_id)
    judged = await queries.judgement(context.session, need.id, need.round)
    return judged.verdict if judged is not None else None


def _where(words: Words, facts: Facts, *, own: bool) -> str:
    """The door for the resident, as long as it can be corrected; the area for a neighbour."""
    if not own:
        return words("place-area", area=facts.place.area)
    return _place_line(words, facts) if facts.place.area and facts.need.status in RUNNING else ""


def _who(words: Words, facts: Facts) -> list[str]:
    need = facts.need
    if need.status is Status.TRANSFERRED:
        return [
            words(
                "who-authority", authority=need.authority or "", reference=need.authority_reference or "none"
            )
        ]
    if facts.handler is None:
        return []
    return [words("who", name=facts.handler.name)]


async def _time_lines(context: Context, facts: Facts) -> list[str]:
    words, need = context.words, facts.need
    if need.status in (Status.REGISTERED, Status.OFFERED, Status.TRIAGE) and need.respond_by:
        return [words("respond-by", time=words.time(need.respond_by), left=words.left(need.respond_by))]
    if need.status in (Status.ASSIGNED, Status.IN_PROGRESS) and need.resolve_by:
        return [words("resolve-by", time=words.time(need.resolve_by), left=words.left(need.resolve_by))]
    if need.status in (Status.AWAITING_RESIDENT, Status.ON_HOLD) and need.next_at:
        return [words("paused-until", time=words.time(need.next_at))]
    if need.status is Status.TRANSFERRED and need.next_at:
        return [words("next-date", time=words.time(need.next_at))]
    return []


async def _next_step(context: Context, facts: Facts, said: Verdict | None, *, own: bool) -> str:
    words, need = context.words, facts.need
    if said is not None:
        return words("next-judged") if own else ""
    if need.status is Status.OFFERED:
        return words("next-offered", n=await _waiting_offers(context.session, need))
    if need.status is Status.CLOSED and need.outcome is not None:
        return words.code("outcome", need.outcome.value)
    if need.status is Status.REJECTED and need.reject_reason:
        return words("next-rejected", reason=words.code("reject", need.reject_reason))
    if need.status is Status.DONE and not own:
        return words("next-done-follower")
    return words.code("next", need.status.value)


async def _waiting_offers(session: AsyncSession, need: Need) -> int:
    query = select(func.count()).select_from(Offer)
    waiting = query.where(Offer.need_id == need.id, Offer.state == OfferState.PENDING)
    return int(await session.scalar(waiting) or 0)


def _clock_buttons(words: Words, facts: Facts) -> Rows:
    need = facts.need
    first: list[str] = []
    if facts.handler is not None and need.status in _WITH_A_HANDLER:
        first.append("contact")
    if need.status in RUNNING:
        first += ["address", "photo", "cancel"]
    buttons = [Button(words.plain(f"button-{do}"), NeedButton(do=do, need=need.id)) for do in first]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


async def followers_verdict(session: AsyncSession, need_id: int, person_id: int) -> Verdict | None:
    """What a follower said of the result."""
    follower = await session.get(Follower, (need_id, person_id))
    return follower.verdict if follower else None
