"""Fetching what people sent, outside transactions, so that it can go out on another channel."""

from io import BytesIO

import structlog
from aiogram.exceptions import AiogramError
from aiohttp import ClientError

from bot.house import House
from core import clock
from core.media import service as media

LOOK_EVERY_SECONDS = 3.0
_log = structlog.get_logger(__name__)


async def fetch_due(house: House) -> int:
    """Fetch the content of media that is due; returns how many were tried."""
    async with house.db.read() as session:
        due = await media.to_fetch(session, clock.now())
    for media_id, channel, file_id in due:
        content = await _download(house, channel, file_id)
        async with house.db.write() as session:
            if content is None:
                await media.not_fetched(session, media_id)
            else:
                await media.fetched(session, media_id, content)
    return len(due)


async def _download(house: House, channel: str, file_id: str) -> bytes | None:
    bot = house.bots.get(channel)
    if bot is None:
        return None
    target = BytesIO()
    try:
        await bot.download(file_id, target)
    except (AiogramError, ClientError, OSError, TimeoutError) as error:
        _log.warning("a media could not be fetched", channel=channel, error=type(error).__name__)
        return None
    return target.getvalue()
