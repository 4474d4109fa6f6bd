"""The resident's verdict and stars."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import VerdictButton, number
from bot.edge import Edge, toast
from core.errors import Invalid
from core.models import Outcome, Verdict
from core.outbox import service as outbox
from core.people import service as people
from core.verdicts import service as verdicts

router = Router()


@router.callback_query(VerdictButton.filter())
async def say(query: CallbackQuery, callback_data: VerdictButton, edge: Edge) -> None:
    """A verdict, one to five stars, or none."""
    word, need_id, round_ = callback_data.say, callback_data.need, callback_data.round
    async with edge.work() as unit:
        if word in set(Verdict):
            need = await verdicts.judge(unit.session, unit.actor, need_id, round_, Verdict(word))
        elif word == "skip" or number(word):
            stars = number(word) or None
            need = await verdicts.rate(unit.session, unit.actor, need_id, round_, stars)
        else:
            raise Invalid("stars-range")
        if need.outcome is Outcome.PARTLY and need.reporter_id == unit.actor.person_id:
            await people.ask(unit.session, unit.actor, "remainder", need=need.id)
            await outbox.tell(
                unit.session,
                unit.actor.person,
                "ask-remainder",
                need_id=need.id,
                dedup=f"remainder:{need.id}",
            )
    await toast(query, edge.words.plain("thanks"))
