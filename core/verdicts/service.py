"""Verdicts 评价: the resident judges, the need closes, reopens, or leaves a remainder."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.errors import Conflict, Invalid, NotFound
from core.models import (
    CardKind,
    Follower,
    Judgement,
    Lane,
    Need,
    NeedMessage,
    Outcome,
    Status,
    Verdict,
)
from core.needs import queries, service
from core.needs.sweeping import each
from core.outbox import service as outbox
from core.points.closing import pay
from core.verdicts.remainder import leave_remainder
from core.work.service import again, write

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
        return await _follower_judges(session, actor, need, round_, verdict)
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


async def _follower_judges(
    session: AsyncSession, actor: Actor, need: Need, round_: int, verdict: Verdict
) -> Need:
    follower = await session.get(Follower, (need.id, actor.person_id))
    if follower is None:
        raise NotFound("need-unknown")
    if need.round == round_ and follower.verdict is verdict:
        return need
    if need.status is not Status.DONE or need.round != round_:
        raise Conflict("verdict-over", number=need.number or "")
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
    """Keep the sentence of the resident or of a follower about the result; the handler gets it."""
    need = await queries.lock_need(session, need_id)
    if actor.person_id not in (need.reporter_id, *await queries.follower_ids(session, need.id)):
        raise NotFound("need-unknown")
    message = await write(session, actor, need.id, Lane.COMMENT, words.strip())
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


async def _reopen(session: AsyncSession, actor: Actor, need: Need, reason: str) -> None:
    """Rework 返工: a new round, in which followers are asked anew; the area's coordinators are told."""
    round_ = need.round
    held = await queries.finisher(session, need.id)
    if held is not None:
        held.end_reason = "reopened"
    await session.execute(update(Follower).where(Follower.need_id == need.id).values(verdict=None))
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
        await leave_remainder(session, actor, need)
    need.outcome = outcome
    await service.move_to(session, need, Status.CLOSED, "closed", actor, outcome.value)
    await pay(session, need, held, judged)


async def close_silent(session: AsyncSession, now: datetime) -> int:
    """Close needs whose time for a verdict is over, with what there is; returns how many."""
    return await each(session, now, _close_silent, Need.status == Status.DONE, Need.next_at <= now)


async def _close_silent(session: AsyncSession, need: Need) -> None:
    await _close(session, SYSTEM, need, await queries.judgement(session, need.id, need.round))
