"""Choosing where one lives: the tree to tap down, and the question for the door."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import ChooseArea, ChooseBuilding
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context
from bot.words import Words
from core.models import Area, Building, Level
from core.registry import queries as registry
from locales import traditional

MOST_BUILDINGS = 12
MOST_AREAS = 90
"""A keyboard holds 100 buttons; whoever is not among these writes the name."""


def name_of(words: Words, area: Area) -> str:
    """An area's name in the characters of the reader."""
    return traditional(area.name) if words.locale == "zh-Hant" else area.name


async def ask(context: Context) -> View:
    """Ask where the person lives: share a position, tap down the tree, or write a name."""
    waiting = "ask-area-waiting" if context.params.get("waiting") else "ask-area"
    return await picker(context.session, context.words, None, waiting)


async def picker(session: AsyncSession, words: Words, area: Area | None, key: str = "ask-area") -> View:
    """The children of an area as buttons; single branches at the top are passed through."""
    nodes = await registry.children(session, area.id if area else None)
    if area is None and not nodes:
        return View(words("no-area-yet"))
    while len(nodes) == 1 and not _can_live(nodes[0]):
        area, nodes = nodes[0], await registry.children(session, nodes[0].id)
    title = (
        words(key) if area is None or key != "ask-area" else words("ask-area-in", area=name_of(words, area))
    )
    rows = in_rows([_button(words, node) for node in nodes[:MOST_AREAS]], 2)
    if area is not None and area.parent_id is not None:
        rows = (*rows, (Button(words.plain("button-back"), ChooseArea(area=area.parent_id)),))
    return View(title, rows)


def _can_live(area: Area) -> bool:
    return area.level.depth >= Level.COMMUNITY.depth


def _button(words: Words, area: Area) -> Button:
    return Button(name_of(words, area), ChooseArea(area=area.id, take=_can_live(area)))


def found_rows(words: Words, areas: Sequence[Area]) -> Rows:
    """Areas found by name, to take."""
    return in_rows([Button(name_of(words, area), ChooseArea(area=area.id, take=True)) for area in areas], 1)


async def ask_address(context: Context) -> View:
    """Ask for the door: buildings of the area as buttons, or a line of text."""
    need_id = context.params.get("need", 0)
    area = await context.session.get(Area, context.params["area"])
    buildings = await registry.buildings_of(context.session, area) if area else []
    rows = building_rows(need_id, buildings)
    return View(context.words(context.params.get("key", "ask-address")), rows)


def building_rows(need_id: int, buildings: Sequence[Building]) -> Rows:
    """Buildings as buttons, if there are few enough to choose from."""
    if len(buildings) > MOST_BUILDINGS:
        return ()
    return in_rows([Button(b.name, ChooseBuilding(need=need_id, building=b.id)) for b in buildings], 3)
