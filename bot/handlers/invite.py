"""Inviting in chat: for whom, where, and the link."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot import answer
from bot.callbacks import SettingButton, number
from bot.edge import Edge, Unit
from bot.view import Button, View, in_rows
from bot.views.area import name_of
from core.actor import AREA_OFFICERS
from core.errors import Conflict, Forbidden
from core.models import Area, RoleKind
from core.people import invitations
from core.registry import queries as registry

router = Router()
USES = 20
_ROLES = (RoleKind.RESIDENT, RoleKind.VOLUNTEER, RoleKind.COORDINATOR)


@router.message(Command("invite"))
async def invite(message: Message, edge: Edge) -> None:
    """Choose the role of an invitation."""
    async with edge.work() as unit:
        _require_officer(unit)
    buttons = [
        Button(edge.words.code("role", role.value), SettingButton(do="invite", arg=role.value))
        for role in _ROLES
    ]
    await answer.say(message, View(edge.words("invite-whom"), in_rows(buttons, 2)))


def _require_officer(unit: Unit) -> None:
    if not unit.actor.holds(*AREA_OFFICERS):
        raise Forbidden("coordinators-only")


@router.callback_query(SettingButton.filter(F.do == "invite"))
async def invited(query: CallbackQuery, callback_data: SettingButton, edge: Edge) -> None:
    """Make the link for the one area of this person, or ask for which of several."""
    value, _, area_id = callback_data.arg.partition("-")
    async with edge.work() as unit:
        _require_officer(unit)
        role = next((role for role in _ROLES if role.value == value), None)
        areas = await _areas(unit)
        chosen = areas if len(areas) == 1 else [area for area in areas if area.id == number(area_id)]
        if role is None or (area_id and not chosen):
            raise Forbidden("outside-your-area")
        view = await _link(unit, edge, role, chosen[0]) if chosen else _where(unit, role, areas)
    await answer.show(query, view)


async def _areas(unit: Unit) -> list[Area]:
    """The areas that this person looks after; for those who look after everything, the topmost."""
    ids = [g.area_id for g in unit.actor.grants if g.kind in AREA_OFFICERS and g.area_id is not None]
    own = [await unit.session.get_one(Area, area_id) for area_id in dict.fromkeys(ids)]
    own.sort(key=lambda area: (area.level.depth, area.code))
    areas = own or list(await registry.children(unit.session, None))
    if not areas:
        raise Conflict("no-areas")
    return areas


def _where(unit: Unit, role: RoleKind, areas: list[Area]) -> View:
    buttons = [
        Button(name_of(unit.words, area), SettingButton(do="invite", arg=f"{role.value}-{area.id}"))
        for area in areas
    ]
    return View(unit.words("invite-where"), in_rows(buttons, 2))


async def _link(unit: Unit, edge: Edge, role: RoleKind, area: Area) -> View:
    _invitation, payload = await invitations.invite(unit.session, unit.actor, role, area, uses=USES)
    words, link = unit.words, edge.house.link(edge.channel, payload)
    named = {"role": words.code("role", role.value), "place": area.name, "n": USES}
    return View(words("invite-link", link=link, **named))
