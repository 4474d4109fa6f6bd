"""Needs 诉求: their words, what happened to them, and the verdict."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedText
from core.models.base import Base, word
from core.models.services import Priority
from core.models.statuses import Outcome, Status


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
        CheckConstraint(
            "(status in ('closed', 'rejected', 'cancelled')) = (closed_at is not null)",
            name="closed_at_when_ended",
        ),
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
    """The timeline: one row a move or event; ids, codes and numbers only. Never changed, never deleted."""

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
