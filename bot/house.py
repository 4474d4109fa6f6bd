"""What the handlers share: the database, the bots of the channels, the sender, and bells to ring."""

import asyncio
from dataclasses import dataclass, field

from aiogram import Bot

from core.db import Database


class Bell:
    """Wakes a loop that otherwise looks by itself every few seconds; nothing is lost if a ring is."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits, or the next who does."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._event.clear()


@dataclass
class House:
    """One process of the bot: its channels (name to bot) and the bells of its loops."""

    db: Database
    bots: dict[str, Bot]
    names: dict[str, str] = field(default_factory=dict)
    """Each bot's user name, for links."""
    web: frozenset[str] = frozenset()
    """Channels that are web chats of our own, with the base address for links to them."""
    web_url: str = ""
    inbox_bell: Bell = field(default_factory=Bell)
    outbox_bell: Bell = field(default_factory=Bell)
    work_bell: Bell = field(default_factory=Bell)
    media_bell: Bell = field(default_factory=Bell)

    def link(self, channel: str, payload: str) -> str:
        """A link that opens a chat with the bot and starts it with a payload."""
        if channel in self.web:
            return f"{self.web_url}/?start={payload}"
        return f"https://t.me/{self.names.get(channel, 'bot')}?start={payload}"
