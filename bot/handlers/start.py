"""Arriving: /start with and without a payload, and choosing an area."""

from contextlib import suppress

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot import answer, menu
from bot.callbacks import ChooseArea
from bot.edge import Edge, Unit
from bot.view import View
from bot.views import area as area_views
from bot.views import follow
from core.drafts import place
from core.errors import NotFound, Refusal
from core.followers import service as followers
from core.models import Area, RoleKind
from core.needs import queries as needs
from core.outbox import service as outbox
from core.people import service as people
from core.people.invitations import take_invitation
from core.registry import queries as registry

router = Router()


@router.message(CommandStart())
async def start(message: Message, command: CommandObject, edge: Edge) -> None:
    """Open the chat: to an area, a role, a need, or as it was left."""
    kind, _, value = (command.args or "").strip().partition("_")
    view: View | None = None
    try:
        async with edge.work() as unit:
            view = await _OPEN.get(kind, _unknown if kind else _plain)(unit, value)
    except Refusal as refusal:
        with suppress(TelegramAPIError):  # the way on, which follows, must not be missed
            await answer.say(message, View(edge.words(f"error-{refusal.code}", **refusal.params)))
        async with edge.work() as unit:
            await _plain(unit, "")
    if view is not None:
        await answer.say(message, view)
    await menu.show(edge)


async def _plain(unit: Unit, _value: str) -> View | None:
    """Greet those who serve, welcome those who have an area, ask the others where they live."""
    if any(grant.kind is not RoleKind.RESIDENT for grant in unit.actor.grants):
        await people.answered(unit.session, unit.actor)
        await outbox.tell(unit.session, unit.actor.person, "greeting")
    elif unit.actor.home_area_id is None:
        await ask_area(unit)
    else:
        await people.answered(unit.session, unit.actor)
        await outbox.tell(unit.session, unit.actor.person, "welcome")
    return None


async def _unknown(unit: Unit, _value: str) -> View | None:
    raise NotFound("link-unknown")


async def _area(unit: Unit, code: str) -> View | None:
    try:
        area = await registry.area_by_code(unit.session, code)
    except NotFound:
        raise NotFound("link-unknown") from None
    await settle_in(unit, area)
    return None


async def _join(unit: Unit, token: str) -> View | None:
    """Take the role; whoever has found their community with it is welcomed there."""
    role = await take_invitation(unit.session, unit.actor, token)
    if role.kind is not RoleKind.RESIDENT or unit.actor.home_area_id is not None:
        await outbox.tell(
            unit.session, unit.actor.person, "role-taken", dedup=f"role:{role.id}", role=role.id
        )
    person = await needs.person(unit.session, unit.actor.person)
    if unit.actor.home_area_id is None and person.home_area_id is not None:
        await settle_in(unit, await unit.session.get_one(Area, person.home_area_id))
    return None


async def _need(unit: Unit, number: str) -> View | None:
    need = await needs.by_number(unit.session, number)
    if await followers.is_private(unit.session, need):
        raise NotFound("need-unknown", value=number)
    return await follow.invitation(unit.session, unit.words, need)


_OPEN = {"area": _area, "join": _join, "need": _need, "": _plain}


async def ask_area(unit: Unit, *, waiting: bool = False) -> None:
    """Ask where the person lives; what they have said so far waits."""
    await people.ask(unit.session, unit.actor, "area", minutes=24 * 60)
    await outbox.tell(unit.session, unit.actor.person, "ask-area", waiting=waiting)


async def settle_in(unit: Unit, area: Area) -> None:
    """Make the area the person's home; sentences that waited for it go on by themselves."""
    actor = await people.choose_area(unit.session, unit.actor, area)
    await people.answered(unit.session, actor)
    await outbox.tell(unit.session, actor.person, "welcome")
    await place.place_waiting(unit.session, actor, area.id)


@router.callback_query(ChooseArea.filter())
async def choose_area(query: CallbackQuery, callback_data: ChooseArea, edge: Edge) -> None:
    """Open a branch of the tree, or take an area as home."""
    async with edge.work() as unit:
        area = await unit.session.get(Area, callback_data.area)
        if area is None:
            raise NotFound("area-unknown", value=callback_data.area)
        if callback_data.take:
            await settle_in(unit, area)
            view = View(unit.words("area-taken", area=area_views.name_of(unit.words, area)))
        else:
            view = await area_views.picker(unit.session, unit.words, area)
    await answer.show(query, view)
    if callback_data.take:
        await menu.show(edge)
