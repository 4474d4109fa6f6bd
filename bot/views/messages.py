"""Single messages of the outbox, by kind."""

from collections.abc import Awaitable, Callable

from bot.callbacks import NeedButton, TaskButton, TriageButton
from bot.view import Button, View
from bot.views import area, settings
from bot.views.context import Context, passed_on
from bot.words import shorten
from core.models import MessageKind
from core.needs.facts import Facts, page_of
from core.needs.queries import at_work, by_id, may_read

Render = Callable[[Context], Awaitable[View | None]]
_LONGEST = 3000


def _about_need(key: str) -> Render:
    """A sentence about a need: number, category, who has it."""

    async def view(context: Context) -> View:
        facts = await context.facts()
        return View(context.words(key, **_named(context, facts)))

    return view


def _named(context: Context, facts: Facts) -> dict[str, str]:
    need, words = facts.need, context.words
    return {
        "number": need.number or "",
        "category": words.category(facts.category),
        "name": facts.handler.name if facts.handler else "",
        "time": words.time(need.resolve_by) if need.resolve_by else "",
        "authority": need.authority or "",
        "reference": need.authority_reference or "none",
        "reason": words.code("reject", need.reject_reason) if need.reject_reason else "",
    }


def _coming(key: str) -> Render:
    """Who comes, with a way to reach them."""

    async def view(context: Context) -> View:
        facts = await context.facts()
        contact = Button(context.words.plain("button-contact"), NeedButton(do="contact", need=facts.need.id))
        own = facts.need.reporter_id == context.to.person_id
        return View(context.words(key, **_named(context, facts)), ((contact,),) if own else ())

    return view


async def _emergency(context: Context) -> View:
    words, kind, number = context.words, context.params["what"], context.params["number"]
    call = words("emergency-call", number=number, what=words.code("emergency", kind))
    alerted = words("emergency-alerted" if context.params["alerted"] else "emergency-nobody")
    return View("\n".join([call, words.code("emergency-advice", kind), alerted, await _where(context)]))


async def _where(context: Context) -> str:
    facts, words = await context.facts(), context.words
    if facts.place.door:
        return words(
            "emergency-place", place=words.plain("place", area=facts.place.area, door=facts.place.door)
        )
    return words("emergency-no-place") if facts.need.lat is None else ""


async def _relay(context: Context) -> View | None:
    """A message of the other side under the need's number, while it is that; answered by reply or button."""
    message, facts, words = await context.message(), await context.facts(), context.words
    from_resident = message.author_id == facts.need.reporter_id
    if from_resident and context.to.person_id != await at_work(context.session, facts.need.id):
        return None
    who = words.plain("relay-resident") if from_resident else words.plain("relay-handler")
    text = words("relay", number=facts.need.number or "", who=who, text=shorten(message.text, _LONGEST))
    button = TaskButton if from_resident else NeedButton
    rows = ((Button(words.plain("button-reply"), button(do="contact", need=facts.need.id)),),)
    view = passed_on(text, message)
    return View(view.text, rows, view.media, view.position)


async def _question(context: Context) -> View:
    message, facts, words = await context.message(), await context.facts(), context.words
    text = words("need-question", number=facts.need.number or "", text=shorten(message.text, _LONGEST))
    rows = ((Button(words.plain("button-reply"), NeedButton(do="contact", need=facts.need.id)),),)
    return View(text, rows)


def _passing(key: str) -> Render:
    """A message of a need under a heading."""

    async def view(context: Context) -> View:
        message, facts = await context.message(), await context.facts()
        text = shorten(message.text, _LONGEST)
        return passed_on(context.words(key, number=facts.need.number or "", text=text), message)

    return view


async def _all_words(context: Context) -> View | None:
    """A page of the words, for who may still read them."""
    facts = await context.facts()
    if not await may_read(context.session, context.to.person_id, facts.need):
        return None
    text = page_of(facts.words, context.params["page"])
    return View(
        context.words("all-words", number=facts.need.number or "", page=context.params["page"], text=text)
    )


