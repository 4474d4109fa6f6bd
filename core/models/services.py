"""Who serves what: categories, organisations and their teams."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word


class Mode(StrEnum):
    """How a category is served 服务模式."""

    MENU = "menu"
    PROJECT = "project"
    PURCHASE = "purchase"
    HANDOFF = "handoff"


class Provider(StrEnum):
    """Who serves a category."""

    TEAM = "team"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    AUTHORITY = "authority"
    ORGANISATION = "organisation"


class Priority(StrEnum):
    """How soon a need wants an answer."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"


class OrganisationKind(StrEnum):
    """Registered 登记 or filed 备案."""

    REGISTERED = "registered"
    FILED = "filed"


class Category(Base):
    """A kind of need 类别; limits in minutes and hours."""

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint("respond_minutes > 0", name="respond_positive"),
        CheckConstraint("resolve_hours > 0", name="resolve_positive"),
    )

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    group: Mapped[str] = mapped_column(String(32))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    mode: Mapped[Mode] = mapped_column(word(Mode, "mode"))
    provider: Mapped[Provider] = mapped_column(word(Provider, "provider"))
    priority: Mapped[Priority] = mapped_column(word(Priority, "priority"))
    respond_minutes: Mapped[float]
    resolve_hours: Mapped[float]
    needs_visit: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=1000)


class Organisation(Base):
    """A social organisation 社会组织; `grade` is 1A to 5A."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[OrganisationKind] = mapped_column(word(OrganisationKind, "kind"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    grade: Mapped[str | None] = mapped_column(String(2))


class Team(Base):
    """A service team 服务队; `duty` is "always" or a list of weekly windows."""

    __tablename__ = "team"
    __table_args__ = (CheckConstraint("capacity >= 0", name="capacity_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    capacity: Mapped[int] = mapped_column(default=3)
    duty: Mapped[Any] = mapped_column(JSON, default="always")
    active: Mapped[bool] = mapped_column(default=True)


class TeamCategory(Base):
    """A category that a team serves."""

    __tablename__ = "team_category"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), primary_key=True, index=True)


class TeamArea(Base):
    """An area that a team covers, with all below it."""

    __tablename__ = "team_area"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)
