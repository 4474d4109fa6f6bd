"""Rendering: a row of the outbox, or a card, as it is to be shown now to this person."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.house import House
from bot.view import View
from bot.views import messages, need, offer, task, triage, verdict
from bot.views.context import Context
from core.models import Card, CardKind, Outbox
from core.people.queries import Recipient

_CARDS = {
    CardKind.NEED: need.card,
    CardKind.FOLLOW: need.follow_card,
    CardKind.OFFER: offer.card,
    CardKind.TASK: task.card,
    CardKind.TRIAGE: triage.card,
    CardKind.VERDICT: verdict.card,
}


async def render(
    session: AsyncSession, house: House, row: Outbox, card: Card | None, to: Recipient
) -> View | None:
    """The view of a row for its recipient; None if there is nothing to say any more."""
    context = Context(session, house, to, row.need_id, row.params)
    if card is not None:
        return await _CARDS[card.kind](context, card.subject_id)
    return await messages.ALL[row.kind](context)
