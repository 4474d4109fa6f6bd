"""What a coordinator taps on a need in triage, and the menu behind each button."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot import answer
from bot.callbacks import TriageButton, number
from bot.edge import Edge, Unit, toast
from bot.view import Button, View
from bot.views import lists
from bot.views import triage as views
from core.drafts.queries import active_categories
from core.errors import NotFound
from core.models import CardKind, Need, Status
from core.needs import queries as needs
from core.needs.facts import materials
from core.outbox import service as outbox
from core.people import service as people
from core.triage import service as triage
from core.work import holds, visits

router = Router()


async def _mine(unit: Unit, need_id: int) -> Need:
    """The need, if the actor is an officer of its area."""
    need = await needs.by_id(unit.session, need_id)
    await needs.require_officer(unit.session, unit.actor, need)
    return need


@router.callback_query(TriageButton.filter(F.do == "take"))
async def take(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """I take it."""
    async with edge.work() as unit:
        await triage.take_it(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("accepted"))


@router.callback_query(TriageButton.filter(F.do == "team"))
async def team(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Show the teams to choose from."""
    async with edge.work() as unit:
        teams = await triage.teams_for(unit.session, unit.actor, callback_data.need)
    key = "choose-team" if teams else "no-teams"
    await answer.show(query, View(edge.words(key), views.team_rows(edge.words, callback_data.need, teams)))


@router.callback_query(TriageButton.filter(F.do == "chosen"))
async def chosen(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Offer it to the team."""
    team_id = number(callback_data.arg)
    async with edge.work() as unit:
        await triage.choose_team(unit.session, unit.actor, callback_data.need, team_id)
    await toast(query, edge.words.plain("team-chosen"))


@router.callback_query(TriageButton.filter(F.do == "recategorise"))
async def recategorise(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Show the groups of the catalogue."""
    async with edge.work() as unit:
        await triage.in_state(unit.session, unit.actor, callback_data.need, Status.TRIAGE)
        categories = await active_categories(unit.session)
    words = edge.words
    back = Button(words.plain("button-back"), TriageButton(do="show", need=callback_data.need))
    rows = (*lists.groups(words, categories, callback_data.need, "triage"), (back,))
    await answer.show(query, View(words("choose-category"), rows))


@router.callback_query(TriageButton.filter(F.do == "reject"))
async def reject(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Ask for the reason; nothing is rejected yet."""
    async with edge.work() as unit:
        await triage.in_state(unit.session, unit.actor, callback_data.need, Status.TRIAGE)
    await answer.show(
        query, View(edge.words("reject-why"), views.reject_rows(edge.words, callback_data.need))
    )


@router.callback_query(TriageButton.filter(F.do == "rejected"))
async def rejected(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Reject with a reason."""
    async with edge.work() as unit:
        await triage.reject(unit.session, unit.actor, callback_data.need, callback_data.arg)
    await toast(query, edge.words.plain("rejected"))


@router.callback_query(TriageButton.filter(F.do.in_({"transfer", "result"})))
async def write(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Ask for the authority, or for what it did; the answer is written."""
    transfer = callback_data.do == "transfer"
    async with edge.work() as unit:
        status = Status.TRIAGE if transfer else Status.TRANSFERRED
        need = await triage.in_state(unit.session, unit.actor, callback_data.need, status)
        state = "authority" if transfer else "authority-result"
        await people.ask(unit.session, unit.actor, state, need=need.id)
        key, named = "ask-authority" if transfer else "ask-result", {"number": need.number or ""}
    await answer.below(query, View(edge.words(key, **named)))


@router.callback_query(TriageButton.filter(F.do == "date"))
async def date(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Take a next date that was tapped, and transfer."""
    async with edge.work() as unit:
        data = unit.question.data if unit.question and unit.question.state == "next-date" else None
        if data is None or data["need"] != callback_data.need or not number(callback_data.arg):
            raise NotFound("question-gone")
        await transfer_in(unit, data, number(callback_data.arg))
    await answer.show(query, View(edge.words("transferred")))


async def transfer_in(unit: Unit, data: dict[str, object], days: int) -> None:
    """Transfer with what was asked so far, to be asked about in so many days."""
    when = people.days_from_now(days)
    await triage.transfer(
        unit.session, unit.actor, int(str(data["need"])), str(data["name"]), str(data["reference"]), when
    )
    await people.answered(unit.session, unit.actor)


@router.callback_query(TriageButton.filter(F.do == "takeback"))
async def take_back(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Back from the authority into triage."""
    async with edge.work() as unit:
        await triage.take_back(unit.session, unit.actor, callback_data.need)
    await toast(query, edge.words.plain("taken-back"))


@router.callback_query(TriageButton.filter(F.do.in_({"hold-yes", "hold-no"})))
async def hold(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Agree to a hold, or refuse it."""
    agreed = callback_data.do == "hold-yes"
    decide = holds.approve if agreed else holds.refuse
    asked = int(callback_data.arg) if callback_data.arg.isascii() and callback_data.arg.isdigit() else 0
    async with edge.work() as unit:
        await decide(unit.session, unit.actor, callback_data.need, asked)
    await answer.show(query, View(edge.words("hold-yes-done" if agreed else "hold-no-done")))


@router.callback_query(TriageButton.filter(F.do == "unlock"))
async def unlock(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Let the handler try the arrival code again."""
    async with edge.work() as unit:
        await visits.unlock(unit.session, unit.actor, callback_data.need)
    await answer.show(query, View(edge.words("unlocked")))


@router.callback_query(TriageButton.filter(F.do == "material"))
async def material(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Send the resident's pictures, voices and positions."""
    async with edge.work() as unit:
        need = await _mine(unit, callback_data.need)
        found = await materials(unit.session, need.id)
        for message in found:
            await outbox.tell(unit.session, unit.actor.person, "material", need_id=need.id, message=message)
    await toast(query, "" if found else edge.words.plain("no-material"))


@router.callback_query(TriageButton.filter(F.do.in_({"show", "card"})))
async def show(query: CallbackQuery, callback_data: TriageButton, edge: Edge) -> None:
    """Show the need again, in place or at the end of the chat."""
    async with edge.work() as unit:
        need = await _mine(unit, callback_data.need)
        if callback_data.do == "card":
            await outbox.move_card(unit.session, unit.actor.person, CardKind.TRIAGE, need.id)
        await outbox.show_card(unit.session, unit.actor.person, CardKind.TRIAGE, need.id, need.id)
    await toast(query)
