"""Reading a message: what of it the service can use."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiogram.types import Message

from bot.edge import Edge, Unit
from core.drafts.service import Said
from core.errors import Invalid
from core.media import service as media
from core.models import MessageKind

_WINDOW = timedelta(seconds=5)
_MOST = 10


@dataclass
class Flood:
    """Who writes faster than a person reads: by the times that the messages themselves carry."""

    recent: dict[tuple[str, int], deque[datetime]] = field(default_factory=dict)

    def too_fast(self, channel: str, message: Message) -> bool:
        """Count a message; True if more than 10 came within 5 seconds."""
        times = self.recent.setdefault((channel, message.chat.id), deque(maxlen=_MOST + 1))
        times.append(message.date)
        if len(self.recent) > 10_000:
            self.recent.clear()
        return len(times) > _MOST and times[-1] - times[0] <= _WINDOW


def text_of(message: Message) -> str:
    """The words of a message: its text or caption."""
    return (message.text or message.caption or "").replace("\x00", "").strip()


async def read(unit: Unit, edge: Edge, message: Message) -> Said:
    """The message as core takes it; raises Invalid `message-kind` for what cannot be used."""
    text = text_of(message)
    if message.location is not None:
        place = message.location
        return Said(MessageKind.LOCATION, lat=place.latitude, lon=place.longitude)
    photo = message.photo[-1] if message.photo else None
    for kind, part in (
        (MessageKind.PHOTO, photo),
        (MessageKind.VOICE, message.voice),
        (MessageKind.DOCUMENT, message.document),
    ):
        if part is not None:
            kept = await media.keep(
                unit.session,
                edge.channel,
                part.file_id,
                kind,
                size=part.file_size or 0,
                mime=getattr(part, "mime_type", None) or "",
                file_name=getattr(part, "file_name", None) or "",
            )
            edge.house.media_bell.ring()
            return Said(kind, text, media_id=kept.id)
    if not text:
        raise Invalid("message-kind")
    return Said(MessageKind.TEXT, text)
