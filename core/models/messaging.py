"""What came in and what must go out: inbox, outbox, cards, dialogs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word


class InboxState(StrEnum):
    """Whether an update has had its effect."""

    NEW = "new"
    DONE = "done"
    FAILED = "failed"


class OutboxState(StrEnum):
    """Where a message stands on its way out."""

    NEW = "new"
    LEASED = "leased"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


class Inbox(Base):
    """An update as it arrived; the payload goes when it is done."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("uq_inbox_update", "channel", "update_id", unique=True),
        Index(
            "ix_inbox_new",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    update_id: Mapped[int]
    chat: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str | None]
    state: Mapped[InboxState] = mapped_column(word(InboxState, "inbox_state"), default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(100))
    received_at: Mapped[datetime]
    next_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Outbox(Base):
    """Something to tell a person; `kind` names the text, ids and codes fill it at send time."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_card_waiting",
            "card_id",
            unique=True,
            sqlite_where=text("state = 'new' AND card_id IS NOT NULL"),
            postgresql_where=text("state = 'new' AND card_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_waiting",
            "person_id",
            "id",
            sqlite_where=text("state IN ('new', 'leased')"),
            postgresql_where=text("state IN ('new', 'leased')"),
        ),
        Index("ix_outbox_message", "contact_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[str] = mapped_column(String(40))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dedup: Mapped[str | None] = mapped_column(String(80), unique=True)
    priority: Mapped[int] = mapped_column(SmallInteger, default=0)
    """0 answers and progress, 1 notices: what is lower goes first."""
    state: Mapped[OutboxState] = mapped_column(word(OutboxState, "outbox_state"), default=OutboxState.NEW)
    valid_until: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]


class CardKind(StrEnum):
    """What a card shows; its subject is an id of that thing."""

    NEED = "need"
    OFFER = "offer"
    TASK = "task"
    TRIAGE = "triage"
    VERDICT = "verdict"
    FOLLOW = "follow"


class Card(Base):
    """A message that is kept up to date: `wanted` is the newest version, `shown` the one the person sees."""

    __tablename__ = "card"
    __table_args__ = (
        Index("uq_card_subject", "kind", "subject_id", "person_id", unique=True),
        Index("ix_card_message", "contact_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[CardKind] = mapped_column(word(CardKind, "card_kind"))
    subject_id: Mapped[int]
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    message_id: Mapped[int | None]
    left_message_id: Mapped[int | None]
    """The message that it moved away from, until that one is removed."""
    wanted: Mapped[int] = mapped_column(default=1)
    shown: Mapped[int] = mapped_column(default=0)
    refresh_at: Mapped[datetime | None] = mapped_column(index=True)
    """When what it says about time grows stale."""


class Dialog(Base):
    """What a person is in the middle of, on one contact."""

    __tablename__ = "dialog"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expires_at: Mapped[datetime]
