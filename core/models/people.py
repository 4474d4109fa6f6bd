"""People, the ways to reach them, what they may do, and how they are invited to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedText
from core.models.base import Base, word


class PersonStatus(StrEnum):
    """Whether a person may use the service."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ERASED = "erased"


class RoleKind(StrEnum):
    """What a person may do."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    TEAM_MEMBER = "team_member"
    TEAM_LEADER = "team_leader"
    ORG_MANAGER = "org_manager"
    COORDINATOR = "coordinator"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


class Person(Base):
    """One human 人; the door (`home_unit`) is encrypted."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), default="")
    locale: Mapped[str] = mapped_column(String(16), default="zh")
    locale_chosen: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PersonStatus] = mapped_column(
        word(PersonStatus, "person_status"), default=PersonStatus.ACTIVE
    )
    home_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    home_building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    home_unit: Mapped[str | None] = mapped_column(EncryptedText)
    on_duty: Mapped[bool] = mapped_column(default=True)
    relay_need_id: Mapped[int | None]
    created_at: Mapped[datetime]


class Contact(Base):
    """A chat address 联系方式 of a person on one channel."""

    __tablename__ = "contact"
    __table_args__ = (Index("uq_contact_address", "channel", "address", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(32))
    last_used_at: Mapped[datetime]
    unreachable_since: Mapped[datetime | None]


class Role(Base):
    """A role 角色; `scope` is `area:5`, `team:3`, `organisation:2` or `all`."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint(
            "(area_id is null and team_id is null) or (area_id is null and organisation_id is null)"
            " or (team_id is null and organisation_id is null)",
            name="one_place",
        ),
        CheckConstraint(
            "scope = coalesce('area:' || area_id, 'team:' || team_id,"
            " 'organisation:' || organisation_id, 'all')",
            name="scope_fits",
        ),
        Index(
            "uq_role_open",
            "person_id",
            "kind",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_role_scope", "scope", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[RoleKind] = mapped_column(word(RoleKind, "role_kind"))
    scope: Mapped[str] = mapped_column(String(40))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    granted_by: Mapped[int | None]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """An invitation to a role; only the fingerprint of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("uses_left >= 0", name="uses_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[RoleKind] = mapped_column(word(RoleKind, "role_kind"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    uses_left: Mapped[int]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class InvitationUse(Base):
    """Who took an invitation; once a person."""

    __tablename__ = "invitation_use"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    used_at: Mapped[datetime]


class Volunteer(Base):
    """A volunteer 志愿者: the number is for life, wherever they serve; the area is where it was given."""

    __tablename__ = "volunteer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(48), unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    since: Mapped[datetime]
