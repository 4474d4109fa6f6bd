"""What must hold of all needs, offers, cards and accounts at any time, whatever happened before."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.models import (
    ALLOWED,
    HELD,
    Account,
    AccountKind,
    Assignment,
    AssignmentKind,
    Card,
    CardKind,
    Entry,
    Follower,
    Need,
    NeedEvent,
    Offer,
    OfferRecipient,
    OfferState,
    Outbox,
    OutboxState,
    Outcome,
    Posting,
    Status,
    Visit,
)
from core.needs import queries


async def check(session: AsyncSession, *only: int) -> None:
    """Raise AssertionError naming what does not hold, of these needs or of all."""
    query = select(Need).execution_options(populate_existing=True)
    needs = (await session.scalars(query.where(Need.id.in_(only)) if only else query)).all()
    for need in needs:
        _check_row(need)
        await _check_timeline(session, need)
        await _check_hands(session, need)
        await _check_offers(session, need)
        await _check_cards(session, need)
    await _check_ledger(session, needs)
    await _check_waiting(session)


def _check_row(need: Need) -> None:
    assert (need.status is Status.CLOSED) == (need.outcome is not None), f"outcome of {need.id}"
    assert need.number or need.status in (Status.DRAFT, Status.CANCELLED), f"number of {need.id}"
    ended = need.status in (Status.CLOSED, Status.REJECTED, Status.CANCELLED)
    assert ended == (need.closed_at is not None), f"end of {need.id}"
    assert not ended or (need.lat is None and need.next_at is None), f"left-overs of {need.id}"
    paused = need.status in (Status.AWAITING_RESIDENT, Status.ON_HOLD)
    assert paused == (need.paused_from is not None) or ended, f"pause of {need.id}"


async def _check_timeline(session: AsyncSession, need: Need) -> None:
    query = select(NeedEvent).where(NeedEvent.need_id == need.id, NeedEvent.from_status.is_not(None))
    status = Status.DRAFT
    for event in await session.scalars(query.order_by(NeedEvent.id)):
        assert event.from_status == status, f"{need.id}: {event.event} from {event.from_status}, was {status}"
        assert event.to_status is not None
        assert Status(event.to_status) in ALLOWED[status], f"{need.id}: {status} to {event.to_status}"
        status = Status(event.to_status)
    dropped = status is Status.DRAFT and need.status is Status.CANCELLED
    assert need.status is status or dropped, f"{need.id} is {need.status}, its timeline says {status}"


async def _check_hands(session: AsyncSession, need: Need) -> None:
    query = select(Assignment).where(Assignment.need_id == need.id, Assignment.kind == AssignmentKind.LEAD)
    leads = [lead for lead in await session.scalars(query) if lead.until is None]
    assert len(leads) == (1 if need.status in HELD else 0), f"{need.id}: {len(leads)} leads"
    if leads:
        assert await _card(session, CardKind.TASK, leads[0].id, leads[0].person_id), f"task card of {need.id}"
    visits = await session.scalars(
        select(Visit).where(Visit.need_id == need.id, Visit.check_out_at.is_(None))
    )
    for visit in visits:
        assert leads and visit.assignment_id == leads[0].id, f"an open visit of {need.id} without a lead"


async def _check_offers(session: AsyncSession, need: Need) -> None:
    offers = (await session.scalars(select(Offer).where(Offer.need_id == need.id).order_by(Offer.id))).all()
    pending = [offer for offer in offers if offer.state is OfferState.PENDING]
    if need.status is Status.OFFERED:
        due = need.next_at is not None and need.next_at <= clock.now()
        assert pending or due, f"{need.id} is offered to nobody"
    else:
        assert not pending, f"{need.id} is {need.status} with offers that wait"
    assert sum(o.state is OfferState.ACCEPTED and o.round == need.round for o in offers) <= 1
    for offer in offers:
        chosen = {"code": "chosen"} in offer.explanation
        before = [o for o in offers if o.id < offer.id and _candidate(o) == _candidate(offer)]
        assert chosen or all(o.state is not OfferState.DECLINED for o in before), f"{need.id}: asked again"
        assert chosen or not await _returned_before(session, offer), f"{need.id}: offered after a return"
    for offer in pending:
        query = select(OfferRecipient).where(OfferRecipient.offer_id == offer.id)
        for asked in await session.scalars(query):
            assert await _card(session, CardKind.OFFER, offer.id, asked.person_id), f"card of {offer.id}"
            assert asked.person_id != need.reporter_id, f"{need.id} is offered to its reporter"


def _candidate(offer: Offer) -> tuple[int | None, int | None]:
    return offer.team_id, offer.person_id


async def _returned_before(session: AsyncSession, offer: Offer) -> bool:
    same = Assignment.team_id == offer.team_id if offer.team_id else Assignment.person_id == offer.person_id
    returned = (
        select(Assignment.id)
        .join(Offer, Offer.id == Assignment.offer_id)
        .where(Assignment.need_id == offer.need_id, Assignment.end_reason == "returned", same)
        .where(Offer.id < offer.id)
    )
    return (await session.execute(returned.limit(1))).first() is not None


async def _check_cards(session: AsyncSession, need: Need) -> None:
    if need.number is not None:
        assert await _card(session, CardKind.NEED, need.id, need.reporter_id), f"card of {need.id}"
    followers = await session.scalars(select(Follower.person_id).where(Follower.need_id == need.id))
    for follower in followers:
        assert await _card(session, CardKind.FOLLOW, need.id, follower), f"follower's card of {need.id}"
    if need.status is Status.DONE:
        assert await _card(session, CardKind.VERDICT, need.id, need.reporter_id), f"verdict on {need.id}"
    if need.status is Status.TRIAGE and await queries.coordinators(session, need.area_id):
        found = select(Card.id).where(Card.kind == CardKind.TRIAGE, Card.subject_id == need.id).limit(1)
        assert (await session.execute(found)).first(), f"nobody sees {need.id} in triage"


async def _card(session: AsyncSession, kind: CardKind, subject: int, person_id: int) -> bool:
    mine = (Card.kind == kind, Card.subject_id == subject, Card.person_id == person_id)
    return (await session.execute(select(Card.id).where(*mine))).first() is not None


async def _check_ledger(session: AsyncSession, needs: Sequence[Need]) -> None:
    balances: dict[int, int] = defaultdict(int)
    for entry in await session.scalars(select(Entry)):
        balances[entry.debit_id] -= entry.amount
        balances[entry.credit_id] += entry.amount
    assert sum(balances.values()) == 0
    for account in await session.scalars(select(Account)):
        assert account.kind is AccountKind.SCHEME or balances[account.id] >= 0, f"{account.owner} overdrawn"
    closings = (Posting.rule == "need-closed", Posting.need_id.is_not(None))
    rows = await session.execute(
        select(Posting.need_id, func.count()).where(*closings).group_by(Posting.need_id)
    )
    paid = {row[0]: row[1] for row in rows}
    for need in needs:
        once = need.outcome in (Outcome.SOLVED, Outcome.PARTLY, Outcome.NO_ANSWER)
        assert paid.get(need.id, 0) <= (1 if once else 0), f"{need.id} was paid {paid[need.id]} times"


async def _check_waiting(session: AsyncSession) -> None:
    """What is wanted and not shown has a row that waits for a sender."""
    waiting = select(Outbox.card_id).where(
        Outbox.card_id.is_not(None), Outbox.state.in_((OutboxState.NEW, OutboxState.LEASED))
    )
    behind = select(Card.id).where(Card.shown < Card.wanted, Card.id.not_in(waiting))
    assert (await session.execute(behind.limit(1))).first() is None, "a card waits for nothing"
