"""Telling the history of the demo: each step through the use case that people use, at its own time."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo.people import read
from app.demo.verbs import VERBS, Tale
from core import clock
from core.actor import Actor
from core.drafts import emergency, submission
from core.drafts import service as drafts
from core.drafts.queries import active_codes
from core.drafts.service import Said
from core.matching.understand import understand
from core.models import MessageKind, Need, Status
from core.sweeps import ON_NEEDS

_SWEPT = (
    Status.DRAFT,
    Status.REGISTERED,
    Status.OFFERED,
    Status.AWAITING_RESIDENT,
    Status.TRANSFERRED,
    Status.DONE,
)


@dataclass(frozen=True, order=True)
class _Event:
    """A step that is due; those of one moment in the order of the stories."""

    at: datetime
    story: int
    step: int


async def tell_stories(session: AsyncSession, people: Mapping[str, Actor], now: datetime) -> None:
    """Let everything happen in the order of time, with what time itself does in between."""
    rows = read("stories.toml")["stories"]
    tales: dict[int, Tale] = {}
    events = [_Event(_begin(row, now), place, 0) for place, row in enumerate(rows)]
    heapq.heapify(events)
    while events:
        event = heapq.heappop(events)
        row = rows[event.story]
        await _let_time_pass(session, event.at)
        with clock.stopped(event.at):
            if event.step == 0:
                tales[event.story] = await _said(session, people, row)
            else:
                _minutes, verb, *arguments = row["steps"][event.step - 1]
                await VERBS[verb](tales[event.story], *arguments)
        if event.step < len(row["steps"]):
            later = event.at + timedelta(minutes=row["steps"][event.step][0])
            heapq.heappush(events, _Event(later, event.story, event.step + 1))
    await _let_time_pass(session, now)


def _begin(row: dict[str, Any], now: datetime) -> datetime:
    if "ago" in row:
        return now - timedelta(minutes=row["ago"])
    hour, minute = row["at"].split(":")
    day = clock.local(now) - timedelta(days=row["day"])
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


async def _let_time_pass(session: AsyncSession, until: datetime) -> None:
    """Run the sweeps at each moment at which something was due."""
    due = select(func.min(Need.next_at)).where(Need.status.in_(_SWEPT))
    while True:
        moment = await session.scalar(due)
        if moment is None or moment > until:
            return
        with clock.stopped(moment):
            for sweep in ON_NEEDS:
                if await sweep(session, moment):
                    break


async def _said(session: AsyncSession, people: Mapping[str, Actor], row: dict[str, Any]) -> Tale:
    """The first words of a story: a draft, or an emergency that needs none."""
    actor = people[row["who"]]
    meaning = understand(row["said"], await active_codes(session))
    words = Said(MessageKind.TEXT, row["said"])
    if meaning.emergency is not None:
        need, _is_new = await emergency.report(session, actor, words, meaning.emergency)
        return Tale(session, people, actor, need.id)
    (need,) = await drafts.say(session, actor, words, meaning)
    if "category" in row:
        await submission.choose_category(session, actor, need.id, row["category"])
    return Tale(session, people, actor, need.id)
