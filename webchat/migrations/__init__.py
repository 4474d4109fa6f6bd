"""Alembic migrations of the `webchat_*` tables."""

VERSION_TABLE = "webchat_alembic_version"
