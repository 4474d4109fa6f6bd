"""People who write, through the page's HTTP API as a browser does; and reading the stopwatch."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from benchmarks.common import cookie, sentence
from webchat.identity import COOKIE

AT_ONCE = 16
_LONGEST = 60.0


@dataclass(frozen=True)
class Times:
    """When each sentence came, and when it was answered."""

    came: tuple[float, ...]
    answered: tuple[float, ...]

    @property
    def waits(self) -> list[float]:
        """Seconds from each sentence to its answer, shortest first."""
        return sorted(b - a for a, b in zip(self.came, self.answered, strict=True))


class Load:
    """Writes to the bot in the names of many people, and reads the stopwatch of the server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def say(self, user_id: int) -> None:
        """One person writes one sentence."""
        body = {"kind": "text", "text": sentence(user_id), "client_id": f"{user_id}-{time.monotonic_ns()}"}
        url = f"{self._url}/chat/api/send?user={user_id}"
        headers = {"cookie": f"{COOKIE}={cookie(user_id)}"}
        async with self._session.post(url, json=body, headers=headers) as answer:
            answer.raise_for_status()
            await answer.read()

    async def all_at_once(self, people: Sequence[int]) -> None:
        """All write as fast as the server takes it."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(user_id: int) -> None:
            async with room:
                await self.say(user_id)

        await asyncio.gather(*(one(user_id) for user_id in people))

    async def steadily(self, people: Sequence[int], per_second: float) -> None:
        """One after the other at a fixed pace, whether answered or not."""
        began = time.monotonic()
        writing: list[asyncio.Task[None]] = []
        for number, user_id in enumerate(people):
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            writing.append(asyncio.create_task(self.say(user_id)))
        await asyncio.gather(*writing)

    async def answered(self, count: int) -> Times:
        """Wait until so many sentences are answered, and start the stopwatch anew."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            rows = await self._read("GET")
            if sum(row[2] is not None for row in rows) >= count:
                rows = await self._read("POST")
                return Times(tuple(row[1] for row in rows), tuple(row[2] for row in rows))
            await asyncio.sleep(0.25)
        rows = await self._read("POST")
        raise TimeoutError(f"{sum(row[2] is None for row in rows)} of {count} sentences were not answered")

    async def _read(self, method: str) -> list[list[float]]:
        async with self._session.request(method, f"{self._url}/bench") as answer:
            return await answer.json(content_type=None)
