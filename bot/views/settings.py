"""Welcome, help, settings: what a person sees about themselves."""

from sqlalchemy import select

from bot.callbacks import SettingButton
from bot.view import Button, View
from bot.views.area import name_of
from bot.views.context import Context
from bot.words import Words
from core.models import Area, Building, Person, Role
from core.people.invitations import place_of
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
    place = await place_of(context.session, role)
    kind = role.kind.value
    where = await _near(context, place) if isinstance(place, Area) else place.name if place else ""
    taken = words("role-taken", role=words.code("role", kind), place=where)
    return View("\n".join([taken, words(f"role-next-{kind}")]))


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
