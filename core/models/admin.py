"""Access of programs: tokens, repeated requests, and the record of changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedText
from core.models.base import Base, word
from core.models.people import RoleKind


class Token(Base):
    """A bearer token for the API; only its fingerprint is kept."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[RoleKind] = mapped_column(word(RoleKind, "role_kind"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class IdempotentAnswer(Base):
    """The answer given to a POST with an `Idempotency-Key`, given again when it is repeated."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (Index("uq_idempotent_answer_key", "caller", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    caller: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(EncryptedText)
    """As sent, so that a repeated request is shown the secret of its token again; hence encrypted."""
    created_at: Mapped[datetime]


class UsedKey(Base):
    """A key that encrypted something here, by its fingerprint: without it not everything can be read."""

    __tablename__ = "used_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)


class Audit(Base):
    """Who changed or read what; ids and codes only. Never changed, never deleted."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
