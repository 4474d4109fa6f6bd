"""Buttons of the resident's card: submit, correct, add, cancel, contact, join."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy import exists, select

from bot import answer
from bot.callbacks import ChooseBuilding, ChooseCategory, NeedButton, ShowGroup, StartWith
from bot.edge import Edge, Unit, toast
from bot.handlers.start import ask_area
from bot.handlers.submitting import ask_door, cancel_question, submit_now
from bot.view import Button, View
from bot.views import lists
from core import clock
from core.drafts import place, submission
from core.drafts import service as drafts
from core.drafts.queries import active_categories
from core.errors import NotFound
from core.followers import service as followers
from core.models import Building, CardKind, Category, Need, NeedMessage, Status
from core.needs import queries as needs
from core.outbox import service as outbox
from core.people import service as people
from core.relay import service as relay
from core.triage import service as triage

router = Router()


@router.callback_query(NeedButton.filter(F.do == "submit"))
async def submit(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Submit a draft; a neighbour's need of the same kind is shown once."""
    async with edge.work() as unit:
        words, near = await submit_now(unit, callback_data.need)
    await toast(query, words)
    if near is not None and query.message is not None:
        await answer.below(query, near)


@router.callback_query(NeedButton.filter(F.do == "address"))
async def address(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Ask for the door of a draft or a running need."""
    async with edge.work() as unit:
        await ask_door(unit, await _own_open(unit, callback_data.need))
    await toast(query)


@router.callback_query(NeedButton.filter(F.do == "photo"))
async def photo(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Ask for a picture."""
    async with edge.work() as unit:
        need = await _own_open(unit, callback_data.need)
        await people.ask(unit.session, unit.actor, "photo", need=need.id)
    await answer.below(query, View(edge.words("ask-photo")))


async def _own_open(unit: Unit, need_id: int) -> Need:
    need = await needs.lock_need(unit.session, need_id)
    if need.reporter_id != unit.actor.person_id:
        raise NotFound("need-unknown")
    if need.closed_at is not None:
        raise needs.ended(need)
    return need


@router.callback_query(ChooseBuilding.filter())
async def building(query: CallbackQuery, callback_data: ChooseBuilding, edge: Edge) -> None:
    """The building is known; the unit is asked for."""
    async with edge.work() as unit:
        found = await unit.session.get(Building, callback_data.building)
        if found is None:
            raise NotFound("building-unknown", value=callback_data.building)
        await people.ask(unit.session, unit.actor, "address", need=callback_data.need, building=found.id)
        if callback_data.need:
            await place.set_place(unit.session, unit.actor, callback_data.need, found, "")
        view = View(unit.words("ask-unit", building=found.name))
    await answer.show(query, view)


@router.callback_query(NeedButton.filter(F.do == "cancel"))
async def cancel(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Cancel a draft or an emergency at once; for a running need ask once more."""
    async with edge.work() as unit:
        need = await _own(unit, callback_data.need)
        sure = need.status is Status.DRAFT or need.emergency is not None or need.closed_at is not None
        if sure:
            await submission.cancel(unit.session, unit.actor, need.id)
    if sure:
        await toast(query, edge.words.plain("cancelled"))
        return
    await answer.show(query, cancel_question(edge.words, need))


@router.callback_query(NeedButton.filter(F.do == "cancel-sure"))
async def cancel_sure(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Cancel a running need."""
    async with edge.work() as unit:
        await submission.cancel(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("cancelled"))


async def _own(unit: Unit, need_id: int) -> Need:
    need = await unit.session.get(Need, need_id)
    if need is None or need.reporter_id != unit.actor.person_id:
        raise NotFound("need-unknown")
    return need


@router.callback_query(NeedButton.filter(F.do == "show"))
async def show(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Show the card again in place of a menu."""
    async with edge.work() as unit:
        need = await _own(unit, callback_data.need)
        await outbox.show_card(unit.session, unit.actor.person, CardKind.NEED, need.id, need.id)
    await toast(query)


@router.callback_query(NeedButton.filter(F.do == "card"))
async def card(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Bring a card to the end of the chat."""
    async with edge.work() as unit:
        need = await needs.by_id(unit.session, callback_data.need)
        own = need.reporter_id == unit.actor.person_id
        if not own and unit.actor.person_id not in await needs.follower_ids(unit.session, need.id):
            raise NotFound("need-unknown")
        kind = CardKind.NEED if own else CardKind.FOLLOW
        await outbox.move_card(unit.session, unit.actor.person, kind, need.id)
        await outbox.show_card(unit.session, unit.actor.person, kind, need.id, need.id)
    await toast(query)


@router.callback_query(NeedButton.filter(F.do == "contact"))
async def contact(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Open the relay to the handler."""
    async with edge.work() as unit:
        need = await relay.open_relay(unit.session, unit.actor, callback_data.need)
        await people.answered(unit.session, unit.actor)
        view = relay_opened(unit, need)
    await answer.below(query, view)


def relay_opened(unit: Unit, need: Need) -> View:
    """Say that words now go to the other side, and how to end it."""
    end = Button(unit.words.plain("button-end-contact"), NeedButton(do="hangup", need=need.id))
    return View(unit.words("relay-opened", number=need.number or ""), ((end,),))


@router.callback_query(NeedButton.filter(F.do == "hangup"))
async def hang_up(query: CallbackQuery, edge: Edge) -> None:
    """End the relay for this person."""
    async with edge.work() as unit:
        await relay.close_relay(unit.session, unit.actor)
    await answer.show(query, View(edge.words("relay-closed")))


@router.callback_query(NeedButton.filter(F.do == "metoo"))
async def me_too(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Join a neighbour's need."""
    async with edge.work() as unit:
        await followers.join(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("joined"))


@router.callback_query(NeedButton.filter(F.do == "category"))
async def category(query: CallbackQuery, callback_data: NeedButton, edge: Edge) -> None:
    """Offer other categories for a draft, the likely ones first."""
    async with edge.work() as unit:
        need = await submission.own_draft(unit.session, unit.actor, callback_data.need)
        view = lists.choose(unit.words, need, await active_categories(unit.session))
    await answer.show(query, view)


@router.callback_query(ShowGroup.filter())
async def group(query: CallbackQuery, callback_data: ShowGroup, edge: Edge) -> None:
    """Open a group of the catalogue, or go back to the groups."""
    where, need_id = callback_data.where, callback_data.need
    async with edge.work() as unit:
        categories = await active_categories(unit.session)
        group_of = {c.code: c.group for c in categories}
        inside = [c for c in categories if c.group == group_of.get(callback_data.first)]
        if inside:
            rows = lists.in_group(unit.words, inside, need_id, where)
            title = unit.words("group-title", group=lists.group_name(unit.words, inside[0].group))
        else:
            rows = lists.groups(unit.words, categories, need_id, where)
            title = unit.words("services-title" if where == "menu" else "choose-category")
    await answer.show(query, View(title, rows))


@router.callback_query(ChooseCategory.filter())
async def choose(query: CallbackQuery, callback_data: ChooseCategory, edge: Edge) -> None:
    """Take a category for a draft, or correct that of a need in triage."""
    async with edge.work() as unit:
        if callback_data.where == "triage":
            await triage.recategorise(unit.session, unit.actor, callback_data.need, callback_data.code)
        else:
            await submission.choose_category(unit.session, unit.actor, callback_data.need, callback_data.code)
    await toast(query, edge.words.plain("category-chosen"))


@router.callback_query(StartWith.filter())
async def start_with(query: CallbackQuery, callback_data: StartWith, edge: Edge) -> None:
    """Begin with a category from the menu of services; the next words become its draft."""
    async with edge.work() as unit:
        found = await unit.session.get(Category, callback_data.code)
        if found is None or not found.active:
            raise NotFound("category-unknown", value=callback_data.code)
        need = await _just_begun(unit, found.code) or await drafts.begin(unit.session, unit.actor, found)
        if need.area_id is None:
            await ask_area(unit, waiting=True)
        view = View(unit.words("start-with", category=unit.words.category(found)))
    await answer.show(query, view)


async def _just_begun(unit: Unit, code: str) -> Need | None:
    """The draft that a tap before this one began, still without words."""
    return await unit.session.scalar(
        select(Need)
        .where(
            Need.reporter_id == unit.actor.person,
            Need.status == Status.DRAFT,
            Need.category_code == code,
            Need.touched_at > clock.now() - drafts.SAME_TEXT_WITHIN,
            ~exists().where(NeedMessage.need_id == Need.id),
        )
        .order_by(Need.id.desc())
        .limit(1)
    )
