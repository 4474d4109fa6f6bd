"""Answers to offers, one tap each."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot import answer
from bot.callbacks import OfferButton
from bot.edge import Edge, toast
from bot.view import View
from bot.views.offer import decline_rows
from core.models import CardKind, Offer
from core.outbox import service as outbox
from core.routing import answers

router = Router()


@router.callback_query(OfferButton.filter(F.do == "accept"))
async def accept(query: CallbackQuery, callback_data: OfferButton, edge: Edge) -> None:
    """Take it."""
    async with edge.work() as unit:
        await answers.accept(unit.session, unit.actor, callback_data.offer)
    await toast(query, edge.words.plain("accepted"))


@router.callback_query(OfferButton.filter(F.do == "decline"))
async def decline(query: CallbackQuery, callback_data: OfferButton, edge: Edge) -> None:
    """Ask for the reason; nothing is declined yet."""
    async with edge.work() as unit:
        await answers.look(unit.session, unit.actor, callback_data.offer)
    view = View(edge.words("decline-why"), decline_rows(edge.words, callback_data.offer))
    await answer.show(query, view)


@router.callback_query(OfferButton.filter(F.do == "reason"))
async def reason(query: CallbackQuery, callback_data: OfferButton, edge: Edge) -> None:
    """Decline with a reason."""
    async with edge.work() as unit:
        await answers.decline(unit.session, unit.actor, callback_data.offer, callback_data.reason)
    await toast(query, edge.words.plain("declined"))


@router.callback_query(OfferButton.filter(F.do.in_({"back", "card"})))
async def show(query: CallbackQuery, callback_data: OfferButton, edge: Edge) -> None:
    """Show the offer again, in place or at the end of the chat."""
    async with edge.work() as unit:
        offer: Offer = await answers.look(unit.session, unit.actor, callback_data.offer)
        if callback_data.do == "card":
            await outbox.move_card(unit.session, unit.actor.person, CardKind.OFFER, offer.id)
        await outbox.show_card(unit.session, unit.actor.person, CardKind.OFFER, offer.id, offer.need_id)
    await toast(query)
