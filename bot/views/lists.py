"""Lists that answer a command; they may be missed, and are asked for again."""

from collections.abc import Sequence

from bot.callbacks import (
    ChooseCategory,
    NeedButton,
    OfferButton,
    ShowGroup,
    StartWith,
    TaskButton,
    TriageButton,
)
from bot.view import Button, Rows, View, in_rows
from bot.words import Words
from core.models import Assignment, Category, Need, Offer
from core.points.queries import Line

UNSURE_FIRST = 6


def groups(words: Words, categories: Sequence[Category], need_id: int, where: str) -> Rows:
    """The groups of the catalogue as buttons, in the order of the catalogue."""
    first = {category.group: category.code for category in reversed(categories)}
    names = dict.fromkeys(category.group for category in categories)
    buttons = [
        Button(group_name(words, name), ShowGroup(need=need_id, first=first[name], where=where))
        for name in names
    ]
    return in_rows(buttons, 2)


def group_name(words: Words, group: str) -> str:
    """The name of a group; groups of one's own are shown as they are written."""
    try:
        return words.code("group", group)
    except LookupError:
        return group


def services(words: Words, categories: Sequence[Category]) -> View:
    """The menu of services by group."""
    return View(words("services-title"), groups(words, categories, 0, "menu"))


def in_group(words: Words, categories: Sequence[Category], need_id: int, where: str) -> Rows:
    """The categories of one group as buttons, with a way back."""
    buttons = [
        Button(
            words.category(category),
            StartWith(code=category.code)
            if where == "menu"
            else ChooseCategory(need=need_id, code=category.code, where=where),
        )
        for category in categories
    ]
    back = Button(words.plain("button-back"), ShowGroup(need=need_id, where=where))
    return (*in_rows(buttons, 2), (back,))


def choose(words: Words, need: Need, categories: Sequence[Category]) -> View:
    """Change a category: the likely ones first, then all groups."""
    known = {category.code: category for category in categories}
    likely = [code for code, _confidence in need.guesses if code in known and code != need.category_code][
        :UNSURE_FIRST
    ]
    first = in_rows(
        [Button(words.category(known[c]), ChooseCategory(need=need.id, code=c)) for c in likely], 2
    )
    back = Button(words.plain("button-back"), NeedButton(do="show", need=need.id))
    return View(words("choose-category"), (*first, *groups(words, categories, need.id, "draft"), (back,)))


def _line(words: Words, need: Need, category: Category | None, status: str) -> str:
    """What it is and how it stands first, the number last: phones cut long lines at the end."""
    line = f"{words.category(category)} · {words.code('short', status)}"
    return f"{line} · {need.number}" if need.number else f"📝 {line}"


def mine(words: Words, needs: Sequence[tuple[Need, Category | None, bool]]) -> View:
    """The resident's needs, newest first; what is judged already does not ask for it."""
    if not needs:
        return View(words("mine-empty"))
    rows = [
        (
            Button(
                _line(words, need, category, "judged" if judged else need.status.value),
                NeedButton(do="card", need=need.id),
            ),
        )
        for need, category, judged in needs
    ]
    return View(words("mine-title"), tuple(rows))


def tasks(
    words: Words,
    held: Sequence[tuple[Need, Assignment, Category | None]],
    offers: Sequence[tuple[Offer, Need, Category | None]],
) -> View:
    """What is in hand, and the offers that wait."""
    if not held and not offers:
        return View(words("tasks-empty"))
    rows = [
        (
            Button(
                f"🧰 {_line(words, need, category, need.status.value)}",
                TaskButton(do="card", need=need.id),
            ),
        )
        for need, _assignment, category in held
    ]
    rows += [
        (
            Button(
                f"📮 {_line(words, need, category, need.status.value)}",
                OfferButton(do="card", offer=offer.id),
            ),
        )
        for offer, need, category in offers
    ]
    return View(words("tasks-title", held=len(held), offers=len(offers)), tuple(rows))


def desk(words: Words, needs: Sequence[tuple[Need, Category | None]]) -> View:
    """What waits for a coordinator."""
    if not needs:
        return View(words("desk-empty"))
    rows = [
        (
            Button(
                _line(words, need, category, need.status.value),
                TriageButton(do="card", need=need.id),
            ),
        )
        for need, category in needs
    ]
    return View(words("desk-title", n=len(needs)), tuple(rows))


def points(words: Words, balance: int, lines: Sequence[Line], banks: Sequence[tuple[str, int]]) -> View:
    """Balance and the last entries, each with why."""
    text = [words("points-balance", points=balance)]
    text += [words("points-bank", name=name, points=amount) for name, amount in banks]
    text += [
        words(
            "points-line",
            time=words.time(line.at),
            amount=f"{line.amount:+d}",
            number=line.need_number or "-",
            why=words.code("rule", line.rule, **_inputs(words, line)),
        )
        for line in lines
    ]
    return View("\n".join(text) if lines else "\n".join([*text, words("points-none")]))


def _inputs(words: Words, line: Line) -> dict[str, object]:
    inputs = line.inputs
    return {
        "outcome": words.code("outcome-short", str(inputs.get("outcome", "solved"))),
        "stars": inputs.get("stars") or 0,
    }
