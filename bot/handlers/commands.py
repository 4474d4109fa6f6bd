"""Commands: lists, settings, help."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot import answer, menu
from bot.callbacks import SettingButton
from bot.edge import Edge, Unit, toast
from bot.handlers.check_in import ask_check_in
from bot.handlers.start import ask_area
from bot.menu import HELPING
from bot.view import Button, View
from bot.views import lists
from bot.views import settings as views
from core.actor import Actor
from core.drafts.queries import active_categories, categories_of
from core.errors import Forbidden
from core.models import Area, Building, RoleKind, Status
from core.needs import queries as needs
from core.outbox import service as outbox
from core.people import service as people
from core.points import queries as points
from core.relay import service as relay
from core.triage import queries as triage
from core.verdicts import queries as verdicts
from core.work import queries as work

router = Router()


@router.message(Command("help"))
async def help_(message: Message, edge: Edge) -> None:
    """How it works, for what this person can do."""
    async with edge.work() as unit:
        names = menu.names_for(unit.actor)
    words = edge.words
    lines = [words("help"), *(f"/{name} {words('command-' + name)}" for name in names)]
    await answer.say(message, View("\n".join(lines)))


@router.message(Command("mine"))
async def mine(message: Message, edge: Edge) -> None:
    """The resident's needs."""
    async with edge.work() as unit:
        view = await needs_of(unit)
    await answer.say(message, view)


async def needs_of(unit: Unit) -> View:
    """The list of a person's needs, which also answers the question where they are."""
    found = await needs.open_needs_of(unit.session, unit.actor.person)
    names = await categories_of(unit.session, [need.category_code for need in found])
    done = [need.id for need in found if need.status is Status.DONE]
    judged = await verdicts.judged(unit.session, done, unit.actor.person)
    rows = [(need, names.get(need.category_code or ""), need.id in judged) for need in found]
    return lists.mine(unit.words, rows)


@router.message(Command("services"))
async def services(message: Message, edge: Edge) -> None:
    """The menu of services."""
    async with edge.work() as unit:
        categories = await active_categories(unit.session)
    await answer.say(message, lists.services(edge.words, categories))


@router.message(Command("tasks"))
async def tasks(message: Message, edge: Edge) -> None:
    """What is in hand and what is offered."""
    async with edge.work() as unit:
        held = await work.tasks_of(unit.session, unit.actor)
        offers = await work.offers_to(unit.session, unit.actor.person)
        codes = [need.category_code for need, _ in held] + [need.category_code for _, need in offers]
        names = await categories_of(unit.session, codes)
        if not codes and not unit.actor.holds(*HELPING):
            raise Forbidden("helpers-only")
    view = lists.tasks(
        edge.words,
        [(need, assignment, names.get(need.category_code or "")) for need, assignment in held],
        [(offer, need, names.get(need.category_code or "")) for offer, need in offers],
    )
    await answer.say(message, view)


@router.message(Command("desk"))
async def desk(message: Message, edge: Edge) -> None:
    """What waits for a coordinator."""
    async with edge.work() as unit:
        if not unit.actor.holds(RoleKind.COORDINATOR, RoleKind.ADMIN):
            raise Forbidden("coordinators-only")
        found = await triage.desk(unit.session, unit.actor)
        names = await categories_of(unit.session, [need.category_code for need in found])
    rows = [(need, names.get(need.category_code or "")) for need in found]
    await answer.say(message, lists.desk(edge.words, rows))


@router.message(Command("points"))
async def points_(message: Message, edge: Edge) -> None:
    """Balance and last entries; for leaders and managers their organisation's bank too."""
    async with edge.work() as unit:
        owner = f"person:{unit.actor.person}"
        balance = await points.balance(unit.session, owner)
        lines = await points.last_lines(unit.session, owner)
        banks = [
            (organisation.name, await points.balance(unit.session, f"organisation:{organisation.id}"))
            for organisation in await points.banks_of(unit.session, unit.actor)
        ]
        if not lines and not banks and not unit.actor.holds(*HELPING):
            raise Forbidden("points-helpers-only")
    await answer.say(message, lists.points(edge.words, balance, lines, banks))


