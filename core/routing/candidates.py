"""Who may be offered a need: hard filters in SQL, then a score with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.matching.score import Facts, Scored, score
from core.models import (
    Area,
    Assignment,
    AssignmentKind,
    Judgement,
    Need,
    Offer,
    OfferState,
    Person,
    Role,
    RoleKind,
    Team,
    TeamArea,
    TeamCategory,
)
from core.needs import queries as needs
from core.people.queries import holders, reachable
from core.registry.duty import is_open
from core.registry.queries import path_ids

VOLUNTEER_CAPACITY = 3
MOST_LOOKED_AT = 200
"""Volunteers who are scored for one need: the nearest, of equals others for each need."""
RETURNED = "returned"


@dataclass(frozen=True)
class Candidate:
    """A team or a person who may be offered a need, and the people who are shown the offer."""

    team_id: int | None
    person_id: int | None
    recipients: tuple[int, ...]
    scored: Scored


def _key(candidate: Candidate) -> tuple[float, int]:
    return (-candidate.scored.score, candidate.team_id or candidate.person_id or 0)


async def teams(session: AsyncSession, need: Need) -> list[Candidate]:
    """Idle teams for a need, best first."""
    path = await _path(session, need)
    upwards = path_ids(path)
    depth = {area_id: len(upwards) - 1 - index for index, area_id in enumerate(upwards)}
    rows = await session.execute(
        select(Team, TeamArea.area_id)
        .join(TeamCategory, TeamCategory.team_id == Team.id)
        .join(TeamArea, TeamArea.team_id == Team.id)
        .where(
            TeamCategory.category_code == need.category_code,
            TeamArea.area_id.in_(upwards),
            Team.active,
            ~_passed(Offer.team_id == Team.id, Assignment.team_id == Team.id, need),
        )
    )
    apart: dict[int, int] = {}
    found: dict[int, Team] = {}
    for team, area_id in rows:
        found[team.id] = team
        apart[team.id] = min(apart.get(team.id, 99), depth[area_id])
    local = clock.local(clock.now())
    on_duty = [team for team in found.values() if is_open(team.duty, local)]
    history = await _history(session, Offer.team_id, [team.id for team in on_duty])
    loads = await _loads(session, Offer.team_id, Assignment.team_id, [team.id for team in on_duty])
    candidates: list[Candidate] = []
    for team in on_duty:
        load = loads.get(team.id, 0)
        people = await team_recipients(session, team.id, need) if load < team.capacity else ()
        if people:
            scored = score(_facts(apart[team.id], load, team.capacity, history.get(team.id)))
            candidates.append(Candidate(team.id, None, people, scored))
    return sorted(candidates, key=_key)


async def team_recipients(session: AsyncSession, team_id: int, need: Need) -> tuple[int, ...]:
    """Leaders of a team who are on duty and reachable, else such members; never the reporter."""
    for kind in (RoleKind.TEAM_LEADER, RoleKind.TEAM_MEMBER):
        people = await holders(session, [kind], scope=f"team:{team_id}", on_duty=True)
        found = tuple(person.id for person in people if person.id != need.reporter_id)
        if found:
            return found
    return ()


async def volunteers(session: AsyncSession, need: Need) -> list[Candidate]:
    """Volunteers on duty whose area covers the need, best first."""
    path = await _path(session, need)
    upwards = path_ids(path)
    rows = await session.execute(
        select(Person, func.max(func.length(Area.path)))
        .join(Role, Role.person_id == Person.id)
        .join(Area, Area.id == Role.area_id)
        .where(
            Role.kind == RoleKind.VOLUNTEER,
            Role.ended_at.is_(None),
            Role.area_id.in_(upwards),
            Person.on_duty,
            Person.id != need.reporter_id,
            reachable(),
            ~_passed(Offer.person_id == Person.id, Assignment.person_id == Person.id, need),
        )
        .group_by(Person.id)
        .order_by(func.max(func.length(Area.path)).desc(), (Person.id * 7919 + need.id) % 1009, Person.id)
        .limit(MOST_LOOKED_AT)
    )
    people = rows.all()
    ids = [person.id for person, _ in people]
    history = await _history(session, Offer.person_id, ids)
    loads = await _loads(session, Offer.person_id, Assignment.person_id, ids)
    candidates: list[Candidate] = []
    for person, length in people:
        load = loads.get(person.id, 0)
        if load < VOLUNTEER_CAPACITY:
            apart = len(path_ids(path[length:]))
            facts = _facts(apart, load, VOLUNTEER_CAPACITY, history.get(person.id))
            candidates.append(Candidate(None, person.id, (person.id,), score(facts)))
    return sorted(candidates, key=_key)


async def coordinators(session: AsyncSession, need: Need) -> list[Candidate]:
    """Coordinators of the nearest level, who have not declined or returned this need."""
    passed = set(
        await session.scalars(
            select(Person.id).where(
                _passed(Offer.person_id == Person.id, Assignment.person_id == Person.id, need)
            )
        )
    )
    nobody = Scored(0.0, ({"code": "coordinator"},))
    people = await needs.coordinators(session, need.area_id)
    return [Candidate(None, p, (p,), nobody) for p in people if p not in passed and p != need.reporter_id]


async def _path(session: AsyncSession, need: Need) -> str:
    assert need.area_id is not None
    return await needs.area_path(session, need.area_id)


def _passed(offered: ColumnElement[bool], held: ColumnElement[bool], need: Need) -> ColumnElement[bool]:
    """Was offered it in this round, declined it in any, or gave it back."""
    asked = exists().where(
        offered,
        Offer.need_id == need.id,
        (Offer.round == need.round) | (Offer.state == OfferState.DECLINED),
    )
    returned = exists().where(held, Assignment.need_id == need.id, Assignment.end_reason == RETURNED)
    return asked | returned


async def _loads(
    session: AsyncSession,
    offered: InstrumentedAttribute[int | None],
    held: InstrumentedAttribute[Any],
    ids: Sequence[int],
) -> Mapping[int, int]:
    """Open leads plus offers that wait, by team or person."""
    open_leads = (
        select(held, func.count())
        .where(held.in_(ids), Assignment.until.is_(None), Assignment.kind == AssignmentKind.LEAD)
        .group_by(held)
    )
    waiting = (
        select(offered, func.count())
        .where(offered.in_(ids), Offer.state == OfferState.PENDING)
        .group_by(offered)
    )
    loads: dict[int, int] = {}
    for query in (open_leads, waiting):
        for key, count in await session.execute(query):
            loads[key] = loads.get(key, 0) + count
    return loads


@dataclass(frozen=True)
class _History:
    answered: int
    silent: int
    last_offer: datetime
    ratings: int
    stars_sum: int


async def _history(
    session: AsyncSession, offered: InstrumentedAttribute[int | None], ids: Sequence[int]
) -> Mapping[int, _History]:
    """Answers, silences, ratings and the last offer of candidates, each in one grouped query."""
    silent = func.sum(case((Offer.state == OfferState.EXPIRED, 1), else_=0))
    answered = func.sum(case((Offer.state.in_((OfferState.ACCEPTED, OfferState.DECLINED)), 1), else_=0))
    rated = (
        select(offered, func.count(Judgement.stars), func.sum(Judgement.stars))
        .join(Offer, and_(Offer.need_id == Judgement.need_id, Offer.round == Judgement.round))
        .where(offered.in_(ids), Offer.state == OfferState.ACCEPTED, Judgement.stars.is_not(None))
        .group_by(offered)
    )
    stars = {key: (count, int(total or 0)) for key, count, total in (await session.execute(rated))}
    rows = await session.execute(
        select(offered, answered, silent, func.max(Offer.made_at)).where(offered.in_(ids)).group_by(offered)
    )
    return {
        key: _History(int(yes or 0), int(no or 0), last, *stars.get(key, (0, 0)))
        for key, yes, no, last in rows
        if key is not None
    }


def _facts(apart: int, load: int, capacity: int, history: _History | None) -> Facts:
    if history is None:
        return Facts(apart, load, capacity, 0, 0, 0, 0, None)
    hours = (clock.now() - history.last_offer).total_seconds() / 3600
    return Facts(
        apart, load, capacity, history.answered, history.silent, history.ratings, history.stars_sum, hours
    )
