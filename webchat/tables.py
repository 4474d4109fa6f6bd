"""The tables, all named `webchat_*`. Times are whole seconds since 1970 UTC.

Every change in a chat (a message, an edit, a deletion, an answer to a button) takes the next `version` of
that chat under the lock of its row, so whoever asks for "all after version n" misses nothing.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


def _key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


bots = Table(
    "webchat_bot",
    metadata,
    _key("bot_id"),
    _count("last_update_id"),
    Column("allowed_updates", Text),
    Column("webhook_url", Text, nullable=False, server_default=""),
    Column("webhook_secret", Text),
    Column("max_connections", Integer, nullable=False, server_default="40"),
    _count("last_error_at"),
    Column("last_error", Text),
    Column("lease_owner", Text),
    _count("lease_until"),
)

users = Table(
    "webchat_user",
    metadata,
    _key("user_id"),
    Column("first_name", Text, nullable=False),
    Column("language_code", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

chats = Table(
    "webchat_chat",
    metadata,
    _key("bot_id"),
    _key("user_id"),
    Column("first_name", Text, nullable=False),
    Column("language_code", Text, nullable=False),
    _count("last_message_id"),
    _count("version"),
    _count("started_at"),
    _flag("blocked"),
    _count("read_message_id"),
    _count("pinned_message_id"),
    _count("erased_to"),
    Column("keyboard", Text),
)

messages = Table(
    "webchat_message",
    metadata,
    _key("bot_id"),
    _key("chat_id"),
    _key("message_id"),
    Column("version", BigInteger, nullable=False),
    Column("from_bot", Boolean, nullable=False),
    Column("date", BigInteger, nullable=False, index=True),
    _count("edit_date"),
    _flag("deleted"),
    _flag("frozen"),
    _flag("position"),
    Column("client_id", Text),
    Column("body", Text, nullable=False),
    UniqueConstraint("bot_id", "chat_id", "client_id"),
    Index("ix_webchat_message_version", "bot_id", "chat_id", "version"),
)

updates = Table(
    "webchat_update",
    metadata,
    _key("bot_id"),
    _key("update_id"),
    Column("chat_id", BigInteger, nullable=False),
    _count("message_id"),
    Column("created_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_webchat_update_chat", "bot_id", "chat_id", "update_id"),
)

callbacks = Table(
    "webchat_callback",
    metadata,
    Column("callback_id", Text, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("client_id", Text),
    Column("created_at", BigInteger, nullable=False, index=True),
    _count("answered_at"),
    _count("version"),
    Column("text", Text),
    _flag("show_alert"),
    Column("url", Text),
    UniqueConstraint("bot_id", "chat_id", "client_id"),
    Index("ix_webchat_callback_version", "bot_id", "chat_id", "version"),
)

settings = Table(
    "webchat_setting",
    metadata,
    _key("bot_id"),
    Column("name", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("language_code", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

blobs = Table(
    "webchat_blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

files = Table(
    "webchat_file",
    metadata,
    Column("file_id", Text, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("owner_id", BigInteger, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    _count("width"),
    _count("height"),
    _count("duration"),
    Column("used_at", BigInteger, nullable=False, index=True),
)
