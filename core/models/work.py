"""Who is asked and who holds a need: offers 派单, assignments 承办, visits 到场."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word


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


class VisitMethod(StrEnum):
    """How a check-in 签到 was shown to be at the place."""

    POSITION = "position"
    CODE = "code"


class Offer(Base):
    """A need put before one team or one person, with a timer and the reason they were chosen."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("(team_id is null) <> (person_id is null)", name="one_candidate"),
        Index("uq_offer_team", "need_id", "round", "team_id", unique=True),
        Index("uq_offer_person", "need_id", "round", "person_id", unique=True),
        Index(
            "uq_offer_accepted",
            "need_id",
            "round",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
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
