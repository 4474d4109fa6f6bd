"""The tree of areas and the buildings in them."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word


class Level(StrEnum):
    """Levels of the tree, from the top down."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"

    @property
    def depth(self) -> int:
        """0 for a city, 4 for a grid."""
        return list(Level).index(self)


class Area(Base):
    """A node of the tree; `path` is `/1/4/9/`, its own id last, so that a subtree is a prefix."""

    __tablename__ = "area"
    __table_args__ = (
        CheckConstraint("parent_id is null or parent_id <> id", name="not_own_parent"),
        Index("ix_area_path", "path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[Level] = mapped_column(word(Level, "level"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius_m: Mapped[float | None]
    boundary: Mapped[dict[str, Any] | None]
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Building(Base):
    """A building 楼栋 of an area, with its other names and position."""

    __tablename__ = "building"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
