"""Welcome, help, settings: what a person sees about themselves."""

from sqlalchemy import select

from bot.callbacks import SettingButton
from bot.view import Button, View
from bot.views.area import name_of
from bot.views.context import Context
from bot.words import Words
from core.models import Area, Building, Person, Role, RoleKind
from core.people.invitations import place_of
from core.people.volunteers import number_held
from core.registry import queries as registry
from locales import traditional


async def welcome(context: Context) -> View:
    """One line of welcome, one of privacy, two example sentences."""
    words = context.words
    area = await context.session.scalar(
        select(Area).join(Person, Person.home_area_id == Area.id).where(Person.id == context.to.person_id)
    )
    where = await _near(context, area) if area else words.plain("area-unknown")
    lines = [words("welcome", area=where), words("welcome-privacy"), words("welcome-examples")]
    return View("\n".join(lines), drop_keyboard=True)


async def _near(context: Context, area: Area) -> str:
    name = await registry.near_name(context.session, area)
    return traditional(name) if context.words.locale == "zh-Hant" else name


async def role_taken(context: Context) -> View | None:
    """What a person may do from now on, and where."""
    words = context.words
    role = await context.session.get(Role, context.params["role"])
    if role is None:
        return None
    lines = [words("role-taken", role=await _role(context, role)), words(f"role-next-{role.kind.value}")]
    if role.kind is RoleKind.VOLUNTEER:
        lines.append(await _number(context))
    return View("\n".join(line for line in lines if line))


async def _number(context: Context) -> str:
    """The number of a volunteer, with the page where anybody can check it."""
    number = await number_held(context.session, context.to.person_id)
    if number is None:
        return ""
    link = f"{context.house.web_url}/check/{number}" if context.house.web_url else ""
    return context.words("volunteer-number", number=number, link=link)


async def greeting(context: Context) -> View | None:
    """For those who serve: who they are here, and what they can do next."""
    words = context.words
    held = select(Role).where(
        Role.person_id == context.to.person_id, Role.ended_at.is_(None), Role.kind != RoleKind.RESIDENT
    )
    roles = list(await context.session.scalars(held.order_by(Role.id)))
    if not roles:
        return None
    named = [await _role(context, role) for role in roles]
    nexts = dict.fromkeys(words(f"role-next-{role.kind.value}") for role in roles)
    hello = words("greeting", name=context.to.name, roles=words.plain("list-separator").join(named))
    number = await _number(context) if any(role.kind is RoleKind.VOLUNTEER for role in roles) else ""
    lines = [hello, *nexts, number, words("greeting-own")]
    return View("\n".join(line for line in lines if line), drop_keyboard=True)


async def _role(context: Context, role: Role) -> str:
    """A role with its place, such as the leader of a team."""
    place, words = await place_of(context.session, role), context.words
    where = await _near(context, place) if isinstance(place, Area) else place.name if place else ""
    name = words.code("role", role.kind.value)
    return words.plain("role-at", role=name, place=where) if where else name


def overview(words: Words, person: Person, area: Area | None, building: Building | None) -> View:
    """The settings, each with a button to change it."""
    door = " ".join(part for part in (building.name if building else "", person.home_unit or "") if part)
    lines = [
        words("settings-title"),
        words("settings-language", language=words.code("language", person.locale)),
        words("settings-area", area=name_of(words, area) if area else words.plain("area-unknown")),
        words("settings-address", address=door or words.plain("address-unknown")),
    ]
    rows = tuple(
        (Button(words.plain(f"button-set-{do}"), SettingButton(do=do)),)
        for do in ("language", "area", "address")
    )
    return View("\n".join(lines), rows)


def languages(words: Words) -> View:
    """The languages to choose from, each in its own words."""
    rows = tuple(
        (Button(words.code("language", locale), SettingButton(do="locale", arg=locale)),)
        for locale in ("zh", "zh-Hant", "en")
    )
    return View(words("settings-choose-language"), rows)
