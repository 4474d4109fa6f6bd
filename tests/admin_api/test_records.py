"""Needs and the ledger as the API shows them; health, figures and the reference."""

from datetime import timedelta

import httpx
from sqlalchemy import select

from core import clock
from core.db import Database
from core.models import (
    Account,
    AccountKind,
    Assignment,
    AssignmentKind,
    Entry,
    Follower,
    Judgement,
    Need,
    NeedEvent,
    Offer,
    OfferState,
    Organisation,
    Outcome,
    Posting,
    Status,
    Team,
    Verdict,
)
from tests.admin_api.conftest import Client, World, make_need, make_person

NEED_FIELDS = {
    "number",
    "status",
    "outcome",
    "category_code",
    "area_code",
    "priority",
    "text",
    "reporter",
    "assignee",
    "created_at",
    "respond_by",
    "resolve_by",
    "responded_at",
    "done_at",
    "closed_at",
    "stars",
    "followers",
    "parent_number",
}


async def _close(db: Database, need_id: int, handler: int, neighbour: int) -> None:
    async with db.write() as session:
        now = clock.now()
        team = (await session.scalars(select(Team).where(Team.code == "team-a"))).one()
        need = await session.get_one(Need, need_id)
        need.status, need.outcome, need.done_at, need.closed_at = Status.CLOSED, Outcome.SOLVED, now, now
        offer = Offer(
            need_id=need_id,
            round=1,
            wave=1,
            basis="team",
            team_id=team.id,
            state=OfferState.ACCEPTED,
            made_at=now,
            expires_at=now,
            explanation=[["same_grid", 1]],
        )
        session.add(offer)
        await session.flush()
        lead = {"need_id": need_id, "kind": AssignmentKind.LEAD, "since": now, "until": now}
        session.add(Assignment(**lead, person_id=neighbour, end_reason="returned"))
        await session.flush()
        session.add(
            Assignment(**lead, person_id=handler, team_id=team.id, offer_id=offer.id, end_reason="done")
        )
        session.add(Follower(need_id=need_id, person_id=neighbour, joined_at=now))
        verdict = {"person_id": need.reporter_id, "verdict": Verdict.SOLVED, "stars": 5, "at": now}
        session.add(Judgement(need_id=need_id, round=1, **verdict))
        session.add(NeedEvent(need_id=need_id, at=now, actor_id=None, event="routed", to_status="offered"))
        session.add(NeedEvent(need_id=need_id, at=now, actor_id=handler, event="done", reason=None))


async def test_a_need_with_all_that_happened(world: World, db: Database) -> None:
    handler = await make_person(db, "com-a", name="李师傅")
    parent = await make_need(db, world.here, "com-a", "XQ-1")
    await _close(db, parent, handler, world.there)
    await make_need(db, world.here, "com-a", "XQ-2", parent_id=parent)
    shown = (await world.as_("coord-a").get("/needs/XQ-1")).json()
    assert set(shown) == NEED_FIELDS | {"timeline", "offers"}
    assert shown["text"] == "下水道堵了，电话13812345678"
    assert shown["reporter"] == {"id": world.here, "display": "王阿姨"}
    assert shown["assignee"] == {"id": handler, "display": "team-a · 李师傅"}
    assert (shown["stars"], shown["followers"], shown["outcome"]) == (5, 1, "solved")
    assert [event["event"] for event in shown["timeline"]] == ["routed", "done"]
    assert shown["timeline"][1]["actor"] == {"id": handler, "display": "李师傅"}
    assert (shown["offers"][0]["team_code"], shown["offers"][0]["state"]) == ("team-a", "accepted")
    assert shown["offers"][0]["explanation"] == [["same_grid", 1]]
    assert shown["created_at"].endswith("+08:00")
    assert (await world.as_("coord-a").get("/needs/XQ-2")).json()["parent_number"] == "XQ-1"
    assert "13812345678" not in (await world.as_("eval-a").get("/needs/XQ-1")).text


