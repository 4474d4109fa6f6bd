"""The command menu: each person sees what their roles can do, in their language."""

from typing import TYPE_CHECKING

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.house import House
from bot.words import Words
from core.actor import Actor
from core.models import RoleKind
from core.people.queries import Recipient
from core.people.roles import roles_of
from core.people.service import arrive

if TYPE_CHECKING:
    from bot.edge import Edge

EVERYONE = ("mine", "services", "settings", "help", "privacy", "cancel")
HELPERS = ("tasks", "duty", "checkin", "points")
OFFICERS = ("desk", "invite")
HELPING = (RoleKind.VOLUNTEER, RoleKind.TEAM_MEMBER, RoleKind.TEAM_LEADER, RoleKind.COORDINATOR)
_log = structlog.get_logger(__name__)


def names_for(actor: Actor) -> tuple[str, ...]:
    """The commands of a person, what they use most first."""
    officer = actor.holds(RoleKind.COORDINATOR, RoleKind.ADMIN)
    helper = actor.holds(*HELPING)
    return (*(OFFICERS if officer else ()), *(HELPERS if helper else ()), *EVERYONE)


def commands(locale: str, names: tuple[str, ...]) -> list[BotCommand]:
    """Commands with their descriptions."""
    words = Words(locale)
    return [BotCommand(command=name, description=words.plain(f"command-{name}")) for name in names]


async def show(edge: "Edge") -> None:
    """Bring the menu of the person up to date; a failure is only logged, the commands work without it."""
    async with edge.house.db.write() as session:
        arrival = await arrive(session, edge.channel, str(edge.user.id), edge.user.first_name, edge.locale)
    await _set(edge.house.bots[edge.channel], edge.user.id, arrival.actor)


async def show_to(house: House, to: Recipient) -> None:
    """Bring the menu of someone up to date whose roles have changed without their writing."""
    async with house.db.read() as session:
        grants = await roles_of(session, to.person_id)
    actor = Actor(f"person:{to.person_id}", to.person_id, to.contact_id, to.name, to.locale, grants=grants)
    await _set(house.bots[to.channel], int(to.address), actor)


async def _set(bot: Bot, chat: int, actor: Actor) -> None:
    scope = BotCommandScopeChat(chat_id=chat)
    try:
        await bot.set_my_commands(commands(actor.locale, names_for(actor)), scope=scope)
    except TelegramAPIError as error:
        _log.warning("the command menu could not be set", error=type(error).__name__)


async def set_defaults(bot: Bot) -> None:
    """The menu of those who have not been here yet, by the language of their client."""
    await bot.set_my_commands(commands("zh", EVERYONE))
    await bot.set_my_commands(commands("en", EVERYONE), language_code="en")
