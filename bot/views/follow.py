"""A need as a neighbour may see it: category, community and status only."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import NeedButton
from bot.view import Button, View
from bot.words import Words
from core.models import ENDED, Need, Status
from core.needs.facts import gather


async def invitation(session: AsyncSession, words: Words, need: Need) -> View:
    """Show a need to a neighbour, with the button to join it before it is done."""
    facts = await gather(session, need.id)
    text = words(
        "follow-invitation",
        number=need.number or "",
        category=words.category(facts.category),
        area=facts.place.area,
        status=words.code("short", need.status.value),
    )
    join = Button(words.plain("button-metoo"), NeedButton(do="metoo", need=need.id))
    over = need.status in ENDED or need.status is Status.DONE
    return View(text, () if over else ((join,),))
