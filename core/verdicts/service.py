"""Verdicts 评价: the resident judges, the need closes, reopens, or leaves a remainder."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.drafts.submission import register
from core.errors import Conflict, Invalid, NotFound
from core.models import (
    CardKind,
    Follower,
    Judgement,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Outcome,
    Status,
    Verdict,
)
from core.needs import queries, service
from core.outbox import service as outbox
from core.points.closing import pay
from core.work.service import again

LOW_STARS = 2
_OUTCOME = {
    Verdict.SOLVED: Outcome.SOLVED,
    Verdict.PARTLY: Outcome.PARTLY,
    Verdict.UNSOLVED: Outcome.UNSOLVED,
}


async def _locked(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        raise NotFound("need-unknown")
    return need


async def judge(session: AsyncSession, actor: Actor, need_id: int, round_: int, verdict: Verdict) -> Need:
    """Save the verdict at the tap; unsolved reopens at once. The same tap again changes nothing.

    A follower's verdict is kept with their following. Raises Conflict `verdict-over` when it is too late.
    """
    need = await queries.lock_need(session, need_id)
    if need.reporter_id != actor.person_id:
        return await _follower_judges(session, actor, need, verdict)
    judged = await queries.judgement(session, need_id, round_)
    if need.status is not Status.DONE or need.round != round_:
        if judged is not None and judged.verdict is verdict:
            return need
        raise Conflict("verdict-over", number=need.number or "")
    if judged is None:
        judged = Judgement(
            need_id=need_id, round=round_, person_id=actor.person, verdict=verdict, at=clock.now()
        )
        session.add(judged)
    judged.verdict = verdict
    await session.flush()
    if verdict is Verdict.UNSOLVED:
        await _reopen(session, actor, need, "unsolved")
    else:
        service.note(session, need, "judged", actor, verdict.value)
        await outbox.refresh_cards(session, need.id, CardKind.VERDICT, CardKind.NEED)
    return need


async def _follower_judges(session: AsyncSession, actor: Actor, need: Need, verdict: Verdict) -> Need:
    follower = await session.get(Follower, (need.id, actor.person_id))
    if follower is None:
        raise NotFound("need-unknown")
    follower.verdict = verdict
    await session.flush()
    await outbox.refresh_cards(session, need.id, CardKind.VERDICT, CardKind.FOLLOW)
    return need


async def rate(session: AsyncSession, actor: Actor, need_id: int, round_: int, stars: int | None) -> Need:
    """Give 1 to 5 stars, or None to skip them; the need closes, or reopens with 1 or 2.

    Stars for a round that has ended already are kept with its verdict, once.
    """
    if stars is not None and not 1 <= stars <= 5:
        raise Invalid("stars-range")
    need = await _locked(session, actor, need_id)
    judged = await queries.judgement(session, need_id, round_)
    if judged is None:
        raise Conflict("verdict-first")
    if need.status is Status.DONE and need.round == round_:
        judged.stars, judged.rated_at = stars, clock.now()
        await session.flush()
        if stars is not None and stars <= LOW_STARS and judged.verdict is Verdict.SOLVED:
            await _reopen(session, actor, need, "low-stars")
        else:
            await _close(session, actor, need, judged)
    elif judged.rated_at is None:
        judged.stars, judged.rated_at = stars, clock.now()
        await session.flush()
        await outbox.refresh_cards(session, need.id, CardKind.VERDICT)
    return need


async def comment(session: AsyncSession, actor: Actor, need_id: int, words: str) -> NeedMessage:
    """Keep the resident's sentence about the result; the handler gets it."""
    need = await _locked(session, actor, need_id)
    message = _words(need, actor, Lane.COMMENT, words)
    session.add(message)
    await session.flush()
    held = await queries.finisher(session, need.id)
    if held is not None:
        await outbox.tell(
            session,
            held.person_id,
            "need-comment",
            need_id=need.id,
            dedup=f"comment:{message.id}",
            message=message.id,
        )
    return message


