"""The pace of a channel: so many messages a second in all, and rests that the channel asks for."""

import asyncio
from collections.abc import Awaitable, Callable

PER_SECOND = 28.0
"""Messages a second to all chats; Telegram allows about 30."""
BURST = 20.0


class Pace:
    """A token bucket for one bot, in memory; `rate` 0 means no limit (a server of our own)."""

    def __init__(
        self,
        rate: float = PER_SECOND,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        time: Callable[[], float] | None = None,
    ) -> None:
        self._rate = rate
        self._sleep = sleep
        self._time = time or asyncio.get_running_loop().time
        self._tokens = BURST
        self._at = self._time()
        self._rest_until = 0.0
        self._resting: dict[str, float] = {}

    def rest(self, chat: str, seconds: float) -> None:
        """The channel asked to wait: this chat does; all do once a second chat is told so meanwhile.

        Telegram has a limit for each chat and one for all, and does not say which was met.
        """
        now = self._time()
        self._resting = {other: until for other, until in self._resting.items() if until > now}
        if self._resting.keys() - {chat}:
            self._rest_until = max(self._rest_until, now + seconds)
        self._resting[chat] = now + seconds

    async def turn(self) -> None:
        """Wait for one's turn to send a message."""
        while (pause := self._pause()) > 0:
            await self._sleep(pause)
        self._tokens -= 1

    def _pause(self) -> float:
        now = self._time()
        if now < self._rest_until:
            return self._rest_until - now
        if not self._rate:
            return 0.0
        self._tokens = min(BURST, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self._rate
