"""Talk with the service itself: thanks, questions, chat, abuse, complaints."""

from bot.callbacks import SettingButton
from bot.edge import Unit
from bot.handlers.commands import needs_of
from bot.view import Button, View
from core.drafts import service as drafts
from core.drafts.service import Said
from core.matching.understand import Asks, Kind, Understanding
from core.models import MessageKind

_SMALL_TALK = (Kind.QUESTION, Kind.THANKS, Kind.CHITCHAT, Kind.ABUSE, Kind.COMPLAINT)


async def small_talk(unit: Unit, said: Said, meaning: Understanding) -> View | bool:
    """Thanks, chat, questions, abuse and complaints get a fitting answer, and can still become a need."""
    if said.kind is not MessageKind.TEXT or meaning.kind not in _SMALL_TALK:
        return False
    if meaning.asks is Asks.STATUS:
        return await needs_of(unit)
    is_more = not meaning.asks and await drafts.has_open_draft(unit.session, unit.actor, said, meaning)
    if is_more:
        return meaning.kind is Kind.THANKS and View(unit.words("talk-thanks"))
    words = unit.words
    register = Button(words.plain("button-register"), SettingButton(do="register"))
    rows = ((register,),) if meaning.kind in (Kind.QUESTION, Kind.COMPLAINT) else ()
    about = "person" if meaning.asks is Asks.PERSON else meaning.kind.value
    return View(words.code("talk", about), rows)
