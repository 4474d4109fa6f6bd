"""Wakes those who wait for news inside this process."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Hub:
    """Waiters by topic. `again` is the longest time in seconds to wait without looking into the database."""

    def __init__(self, again: float) -> None:
        self.again = again
        self.closed = False
        self._waiters: defaultdict[Hashable, set[asyncio.Event]] = defaultdict(set)
        self._actions: dict[tuple[int, int], tuple[str, float]] = {}

    @contextmanager
    def listen(self, *topics: Hashable) -> Iterator[asyncio.Event]:
        """An event that is set whenever one of the topics has news. Clear it before looking."""
        event = asyncio.Event()
        for topic in topics:
            self._waiters[topic].add(event)
        try:
            yield event
        finally:
            for topic in topics:
                self._waiters[topic].discard(event)
                if not self._waiters[topic]:
                    del self._waiters[topic]

    def wake(self, *topics: Hashable) -> None:
        """Tell those who listen to the topics."""
        for topic in topics:
            for event in self._waiters.get(topic, ()):
                event.set()

    async def pause(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for the event, at most `seconds`, and never longer than `again`."""
        if self.closed:
            return
        try:
            async with asyncio.timeout(max(0.0, min(seconds, self.again))):
                await event.wait()
        except TimeoutError:
            return

    def act(self, bot_id: int, user_id: int, action: str) -> None:
        """Show an action such as `typing` in a chat for five seconds."""
        self._actions[bot_id, user_id] = (action, time.monotonic() + 5)
        self.wake((bot_id, user_id))

    def rest(self, bot_id: int, user_id: int) -> None:
        """End the action: a message has come."""
        self._actions.pop((bot_id, user_id), None)

    def action(self, bot_id: int, user_id: int) -> str | None:
        """The action to show in a chat now."""
        action, until = self._actions.get((bot_id, user_id), (None, 0.0))
        return action if until > time.monotonic() else None

    def close(self) -> None:
        """End all waiting: the server stops."""
        self.closed = True
        for topic in list(self._waiters):
            self.wake(topic)
