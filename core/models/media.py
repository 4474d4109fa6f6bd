"""Photos, voices and documents: stored once by content, known to each bot by its own file id."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word
from core.models.needs import MessageKind


class Blob(Base):
    """Content by its SHA-256 in hex."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Media(Base):
    """One photo, voice or document that someone sent; its content is fetched afterwards."""

    __tablename__ = "media"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(word(MessageKind, "message_kind"))
    mime: Mapped[str] = mapped_column(String(100), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"), index=True)
    fetch_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the worker tries next to fetch the content; empty once it is here or given up."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class MediaFile(Base):
    """The file id by which the bot of one channel knows a media."""

    __tablename__ = "media_file"
    __table_args__ = (Index("uq_media_file_channel", "media_id", "channel", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    channel: Mapped[str] = mapped_column(String(16))
    file_id: Mapped[str] = mapped_column(String(255))
