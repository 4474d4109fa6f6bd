"""Triage: take it, choose a team, correct the category, transfer to an authority, reject."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import SYSTEM, Actor
from core.db import insert
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.matching.score import Scored
from core.models import (
    Assignment,
    Card,
    CardKind,
    Category,
    CategoryExample,
    Lane,
    MessageKind,
    Need,
    NeedEvent,
    NeedMessage,
    Offer,
    Person,
    Role,
    RoleKind,
    Status,
    Team,
    TeamArea,
)
from core.needs import queries, service
from core.needs.deadlines import offer_time
from core.needs.sweeping import each
from core.people.queries import reachable
from core.registry import queries as registry
from core.routing import answers, candidates
from core.routing.service import make_offer
from core.work.service import finish

REJECT_REASONS = ("outside-remit", "unlawful", "no-facts", "in-court", "repeated", "other")
"""After the classes that Beijing's regulation does not dispatch (art. 11; FIELD notes 4.1)."""
NAME_LENGTH = 100
CALL_AGAIN = timedelta(minutes=5)


async def _locked(session: AsyncSession, actor: Actor, need_id: int, *statuses: Status) -> Need:
    """The need, locked, for an officer of its area; Conflict `triage-over` if it is in no such state."""
    if not actor.holds(RoleKind.COORDINATOR, RoleKind.ADMIN):
        raise Forbidden("coordinators-only")
    need = await queries.lock_need(session, need_id)
    await queries.require_officer(session, actor, need)
    if need.status not in statuses:
        raise Conflict("triage-over", number=need.number or "", status=need.status.value)
    return need


async def in_state(session: AsyncSession, actor: Actor, need_id: int, status: Status) -> Need:
    """The need, for a dialog about it that makes sense in this state only; Conflict `triage-over`."""
    return await _locked(session, actor, need_id, status)


async def take_it(session: AsyncSession, actor: Actor, need_id: int) -> Assignment:
    """The coordinator takes the need in hand; taking it again returns the same assignment."""
    held = await queries.lead(session, need_id)
    if held is not None and held.person_id == actor.person_id:
        return held
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    return await answers.take(session, actor, need, team_id=None, offer=None)


async def teams_for(session: AsyncSession, actor: Actor, need_id: int) -> list[Team]:
    """Active teams that cover the need's area, those that serve its category first."""
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    if need.area_id is None:
        raise Conflict("area-needed")
    upwards = registry.path_ids(await queries.area_path(session, need.area_id))
    teams = await session.scalars(
        select(Team)
        .where(Team.active, Team.id.in_(select(TeamArea.team_id).where(TeamArea.area_id.in_(upwards))))
        .order_by(Team.code)
    )
    serving = {candidate.team_id for candidate in await candidates.teams(session, need)}
    return sorted(teams, key=lambda team: team.id not in serving)


async def choose_team(session: AsyncSession, actor: Actor, need_id: int, team_id: int) -> Offer:
    """Offer the need to a team of the coordinator's choice; Conflict `team-nobody` if it has nobody."""
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    if team_id not in {team.id for team in await teams_for(session, actor, need_id)}:
        raise NotFound("team-unknown", value=team_id)
    people = await candidates.team_recipients(session, team_id, need)
    if not people:
        raise Conflict("team-nobody")
    category = await session.get(Category, need.category_code)
    assert category is not None
    settings = await registry.settings_of(session, need.area_id)
    need.round += 1
    need.wave = 1
    until = need.next_at = clock.now() + offer_time(service.limits_of(category), settings, wave=False)
    await service.move_to(session, need, Status.OFFERED, "team-chosen", actor, team=team_id)
    chosen = candidates.Candidate(team_id, None, people, Scored(0.0, ({"code": "chosen"},)))
    return await make_offer(session, need, chosen, "team", until)


async def recategorise(session: AsyncSession, actor: Actor, need_id: int, code: str) -> Need:
    """Correct the category; the need is routed anew, and the correction is kept as an example."""
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    category = await session.get(Category, code)
    if category is None or not category.active:
        raise NotFound("category-unknown", value=code)
    if code == need.category_code:
        raise Conflict("category-same")
    values = {"person_id": actor.person, "chosen_code": code, "at": clock.now()}
    statement = insert(session, CategoryExample).values(
        need_id=need.id, guessed_code=need.category_code, **values
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["need_id"], set_=values))
    need.category_code, need.priority = code, need.priority if need.emergency else category.priority
    need.round += 1
    need.wave, need.next_at = 0, clock.now()
    await service.move_to(session, need, Status.REGISTERED, "recategorised", actor, code)
    return need


