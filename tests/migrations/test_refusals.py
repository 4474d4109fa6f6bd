"""What the database itself refuses, whoever writes to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import clock
from core.db import Database
from core.models import RoleKind, Status
from core.points.service import ISSUE, Transfer, post
from core.routing import answers
from core.routing.service import route_waiting
from tests import village


@pytest.fixture
async def lived_in(db: Database) -> Database:
    """A need that one of two volunteers took, and points on an account of each kind."""
    async with db.write() as session:
        await village.build(session)
        for name in ("小刘", "小陈"):
            await village.person(session, name, RoleKind.VOLUNTEER)
        await village.person(session, "队长", RoleKind.TEAM_LEADER, "T1")
        resident = await village.person(session, "居民")
        need = await village.submit(session, resident, "elder_visit")
        await route_waiting(session, clock.now())
        offer = await village.offer_to(session, need.id, "小刘")
        assert offer is not None
        await answers.accept(session, await village.meet(session, "小刘"), offer)
        assert need.status is Status.ASSIGNED
        given = [Transfer(ISSUE, f"person:{resident.person}", 7), Transfer(ISSUE, "organisation:1", 7)]
        await post(session, "once", "test", 1, {}, given)
    return db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE offer SET state = 'accepted'",
        "UPDATE need SET status = 'rejected'",
        "UPDATE need SET status = 'cancelled'",
        "UPDATE need SET status = 'closed', outcome = 'solved'",
        "UPDATE need SET closed_at = created_at",
        "UPDATE role SET scope = 'area:99' WHERE kind = 'volunteer'",
        "UPDATE role SET scope = 'all' WHERE kind = 'volunteer'",
        "UPDATE role SET area_id = NULL WHERE kind = 'volunteer'",
        "UPDATE role SET organisation_id = 1 WHERE kind = 'volunteer'",
        "UPDATE role SET area_id = 1 WHERE kind = 'team_leader'",
        "UPDATE account SET owner = 'person:99' WHERE kind = 'person'",
        "UPDATE account SET person_id = NULL WHERE kind = 'person'",
        "UPDATE account SET person_id = 1 WHERE kind = 'organisation'",
        "UPDATE account SET kind = 'scheme' WHERE kind = 'organisation'",
        "UPDATE account SET owner = 'issue' WHERE kind = 'scheme'",
        "UPDATE audit SET action = 'other'",
        "DELETE FROM audit",
        "UPDATE need_event SET reason = 'other'",
        "DELETE FROM need_event",
    ],
)
async def test_rows_that_cannot_be(lived_in: Database, statement: str) -> None:
    with pytest.raises(DBAPIError):
        async with lived_in.write() as session:
            await session.execute(text(statement))
