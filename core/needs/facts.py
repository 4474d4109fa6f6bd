"""What there is to show of a need, gathered in one place for cards and lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.crypto import arrival_code
from core.errors import NotFound
from core.models import (
    HELD,
    Area,
    Assignment,
    Building,
    Category,
    Follower,
    Lane,
    MessageKind,
    Need,
    NeedMessage,
    Person,
    Status,
    Team,
    Visit,
)
from core.needs import queries
from core.registry import queries as registry


@dataclass(frozen=True)
class Place:
    """Where a need is: names of community and grid, and the door (building and unit) for those entitled."""

    area: str
    building: str
    unit: str

    @property
    def door(self) -> str:
        """Building and unit as one text; empty if neither is known."""
        return " ".join(part for part in (self.building, self.unit) if part)


@dataclass(frozen=True)
class Handler:
    """Who has a need in hand."""

    assignment: Assignment
    person: Person
    team: Team | None
    arrived: bool

    @property
    def name(self) -> str:
        """Team and person as the resident knows them."""
        return f"{self.team.name} · {self.person.name}" if self.team else self.person.name


@dataclass(frozen=True)
class Facts:
    """A need with what its cards say."""

    need: Need
    category: Category | None
    place: Place
    words: str
    photos: int
    voices: int
    followers: int
    handler: Handler | None

    @property
    def code(self) -> str | None:
        """The arrival code, while somebody is on the way."""
        coming = (
            self.need.status is Status.ASSIGNED and self.category is not None and self.category.needs_visit
        )
        if self.handler is None or not coming:
            return None
        return arrival_code(self.need.id, self.handler.assignment.id)


_NEED = (
    select(Need, Category, Area, Building)
    .outerjoin(Category, Category.code == Need.category_code)
    .outerjoin(Area, Area.id == Need.area_id)
    .outerjoin(Building, Building.id == Need.building_id)
    .where(Need.id == bindparam("need"))
)
"""What every card needs, in one go; area and building wait in the session for `place_of`."""


async def gather(session: AsyncSession, need_id: int) -> Facts:
    """All facts of a need; raises NotFound `need-unknown`."""
    found = (await session.execute(_NEED, {"need": need_id})).first()
    if found is None:
        raise NotFound("need-unknown")
    need, category, _, _ = found
    said = await queries.messages(session, need.id, Lane.REPORT)
    return Facts(
        need=need,
        category=category,
        place=await place_of(session, need),
        words="\n".join(message.text for message in said if message.text),
        photos=_count(said, MessageKind.PHOTO, MessageKind.DOCUMENT),
        voices=_count(said, MessageKind.VOICE),
        followers=await _followers(session, need) if need.number else 0,
        handler=await handler_of(session, need) if need.number else None,
    )


def _count(said: Sequence[NeedMessage], *kinds: MessageKind) -> int:
    return sum(message.kind in kinds for message in said)


async def _followers(session: AsyncSession, need: Need) -> int:
    query = select(func.count()).select_from(Follower).where(Follower.need_id == need.id)
    return int(await session.scalar(query) or 0)


async def place_of(session: AsyncSession, need: Need) -> Place:
    """The names of a need's place; the area from the community downwards."""
    node = await session.get(Area, need.area_id) if need.area_id else None
    area = await registry.near_name(session, node) if node else ""
    building = await session.get(Building, need.building_id) if need.building_id else None
    return Place(area, building.name if building else "", need.unit or "")


async def handler_of(session: AsyncSession, need: Need) -> Handler | None:
    """Who holds a need, or who finished it."""
    ended = need.status in (Status.DONE, Status.CLOSED)
    if need.status not in HELD and not ended:
        return None
    lead = await (queries.finisher if ended else queries.lead)(session, need.id)
    if lead is None:
        return None
    person = await queries.person(session, lead.person_id)
    team = await session.get(Team, lead.team_id) if lead.team_id else None
    visit = await session.execute(
        select(Visit.id).where(Visit.need_id == need.id, Visit.person_id == lead.person_id).limit(1)
    )
    return Handler(lead, person, team, visit.first() is not None)


async def materials(session: AsyncSession, need_id: int) -> list[int]:
    """Ids of the report's messages that carry a media or a position."""
    query = select(NeedMessage.id).where(
        NeedMessage.need_id == need_id,
        NeedMessage.lane == Lane.REPORT,
        NeedMessage.media_id.is_not(None) | NeedMessage.lat.is_not(None),
    )
    return list(await session.scalars(query.order_by(NeedMessage.id)))


CARD_WORDS = 2500
"""Characters of the resident's words that fit on a card; longer ones follow in pages."""
PAGE_WORDS = 3500


def pages_of(words: str) -> int:
    """How many messages the whole words need beside the card; none if the card shows them all."""
    return 0 if len(words) <= CARD_WORDS else -(-len(words) // PAGE_WORDS)


def page_of(words: str, page: int) -> str:
    """One page of the words, from 1."""
    return words[(page - 1) * PAGE_WORDS : page * PAGE_WORDS]
