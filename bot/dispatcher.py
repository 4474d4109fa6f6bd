"""The dispatcher: one for all channels, with its routers and the turning of refusals into sentences."""

from aiogram import Dispatcher, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, ErrorEvent

from bot import answer
from bot.edge import AlreadyDone, Edge, toast
from bot.handlers import again, commands, draft, invite, offer, say, start, task, triage, verdict
from bot.incoming import Flood
from bot.view import View
from core.errors import Refusal
from core.outbox import service as outbox
from core.people.service import unreachable
from core.routing.passing import pass_on_unreachable


def make_dispatcher() -> Dispatcher:
    """A dispatcher with all routers; `edge` comes with each update.

    Dialogs are rows, so aiogram's states are off.
    """
    dispatcher = Dispatcher(disable_fsm=True, flood=Flood())
    dispatcher.errors.register(_already_done, ExceptionTypeFilter(AlreadyDone))
    dispatcher.errors.register(_refused, ExceptionTypeFilter(Refusal))
    dispatcher.include_routers(
        _fresh(start.router),
        _fresh(commands.router),
        _fresh(invite.router),
        _fresh(draft.router),
        _fresh(offer.router),
        _fresh(task.router),
        _fresh(triage.router),
        _fresh(verdict.router),
        _fresh(again.router),
        _fresh(say.router),
    )
    rest = Router()
    rest.callback_query.register(_stale)
    rest.my_chat_member.register(_membership)
    dispatcher.include_router(rest)
    return dispatcher


def _fresh(router: Router) -> Router:
    """A router belongs to one dispatcher at a time; a new dispatcher takes it over."""
    router._parent_router = None
    return router


async def _already_done(event: ErrorEvent) -> None:
    """The update came a second time: it had its effect and its answer."""
    query = event.update.callback_query
    if query is not None:
        await toast(query)


async def _refused(event: ErrorEvent, edge: Edge) -> None:
    """One clear sentence in the person's language."""
    assert isinstance(event.exception, Refusal)
    refusal = event.exception
    text = edge.words.plain(f"error-{refusal.code}", **refusal.params)
    update = event.update
    if update.callback_query is not None:
        await toast(update.callback_query, text, alert=True)
    elif update.message is not None:
        await answer.say(update.message, View(edge.words(f"error-{refusal.code}", **refusal.params)))


async def _stale(query: CallbackQuery, edge: Edge) -> None:
    """A button that no version of ours made, or an old one."""
    await toast(query, edge.words.plain("error-button-stale"), alert=True)


async def _membership(event: ChatMemberUpdated, edge: Edge) -> None:
    """The person blocked the bot: what they were offered goes on. Back again, they see how things stand."""
    async with edge.work() as unit:
        if event.new_chat_member.status == "kicked" and unit.actor.contact_id is not None:
            await unreachable(unit.session, unit.actor.contact_id)
            await pass_on_unreachable(unit.session, unit.actor.person)
        elif event.old_chat_member.status == "kicked":
            await outbox.refresh_cards_of(unit.session, unit.actor.person)
