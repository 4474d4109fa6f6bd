"""The card of an offer: what, roughly where, by when, why you, and a timer."""

from datetime import timedelta
from typing import Any

from bot.callbacks import OfferButton
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context
from bot.words import Words, shorten
from core import clock
from core.matching.text import mask_numbers
from core.models import Assignment, Offer, OfferRecipient, OfferState, Priority
from core.needs import queries
from core.needs.facts import Facts, gather
from core.routing.answers import DECLINE_REASONS


async def card(context: Context, offer_id: int) -> View | None:
    """An offer as it stands; ended ones say truly how they ended."""
    offer = await context.session.get(Offer, offer_id)
    recipient = await context.session.get(OfferRecipient, (offer_id, context.to.person_id))
    if offer is None or recipient is None:
        return None
    facts = await gather(context.session, offer.need_id)
    words = context.words
    if offer.state is OfferState.PENDING and recipient.declined_at is None:
        rework = await queries.judged_before(context.session, facts.need) is not None
        return _open(words, facts, offer, rework=rework)
    return View("\n".join([_title(words, facts), words.code("offer", await _end(context, offer, recipient))]))


async def _end(context: Context, offer: Offer, recipient: OfferRecipient) -> str:
    """How the offer ended, for this person: accepted, taken by another, declined, expired, over."""
    if recipient.declined_at is not None:
        return "declined"
    if offer.state is OfferState.ACCEPTED:
        return "accepted" if offer.ended_by == context.to.person_id else "taken"
    if offer.state is OfferState.EXPIRED:
        return "expired"
    if offer.state is OfferState.DECLINED:
        return "declined-by-team"
    held: Assignment | None = await queries.last_lead(context.session, offer.need_id)
    taken = held is not None and held.since >= offer.made_at
    return "taken" if taken else "over"


def _title(words: Words, facts: Facts) -> str:
    return words("offer-title", number=facts.need.number or "", category=words.category(facts.category))


def _open(words: Words, facts: Facts, offer: Offer, *, rework: bool) -> View:
    need = facts.need
    lines = [
        _title(words, facts),
        words("offer-rework") if rework else "",
        words.code("urgency", need.priority.value) if need.priority is not Priority.NORMAL else "",
        words("quoted", text=shorten(mask_numbers(facts.words), 300)) if facts.words else "",
        words("place-area", area=facts.place.area),
        words("offer-by", time=words.time(need.resolve_by)) if need.resolve_by else "",
        words("offer-why", why=why(words, offer.explanation)),
        words("offer-timer", time=words.time(offer.expires_at), left=words.left(offer.expires_at)),
    ]
    return View(
        "\n".join(line for line in lines if line),
        buttons(words, offer.id),
        refresh_at=clock.now() + max((offer.expires_at - clock.now()) / 3, timedelta(minutes=1)),
    )


def buttons(words: Words, offer_id: int) -> Rows:
    """Accept and decline."""
    return (
        (Button(words.plain("button-accept"), OfferButton(do="accept", offer=offer_id)),),
        (Button(words.plain("button-decline"), OfferButton(do="decline", offer=offer_id)),),
    )


def decline_rows(words: Words, offer_id: int) -> Rows:
    """One reason each, and a way back."""
    reasons = [
        Button(words.code("decline", reason), OfferButton(do="reason", offer=offer_id, reason=reason))
        for reason in DECLINE_REASONS
    ]
    back = Button(words.plain("button-back"), OfferButton(do="back", offer=offer_id))
    return (*in_rows(reasons, 2), (back,))


def why(words: Words, explanation: list[Any]) -> str:
    """The facts that decided, as a phrase."""
    separator = words.plain("list-separator")
    return separator.join(
        words.code("why", reason["code"], **{k: v for k, v in reason.items() if k != "code"})
        for reason in explanation
    )
