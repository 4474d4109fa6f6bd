import pytest

from core.models import Outcome, Priority
from core.points.rules import Closing, worth


@pytest.mark.parametrize(
    ("outcome", "priority", "stars", "needed", "visited", "served", "handler", "bank"),
    [
        (Outcome.SOLVED, Priority.NORMAL, None, True, True, 1, 10, 5),
        (Outcome.SOLVED, Priority.URGENT, 5, True, True, 3, 19, 15),
        (Outcome.SOLVED, Priority.HIGH, 4, False, False, 1, 14, 5),
        (Outcome.SOLVED, Priority.HIGH, 5, True, False, 1, 10, 0),  # who did not come is paid the base
        (Outcome.PARTLY, Priority.URGENT, 5, True, True, 1, 10, 0),
        (Outcome.NO_ANSWER, Priority.NORMAL, None, True, True, 1, 10, 0),
        (Outcome.UNSOLVED, Priority.NORMAL, 1, True, True, 1, 0, 0),
        (Outcome.DUPLICATE, Priority.NORMAL, None, True, True, 1, 0, 0),
        (Outcome.ERASED, Priority.NORMAL, None, True, True, 1, 0, 0),
    ],
)
def test_what_a_closed_need_is_worth(
    outcome: Outcome,
    priority: Priority,
    stars: int | None,
    needed: bool,
    visited: bool,
    served: int,
    handler: int,
    bank: int,
) -> None:
    found = worth(Closing(outcome, priority, stars, needed, visited, served))
    assert (found.handler, found.bank) == (handler, bank)
    assert found.inputs["outcome"] == outcome.value
    assert found.inputs["stars"] == stars
