"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "webchat_blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "webchat_bot",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_update_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("allowed_updates", sa.Text(), nullable=True),
        sa.Column("webhook_url", sa.Text(), server_default="", nullable=False),
        sa.Column("webhook_secret", sa.Text(), nullable=True),
        sa.Column("max_connections", sa.Integer(), server_default="40", nullable=False),
        sa.Column("last_error_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("bot_id"),
    )
    op.create_table(
        "webchat_callback",
        sa.Column("callback_id", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("show_alert", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("callback_id"),
        sa.UniqueConstraint("bot_id", "chat_id", "client_id"),
    )
    op.create_index(op.f("ix_webchat_callback_created_at"), "webchat_callback", ["created_at"], unique=False)
    op.create_index(
        "ix_webchat_callback_version", "webchat_callback", ["bot_id", "chat_id", "version"], unique=False
    )
    op.create_table(
        "webchat_chat",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("language_code", sa.Text(), nullable=False),
        sa.Column("last_message_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("started_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("blocked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("read_message_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pinned_message_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("erased_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("keyboard", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "user_id"),
    )
    op.create_table(
        "webchat_file",
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("height", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("duration", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("file_id"),
        sa.UniqueConstraint("path"),
    )
    op.create_index(op.f("ix_webchat_file_owner_id"), "webchat_file", ["owner_id"], unique=False)
    op.create_index(op.f("ix_webchat_file_sha256"), "webchat_file", ["sha256"], unique=False)
    op.create_index(op.f("ix_webchat_file_used_at"), "webchat_file", ["used_at"], unique=False)
    op.create_table(
        "webchat_message",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("from_bot", sa.Boolean(), nullable=False),
        sa.Column("date", sa.BigInteger(), nullable=False),
        sa.Column("edit_date", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("frozen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id"),
        sa.UniqueConstraint("bot_id", "chat_id", "client_id"),
    )
    op.create_index(op.f("ix_webchat_message_date"), "webchat_message", ["date"], unique=False)
    op.create_index(
        "ix_webchat_message_version", "webchat_message", ["bot_id", "chat_id", "version"], unique=False
    )
    op.create_table(
        "webchat_setting",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("language_code", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "name", "scope", "language_code"),
    )
    op.create_table(
        "webchat_update",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id"),
    )
    op.create_index(
        "ix_webchat_update_chat", "webchat_update", ["bot_id", "chat_id", "update_id"], unique=False
    )
    op.create_table(
        "webchat_user",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("language_code", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("webchat_user")
    op.drop_index("ix_webchat_update_chat", table_name="webchat_update")
    op.drop_table("webchat_update")
    op.drop_table("webchat_setting")
    op.drop_index("ix_webchat_message_version", table_name="webchat_message")
    op.drop_index(op.f("ix_webchat_message_date"), table_name="webchat_message")
    op.drop_table("webchat_message")
    op.drop_index(op.f("ix_webchat_file_used_at"), table_name="webchat_file")
    op.drop_index(op.f("ix_webchat_file_sha256"), table_name="webchat_file")
    op.drop_index(op.f("ix_webchat_file_owner_id"), table_name="webchat_file")
    op.drop_table("webchat_file")
    op.drop_table("webchat_chat")
    op.drop_index("ix_webchat_callback_version", table_name="webchat_callback")
    op.drop_index(op.f("ix_webchat_callback_created_at"), table_name="webchat_callback")
    op.drop_table("webchat_callback")
    op.drop_table("webchat_bot")
    op.drop_table("webchat_blob")
