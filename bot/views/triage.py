"""The coordinator's card: why a need waits for them, and one tap for each way on."""

from bot.callbacks import TriageButton
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context, media, quoted, stale_at
from bot.words import Words
from core.models import Need, Priority, Status, Team
from core.needs.facts import Facts, gather
from core.needs.queries import is_officer
from core.people.roles import acting
from core.triage.service import REJECT_REASONS


async def card(context: Context, need_id: int) -> View | None:
    """A need in triage or transferred, or how it went on; the title alone for who is no officer there now."""
    facts = await gather(context.session, need_id)
    words, need = context.words, facts.need
    title = words("triage-title", number=need.number or "", category=words.category(facts.category))
    if not await is_officer(context.session, await acting(context.session, context.to.person_id), need):
        return View(title)
    lines = [title, *_lines(words, facts)]
    text = "\n".join(line for line in lines if line)
    stale = stale_at(need) if need.status is Status.TRIAGE else None
    return View(text, buttons(words, need), refresh_at=stale)


def _door(words: Words, facts: Facts) -> str:
    place = facts.place
    if place.door:
        return words("place", area=place.area, door=place.door)
    return words("triage-no-door", area=place.area or words.plain("area-unknown"))


def _lines(words: Words, facts: Facts) -> list[str]:
    need = facts.need
    if need.status is Status.TRIAGE:
        return [
            words("triage-alarm", kind=words.code("emergency", need.emergency)) if need.emergency else "",
            words("triage-why", why=words.code("triage", need.triage_reason or "no-candidate")),
            words.code("urgency", need.priority.value) if need.priority is not Priority.NORMAL else "",
            quoted(words, facts, length=1500),
            _door(words, facts),
            words("respond-by", time=words.time(need.respond_by), left=words.left(need.respond_by))
            if need.respond_by and need.responded_at is None
            else "",
            words("draft-media", what=media(words, facts)) if facts.photos or facts.voices else "",
        ]
    lines = [words.code("status", need.status.value)]
    if need.status is Status.CANCELLED and need.emergency:
        return [
            *lines,
            words("triage-alarm-cancelled"),
            quoted(words, facts, length=1500),
            _door(words, facts),
        ]
    if need.status is Status.TRANSFERRED:
        lines.append(
            words(
                "who-authority", authority=need.authority or "", reference=need.authority_reference or "none"
            )
        )
        if need.next_at:
            lines.append(words("next-date", time=words.time(need.next_at)))
    if facts.handler is not None:
        lines.append(words("who", name=facts.handler.name))
    return lines


def buttons(words: Words, need: Need) -> Rows:
    """What can be done in this state."""

    def button(do: str) -> Button:
        return Button(words.plain(f"button-{do}"), TriageButton(do=do, need=need.id))

    if need.status is Status.TRIAGE:
        rows = [(button("take"), button("team")), (button("transfer"), button("recategorise"))]
        return (*rows, (button("reject"), button("material")))
    if need.status is Status.TRANSFERRED:
        return ((button("result"), button("takeback")),)
    return ()


def team_rows(words: Words, need_id: int, teams: list[Team]) -> Rows:
    """One button for each team that can be chosen."""
    found = [
        Button(team.name, TriageButton(do="chosen", need=need_id, arg=str(team.id))) for team in teams[:20]
    ]
    return (*in_rows(found, 2), _back(words, need_id))


def reject_rows(words: Words, need_id: int) -> Rows:
    """One reason each."""
    reasons = [
        Button(words.code("reject", reason), TriageButton(do="rejected", need=need_id, arg=reason))
        for reason in REJECT_REASONS
    ]
    return (*in_rows(reasons, 2), _back(words, need_id))


def _back(words: Words, need_id: int) -> tuple[Button, ...]:
    return (Button(words.plain("button-back"), TriageButton(do="show", need=need_id)),)
