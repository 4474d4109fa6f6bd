"""First schema"""

import sqlalchemy as sa
from alembic import op

from core.models.base import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("audit", "entry", "need_event", "posting")


def _refuse_changes(table: str) -> None:
    """Ledger, timeline and audit are append-only: the database refuses to change or delete their rows."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP FUNCTION {table}_append_only()")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "street",
                "community",
                "grid",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_m", sa.Double(), nullable=True),
        sa.Column("boundary", sa.JSON(), nullable=True),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.CheckConstraint("parent_id is null or parent_id <> id", name=op.f("ck_area_not_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_area_path", ["path"], unique=False)

    op.create_table(
        "audit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)

    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=32), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "menu",
                "project",
                "purchase",
                "handoff",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "provider",
            sa.Enum(
                "team",
                "volunteer",
                "coordinator",
                "authority",
                "organisation",
                name="provider",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "urgent",
                "high",
                "normal",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("respond_minutes", sa.Double(), nullable=False),
        sa.Column("resolve_hours", sa.Double(), nullable=False),
        sa.Column("needs_visit", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.CheckConstraint("resolve_hours > 0", name=op.f("ck_category_resolve_positive")),
        sa.CheckConstraint("respond_minutes > 0", name=op.f("ck_category_respond_positive")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", KEY, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "idempotent_answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_answer")),
    )
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.create_index("uq_idempotent_answer_key", ["caller", "key"], unique=True)

    op.create_table(
        "inbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("update_id", KEY, nullable=False),
        sa.Column("chat", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "done",
                "failed",
                name="inbox_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", KEY, nullable=False),
        sa.Column("error", sa.String(length=100), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_new",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )
        batch_op.create_index("uq_inbox_update", ["channel", "update_id"], unique=True)

    op.create_table(
        "used_key",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_used_key")),
    )
    op.create_table(
        "building",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_building_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
        sa.UniqueConstraint("code", name=op.f("uq_building_code")),
    )
    with op.batch_alter_table("building", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_building_area_id"), ["area_id"], unique=False)

    op.create_table(
        "media",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "photo",
                "voice",
                "document",
                "location",
                name="message_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fetch_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", KEY, nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_media_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_fetch_at"), ["fetch_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_media_sha256"), ["sha256"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("registered", "filed", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("grade", sa.String(length=2), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_organisation_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_area_id"), ["area_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "resident",
                "volunteer",
                "team_member",
                "team_leader",
                "org_manager",
                "coordinator",
                "evaluator",
                "admin",
                name="role_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", KEY, nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_token_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_token_token_hash")),
    )
    op.create_table(
        "media_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("media_id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_media_file_media_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
    )
    with op.batch_alter_table("media_file", schema=None) as batch_op:
        batch_op.create_index("uq_media_file_channel", ["media_id", "channel"], unique=True)

    op.create_table(
        "person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("locale_chosen", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "suspended",
                "erased",
                name="person_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("home_area_id", KEY, nullable=True),
        sa.Column("home_building_id", KEY, nullable=True),
        sa.Column("home_unit", sa.Text(), nullable=True),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("relay_need_id", KEY, nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_area_id"], ["area.id"], name=op.f("fk_person_home_area_id")),
        sa.ForeignKeyConstraint(
            ["home_building_id"],
            ["building.id"],
            name=op.f("fk_person_home_building_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_home_area_id"), ["home_area_id"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("capacity", KEY, nullable=False),
        sa.Column("duty", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_team_capacity_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_team_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "organisation",
                "scheme",
                name="account_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.CheckConstraint(
            "(kind = 'person' and person_id is not null and organisation_id is null"
            " and owner = 'person:' || person_id)"
            " or (kind = 'organisation' and organisation_id is not null and person_id is null"
            " and owner = 'organisation:' || organisation_id)"
            " or (kind = 'scheme' and person_id is null and organisation_id is null"
            " and substr(owner, 1, 7) = 'scheme:')",
            name=op.f("ck_account_owner_fits"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("owner", name=op.f("uq_account_owner")),
    )
    op.create_table(
        "contact",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=32), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=False),
        sa.Column("unreachable_since", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_person_id"), ["person_id"], unique=False)
        batch_op.create_index("uq_contact_address", ["channel", "address"], unique=True)

    op.create_table(
        "invitation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "resident",
                "volunteer",
                "team_member",
                "team_leader",
                "org_manager",
                "coordinator",
                "evaluator",
                "admin",
                name="role_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", KEY, nullable=True),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("uses_left", KEY, nullable=False),
        sa.Column("created_by", KEY, nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_invitation_uses_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_invitation_area_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_invitation_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "need",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=24), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "registered",
                "triage",
                "offered",
                "assigned",
                "in_progress",
                "awaiting_resident",
                "on_hold",
                "transferred",
                "done",
                "closed",
                "rejected",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "solved",
                "partly",
                "unsolved",
                "duplicate",
                "transferred",
                "no_answer",
                "erased",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reporter_id", KEY, nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=True),
        sa.Column("category_chosen", sa.Boolean(), nullable=False),
        sa.Column("guesses", sa.JSON(), nullable=False),
        sa.Column("emergency", sa.String(length=16), nullable=True),
        sa.Column(
            "priority",
            sa.Enum(
                "urgent",
                "high",
                "normal",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", KEY, nullable=True),
        sa.Column("building_id", KEY, nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("touched_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("respond_by", UTCDateTime(), nullable=True),
        sa.Column("resolve_by", UTCDateTime(), nullable=True),
        sa.Column("responded_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("wave", KEY, nullable=False),
        sa.Column("round", KEY, nullable=False),
        sa.Column("triage_reason", sa.String(length=32), nullable=True),
        sa.Column("paused_at", UTCDateTime(), nullable=True),
        sa.Column(
            "paused_from",
            sa.Enum(
                "draft",
                "registered",
                "triage",
                "offered",
                "assigned",
                "in_progress",
                "awaiting_resident",
                "on_hold",
                "transferred",
                "done",
                "closed",
                "rejected",
                "cancelled",
                name="paused_from",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("authority", sa.String(length=100), nullable=True),
        sa.Column("authority_reference", sa.String(length=100), nullable=True),
        sa.Column("reject_reason", sa.String(length=32), nullable=True),
        sa.Column("code_failures", KEY, nullable=False),
        sa.CheckConstraint(
            "(status in ('closed', 'rejected', 'cancelled')) = (closed_at is not null)",
            name=op.f("ck_need_closed_at_when_ended"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (outcome is not null)", name=op.f("ck_need_outcome_when_closed")
        ),
        sa.CheckConstraint(
            "(status = 'draft') or (status = 'cancelled') or (number is not null)",
            name=op.f("ck_need_numbered"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_need_area_id")),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_need_building_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_need_category_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["need.id"], name=op.f("fk_need_parent_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_need_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("number", name=op.f("uq_need_number")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index("ix_need_area_status", ["area_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index("ix_need_status_next", ["status", "next_at"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resident",
                "volunteer",
                "team_member",
                "team_leader",
                "org_manager",
                "coordinator",
                "evaluator",
                "admin",
                name="role_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("area_id", KEY, nullable=True),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("granted_by", KEY, nullable=True),
        sa.Column("granted_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(area_id is null and team_id is null) or (area_id is null and organisation_id is null)"
            " or (team_id is null and organisation_id is null)",
            name=op.f("ck_role_one_place"),
        ),
        sa.CheckConstraint(
            "scope = coalesce('area:' || area_id, 'team:' || team_id,"
            " 'organisation:' || organisation_id, 'all')",
            name=op.f("ck_role_scope_fits"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_role_area_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_role_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_role_scope", ["scope", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "uq_role_open",
            ["person_id", "kind", "scope"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "team_area",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_team_area_area_id")),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_area_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "area_id", name=op.f("pk_team_area")),
    )
    with op.batch_alter_table("team_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_area_area_id"), ["area_id"], unique=False)

    op.create_table(
        "team_category",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_team_category_category_code")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_category_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "category_code", name=op.f("pk_team_category")),
    )
    with op.batch_alter_table("team_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_category_category_code"), ["category_code"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "need",
                "offer",
                "task",
                "triage",
                "verdict",
                "follow",
                name="card_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("left_message_id", KEY, nullable=True),
        sa.Column("wanted", KEY, nullable=False),
        sa.Column("shown", KEY, nullable=False),
        sa.Column("refresh_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_card_contact_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_card_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index("ix_card_message", ["contact_id", "message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_refresh_at"), ["refresh_at"], unique=False)
        batch_op.create_index("uq_card_subject", ["kind", "subject_id", "person_id"], unique=True)

    op.create_table(
        "category_example",
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("guessed_code", sa.String(length=32), nullable=True),
        sa.Column("chosen_code", sa.String(length=32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_code"], ["category.code"], name=op.f("fk_category_example_chosen_code")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_category_example_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_category_example_person_id")),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_category_example")),
    )
    op.create_table(
        "dialog",
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_dialog_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_dialog")),
    )
    op.create_table(
        "follower",
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "solved",
                "partly",
                "unsolved",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_follower_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follower_person_id")),
        sa.PrimaryKeyConstraint("need_id", "person_id", name=op.f("pk_follower")),
    )
    op.create_table(
        "invitation_use",
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_use_invitation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_use_person_id")),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name=op.f("pk_invitation_use")),
    )
    op.create_table(
        "judgement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("round", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "solved",
                "partly",
                "unsolved",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stars", KEY, nullable=True),
        sa.Column("rated_at", UTCDateTime(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "stars is null or (stars >= 1 and stars <= 5)", name=op.f("ck_judgement_stars_range")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_judgement_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_judgement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index("uq_judgement_round", ["need_id", "round"], unique=True)

    op.create_table(
        "need_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("from_status", sa.String(length=32), nullable=True),
        sa.Column("to_status", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_need_event_actor_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_event_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_event")),
    )
    with op.batch_alter_table("need_event", schema=None) as batch_op:
        batch_op.create_index("ix_need_event_need", ["need_id", "id"], unique=False)

    op.create_table(
        "need_message",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column(
            "lane",
            sa.Enum(
                "report",
                "relay",
                "result",
                "comment",
                name="lane",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "photo",
                "voice",
                "document",
                "location",
                name="message_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media_id", KEY, nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_need_message_author_id")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_need_message_media_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_message_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_message")),
    )
    with op.batch_alter_table("need_message", schema=None) as batch_op:
        batch_op.create_index("ix_need_message_need", ["need_id", "id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("round", KEY, nullable=False),
        sa.Column("wave", KEY, nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="offer_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.Column("decline_reason", sa.String(length=32), nullable=True),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.CheckConstraint("(team_id is null) <> (person_id is null)", name=op.f("ck_offer_one_candidate")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_offer_ended_by")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_offer_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_offer_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_offer_state", ["state", "expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "uq_offer_accepted",
            ["need_id", "round"],
            unique=True,
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )
        batch_op.create_index("uq_offer_person", ["need_id", "round", "person_id"], unique=True)
        batch_op.create_index("uq_offer_team", ["need_id", "round", "team_id"], unique=True)

    op.create_table(
        "posting",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("rule_version", KEY, nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("need_id", KEY, nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_posting_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("source", name=op.f("uq_posting_source")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_need_id"), ["need_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lead",
                "support",
                name="assignment_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("offer_id", KEY, nullable=True),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_assignment_need_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_assignment_offer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_person", ["person_id", "until"], unique=False)
        batch_op.create_index("ix_assignment_team", ["team_id", "until"], unique=False)
        batch_op.create_index(
            "uq_assignment_open_lead",
            ["need_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'lead' AND until IS NULL"),
            postgresql_where=sa.text("kind = 'lead' AND until IS NULL"),
        )

    op.create_table(
        "entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("posting_id", KEY, nullable=False),
        sa.Column("debit_id", KEY, nullable=False),
        sa.Column("credit_id", KEY, nullable=False),
        sa.Column("amount", KEY, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_entry_amount_positive")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_entry_two_accounts")),
        sa.ForeignKeyConstraint(["credit_id"], ["account.id"], name=op.f("fk_entry_credit_id")),
        sa.ForeignKeyConstraint(["debit_id"], ["account.id"], name=op.f("fk_entry_debit_id")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_entry_posting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_credit", ["credit_id", "id"], unique=False)
        batch_op.create_index("ix_entry_debit", ["debit_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_posting_id"), ["posting_id"], unique=False)

    op.create_table(
        "offer_recipient",
        sa.Column("offer_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("declined_at", UTCDateTime(), nullable=True),
        sa.Column("decline_reason", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_recipient_offer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_recipient_person_id")),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name=op.f("pk_offer_recipient")),
    )
    with op.batch_alter_table("offer_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_recipient_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("card_id", KEY, nullable=True),
        sa.Column("need_id", KEY, nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("dedup", sa.String(length=80), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "leased",
                "sent",
                "dropped",
                "dead",
                name="outbox_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_until", UTCDateTime(), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("message_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_outbox_card_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_outbox_contact_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_outbox_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup", name=op.f("uq_outbox_dedup")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_message", ["contact_id", "message_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["person_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('new', 'leased')"),
            postgresql_where=sa.text("state IN ('new', 'leased')"),
        )
        batch_op.create_index(
            "uq_outbox_card_waiting",
            ["card_id"],
            unique=True,
            sqlite_where=sa.text("state = 'new' AND card_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'new' AND card_id IS NOT NULL"),
        )

    op.create_table(
        "visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("need_id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "position", "code", name="visit_method", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("check_in_at", UTCDateTime(), nullable=False),
        sa.Column("check_out_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_visit_assignment_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_visit_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_need_id"), ["need_id"], unique=False)
        batch_op.create_index(
            "uq_visit_open",
            ["need_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("check_out_at IS NULL"),
            postgresql_where=sa.text("check_out_at IS NULL"),
        )
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        _allow_changes(table)
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visit_open",
            sqlite_where=sa.text("check_out_at IS NULL"),
            postgresql_where=sa.text("check_out_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_visit_need_id"))

    op.drop_table("visit")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outbox_card_waiting",
            sqlite_where=sa.text("state = 'new' AND card_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'new' AND card_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state IN ('new', 'leased')"),
            postgresql_where=sa.text("state IN ('new', 'leased')"),
        )
        batch_op.drop_index("ix_outbox_message")

    op.drop_table("outbox")
    with op.batch_alter_table("offer_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_recipient_person_id"))

    op.drop_table("offer_recipient")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_posting_id"))
        batch_op.drop_index("ix_entry_debit")
        batch_op.drop_index("ix_entry_credit")

    op.drop_table("entry")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_open_lead",
            sqlite_where=sa.text("kind = 'lead' AND until IS NULL"),
            postgresql_where=sa.text("kind = 'lead' AND until IS NULL"),
        )
        batch_op.drop_index("ix_assignment_team")
        batch_op.drop_index("ix_assignment_person")

    op.drop_table("assignment")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_need_id"))

    op.drop_table("posting")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index("uq_offer_team")
        batch_op.drop_index("uq_offer_person")
        batch_op.drop_index(
            "uq_offer_accepted",
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )
        batch_op.drop_index(batch_op.f("ix_offer_team_id"))
        batch_op.drop_index("ix_offer_state")
        batch_op.drop_index(batch_op.f("ix_offer_person_id"))

    op.drop_table("offer")
    with op.batch_alter_table("need_message", schema=None) as batch_op:
        batch_op.drop_index("ix_need_message_need")

    op.drop_table("need_message")
    with op.batch_alter_table("need_event", schema=None) as batch_op:
        batch_op.drop_index("ix_need_event_need")

    op.drop_table("need_event")
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.drop_index("uq_judgement_round")

    op.drop_table("judgement")
    op.drop_table("invitation_use")
    op.drop_table("follower")
    op.drop_table("dialog")
    op.drop_table("category_example")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index("uq_card_subject")
        batch_op.drop_index(batch_op.f("ix_card_refresh_at"))
        batch_op.drop_index(batch_op.f("ix_card_person_id"))
        batch_op.drop_index(batch_op.f("ix_card_need_id"))
        batch_op.drop_index("ix_card_message")

    op.drop_table("card")
    with op.batch_alter_table("team_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_category_category_code"))

    op.drop_table("team_category")
    with op.batch_alter_table("team_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_area_area_id"))

    op.drop_table("team_area")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_role_team_id"))
        batch_op.drop_index("ix_role_scope")
        batch_op.drop_index(batch_op.f("ix_role_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_role_area_id"))

    op.drop_table("role")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_status_next")
        batch_op.drop_index(batch_op.f("ix_need_reporter_id"))
        batch_op.drop_index(batch_op.f("ix_need_parent_id"))
        batch_op.drop_index("ix_need_area_status")

    op.drop_table("need")
    op.drop_table("invitation")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("uq_contact_address")
        batch_op.drop_index(batch_op.f("ix_contact_person_id"))

    op.drop_table("contact")
    op.drop_table("account")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_organisation_id"))

    op.drop_table("team")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_home_area_id"))

    op.drop_table("person")
    with op.batch_alter_table("media_file", schema=None) as batch_op:
        batch_op.drop_index("uq_media_file_channel")

    op.drop_table("media_file")
    op.drop_table("token")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_area_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_sha256"))
        batch_op.drop_index(batch_op.f("ix_media_fetch_at"))

    op.drop_table("media")
    with op.batch_alter_table("building", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_building_area_id"))

    op.drop_table("building")
    op.drop_table("used_key")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("uq_inbox_update")
        batch_op.drop_index(
            "ix_inbox_new", sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'")
        )

    op.drop_table("inbox")
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.drop_index("uq_idempotent_answer_key")

    op.drop_table("idempotent_answer")
    op.drop_table("counter")
    op.drop_table("category")
    op.drop_table("blob")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_at"))

    op.drop_table("audit")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index("ix_area_path")
        batch_op.drop_index(batch_op.f("ix_area_parent_id"))

    op.drop_table("area")
