"""Submitting and cancelling, by a button or in words."""

from bot.callbacks import NeedButton
from bot.edge import Unit
from bot.view import Button, View
from bot.views import follow
from bot.words import Words
from core.drafts import submission
from core.followers import service as followers
from core.models import Category, Need, Status
from core.needs import queries as needs
from core.outbox import service as outbox
from core.people import service as people


async def submit_now(unit: Unit, need_id: int) -> tuple[str, View | None]:
    """Submit a draft: what to say, and the first time what a neighbour has said of the same.

    If someone must come and the door is unknown, it is asked for.
    """
    before = await needs.by_id(unit.session, need_id)
    first = before.status is Status.DRAFT
    need = await submission.submit(unit.session, unit.actor, need_id)
    await _ask_door_once(unit, need)
    near = await followers.same_nearby(unit.session, need) if first else None
    shown = await follow.invitation(unit.session, unit.words, near) if near else None
    hint = View(unit.words("same-nearby") + "\n" + shown.text, shown.rows) if shown else None
    return unit.words.plain("submitted", number=need.number or ""), hint


async def _ask_door_once(unit: Unit, need: Need) -> None:
    category = await unit.session.get(Category, need.category_code)
    known = need.building_id is not None or need.unit or need.lat is not None
    if category is not None and category.needs_visit and not known and need.closed_at is None:
        await ask_door(unit, need, dedup=f"door:{need.id}")


async def ask_door(unit: Unit, need: Need, *, dedup: str | None = None) -> None:
    """Ask for the door of a need; the answer is remembered as home when none is known."""
    session, person = unit.session, unit.actor.person
    await people.ask(session, unit.actor, "address", need=need.id)
    params = {"need": need.id, "area": need.area_id}
    await outbox.tell(session, person, "ask-address", need_id=need.id, dedup=dedup, **params)


def cancel_question(words: Words, need: Need) -> View:
    """Ask whether a running need is really to be cancelled."""
    yes = Button(words.plain("button-cancel-sure"), NeedButton(do="cancel-sure", need=need.id))
    no = Button(words.plain("button-back"), NeedButton(do="show", need=need.id))
    return View(words("cancel-ask", number=need.number or ""), ((yes,), (no,)))
