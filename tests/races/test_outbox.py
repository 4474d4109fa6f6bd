"""Senders and those who make messages at the same time: none twice, none lost, nobody waits in a circle."""

from functools import partial

from sqlalchemy import select

from core import clock
from core.drafts import submission
from core.models import Card, Outbox, OutboxState, RoleKind
from core.outbox import results
from core.outbox import service as outbox
from core.outbox.results import Sent
from core.routing.service import route_waiting
from tests import village
from tests.races.conftest import ROUNDS, Races


async def _cards_of_a_need(races: Races) -> tuple[int, list[Card]]:
    """A need whose cards are those of the resident and of three leaders."""
    async with races.village.db.write() as session:
        need = await village.submit(session, await village.meet(session, "居民"))
    await races.village.system(route_waiting, clock.now())
    async with races.village.db.read() as session:
        return need.id, list(await session.scalars(select(Card).where(Card.need_id == need.id)))


async def _claimed(races: Races) -> list[Outbox]:
    return list(await races.village.system(outbox.claim, clock.now()))


async def _people(races: Races) -> None:
    async with races.village.db.write() as session:
        await village.person(session, "居民")
        for name in ("队长", "副队长", "三队长"):
            await village.person(session, name, RoleKind.TEAM_LEADER, "T1")


async def test_two_senders_never_claim_the_same_row(races: Races) -> None:
    async with races.village.db.write() as session:
        people = [(await village.person(session, f"居民{n}")).person for n in range(40)]
    for _ in range(ROUNDS):
        async with races.village.db.write() as session:
            for person_id in people:
                await outbox.tell(session, person_id, "welcome")
        senders = await races.at_once(*(partial(_claimed, races) for _ in range(3)))
        claimed = [row.id for rows in senders for row in rows]
        assert len(claimed) == len(set(claimed))
        assert claimed
        await races.all_is_sent()


async def test_recording_many_cards_while_a_need_changes_them_all(races: Races) -> None:
    await _people(races)
    for _ in range(ROUNDS):
        need_id, cards = await _cards_of_a_need(races)
        rows = await _claimed(races)
        backwards = sorted(rows, key=lambda row: -(row.card_id or 0))
        sent = [Sent(r.id, OutboxState.SENT, 1, 1, r.card_id, 1) for r in backwards]
        first = partial(races.village.does, "居民", submission.cancel, need_id)
        _, busy = await races.at_once(first, partial(races.village.system, results.record, sent))
        for one in busy:
            assert await races.village.system(results.record, [one]) == []
        async with races.village.db.read() as session:
            states = await session.scalars(select(Outbox.state).where(Outbox.id.in_([r.id for r in rows])))
            assert set(states) == {OutboxState.SENT}
            assert len(cards) == len(rows)
        await races.check(need_id)
        await races.all_is_sent()


async def test_a_retry_while_a_newer_version_is_queued(races: Races) -> None:
    """One row waits for the card afterwards, whichever came first."""
    await _people(races)
    for _ in range(ROUNDS):
        need_id, _ = await _cards_of_a_need(races)
        retries = [
            Sent(row.id, OutboxState.NEW, card_id=row.card_id, error="later", retry_at=clock.now())
            for row in await _claimed(races)
        ]
        steps = [partial(races.village.system, results.record, [retry]) for retry in retries]
        await races.at_once(partial(races.village.does, "居民", submission.cancel, need_id), *steps)
        async with races.village.db.read() as session:
            query = select(Outbox.card_id).where(Outbox.need_id == need_id, Outbox.state == OutboxState.NEW)
            waiting = list(await session.scalars(query))
        assert len(waiting) == len(set(waiting)) == len(retries)
        await races.all_is_sent()
