"""The demo community: complete, true, loaded once, at any time of the day."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.demo import PHONES, load_demo
from app.demo.people import CITIZENS
from bot.house import House
from bot.views import render
from core import clock, crypto
from core.db import Database, connect
from core.matching.geo import contains
from core.models import (
    ENDED,
    Account,
    Area,
    Assignment,
    Base,
    Building,
    Card,
    CardKind,
    Entry,
    Follower,
    Judgement,
    Level,
    Need,
    NeedEvent,
    Offer,
    OfferState,
    Outbox,
    OutboxState,
    Outcome,
    Person,
    Role,
    RoleKind,
    Status,
    Team,
    Visit,
)
from core.needs import queries as needs
from core.people.queries import recipient
from core.people.service import arrive
from core.points.queries import balance
from core.triage.queries import desk
from core.work.queries import offers_to, tasks_of
from tests.app.liandong import call
from tests.databases import Templates

LASTING = frozenset(Status) - {Status.REGISTERED}
"""Registered lasts for a moment."""
NIGHT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)


async def _loaded(templates: Templates) -> Path:
    url = await templates.copy("sqlite")
    db = connect(url)
    await load_demo(db)
    await db.close()
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture(scope="module")
def demo_file(templates: Templates) -> Path:
    crypto.use_keys("a key for tests only")
    return asyncio.run(_loaded(templates))


@pytest.fixture
async def town(demo_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A copy of a database into which the demo was loaded once for all these tests."""
    copy = shutil.copy(demo_file, tmp_path / "demo.db")
    db = connect(f"sqlite:///{copy}")
    yield db
    await db.close()


