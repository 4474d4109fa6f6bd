"""What a handler taps: check in, done, contact, ask, return, hand over."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot import answer
from bot.callbacks import TaskButton, number
from bot.edge import Edge, toast
from bot.handlers.check_in import ask_check_in
from bot.handlers.draft import relay_opened
from bot.view import View
from bot.views import task as views
from core.errors import NotFound
from core.models import CardKind, Person
from core.needs import queries as needs
from core.outbox import service as outbox
from core.people import service as people
from core.relay import service as relay
from core.work import handover, holds, pauses
from core.work import service as work

router = Router()


@router.callback_query(TaskButton.filter(F.do == "checkin"))
async def check_in(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask for the position or the code."""
    async with edge.work() as unit:
        view = await ask_check_in(unit, callback_data.need)
    await answer.below(query, view)


@router.callback_query(TaskButton.filter(F.do == "done"))
async def done(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Say it is done; the next picture or words are about the result."""
    async with edge.work() as unit:
        need = await work.done(unit.session, unit.actor, callback_data.need)
        await people.ask(unit.session, unit.actor, "result", need=need.id)
    await toast(query, edge.words.plain("done"))


@router.callback_query(TaskButton.filter(F.do == "contact"))
async def contact(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Open the relay to the resident."""
    async with edge.work() as unit:
        need = await relay.open_relay(unit.session, unit.actor, callback_data.need)
        await people.answered(unit.session, unit.actor)
        view = relay_opened(unit, need)
    await answer.below(query, view)


@router.callback_query(TaskButton.filter(F.do == "ask"))
async def ask(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask the resident something; the clock waits for the answer."""
    async with edge.work() as unit:
        await work.own_task(unit.session, unit.actor, callback_data.need)
        await people.ask(unit.session, unit.actor, "question", need=callback_data.need)
    await answer.below(query, View(edge.words("ask-question")))


@router.callback_query(TaskButton.filter(F.do == "return"))
async def give_back(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask for the reason; nothing is returned yet."""
    async with edge.work() as unit:
        await work.own_task(unit.session, unit.actor, callback_data.need)
    view = View(edge.words("return-why"), views.return_rows(edge.words, callback_data.need))
    await answer.show(query, view)


@router.callback_query(TaskButton.filter(F.do == "returned"))
async def returned(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Give it back with a reason."""
    async with edge.work() as unit:
        await work.give_back(unit.session, unit.actor, callback_data.need, callback_data.arg)
    await toast(query, edge.words.plain("returned"))


@router.callback_query(TaskButton.filter(F.do.in_({"hold", "hold-days"})))
async def hold(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask for the reason, then for how long; nothing is asked of the coordinator yet."""
    async with edge.work() as unit:
        await work.own_task(unit.session, unit.actor, callback_data.need)
    key = "hold-how-long" if callback_data.arg else "hold-why"
    rows = views.hold_rows(edge.words, callback_data.need, callback_data.arg)
    await answer.show(query, View(edge.words(key), rows))


@router.callback_query(TaskButton.filter(F.do == "held"))
async def held(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask the coordinator for the hold."""
    reason, _, days = callback_data.arg.partition("-")
    async with edge.work() as unit:
        need = await holds.request(unit.session, unit.actor, callback_data.need, number(days), reason)
        await outbox.refresh_cards(unit.session, need.id, CardKind.TASK)
    await toast(query, edge.words.plain("hold-requested"))


@router.callback_query(TaskButton.filter(F.do == "goon"))
async def go_on(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Go on with a task that waits: the clock runs again."""
    async with edge.work() as unit:
        await pauses.go_on(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("gone-on"))


@router.callback_query(TaskButton.filter(F.do == "handover"))
async def hand_over(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Ask to whom."""
    async with edge.work() as unit:
        ids = await handover.members_for(unit.session, unit.actor, callback_data.need)
        members = [await needs.person(unit.session, person_id) for person_id in ids]
    key = "hand-over-to" if members else "hand-over-nobody"
    await answer.show(
        query, View(edge.words(key), views.member_rows(edge.words, callback_data.need, members))
    )


@router.callback_query(TaskButton.filter(F.do == "handed"))
async def handed(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Hand it over."""
    async with edge.work() as unit:
        member = await unit.session.get(Person, number(callback_data.arg))
        if member is None:
            raise NotFound("member-unknown")
        await handover.hand_over(unit.session, unit.actor, callback_data.need, member.id)
    await toast(query, edge.words.plain("handed-over", name=member.name))


@router.callback_query(TaskButton.filter(F.do.in_({"show", "card"})))
async def show(query: CallbackQuery, callback_data: TaskButton, edge: Edge) -> None:
    """Show the task again, in place or at the end of the chat."""
    async with edge.work() as unit:
        task = await work.own_task(unit.session, unit.actor, callback_data.need, team=True)
        if callback_data.do == "card":
            await outbox.move_card(unit.session, unit.actor.person, CardKind.TASK, task.lead.id)
        await outbox.show_card(
            unit.session, unit.actor.person, CardKind.TASK, task.lead.id, callback_data.need
        )
    await toast(query)
