"""The resident's verdict and stars."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import VerdictButton, number
from bot.edge import Edge, toast
from core.errors import Invalid
from core.models import Verdict
from core.verdicts import service as verdicts

router = Router()


@router.callback_query(VerdictButton.filter())
async def say(query: CallbackQuery, callback_data: VerdictButton, edge: Edge) -> None:
    """A verdict, one to five stars, or none."""
    word, need_id, round_ = callback_data.say, callback_data.need, callback_data.round
    async with edge.work() as unit:
        if word in set(Verdict):
            await verdicts.judge(unit.session, unit.actor, need_id, round_, Verdict(word))
        elif word == "skip" or number(word):
            stars = number(word) or None
            await verdicts.rate(unit.session, unit.actor, need_id, round_, stars)
        else:
            raise Invalid("stars-range")
    await toast(query, edge.words.plain("thanks"))
