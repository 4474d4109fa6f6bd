"""The handler's card: the exact place, the words, and what can be done now."""

from sqlalchemy import select

from bot.callbacks import TaskButton
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context, quoted, stale_at
from bot.words import Words
from core.models import Assignment, Need, Person, Priority, Role, RoleKind, Status
from core.needs.facts import CARD_WORDS, Facts, gather
from core.work.holds import DAYS, REASONS
from core.work.pauses import PAUSED
from core.work.service import RETURN_REASONS


async def card(context: Context, assignment_id: int) -> View | None:
    """A task while it is this person's; stripped of place and words when it is theirs no more."""
    assignment = await context.session.get(Assignment, assignment_id)
    if assignment is None:
        return None
    facts = await gather(context.session, assignment.need_id)
    words, need = context.words, facts.need
    title = words("task-title", number=need.number or "", category=words.category(facts.category))
    if assignment.until is not None:
        return View("\n".join([title, words(_ended(assignment, need))]))
    text = "\n".join([title, *_lines(words, facts)])
    return View(text, await _buttons(context, facts, assignment), refresh_at=stale_at(need))


def _ended(assignment: Assignment, need: Need) -> str:
    if assignment.end_reason == "done":
        return {
            Status.DONE: "task-ended-done",
            Status.CLOSED: "task-ended-closed",
        }.get(need.status, "task-ended-reopened")
    reason = assignment.end_reason or "over"
    if reason == "reopened":
        return "task-ended-reopened"
    return f"task-ended-{reason}" if reason in ("returned", "handed-over") else "task-ended-over"


def _lines(words: Words, facts: Facts) -> list[str]:
    need, place = facts.need, facts.place
    door = words("place", area=place.area, door=place.door) if place.door else ""
    lines = [
        words.code("task-status", need.status.value),
        words.code("urgency", need.priority.value) if need.priority is not Priority.NORMAL else "",
        door or words("task-no-door", area=place.area),
        quoted(words, facts, length=CARD_WORDS),
        words("resolve-by", time=words.time(need.resolve_by), left=words.left(need.resolve_by))
        if need.resolve_by
        else "",
        words("followers", n=facts.followers) if facts.followers else "",
        _next(words, facts),
    ]
    return [line for line in lines if line]


def _next(words: Words, facts: Facts) -> str:
    if facts.need.status is Status.ASSIGNED and facts.category and facts.category.needs_visit:
        return words("task-next-check-in")
    if facts.need.status is Status.AWAITING_RESIDENT:
        return words("task-next-waiting")
    return words("task-next-done")


async def _buttons(context: Context, facts: Facts, assignment: Assignment) -> Rows:
    words, need = context.words, facts.need
    visit = facts.category is not None and facts.category.needs_visit
    dos: list[str] = []
    if need.status is Status.ASSIGNED and visit:
        dos.append("checkin")
    by_officer = assignment.team_id is None and await _holds(context, RoleKind.COORDINATOR)
    if need.status is Status.IN_PROGRESS or (need.status is Status.ASSIGNED and (by_officer or not visit)):
        dos.append("done")
    dos.append("contact")
    if need.status in (Status.ASSIGNED, Status.IN_PROGRESS):
        dos += ["ask", "return", "hold"]
        if assignment.team_id is not None and await _holds(context, RoleKind.TEAM_LEADER, assignment.team_id):
            dos.append("handover")
    if need.status in PAUSED:
        dos.append("goon")
    buttons = [Button(words.plain(f"button-{do}"), TaskButton(do=do, need=need.id)) for do in dos]
    return in_rows(buttons, 2)


async def _holds(context: Context, kind: RoleKind, team_id: int | None = None) -> bool:
    held = select(Role.id).where(
        Role.person_id == context.to.person_id, Role.kind == kind, Role.ended_at.is_(None)
    )
    if team_id is not None:
        held = held.where(Role.team_id == team_id)
    return (await context.session.execute(held.limit(1))).first() is not None


def return_rows(words: Words, need_id: int) -> Rows:
    """One reason each for giving a task back, and a way back to the task."""
    reasons = [
        Button(words.code("return", reason), TaskButton(do="returned", need=need_id, arg=reason))
        for reason in RETURN_REASONS
    ]
    return (*in_rows(reasons, 2), (Button(words.plain("button-back"), TaskButton(do="show", need=need_id)),))


def hold_rows(words: Words, need_id: int, reason: str = "") -> Rows:
    """The reasons for a hold; with a reason, the number of days."""
    if reason:
        buttons = [
            Button(
                words.plain("for-days", n=days), TaskButton(do="held", need=need_id, arg=f"{reason}-{days}")
            )
            for days in DAYS
        ]
    else:
        buttons = [
            Button(words.code("hold", each), TaskButton(do="hold-days", need=need_id, arg=each))
            for each in REASONS
        ]
    return (*in_rows(buttons, 2), (Button(words.plain("button-back"), TaskButton(do="show", need=need_id)),))


def member_rows(words: Words, need_id: int, members: list[Person]) -> Rows:
    """One button for each member to whom the task can go."""
    buttons = [
        Button(member.name or f"#{member.id}", TaskButton(do="handed", need=need_id, arg=str(member.id)))
        for member in members
    ]
    return (*in_rows(buttons, 2), (Button(words.plain("button-back"), TaskButton(do="show", need=need_id)),))
