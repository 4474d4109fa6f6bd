"""What the phones show when the demo opens: greetings, and the cards of what is still going on."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo.people import CITIZENS
from core.actor import Actor
from core.models import (
    ENDED,
    Assignment,
    Card,
    CardKind,
    Need,
    Offer,
    OfferState,
    Outbox,
    OutboxState,
    Role,
    Status,
)
from core.outbox import service as outbox

TOLD = "demo"
"""Why a message of the history is not sent: it was told before the demo began."""
_QUESTION = "need-question"


async def deliver_what_is_live(session: AsyncSession, people: Mapping[str, Actor]) -> None:
    """Drop the messages of the history; queue greetings, open questions, and the cards of what goes on.

    Residents are welcomed last: what they can do next then stands right above the line where they write.
    """
    questions = (await session.scalars(_open_questions())).all()
    history = update(Outbox).where(Outbox.state == OutboxState.NEW)
    await session.execute(history.values(state=OutboxState.DROPPED, error=TOLD))
    session.info.pop("queued_cards", None)
    shown = [(people[citizen.key].person, citizen) for citizen in CITIZENS if citizen.phone is not None]
    for person_id, citizen in shown:
        if citizen.roles:
            await _remind_of_role(session, person_id)
    for row in questions:
        await outbox.tell(session, row.person_id, _QUESTION, need_id=row.need_id, **row.params)
    for card in (await session.scalars(_live_cards())).all():
        await outbox.show_card(session, card.person_id, card.kind, card.subject_id, card.need_id)
    for person_id, citizen in shown:
        if not citizen.roles:
            await outbox.tell(session, person_id, "welcome")


async def _remind_of_role(session: AsyncSession, person_id: int) -> None:
    """Tell what a person is here (the first of it) and what comes next."""
    first = select(Role).where(Role.person_id == person_id).order_by(Role.id).limit(1)
    role = (await session.scalars(first)).one()
    await outbox.tell(session, person_id, "role-taken", dedup=f"role:{role.id}", role=role.id)


def _open_questions() -> Select[Outbox]:
    return (
        select(Outbox)
        .join(Need, Need.id == Outbox.need_id)
        .where(Outbox.kind == _QUESTION, Need.status == Status.AWAITING_RESIDENT)
        .order_by(Outbox.id)
    )


def _live_cards() -> Select[Card]:
    """Cards of needs, offers and tasks that have not ended, in the order in which they were made."""
    kinds: dict[CardKind, ColumnElement[bool]] = {
        CardKind.NEED: Need.status.not_in(ENDED),
        CardKind.FOLLOW: Need.status.not_in(ENDED),
        CardKind.TRIAGE: Need.status.in_((Status.TRIAGE, Status.TRANSFERRED)),
        CardKind.VERDICT: Need.status == Status.DONE,
        CardKind.OFFER: Card.subject_id.in_(select(Offer.id).where(Offer.state == OfferState.PENDING)),
        CardKind.TASK: Card.subject_id.in_(select(Assignment.id).where(Assignment.until.is_(None))),
    }
    alive = or_(*(and_(Card.kind == kind, clause) for kind, clause in kinds.items()))
    return select(Card).join(Need, Need.id == Card.need_id).where(alive).order_by(Card.id)
