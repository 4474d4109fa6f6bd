"""What time does: sweeps over what is due, correct when run twice, late, or in two places."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.idempotency import forget_answers
from core.drafts.submission import drop_old_drafts
from core.inbox.service import forget_old
from core.models import Need, Status
from core.outbox.service import refresh_stale_cards
from core.routing.passing import pass_on_left
from core.routing.service import route_waiting
from core.triage.service import ask_about_transferred, call_again, show_unseen
from core.verdicts.service import close_silent
from core.work.pauses import resume_overdue
from core.work.service import return_unreachable

Sweep = Callable[[AsyncSession, datetime], Awaitable[int]]


ON_NEEDS: tuple[Sweep, ...] = (
    route_waiting,
    close_silent,
    resume_overdue,
    ask_about_transferred,
    call_again,
    drop_old_drafts,
)
ON_CARDS: tuple[Sweep, ...] = (refresh_stale_cards, pass_on_left, return_unreachable, show_unseen)
ON_RECORDS: tuple[Sweep, ...] = (forget_old, forget_answers)


async def anything_due(session: AsyncSession, now: datetime) -> bool:
    """True if a need waits for a sweep; a cheap look before a transaction is opened."""
    due = select(Need.id).where(
        Need.status.in_(
            (
                Status.DRAFT,
                Status.REGISTERED,
                Status.TRIAGE,
                Status.OFFERED,
                Status.AWAITING_RESIDENT,
                Status.ON_HOLD,
                Status.TRANSFERRED,
                Status.DONE,
            )
        ),
        Need.next_at <= now,
    )
    return (await session.execute(due.limit(1))).first() is not None