async def test_needs_are_filtered(world: World, db: Database) -> None:
    late = clock.now() - timedelta(minutes=1)
    draft = {"status": Status.DRAFT}
    await make_need(db, world.here, "com-a", "XQ-1", respond_by=late)
    await make_need(db, world.here, "grid-a", "XQ-2", resolve_by=late, status=Status.TRIAGE)
    await make_need(db, world.here, "com-a", "XQ-3", resolve_by=late, status=Status.DONE)
    await make_need(db, world.there, "com-b", "XQ-4", category_code=None)
    async with db.write() as session:
        now = clock.now()
        session.add(Need(reporter_id=world.here, created_at=now, touched_at=now, **draft))
    for query, expected in (
        ("", ["XQ-4", "XQ-3", "XQ-2", "XQ-1"]),
        ("?status=triage", ["XQ-2"]),
        ("?area=st-a", ["XQ-3", "XQ-2", "XQ-1"]),
        ("?category=drain&area=grid-a", ["XQ-2"]),
        ("?overdue=true", ["XQ-2", "XQ-1"]),
        ("?overdue=false", ["XQ-4", "XQ-3"]),
    ):
        items = (await world.root.get("/needs" + query)).json()["items"]
        assert [item["number"] for item in items] == expected, query
        assert all(set(item) == NEED_FIELDS for item in items)
    assert (await world.root.get("/needs?status=lost")).status_code == 422


async def test_the_ledger_can_be_computed_again(world: World, db: Database) -> None:
    need = await make_need(db, world.here, "com-a", "XQ-1")
    async with db.write() as session:
        bank = (await session.scalars(select(Organisation).where(Organisation.code == "org-b"))).one()
        issue = Account(kind=AccountKind.SCHEME, owner="scheme:issue")
        mine = Account(kind=AccountKind.PERSON, owner=f"person:{world.here}", person_id=world.here)
        theirs = Account(
            kind=AccountKind.ORGANISATION, owner=f"organisation:{bank.id}", organisation_id=bank.id
        )
        session.add_all([issue, mine, theirs])
        await session.flush()
        for source, account, amount in (("a", mine, 7), ("b", theirs, 5)):
            posting = Posting(
                source=source, rule="visit", rule_version=1, inputs={"hours": 1}, need_id=need, at=clock.now()
            )
            session.add(posting)
            await session.flush()
            session.add(Entry(posting_id=posting.id, debit_id=issue.id, credit_id=account.id, amount=amount))
    everything = (await world.root.get("/ledger/accounts")).json()["items"]
    assert [account["balance"] for account in everything] == [-12, 7, 5]
    seen = (await world.as_("eval-a").get("/ledger/accounts")).json()["items"]
    assert [(a["owner"], a["display"], a["balance"]) for a in seen] == [(f"person:{world.here}", "王阿姨", 7)]
    entries = (await world.as_("eval-a").get("/ledger/entries")).json()["items"]
    assert [entry["amount"] for entry in entries] == [7]
    assert {key: entries[0][key] for key in ("debit", "rule", "rule_version", "inputs", "source")} == {
        "debit": "scheme:issue",
        "rule": "visit",
        "rule_version": 1,
        "inputs": {"hours": 1},
        "source": "a",
    }
    assert (entries[0]["credit"], entries[0]["need_number"]) == (f"person:{world.here}", "XQ-1")
    for query, count in (("need=XQ-1", 2), ("need=XQ-9", 0), (f"account={everything[2]['id']}", 1)):
        assert len((await world.root.get(f"/ledger/entries?{query}")).json()["items"]) == count
    assert len((await world.root.get("/ledger/accounts?kind=scheme")).json()["items"]) == 1


async def test_health_and_figures(world: World, db: Database, http: httpx.AsyncClient) -> None:
    await make_need(db, world.here, "com-a", "XQ-1")
    assert (await http.get("/healthz")).text == "ok"
    assert (await http.get("/readyz")).json() == {"ready": True, "database": True, "schema_current": True}
    figures = (await http.get("/metrics")).text
    assert 'liandong_needs{status="registered"} 1.0' in figures
    assert 'liandong_queue_waiting{queue="outbox"} 0.0' in figures
    assert 'liandong_queue_dead{queue="inbox"} 0.0' in figures


async def test_the_reference_needs_no_outside_host(http: httpx.AsyncClient, root: Client) -> None:
    page = (await http.get("/docs")).text
    assert "/api/v1/areas/{code}" in page
    assert "parent_code" in page
    assert "//" not in page.replace(str(http.base_url).rstrip("/"), "")
    assert (await http.get("/openapi.json")).json()["openapi"].startswith("3.")
    assert (await root.get("/me")).json() == {
        "name": "bootstrap",
        "grants": [{"role": "admin", "area_code": None}],
        "may_write": True,
    }
