"""What a closed need is worth. Pure; every figure returns with the inputs that gave it.

The scheme's own first tariff: no national one exists (FIELD notes, points), so each figure is kept here under
a version that every posting names.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.models import Outcome, Priority

RULE = "need-closed"
VERSION = 1
BASE = 10
URGENCY = {Priority.URGENT: 5, Priority.HIGH: 2, Priority.NORMAL: 0}
STAR_BONUS = {5: 4, 4: 2}
PER_PERSON_SERVED = 5


@dataclass(frozen=True)
class Closing:
    """What counts at closing: outcome, priority, stars, whether the handler had to come and did."""

    outcome: Outcome
    priority: Priority
    stars: int | None
    visit_needed: bool
    visited: bool
    people_served: int


@dataclass(frozen=True)
class Worth:
    """Points for the handler and for the organisation's bank, with rule, version and inputs."""

    handler: int
    bank: int
    inputs: dict[str, Any]


def worth(closing: Closing) -> Worth:
    """Solved pays in full those who came or did not have to; partly and no answer pay the base."""
    inputs = {"rule": RULE, "version": VERSION, **asdict(closing)}
    inputs["outcome"], inputs["priority"] = closing.outcome.value, closing.priority.value
    if closing.outcome not in (Outcome.SOLVED, Outcome.PARTLY, Outcome.NO_ANSWER):
        return Worth(0, 0, inputs)
    full = closing.outcome is Outcome.SOLVED and (closing.visited or not closing.visit_needed)
    if not full:
        return Worth(BASE, 0, inputs)
    bonus = URGENCY[closing.priority] + STAR_BONUS.get(closing.stars or 0, 0)
    return Worth(BASE + bonus, PER_PERSON_SERVED * closing.people_served, inputs)


def replay(rule: str, version: int, inputs: Mapping[str, Any]) -> Worth | None:
    """What a rule gives for the inputs of a posting, computed again; None for a rule that we do not know.

    Raises KeyError, TypeError or ValueError for inputs that are not those of the rule.
    """
    if (rule, version) != (RULE, VERSION):
        return None
    given = {key: value for key, value in inputs.items() if key not in ("rule", "version")}
    outcome, priority = Outcome(given.pop("outcome")), Priority(given.pop("priority"))
    return worth(Closing(outcome=outcome, priority=priority, **given))