async def _material(context: Context) -> View | None:
    """A picture, voice or position of the report, for who may still see it."""
    message, facts = await context.message(), await context.facts()
    gone = message.kind is MessageKind.LOCATION and message.lat is None
    if gone or not await may_read(context.session, context.to.person_id, facts.need):
        return None
    return passed_on(context.words("material", number=facts.need.number or "", text=message.text), message)


async def _points(context: Context) -> View:
    facts = await context.facts()
    outcome = context.words.code("outcome", context.params["outcome"])
    text = context.words(
        "points-earned", points=context.params["points"], number=facts.need.number or "", outcome=outcome
    )
    return View(text)


async def _hold_asked(context: Context) -> View:
    facts, words = await context.facts(), context.words
    days, reason = context.params["days"], context.params["reason"]
    asked = str(context.params["asked"])
    yes = TriageButton(do="hold-yes", need=facts.need.id, arg=asked)
    no = TriageButton(do="hold-no", need=facts.need.id, arg=asked)
    rows = ((Button(words.plain("button-agree"), yes), Button(words.plain("button-refuse"), no)),)
    named = {**_named(context, facts), "reason": words.code("hold", reason)}
    return View(words("hold-asked", days=days, **named), rows)


async def _code_locked(context: Context) -> View:
    facts, words = await context.facts(), context.words
    button = Button(words.plain("button-unlock"), TriageButton(do="unlock", need=facts.need.id))
    return View(words("code-locked", **_named(context, facts)), ((button,),))


async def _held(context: Context) -> View:
    facts, words = await context.facts(), context.words
    why = words.code("hold", context.params["reason"])
    return View(words("need-held", **{**_named(context, facts), "reason": why}, days=context.params["days"]))


async def _hold_agreed(context: Context) -> View:
    facts = await context.facts()
    return View(context.words("hold-agreed", number=facts.need.number or "", days=context.params["days"]))


async def _remainder(context: Context) -> View:
    facts = await context.facts()
    return View(context.words("ask-remainder", number=facts.need.number or ""))


async def _follow_moved(context: Context) -> View:
    facts, joined = await context.facts(), await by_id(context.session, context.params["to"])
    return View(context.words("follow-moved", number=facts.need.number or "", to=joined.number or ""))


async def _slow_down(context: Context) -> View:
    return View(context.words("slow-down"))


async def _reopened(context: Context) -> View:
    facts = await context.facts()
    reason = context.words.code("reopened", context.params["reason"])
    named = {**_named(context, facts), "reason": reason}
    return View(context.words("need-reopened", **named))


ALL: dict[str, Render] = {
    "need-accepted": _coming("need-accepted"),
    "need-handed-over": _coming("need-handed-over"),
    "need-held": _held,
    "code-locked": _code_locked,
    "code-unlocked": _about_need("code-unlocked"),
    "need-arrived": _about_need("need-arrived"),
    "need-returned": _about_need("need-returned"),
    "need-transferred": _about_need("need-transferred"),
    "need-rejected": _about_need("need-rejected"),
    "need-cancelled": _about_need("need-cancelled"),
    "need-reopened": _reopened,
    "need-result": _passing("need-result"),
    "need-comment": _passing("need-comment"),
    "answer-taken-back": _about_need("answer-taken-back"),
    "need-question": _question,
    "hold-asked": _hold_asked,
    "hold-agreed": _hold_agreed,
    "hold-refused": _about_need("hold-refused"),
    "task-done": _about_need("task-done"),
    "material": _material,
    "all-words": _all_words,
    "relay": _relay,
    "relay-ended": _about_need("relay-ended"),
    "points-earned": _points,
    "emergency": _emergency,
    "follow-moved": _follow_moved,
    "slow-down": _slow_down,
    "ask-remainder": _remainder,
    "ask-area": area.ask,
    "welcome": settings.welcome,
    "ask-address": area.ask_address,
    "greeting": settings.greeting,
    "role-taken": settings.role_taken,
}