def _words(need: Need, actor: Actor, lane: Lane, words: str) -> NeedMessage:
    return NeedMessage(
        need_id=need.id,
        author_id=actor.person,
        lane=lane,
        kind=MessageKind.TEXT,
        text=words.strip(),
        created_at=clock.now(),
    )


async def _reopen(session: AsyncSession, actor: Actor, need: Need, reason: str) -> None:
    """Rework 返工: a new round, and the area's coordinators are told."""
    round_ = need.round
    held = await queries.finisher(session, need.id)
    if held is not None:
        held.end_reason = "reopened"
    await again(session, actor, need, "reopened", reason)
    for person_id in await queries.coordinators(session, need.area_id):
        await outbox.tell(
            session,
            person_id,
            "need-reopened",
            need_id=need.id,
            dedup=f"reopened:{need.id}:{round_}:{person_id}",
            reason=reason,
        )


async def _close(session: AsyncSession, actor: Actor, need: Need, judged: Judgement | None) -> None:
    """Close with what there is, pay, and keep the remainder of a partly solved need as a child."""
    held = await queries.finisher(session, need.id)
    silent = Outcome.TRANSFERRED if held is None else Outcome.NO_ANSWER
    outcome = silent if judged is None else _OUTCOME[judged.verdict]
    if outcome is Outcome.PARTLY:
        await _remainder(session, actor, need)
    need.outcome = outcome
    await service.move_to(session, need, Status.CLOSED, "closed", actor, outcome.value)
    await pay(session, need, held, judged)


async def _remainder(session: AsyncSession, actor: Actor, need: Need) -> Need:
    """The child need with the original words, its own number and its own clock."""
    now = clock.now()
    child = Need(
        parent_id=need.id,
        reporter_id=need.reporter_id,
        category_code=need.category_code,
        priority=need.priority,
        area_id=need.area_id,
        building_id=need.building_id,
        unit=need.unit,
        lat=need.lat,
        lon=need.lon,
        created_at=now,
        touched_at=now,
    )
    session.add(child)
    await session.flush()
    for said in await queries.messages(session, need.id, Lane.REPORT):
        session.add(
            NeedMessage(
                need_id=child.id,
                author_id=said.author_id,
                lane=Lane.REPORT,
                kind=said.kind,
                text=said.text,
                media_id=said.media_id,
                lat=said.lat,
                lon=said.lon,
                created_at=now,
            )
        )
    await session.flush()
    assert need.category_code is not None
    await register(session, child, actor, need.category_code, "remainder")
    service.note(session, need, "remainder", actor, child=child.id)
    await session.flush()
    await outbox.show_card(session, child.reporter_id, CardKind.NEED, child.id, child.id)
    return child


async def describe_remainder(session: AsyncSession, actor: Actor, need_id: int, words: str) -> Need:
    """Say what is left of a partly solved need; goes to its child."""
    parent = await _locked(session, actor, need_id)
    child = await session.scalar(
        select(Need)
        .where(Need.parent_id == parent.id)
        .order_by(Need.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    if child is None or child.closed_at is not None:
        raise Conflict("need-ended", number=parent.number or "")
    session.add(_words(child, actor, Lane.REPORT, words))
    await session.flush()
    await outbox.refresh_cards(session, child.id)
    return child


async def close_silent(session: AsyncSession, now: datetime) -> int:
    """Close needs whose time for a verdict is over, with what there is; returns how many."""
    due = await session.scalars(
        select(Need)
        .where(Need.status == Status.DONE, Need.next_at <= now)
        .order_by(Need.next_at)
        .limit(50)
        .with_for_update(key_share=True, skip_locked=True)
    )
    needs = list(due)
    for need in needs:
        await _close(session, SYSTEM, need, await queries.judgement(session, need.id, need.round))
    return len(needs)
