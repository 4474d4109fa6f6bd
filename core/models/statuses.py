"""The life of a need: its states, the moves between them, and how it may end."""

from enum import StrEnum


class Status(StrEnum):
    """Where a need stands; DESIGN names each in the words of 12345 and 网格."""

    DRAFT = "draft"
    REGISTERED = "registered"
    TRIAGE = "triage"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    AWAITING_RESIDENT = "awaiting_resident"
    ON_HOLD = "on_hold"
    TRANSFERRED = "transferred"
    DONE = "done"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


_BEFORE_DONE = {Status.CANCELLED}


ALLOWED: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.REGISTERED} | _BEFORE_DONE),
    Status.REGISTERED: frozenset({Status.OFFERED, Status.TRIAGE} | _BEFORE_DONE),
    Status.OFFERED: frozenset({Status.ASSIGNED, Status.TRIAGE} | _BEFORE_DONE),
    Status.TRIAGE: frozenset(
        {
            Status.ASSIGNED,
            Status.OFFERED,
            Status.REGISTERED,
            Status.TRANSFERRED,
            Status.REJECTED,
            Status.CLOSED,
        }
        | _BEFORE_DONE
    ),
    Status.ASSIGNED: frozenset(
        {Status.IN_PROGRESS, Status.REGISTERED, Status.AWAITING_RESIDENT, Status.ON_HOLD, Status.DONE}
        | _BEFORE_DONE
    ),
    Status.IN_PROGRESS: frozenset(
        {Status.REGISTERED, Status.AWAITING_RESIDENT, Status.ON_HOLD, Status.DONE} | _BEFORE_DONE
    ),
    Status.AWAITING_RESIDENT: frozenset({Status.ASSIGNED, Status.IN_PROGRESS} | _BEFORE_DONE),
    Status.ON_HOLD: frozenset({Status.ASSIGNED, Status.IN_PROGRESS} | _BEFORE_DONE),
    Status.TRANSFERRED: frozenset({Status.DONE, Status.TRIAGE} | _BEFORE_DONE),
    Status.DONE: frozenset({Status.CLOSED, Status.REGISTERED}),
    Status.CLOSED: frozenset(),
    Status.REJECTED: frozenset(),
    Status.CANCELLED: frozenset(),
}


ENDED = frozenset({Status.CLOSED, Status.REJECTED, Status.CANCELLED})


HELD = frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.AWAITING_RESIDENT, Status.ON_HOLD})


class Outcome(StrEnum):
    """How a closed need ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"
    DUPLICATE = "duplicate"
    TRANSFERRED = "transferred"
    NO_ANSWER = "no_answer"
    ERASED = "erased"
