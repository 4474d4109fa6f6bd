"""What every view is made from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.house import House
from bot.view import Attached, View
from bot.words import Words, shorten
from core import clock
from core.models import MessageKind, Need, NeedMessage, Status
from core.needs.facts import Facts, gather
from core.people.queries import Recipient


@dataclass(frozen=True)
class Context:
    """A session to look with, the recipient, and what the row says."""

    session: AsyncSession
    house: House
    to: Recipient
    need_id: int | None
    params: dict[str, Any]

    @property
    def words(self) -> Words:
        """Texts in the recipient's language."""
        return Words(self.to.locale)

    async def facts(self) -> Facts:
        """The facts of the need that the row is about."""
        assert self.need_id is not None, "this row is about a need"
        return await gather(self.session, self.need_id)

    async def message(self) -> NeedMessage:
        """The message of the need that the row passes on."""
        found = await self.session.get(NeedMessage, self.params["message"])
        assert found is not None, "messages of needs are not deleted while rows wait"
        return found


def stale_at(need: Need) -> datetime | None:
    """When words about the time left are off by much: after a sixth of it, within 2 minutes to 6 hours."""
    responding = need.status in (Status.REGISTERED, Status.OFFERED, Status.TRIAGE)
    working = need.status in (Status.ASSIGNED, Status.IN_PROGRESS)
    until = need.respond_by if responding else need.resolve_by if working else None
    if until is None:
        return None
    rest = abs(until - clock.now())
    return clock.now() + min(max(rest / 6, timedelta(minutes=2)), timedelta(hours=6))


def quoted(words: Words, facts: Facts, *, length: int = 600) -> str:
    """The resident's words, shortened, or what they sent in their place."""
    if facts.words:
        return words("quoted", text=shorten(facts.words, length))
    return words("no-words", what=media(words, facts) or words.plain("media-none"))


def media(words: Words, facts: Facts) -> str:
    """What came besides words, counted; empty if nothing did."""
    counted = (("media-photos", facts.photos), ("media-voices", facts.voices))
    return words.plain("list-separator").join(words.plain(key, n=n) for key, n in counted if n)


def passed_on(heading: str, message: NeedMessage) -> View:
    """A message of a need under a heading: words, a media, or a position."""
    if message.kind is MessageKind.LOCATION:
        position = None if message.lat is None or message.lon is None else (message.lat, message.lon)
        return View(heading, position=position)
    if message.media_id is not None:
        return View(heading, media=Attached(message.media_id, message.kind))
    return View(heading)