async def counts(db: Database) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    async with db.read() as session:
        return {t.name: await session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


async def all_of(db: Database, *columns: Any) -> list[Any]:
    async with db.read() as session:
        return list((await session.execute(select(*columns))).all())


async def test_it_is_loaded_once_on_both_databases(db: Database) -> None:
    await load_demo(db)
    assert {status for (status,) in await all_of(db, Need.status)} == LASTING
    before = await counts(db)
    await load_demo(db)
    assert await counts(db) == before


async def test_every_state_and_outcome_is_there(town: Database) -> None:
    assert {status for (status,) in await all_of(town, Need.status)} == LASTING
    outcomes = {outcome for (outcome,) in await all_of(town, Need.outcome)}
    assert outcomes >= {Outcome.SOLVED, Outcome.PARTLY, Outcome.NO_ANSWER, Outcome.TRANSFERRED}
    events = {event for (event,) in await all_of(town, NeedEvent.event)}
    assert events >= {
        "reopened",
        "returned",
        "handed-over",
        "declined",
        "joined",
        "recategorised",
        "remainder",
    }
    assert {state for (state,) in await all_of(town, Offer.state)} == set(OfferState)
    assert any(emergency for (emergency,) in await all_of(town, Need.emergency))
    assert len(await all_of(town, Follower.person_id)) >= 2


def test_the_command_says_whether_it_is_loaded_or_there_already(tmp_path: Path) -> None:
    first, second = call("demo", tmp_path), call("demo", tmp_path)
    assert (first.code, second.code) == (0, 0)
    assert "The demo community is loaded" in first.out
    assert "The demo community is there already" in second.out
    assert "`liandong run` shows its phones" in second.out
    for settings in ({"DEMO": "off"}, {"TELEGRAM_TOKEN": "1:a"}):
        assert "with LIANDONG_DEMO=on its phones are shown" in call("demo", tmp_path, **settings).out


@pytest.mark.parametrize(("command", "settings"), [("demo", {}), ("run", {"DEMO": "on"})])
async def test_a_database_with_areas_is_left_alone(
    tmp_path: Path, command: str, settings: dict[str, str]
) -> None:
    assert (await asyncio.to_thread(call, "migrate", tmp_path)).code == 0
    db = connect(f"sqlite:///{tmp_path / 'data' / 'liandong.db'}")
    async with db.write() as session:
        session.add(Area(code="A", name="A", level=Level.CITY))
    ended = await asyncio.to_thread(call, command, tmp_path, **settings)
    assert ended.code == 1
    assert "The demo community was not loaded: the database already holds areas" in ended.sentence
    assert (await counts(db))["need"] == 0
    await db.close()


@pytest.mark.parametrize("hours", [0, 9.5, 21.9])
async def test_it_can_be_loaded_at_any_time_of_the_day(templates: Templates, hours: float) -> None:
    db = connect(await templates.copy("sqlite"))
    with clock.stopped(NIGHT + timedelta(hours=hours)):
        await load_demo(db)
    assert {status for (status,) in await all_of(db, Need.status)} == LASTING
    await db.close()


async def test_history_runs_forward_and_nothing_lies_in_the_future(town: Database) -> None:
    now = clock.now()
    timelines: dict[int, list[datetime]] = {}
    for need_id, at in await all_of(town, NeedEvent.need_id, NeedEvent.at):
        timelines.setdefault(need_id, []).append(at)
    assert all(times == sorted(times) and times[-1] <= now for times in timelines.values())
    async with town.read() as session:
        rows = (await session.scalars(select(Need).where(Need.number.is_not(None)))).all()
    for need in rows:
        assert need.submitted_at is not None and need.submitted_at <= now
        assert need.number is not None and clock.local(need.submitted_at).strftime("%Y%m%d") in need.number
        assert need.closed_at is None or need.submitted_at < need.closed_at <= now
    visits = await all_of(town, Visit.check_in_at, Visit.check_out_at)
    assert all(out is None or come < out <= now for come, out in visits)


async def test_offers_that_wait_are_fresh(town: Database) -> None:
    now = clock.now()
    waiting = [
        (made, until)
        for made, until, state in await all_of(town, Offer.made_at, Offer.expires_at, Offer.state)
        if state is OfferState.PENDING
    ]
    assert len(waiting) >= 4
    for made, until in waiting:
        assert timedelta(0) < now - made < timedelta(minutes=15)
        assert timedelta(minutes=5) < until - now < timedelta(minutes=30)
    live = await all_of(town, Need.status, Need.resolve_by, Need.number)
    assert all(by > now for status, by, _ in live if by and status not in ENDED | {Status.DRAFT})


async def test_the_ledger_balances(town: Database) -> None:
    async with town.read() as session:
        owners = (await session.scalars(select(Account.owner))).all()
        balances = {owner: await balance(session, owner) for owner in owners}
        paid = await session.scalar(select(func.sum(Entry.amount)))
    assert sum(balances.values()) == 0
    assert balances["scheme:issue"] == -(paid or 0)
    assert all(points > 0 for owner, points in balances.items() if owner != "scheme:issue")
    assert sum(owner.startswith("organisation:") for owner in owners) == 3


async def test_only_what_goes_on_now_is_sent(town: Database) -> None:
    async with town.read() as session:
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
        waiting = [row for row in rows if row.state is OutboxState.NEW]
        assert all(
            row.state is OutboxState.DROPPED and row.error == "demo" for row in rows if row not in waiting
        )
        assert max(Counter(row.person_id for row in waiting).values()) <= 6
        kinds = set()
        for row in waiting:
            to = await recipient(session, row.person_id)
            card = await session.get(Card, row.card_id) if row.card_id else None
            kinds.add(card.kind if card else row.kind)
            assert to is not None
            view = await render(session, House(town, {}), row, card, to)
            assert view is not None and view.text.strip()
            assert "{" not in view.text and "None" not in view.text
    assert kinds == {*CardKind, "welcome", "role-taken", "need-question"}


async def test_people_of_the_phones_have_something_true_to_see(town: Database) -> None:
    people = {}
    async with town.write() as session:
        known = await session.scalar(select(func.count()).select_from(Person))
        for citizen in CITIZENS:
            arrival = await arrive(session, "webchat", str(citizen.user.id), citizen.user.first_name, "zh")
            people[citizen.key] = arrival.actor
        assert await session.scalar(select(func.count()).select_from(Person)) == known
    async with town.read() as session:
        for key in ("wang", "emma", "zhang"):
            assert len(await needs.open_needs_of(session, people[key].person)) >= 3
        assert len(await tasks_of(session, people["li"])) == 3
        for key in ("li", "zhao", "zhoumin"):
            assert await offers_to(session, people[key].person)
            assert await balance(session, f"person:{people[key].person}") > 10
        for key in ("sun", "liu", "he"):
            assert await desk(session, people[key])


async def test_the_community_is_whole(town: Database) -> None:
    async with town.read() as session:
        areas = {area.code: area for area in await session.scalars(select(Area))}
        assert Counter(area.level for area in areas.values())[Level.GRID] == 4
        buildings = (await session.scalars(select(Building))).all()
        by_id = {area.id: area for area in areas.values()}
        for building in buildings:
            boundary = by_id[building.area_id].boundary
            assert boundary and building.lat and building.lon
            assert contains(boundary, building.lat, building.lon)
        roles = Counter(await session.scalars(select(Role.kind)))
        assert roles[RoleKind.VOLUNTEER] == 12
        crews = Counter(await session.scalars(select(Role.team_id).where(Role.team_id.is_not(None))))
        teams = (await session.scalars(select(Team))).all()
        assert len(teams) == 6 and all(crews[team.id] >= 2 for team in teams)
        assert any(team.duty != "always" for team in teams)
        open_leads = select(func.count()).where(Assignment.until.is_(None)).group_by(Assignment.team_id)
        assert max(await session.scalars(open_leads)) <= 4
        stars = (await session.scalars(select(Judgement.stars))).all()
        assert {1, 2} & set(stars) and {4, 5} <= set(stars)
        doors = await session.scalars(select(Person.home_unit).where(Person.home_unit.is_not(None)))
        assert len(doors.all()) >= 7


def test_phones_are_held_by_those_who_come_first() -> None:
    assert [phone.key for phone in PHONES] == ["resident", "leader", "coordinator"]
    first = [phone.users[0].first_name for phone in PHONES]
    assert first == ["王奶奶", "李队长", "网格员孙姐"]
    assert all(phone.started and len(phone.users) >= 3 for phone in PHONES)
    everyone = [user.id for phone in PHONES for user in (*phone.users, *phone.away)]
    assert len(everyone) == len(set(everyone)) == len(CITIZENS)
    assert all(any(user.language_code == "en" for user in phone.users) for phone in PHONES)
