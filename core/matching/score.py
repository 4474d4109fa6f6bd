"""Who should go: a score on frozen facts, returned with the facts that decided. Pure.

Weights are the scheme's own; a decline costs nothing, only silence counts (DESIGN section 5.4).
"""

from dataclasses import dataclass
from typing import Any

WEIGHTS = {"near": 3.0, "idle": 3.0, "answers": 2.0, "stars": 2.0, "waited": 1.0}
PRIOR_ANSWERS = 4
PRIOR_RATE = 0.8
PRIOR_RATINGS = 5
PRIOR_STARS = 4.0
WAITED_FULL_HOURS = 72.0
FEWEST_RATINGS = 3
"""With fewer ratings an average says nothing about a person, and is not given as a reason."""


@dataclass(frozen=True)
class Facts:
    """What is known of a candidate: tree levels apart (0 = same area), open work and capacity, history."""

    levels_apart: int
    load: int
    capacity: int
    answered: int
    silent: int
    ratings: int
    stars_sum: int
    hours_since_offer: float | None


@dataclass(frozen=True)
class Scored:
    """A score (larger is better) and the reasons for it, as codes with numbers."""

    score: float
    reasons: tuple[dict[str, Any], ...]


def score(facts: Facts) -> Scored:
    """Score a candidate; new ones start from a smoothed average and are not punished."""
    near = 1 / (1 + facts.levels_apart)
    idle = 1 - facts.load / facts.capacity if facts.capacity else 0.0
    asked = facts.answered + facts.silent
    answers = (facts.answered + PRIOR_ANSWERS * PRIOR_RATE) / (asked + PRIOR_ANSWERS)
    stars = (facts.stars_sum + PRIOR_RATINGS * PRIOR_STARS) / (facts.ratings + PRIOR_RATINGS)
    since = facts.hours_since_offer
    waited = 1.0 if since is None else min(since / WAITED_FULL_HOURS, 1.0)
    parts = {"near": near, "idle": idle, "answers": answers, "stars": stars / 5, "waited": waited}
    return Scored(round(sum(WEIGHTS[name] * value for name, value in parts.items()), 6), _reasons(facts))


def _reasons(facts: Facts) -> tuple[dict[str, Any], ...]:
    reasons: list[dict[str, Any]] = []
    if facts.levels_apart == 0:
        reasons.append({"code": "same-area"})
    elif facts.levels_apart == 1:
        reasons.append({"code": "near"})
    reasons.append({"code": "idle"} if facts.load == 0 else {"code": "load", "open": facts.load})
    if facts.ratings >= FEWEST_RATINGS:
        average = round(facts.stars_sum / facts.ratings, 1)
        reasons.append({"code": "stars", "stars": average, "ratings": facts.ratings})
    if facts.answered and not facts.silent:
        reasons.append({"code": "answers"})
    return tuple(reasons)