@router.message(Command("duty"))
async def duty(message: Message, edge: Edge) -> None:
    """Whether offers come, and the tap to change it."""
    async with edge.work() as unit:
        _require_helper(unit.actor)
        person = await needs.person(unit.session, unit.actor.person)
    await answer.say(message, _duty_view(edge, on=person.on_duty))


def _duty_view(edge: Edge, *, on: bool) -> View:
    change = Button(
        edge.words.plain("button-off-duty" if on else "button-on-duty"),
        SettingButton(do="duty", arg="off" if on else "on"),
    )
    return View(edge.words("duty-on" if on else "duty-off"), ((change,),))


def _require_helper(actor: Actor) -> None:
    if not actor.holds(*HELPING):
        raise Forbidden("helpers-only")


@router.callback_query(SettingButton.filter(F.do == "duty"))
async def set_duty(query: CallbackQuery, callback_data: SettingButton, edge: Edge) -> None:
    """Go on or off duty."""
    async with edge.work() as unit:
        _require_helper(unit.actor)
        on = callback_data.arg == "on"
        await people.set_duty(unit.session, unit.actor, on)
    await answer.show(query, _duty_view(edge, on=on))


@router.message(Command("checkin"))
async def check_in(message: Message, edge: Edge) -> None:
    """Check in for the one task that waits for it, or choose it from the list."""
    async with edge.work() as unit:
        held = await work.tasks_of(unit.session, unit.actor)
        mine_ = [n for n, a in held if a.person_id == unit.actor.person_id and n.status is Status.ASSIGNED]
        view = await ask_check_in(unit, mine_[0].id) if len(mine_) == 1 else None
    if view is None:
        await tasks(message, edge)
    else:
        await answer.say(message, view)


@router.message(Command("settings"))
async def settings(message: Message, edge: Edge) -> None:
    """Language, area, address."""
    async with edge.work() as unit:
        person = await needs.person(unit.session, unit.actor.person)
        area = await unit.session.get(Area, person.home_area_id) if person.home_area_id else None
        building = (
            await unit.session.get(Building, person.home_building_id) if person.home_building_id else None
        )
    await answer.say(message, views.overview(edge.words, person, area, building))


@router.callback_query(SettingButton.filter(F.do == "language"))
async def language(query: CallbackQuery, edge: Edge) -> None:
    """Show the languages."""
    async with edge.work():
        pass
    await answer.show(query, views.languages(edge.words))


@router.callback_query(SettingButton.filter(F.do == "locale"))
async def set_locale(query: CallbackQuery, callback_data: SettingButton, edge: Edge) -> None:
    """Speak another language from now on."""
    async with edge.work() as unit:
        actor = await people.set_locale(unit.session, unit.actor, callback_data.arg)
        await outbox.refresh_cards_of(unit.session, actor.person)
    edge.locale = actor.locale
    await answer.show(query, View(edge.words("language-set")))
    await menu.show(edge)


@router.callback_query(SettingButton.filter(F.do == "area"))
async def area_(query: CallbackQuery, edge: Edge) -> None:
    """Choose another area."""
    async with edge.work() as unit:
        await ask_area(unit)
    await toast(query)


@router.callback_query(SettingButton.filter(F.do == "address"))
async def address(query: CallbackQuery, edge: Edge) -> None:
    """Change the door of one's home."""
    async with edge.work() as unit:
        if unit.actor.home_area_id is None:
            await ask_area(unit)
        else:
            await people.ask(unit.session, unit.actor, "address", need=0)
            await outbox.tell(
                unit.session, unit.actor.person, "ask-address", area=unit.actor.home_area_id, key="ask-home"
            )
    await toast(query)


@router.message(Command("privacy"))
async def privacy(message: Message, edge: Edge) -> None:
    """What is kept and who sees it."""
    async with edge.work():
        pass
    await answer.say(message, View(edge.words("privacy")))


@router.message(Command("cancel"))
async def cancel(message: Message, edge: Edge) -> None:
    """Give up the open question and the relay."""
    async with edge.work() as unit:
        view = await give_up(unit)
    await answer.say(message, view)


async def give_up(unit: Unit) -> View:
    """End the open question and the relay, or say that there is none."""
    key = "cancel-done" if unit.question or unit.relay_need_id else "cancel-nothing"
    await people.answered(unit.session, unit.actor)
    await relay.close_relay(unit.session, unit.actor)
    return View(unit.words(key), drop_keyboard=True)
