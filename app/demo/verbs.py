"""What can happen in a story of the demo: each verb is one use case, done by the one who may do it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actor import Actor
from core.crypto import arrival_code
from core.drafts import submission
from core.followers import service as followers
from core.models import Lane, MessageKind, NeedEvent, Offer, OfferRecipient, OfferState, Team, Verdict
from core.needs import queries
from core.people.service import days_from_now
from core.routing import answers
from core.triage import service as triage
from core.verdicts import service as verdicts
from core.verdicts.remainder import describe_remainder
from core.work import handover, holds, pauses, visits
from core.work import service as work


@dataclass
class Tale:
    """A story on its way: the people by their keys, who said it, and the need that it is about now."""

    session: AsyncSession
    people: Mapping[str, Actor]
    reporter: Actor
    need_id: int

    async def offer_to(self, actor: Actor) -> int:
        """The offer of this need that waits for the actor."""
        waiting = (
            select(Offer.id)
            .join(OfferRecipient, OfferRecipient.offer_id == Offer.id)
            .where(
                Offer.need_id == self.need_id,
                Offer.state == OfferState.PENDING,
                OfferRecipient.person_id == actor.person,
            )
        )
        return (await self.session.scalars(waiting)).one()


async def _submit(tale: Tale) -> None:
    await submission.submit(tale.session, tale.reporter, tale.need_id)


async def _cancel(tale: Tale) -> None:
    await submission.cancel(tale.session, tale.reporter, tale.need_id)


async def _join(tale: Tale, who: str) -> None:
    await followers.join(tale.session, tale.people[who], tale.need_id)


async def _accept(tale: Tale, who: str) -> None:
    actor = tale.people[who]
    await answers.accept(tale.session, actor, await tale.offer_to(actor))


async def _decline(tale: Tale, who: str, reason: str) -> None:
    actor = tale.people[who]
    await answers.decline(tale.session, actor, await tale.offer_to(actor), reason)


async def _hand_over(tale: Tale, who: str, to: str) -> None:
    taker = tale.people[to]
    await handover.hand_over(tale.session, tale.people[who], tale.need_id, taker.person)


async def _arrive(tale: Tale, who: str) -> None:
    """Check in with the code that the resident tells at the door."""
    lead = await queries.lead(tale.session, tale.need_id)
    code = arrival_code(tale.need_id, lead.id) if lead else ""
    await visits.check_in_with(tale.session, tale.people[who], tale.need_id, code)


async def _ask(tale: Tale, who: str, words: str) -> None:
    actor = tale.people[who]
    message = await work.write(tale.session, actor, tale.need_id, Lane.RELAY, words)
    await pauses.ask_resident(tale.session, actor, tale.need_id, message.id)


async def _ask_for_hold(tale: Tale, who: str, days: int, reason: str) -> None:
    await holds.request(tale.session, tale.people[who], tale.need_id, days, reason)


async def _agree_to_hold(tale: Tale, who: str) -> None:
    """Agree to the hold that was asked for last."""
    asked = select(func.max(NeedEvent.id)).where(
        NeedEvent.need_id == tale.need_id, NeedEvent.event == "hold-asked"
    )
    event_id = (await tale.session.scalars(asked)).one()
    await holds.approve(tale.session, tale.people[who], tale.need_id, event_id)


async def _done(tale: Tale, who: str) -> None:
    await work.done(tale.session, tale.people[who], tale.need_id)


async def _result(tale: Tale, who: str, words: str) -> None:
    actor = tale.people[who]
    await work.attach_result(tale.session, actor, tale.need_id, MessageKind.TEXT, words, None)


async def _give_back(tale: Tale, who: str, reason: str) -> None:
    await work.give_back(tale.session, tale.people[who], tale.need_id, reason)


async def _judge(tale: Tale, verdict: str, stars: int) -> None:
    """The verdict and, a moment later, the stars."""
    actor = tale.reporter
    need = await queries.by_id(tale.session, tale.need_id)
    round_ = need.round
    await verdicts.judge(tale.session, actor, need.id, round_, Verdict(verdict))
    await verdicts.rate(tale.session, actor, need.id, round_, stars)


async def _follower_judges(tale: Tale, who: str, verdict: str) -> None:
    need = await queries.by_id(tale.session, tale.need_id)
    await verdicts.judge(tale.session, tale.people[who], need.id, need.round, Verdict(verdict))


async def _comment(tale: Tale, words: str) -> None:
    await verdicts.comment(tale.session, tale.reporter, tale.need_id, words)


async def _remainder(tale: Tale, words: str) -> None:
    """Say what is left of a partly solved need; the story goes on with its child."""
    child = await describe_remainder(tale.session, tale.reporter, tale.need_id, words)
    tale.need_id = child.id


async def _take(tale: Tale, who: str) -> None:
    await triage.take_it(tale.session, tale.people[who], tale.need_id)


async def _choose_team(tale: Tale, who: str, code: str) -> None:
    team = (await tale.session.scalars(select(Team).where(Team.code == code))).one()
    await triage.choose_team(tale.session, tale.people[who], tale.need_id, team.id)


async def _recategorise(tale: Tale, who: str, code: str) -> None:
    await triage.recategorise(tale.session, tale.people[who], tale.need_id, code)


async def _transfer(tale: Tale, who: str, authority: str, reference: str, days: int) -> None:
    when = days_from_now(days)
    await triage.transfer(tale.session, tale.people[who], tale.need_id, authority, reference, when)


async def _enter_result(tale: Tale, who: str, words: str) -> None:
    await triage.enter_result(tale.session, tale.people[who], tale.need_id, words)


async def _reject(tale: Tale, who: str, reason: str) -> None:
    await triage.reject(tale.session, tale.people[who], tale.need_id, reason)


Verb = Callable[..., Awaitable[Any]]
VERBS: dict[str, Verb] = {
    verb.__name__.removeprefix("_"): verb
    for verb in (
        _submit,
        _cancel,
        _join,
        _accept,
        _decline,
        _hand_over,
        _arrive,
        _ask,
        _ask_for_hold,
        _agree_to_hold,
        _done,
        _result,
        _give_back,
        _judge,
        _follower_judges,
        _comment,
        _remainder,
        _take,
        _choose_team,
        _recategorise,
        _transfer,
        _enter_result,
        _reject,
    )
}
