"""Keeping media: known by file id at once, by content once it is fetched."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import insert
from core.errors import Invalid
from core.models import Blob, Media, MediaFile, MessageKind

LIMIT = 20 * 1024 * 1024
"""Largest file in bytes that a Bot API server hands out."""
GIVE_UP_AFTER = 8


async def keep(
    session: AsyncSession,
    channel: str,
    file_id: str,
    kind: MessageKind,
    *,
    size: int = 0,
    mime: str = "",
    file_name: str = "",
) -> Media:
    """Note a media that arrived; its content is fetched later. Raises Invalid `media-too-large`."""
    if size > LIMIT:
        raise Invalid("media-too-large", limit=LIMIT // 1024 // 1024)
    now = clock.now()
    media = Media(
        kind=kind, size=size, mime=mime[:100], file_name=file_name[:200], fetch_at=now, created_at=now
    )
    session.add(media)
    await session.flush()
    await know(session, media.id, channel, file_id)
    return media


async def know(session: AsyncSession, media_id: int, channel: str, file_id: str) -> None:
    """Note the file id by which a channel's bot knows a media."""
    statement = insert(session, MediaFile).values(media_id=media_id, channel=channel, file_id=file_id)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["media_id", "channel"]))


async def to_fetch(session: AsyncSession, now: datetime, limit: int = 10) -> Sequence[tuple[int, str, str]]:
    """Media whose content is due to be fetched: id, channel, file id."""
    rows = await session.execute(
        select(Media.id, MediaFile.channel, MediaFile.file_id)
        .join(MediaFile, MediaFile.media_id == Media.id)
        .where(Media.sha256.is_(None), Media.fetch_at <= now)
        .order_by(Media.fetch_at)
        .limit(limit)
    )
    return rows.all()


async def fetched(session: AsyncSession, media_id: int, content: bytes) -> None:
    """Store the content once, by its hash."""
    digest = hashlib.sha256(content).hexdigest()
    statement = insert(session, Blob).values(sha256=digest, size=len(content), content=content)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["sha256"]))
    await session.execute(
        update(Media).where(Media.id == media_id).values(sha256=digest, size=len(content), fetch_at=None)
    )


async def not_fetched(session: AsyncSession, media_id: int) -> None:
    """Try again later with back-off, and give up in the end."""
    media = await session.get(Media, media_id, with_for_update=True)
    if media is not None:
        media.attempts += 1
        gone = media.attempts >= GIVE_UP_AFTER
        media.fetch_at = None if gone else clock.now() + timedelta(seconds=2**media.attempts)


async def file_id(session: AsyncSession, media_id: int, channel: str) -> str | None:
    """The file id by which a channel's bot knows a media, if it does."""
    query = select(MediaFile.file_id).where(MediaFile.media_id == media_id, MediaFile.channel == channel)
    return await session.scalar(query)


async def content(session: AsyncSession, media_id: int) -> bytes | None:
    """The content of a media; None until it is fetched."""
    query = select(Blob.content).join(Media, Media.sha256 == Blob.sha256).where(Media.id == media_id)
    return await session.scalar(query)


async def given_up(session: AsyncSession, media_id: int) -> bool:
    """True if the content could not be fetched and is not tried again."""
    media = await session.get(Media, media_id)
    return media is None or (media.sha256 is None and media.fetch_at is None)
