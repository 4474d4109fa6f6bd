"""The coordinator's card: why a need waits for them, and one tap for each way on."""

from bot.callbacks import TriageButton
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context, media, quoted, stale_at
from bot.words import Words
from core.models import Need, Priority, Status, Team
from core.needs.facts import Facts, gather
from core.triage.service import REJECT_REASONS


async def card(context: Context, need_id: int) -> View | None:
    """A need in triage or transferred, or how it went on."""
    facts = await gather(context.session, need_id)
    words, need = context.words, facts.need
    title = words("triage-title", number=need.number or "", category=words.category(facts.category))
    lines = [title, *_lines(words, facts)]
    text = "\n".join(line for line in lines if line)
    stale = stale_at(need) if need.status is Status.TRIAGE else None
    return View(text, buttons(words, need), refresh_at=stale)


def _lines(words: Words, facts: Facts) -> list[str]:
    need = facts.need
    if need.status is Status.TRIAGE:
        place = facts.place
        door = words("place", area=place.area, door=place.door) if place.door else ""
        return [
            words("triage-alarm", kind=words.code("emergency", need.emergency)) if need.emergency else "",
            words("triage-why", why=words.code("triage", need.triage_reason or "no-candidate")),
            words.code("urgency", need.priority.value) if need.priority is not Priority.NORMAL else "",
            quoted(words, facts, length=1500),
            door or words("place-without-door", area=place.area or words.plain("area-unknown")),
            words("respond-by", time=words.time(need.respond_by), left=words.left(need.respond_by))
            if need.respond_by and need.responded_at is None
            else "",
            words("draft-media", what=media(words, facts)) if facts.photos or facts.voices else "",
        ]
    lines = [words.code("status", need.status.value)]
    if need.status is Status.TRANSFERRED:
        lines.append(
            words("who-authority", authority=need.authority or "", reference=need.authority_reference or "-")
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
