"""Needs 诉求: their states, their words, and everything that happened to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedText
from core.models.base import Base, word
from core.models.services import Priority


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


class OfferState(StrEnum):
    """How an offer 派单 stands or ended."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class AssignmentKind(StrEnum):
    """Lead 主办 or support 协办."""

    LEAD = "lead"
    SUPPORT = "support"


class Lane(StrEnum):
    """What a message of a need is for."""

    REPORT = "report"
    RELAY = "relay"
    RESULT = "result"
    COMMENT = "comment"


class MessageKind(StrEnum):
    """What a message carries."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    LOCATION = "location"


class VisitMethod(StrEnum):
    """How a check-in 签到 was shown to be at the place."""

    POSITION = "position"
    CODE = "code"


class Verdict(StrEnum):
    """The resident's verdict 评价."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


class Need(Base):
    """What a resident asks for. The door is encrypted; the position goes when the need ends."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(
            "(status = 'draft') or (status = 'cancelled') or (number is not null)", name="numbered"
        ),
        CheckConstraint("(status = 'closed') = (outcome is not null)", name="outcome_when_closed"),
        Index("ix_need_status_next", "status", "next_at"),
        Index("ix_need_area_status", "area_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(24), unique=True)
    status: Mapped[Status] = mapped_column(word(Status, "status"), default=Status.DRAFT)
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "outcome"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    category_chosen: Mapped[bool] = mapped_column(default=False)
    guesses: Mapped[list[Any]] = mapped_column(default=list)
    emergency: Mapped[str | None] = mapped_column(String(16))
    priority: Mapped[Priority] = mapped_column(word(Priority, "priority"), default=Priority.NORMAL)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    unit: Mapped[str | None] = mapped_column(EncryptedText)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    respond_by: Mapped[datetime | None]
    resolve_by: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    """When a sweep looks at this need next: a wave, a limit, the end of the time for a verdict."""
    wave: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    """Counts returns and reworks; an offer and a verdict belong to a round."""
    triage_reason: Mapped[str | None] = mapped_column(String(32))
    paused_at: Mapped[datetime | None]
    paused_from: Mapped[Status | None] = mapped_column(word(Status, "paused_from"))
    authority: Mapped[str | None] = mapped_column(String(100))
    authority_reference: Mapped[str | None] = mapped_column(String(100))
    reject_reason: Mapped[str | None] = mapped_column(String(32))
    code_failures: Mapped[int] = mapped_column(default=0)


class NeedMessage(Base):
    """Words, pictures and positions of a need; positions go when it ends."""

    __tablename__ = "need_message"
    __table_args__ = (Index("ix_need_message_need", "need_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lane: Mapped[Lane] = mapped_column(word(Lane, "lane"))
    kind: Mapped[MessageKind] = mapped_column(word(MessageKind, "message_kind"))
    text: Mapped[str] = mapped_column(Text, default="")
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    created_at: Mapped[datetime]


class NeedEvent(Base):
    """The timeline: one row a move or event; ids, codes and numbers only."""

    __tablename__ = "need_event"
    __table_args__ = (Index("ix_need_event_need", "need_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(32))
    from_status: Mapped[str | None] = mapped_column(String(32))
    to_status: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(32))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Follower(Base):
    """A neighbour who joined a need 同求."""

    __tablename__ = "follower"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    joined_at: Mapped[datetime]
    verdict: Mapped[Verdict | None] = mapped_column(word(Verdict, "verdict"))


class Offer(Base):
    """A need put before one team or one person, with a timer and the reason they were chosen."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("(team_id is null) <> (person_id is null)", name="one_candidate"),
        Index("uq_offer_team", "need_id", "round", "team_id", unique=True),
        Index("uq_offer_person", "need_id", "round", "person_id", unique=True),
        Index("ix_offer_state", "state", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    round: Mapped[int]
    wave: Mapped[int]
    basis: Mapped[str] = mapped_column(String(16))
    """As what they are asked: team, volunteer or coordinator."""
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[OfferState] = mapped_column(word(OfferState, "offer_state"), default=OfferState.PENDING)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decline_reason: Mapped[str | None] = mapped_column(String(32))
    score: Mapped[float] = mapped_column(default=0.0)
    explanation: Mapped[list[Any]] = mapped_column(default=list)


class OfferRecipient(Base):
    """Someone who was shown an offer; declining for oneself leaves it to the others of the team."""

    __tablename__ = "offer_recipient"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(String(32))


class Assignment(Base):
    """Who holds a need 承办; at most one open lead a need."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_open_lead",
            "need_id",
            unique=True,
            sqlite_where=text("kind = 'lead' AND until IS NULL"),
            postgresql_where=text("kind = 'lead' AND until IS NULL"),
        ),
        Index("ix_assignment_person", "person_id", "until"),
        Index("ix_assignment_team", "team_id", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    kind: Mapped[AssignmentKind] = mapped_column(word(AssignmentKind, "assignment_kind"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(32))


class Visit(Base):
    """A visit 到场: check-in to check-out; only that it was inside is kept, never where."""

    __tablename__ = "visit"
    __table_args__ = (
        Index(
            "uq_visit_open",
            "need_id",
            "person_id",
            unique=True,
            sqlite_where=text("check_out_at IS NULL"),
            postgresql_where=text("check_out_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    method: Mapped[VisitMethod] = mapped_column(word(VisitMethod, "visit_method"))
    check_in_at: Mapped[datetime]
    check_out_at: Mapped[datetime | None]


class Judgement(Base):
    """The verdict on one round of a need; the sentence to it is a message in the lane `comment`."""

    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("stars is null or (stars >= 1 and stars <= 5)", name="stars_range"),
        Index("uq_judgement_round", "need_id", "round", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    round: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict] = mapped_column(word(Verdict, "verdict"))
    stars: Mapped[int | None]
    rated_at: Mapped[datetime | None]
    """When stars were given or skipped."""
    at: Mapped[datetime]


class CategoryExample(Base):
    """A guess that a person confirmed or corrected; the words stay with the need."""

    __tablename__ = "category_example"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    guessed_code: Mapped[str | None] = mapped_column(String(32))
    chosen_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    at: Mapped[datetime]


class Counter(Base):
    """Numbers given out, by name and day (`need:20261123`)."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]
