"""Needs as officers and evaluators read them: scoped, with display names and no contact data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import clock
from core.access.paging import Page, Window, fetch
from core.access.scope import reaches_all, require_reader, within
from core.actor import AREA_OFFICERS, Actor
from core.errors import NotFound
from core.matching.text import mask_numbers
from core.models import (
    ENDED,
    Area,
    Assignment,
    AssignmentKind,
    Follower,
    Judgement,
    Lane,
    Need,
    NeedMessage,
    Outcome,
    Person,
    Priority,
    Status,
    Team,
)
from core.registry.roster import AnyRow, AnySelect, area_path

UNCLOCKED = ENDED | {Status.DRAFT, Status.DONE, Status.AWAITING_RESIDENT, Status.ON_HOLD}
_Parent = aliased(Need)


@dataclass(frozen=True)
class Party:
    """Someone who takes part: their id, and the name they go by."""

    id: int
    display: str


@dataclass(frozen=True)
class NeedView:
    """A need; moments are aware UTC. `assignee` holds it now, or held it when it was done."""

    number: str
    status: Status
    outcome: Outcome | None
    category_code: str | None
    area_code: str | None
    priority: Priority
    text: str
    reporter: Party
    assignee: Party | None
    created_at: datetime
    respond_by: datetime | None
    resolve_by: datetime | None
    responded_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    stars: int | None
    followers: int
    parent_number: str | None


def _last_lead() -> ScalarSelect[Any]:
    lead = select(func.max(Assignment.id)).where(
        Assignment.need_id == Need.id, Assignment.kind == AssignmentKind.LEAD
    )
    held = or_(Assignment.until.is_(None), Assignment.end_reason == "done")
    return lead.where(held).correlate(Need).scalar_subquery()


def _followers() -> ScalarSelect[Any]:
    return select(func.count()).where(Follower.need_id == Need.id).correlate(Need).scalar_subquery()


def _needs() -> AnySelect:
    handler = aliased(Person)
    last = and_(Judgement.need_id == Need.id, Judgement.round == Need.round)
    columns = select(
        Need.id,
        Need,
        Area.code.label("area_code"),
        Area.path.label("area_path"),
        Person.name.label("reporter"),
        handler.id.label("handler_id"),
        handler.name.label("handler"),
        Team.name.label("team"),
        Judgement.stars,
        _followers().label("followers"),
        _Parent.number.label("parent_number"),
    )
    joined = columns.join(Person, Person.id == Need.reporter_id).outerjoin(Area, Area.id == Need.area_id)
    joined = joined.outerjoin(Assignment, Assignment.id == _last_lead()).outerjoin(
        handler, handler.id == Assignment.person_id
    )
    joined = joined.outerjoin(Team, Team.id == Assignment.team_id).outerjoin(Judgement, last)
    return joined.outerjoin(_Parent, _Parent.id == Need.parent_id).where(Need.number.is_not(None))


def _visible(actor: Actor) -> ColumnElement[bool]:
    """In scope; a need without a known area is seen only by those who see everything."""
    everything = reaches_all(actor)
    return within(actor, Area.path) if everything else and_(Area.id.is_not(None), within(actor, Area.path))


async def _words(session: AsyncSession, need_ids: list[int]) -> dict[int, str]:
    said = select(NeedMessage.need_id, NeedMessage.text).where(
        NeedMessage.need_id.in_(need_ids),
        NeedMessage.lane == Lane.REPORT,
        NeedMessage.text != "",
    )
    words: dict[int, list[str]] = {}
    for need_id, text in await session.execute(said.order_by(NeedMessage.id)):
        words.setdefault(need_id, []).append(text)
    return {need_id: "\n".join(lines) for need_id, lines in words.items()}


def _assignee(row: AnyRow) -> Party | None:
    if row.handler_id is None:
        return None
    return Party(row.handler_id, " · ".join(name for name in (row.team, row.handler) if name))


def _resolve_by(need: Need) -> datetime | None:
    """The deadline; on hold already as it will be when the hold ends on its day."""
    if need.status is not Status.ON_HOLD or not (need.resolve_by and need.next_at and need.paused_at):
        return need.resolve_by
    return need.resolve_by + (need.next_at - need.paused_at)


def _view(actor: Actor, row: AnyRow, text: str) -> NeedView:
    need: Need = row[1]
    assert need.number is not None, "only numbered needs are selected"
    officer = actor.covers(row.area_path or "/", *AREA_OFFICERS)
    return NeedView(
        number=need.number,
        status=need.status,
        outcome=need.outcome,
        category_code=need.category_code,
        area_code=row.area_code,
        priority=need.priority,
        text=text if officer else mask_numbers(text),
        reporter=Party(need.reporter_id, row.reporter),
        assignee=_assignee(row),
        created_at=need.created_at,
        respond_by=need.respond_by,
        resolve_by=_resolve_by(need),
        responded_at=need.responded_at,
        done_at=need.done_at,
        closed_at=need.closed_at,
        stars=row.stars,
        followers=row.followers,
        parent_number=row.parent_number,
    )


def overdue(now: datetime) -> ColumnElement[bool]:
    """The clause that a running clock of a need has run out: nobody responded, or it is not done."""
    unanswered = and_(Need.responded_at.is_(None), Need.respond_by < now)
    return and_(Need.status.not_in(UNCLOCKED), or_(unanswered, func.coalesce(Need.resolve_by < now, False)))


async def needs(
    session: AsyncSession,
    actor: Actor,
    window: Window,
    *,
    status: Status | None = None,
    area_code: str | None = None,
    category_code: str | None = None,
    is_overdue: bool | None = None,
) -> Page[NeedView]:
    """Needs in scope, newest first; of a status, at or below an area, of a category, late or not if asked."""
    require_reader(actor)
    listed = _needs().where(_visible(actor))
    if status is not None:
        listed = listed.where(Need.status == status)
    if area_code is not None:
        listed = listed.where(Area.path.startswith(await area_path(session, actor, area_code)))
    if category_code is not None:
        listed = listed.where(Need.category_code == category_code)
    if is_overdue is not None:
        late = overdue(clock.now())
        listed = listed.where(late if is_overdue else func.coalesce(late, False).is_(False))
    page = await fetch(session, listed, Need.id, window, newest_first=True)
    words = await _words(session, [row[0] for row in page.items])
    return page.map(lambda row: _view(actor, row, words.get(row[0], "")))


async def need(session: AsyncSession, actor: Actor, number: str) -> tuple[int, NeedView]:
    """One need in scope with its id; raises NotFound `need-unknown`."""
    require_reader(actor)
    row = (await session.execute(_needs().where(Need.number == number, _visible(actor)))).first()
    if row is None:
        raise NotFound("need-unknown", value=number)
    words = await _words(session, [row[0]])
    return row[0], _view(actor, row, words.get(row[0], ""))
