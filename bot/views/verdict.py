"""Asking for the verdict: three words, then stars, then a sentence if they like."""

from bot.callbacks import VerdictButton
from bot.view import Button, Rows, View, in_rows
from bot.views.context import Context
from bot.views.need import followers_verdict
from bot.words import Words
from core.models import Judgement, Need, Status, Verdict
from core.needs import queries
from core.needs.facts import Facts, gather


async def card(context: Context, need_id: int) -> View | None:
    """The verdict card of the newest round that was done, for the reporter or a follower."""
    facts = await gather(context.session, need_id)
    if facts.need.reporter_id != context.to.person_id:
        return await _follower(context, facts)
    need = facts.need
    judged = await queries.judgement(context.session, need_id, need.round)
    if judged is None and need.status is not Status.DONE and need.round > 1:
        judged = await queries.judgement(context.session, need_id, need.round - 1)
    return _own(context.words, facts, judged)


def _own(words: Words, facts: Facts, judged: Judgement | None) -> View:
    need = facts.need
    title = words("verdict-title", number=need.number or "", category=words.category(facts.category))
    who = words("who", name=facts.handler.name) if facts.handler else ""
    if judged is None:
        if need.status is not Status.DONE:
            return View("\n".join([title, words("verdict-silent")]))
        ask = [title, who, words("verdict-ask")]
        return View("\n".join(line for line in ask if line), verdict_rows(words, need))
    said = words("verdict-said", verdict=words.code("button", judged.verdict.value))
    open_ = need.status is Status.DONE and need.round == judged.round
    if open_ or (judged.rated_at is None and judged.verdict is Verdict.UNSOLVED):
        reopened = "" if open_ else words("verdict-reopened")
        lines = [title, said, reopened, words("stars-ask")]
        return View("\n".join(line for line in lines if line), stars(words, need.id, judged.round))
    return View("\n".join([title, said, *_thanks(words, need, judged)]))


def _thanks(words: Words, need: Need, judged: Judgement) -> list[str]:
    lines = [words("stars-given", stars="⭐" * judged.stars)] if judged.stars else []
    reopened = judged.verdict is Verdict.UNSOLVED or (
        (judged.stars or 5) <= 2 and judged.verdict is Verdict.SOLVED
    )
    if reopened:
        lines.append(words("verdict-reopened"))
    elif judged.verdict is Verdict.PARTLY:
        lines.append(words("verdict-partly"))
    lines.append(words("verdict-thanks"))
    return lines


def verdict_rows(words: Words, need: Need) -> Rows:
    """Solved, partly, not solved."""
    return tuple(
        (
            Button(
                words.plain(f"button-{verdict.value}"),
                VerdictButton(say=verdict.value, need=need.id, round=need.round),
            ),
        )
        for verdict in Verdict
    )


def stars(words: Words, need_id: int, round_: int) -> Rows:
    """One to five stars, and a way to skip them."""
    given = [Button("⭐" * n, VerdictButton(say=str(n), need=need_id, round=round_)) for n in range(1, 6)]
    skip = Button(words.plain("button-skip"), VerdictButton(say="skip", need=need_id, round=round_))
    return (*in_rows(given, 3), (skip,))


async def _follower(context: Context, facts: Facts) -> View:
    words, need = context.words, facts.need
    said = await followers_verdict(context.session, need.id, context.to.person_id)
    title = words("verdict-title", number=need.number or "", category=words.category(facts.category))
    if said is not None:
        verdict = words.code("button", said.value)
        return View("\n".join([title, words("verdict-said", verdict=verdict), words("verdict-thanks")]))
    if need.status is not Status.DONE:
        return View("\n".join([title, words.code("status", need.status.value)]))
    return View("\n".join([title, words("verdict-ask-follower")]), verdict_rows(words, need))