async def transfer(
    session: AsyncSession, actor: Actor, need_id: int, authority: str, reference: str, next_date: datetime
) -> Need:
    """Hand the need to an authority 转办; it is asked about at the next date (aware).

    Raises Invalid `authority-empty` or `date-past`.
    """
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    if not authority.strip():
        raise Invalid("authority-empty")
    if next_date <= clock.now():
        raise Invalid("date-past")
    need.authority, need.authority_reference = (
        authority.strip()[:NAME_LENGTH],
        reference.strip()[:NAME_LENGTH],
    )
    need.next_at = next_date
    need.responded_at = need.responded_at or clock.now()
    await service.move_to(session, need, Status.TRANSFERRED, "transferred", actor)
    await service.tell_residents(session, need, "need-transferred")
    return need


async def enter_result(session: AsyncSession, actor: Actor, need_id: int, words: str) -> Need:
    """Enter what the authority did; the resident gets it and judges."""
    if not words.strip():
        raise Invalid("result-empty")
    need = await _locked(session, actor, need_id, Status.TRANSFERRED)
    message = NeedMessage(
        need_id=need.id,
        author_id=actor.person,
        lane=Lane.RESULT,
        kind=MessageKind.TEXT,
        text=words.strip(),
        created_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    await service.tell_residents(
        session, need, "need-result", dedup=f"result:{message.id}", message=message.id
    )
    await finish(session, actor, need)
    return need


async def take_back(session: AsyncSession, actor: Actor, need_id: int) -> Need:
    """Take a transferred need back into triage."""
    need = await _locked(session, actor, need_id, Status.TRANSFERRED)
    need.triage_reason, need.next_at = "taken-back", None
    await service.move_to(session, need, Status.TRIAGE, "taken-back", actor)
    await service.show_triage(session, need)
    return need


async def reject(session: AsyncSession, actor: Actor, need_id: int, reason: str) -> Need:
    """Reject with a reason code; the resident is told why."""
    if reason not in REJECT_REASONS:
        raise Invalid("reason-unknown")
    need = await _locked(session, actor, need_id, Status.TRIAGE)
    need.reject_reason = reason
    await service.move_to(session, need, Status.REJECTED, "rejected", actor, reason)
    await service.tell_residents(session, need, "need-rejected", dedup=f"rejected:{need.id}")
    return need


async def ask_about_transferred(session: AsyncSession, now: datetime) -> int:
    """Show transferred needs to the coordinators again at their next date; returns how many."""
    return await each(session, now, _ask_again, Need.status == Status.TRANSFERRED, Need.next_at <= now)


async def _ask_again(session: AsyncSession, need: Need) -> None:
    need.next_at = clock.now() + timedelta(days=1)
    await service.show_triage(session, need)


async def show_unseen(session: AsyncSession, now: datetime) -> int:
    """Show needs in triage whom no coordinator of today can see, as all were away; returns how many."""
    seen = (
        exists()
        .where(Card.kind == CardKind.TRIAGE, Card.subject_id == Need.id, Card.person_id == Person.id)
        .where(Role.person_id == Person.id, Role.kind == RoleKind.COORDINATOR, Role.ended_at.is_(None))
        .where(reachable())
    )
    unseen = await session.scalars(
        select(Need)
        .where(Need.status == Status.TRIAGE, ~seen)
        .order_by(Need.id)
        .limit(50)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return sum([await service.show_triage(session, need) > 0 for need in unseen.all()])


async def call_again(session: AsyncSession, now: datetime) -> int:
    """Emergencies that nobody took in time ring again, each time one level further up; returns how many."""
    late = await session.scalars(
        select(Need)
        .where(Need.status == Status.TRIAGE, Need.emergency.is_not(None), Need.next_at <= now)
        .limit(50)
        .with_for_update(key_share=True, skip_locked=True)
    )
    needs = list(late)
    for need in needs:
        need.next_at = now + CALL_AGAIN
        service.note(session, need, "called-again", SYSTEM)
        await session.flush()
        called = select(func.count()).select_from(NeedEvent)
        called = called.where(NeedEvent.need_id == need.id, NeedEvent.event == "called-again")
        await service.show_triage(session, need, levels=1 + int(await session.scalar(called) or 0))
    return len(needs)
