"""What a resident is promised, and by when. Pure rules; moments in, moments out.

Response time counts only while someone serves (DESIGN section 4: no "30 分钟内" at 02:00 when nobody does);
resolution time runs from the first moment someone serves. Urgent needs run from now, whoever serves.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from core.models import Priority
from core.registry.duty import ALWAYS, add_open_minutes, is_open
from core.registry.settings import AreaSettings

OFFER_SHARE = 3
OFFER_MINUTES = (3.0, 30.0)


@dataclass(frozen=True)
class Promise:
    """Deadlines in UTC, and the spans that they come from."""

    respond_by: datetime
    resolve_by: datetime
    respond_minutes: float
    resolve_hours: float
    starts_later: bool


@dataclass(frozen=True)
class Limits:
    """The limits of a category: minutes to a response, hours to a solution."""

    respond_minutes: float
    resolve_hours: float
    priority: Priority


def effective(limits: Limits, settings: AreaSettings) -> Limits:
    """The limits of a category as an area overrides them."""
    return Limits(
        settings.respond_minutes or limits.respond_minutes,
        settings.resolve_hours or limits.resolve_hours,
        limits.priority,
    )


def promise(limits: Limits, settings: AreaSettings, hours: Any, local_now: datetime) -> Promise:
    """The promise for a need that is submitted now, where `hours` say when somebody serves."""
    held = effective(limits, settings)
    pattern = ALWAYS if held.priority is Priority.URGENT else hours
    start = add_open_minutes(pattern, local_now, 0)
    respond_by = add_open_minutes(pattern, local_now, held.respond_minutes)
    resolve_by = start + timedelta(hours=held.resolve_hours)
    return Promise(
        respond_by=respond_by.astimezone(UTC),
        resolve_by=max(respond_by, resolve_by).astimezone(UTC),
        respond_minutes=held.respond_minutes,
        resolve_hours=held.resolve_hours,
        starts_later=not is_open(pattern, local_now) and start > local_now,
    )


def offer_time(limits: Limits, settings: AreaSettings, *, wave: bool) -> timedelta:
    """How long an offer waits: a third of the respond time within 3 to 30 minutes, unless overridden."""
    override = settings.wave_minutes if wave else settings.offer_minutes
    low, high = OFFER_MINUTES
    held = effective(limits, settings)
    return timedelta(minutes=override or min(max(held.respond_minutes / OFFER_SHARE, low), high))
