"""The bot as a whole: receiving, processing, sending, and what time does."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.dispatcher import make_dispatcher
from bot.house import House
from bot.media import fetch_due
from bot.receive import Poller
from bot.runner import Runner
from bot.sender import Sender
from core import clock, sweeps
from core.outbox.service import LEASE

NEEDS_EVERY_SECONDS = 2.0
CARDS_EVERY_SECONDS = 20.0
RECORDS_EVERY_SECONDS = 3600.0
BROKEN_PAUSE_SECONDS = 1.0
_log = structlog.get_logger(__name__)


class BotService:
    """All loops of one process, started and stopped together."""

    def __init__(self, house: House, rates: dict[str, float] | None = None) -> None:
        self.house = house
        self.sender = Sender(house, rates)
        self.runner = Runner(house, make_dispatcher(), self.sender)
        self.pollers = {channel: Poller(house, self.runner, channel) for channel in house.bots}
        self._scheduler = AsyncIOScheduler()
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    async def sweep(self) -> None:
        """Do once what time has made due for needs, and pass on what comes of it."""
        async with self.house.db.read() as session:
            due = await sweeps.anything_due(session, clock.now())
        if due:
            await self._sweep(sweeps.ON_NEEDS)

    async def _sweep(self, todo: tuple[sweeps.Sweep, ...]) -> None:
        changed = 0
        for each in todo:
            try:
                async with self.house.db.write() as session:
                    changed += await each(session, clock.now())
            except Exception:
                _log.exception("a sweep failed; it is tried again", sweep=each.__name__)
        if changed:
            self.house.outbox_bell.ring()

    async def settle(self) -> None:
        """Work until nothing is due anywhere; for tests and for the end of a demo's making."""
        while True:
            await self.runner.settle()
            await self.sweep()
            await self.sender.settle()
            fetched = await fetch_due(self.house)
            async with self.house.db.read() as session:
                due = await sweeps.anything_due(session, clock.now())
            if not due and not fetched and not await self.runner.look() and not await self.sender.look():
                return

    def start(self, *, polling: bool = True) -> None:
        """Start all loops."""
        self._spawn(self._kept(self.runner.run))
        self._spawn(self._kept(self.sender.run))
        self._spawn(self._loop(self.house.work_bell.wait, NEEDS_EVERY_SECONDS, self.sweep))
        self._spawn(self._loop(self.house.media_bell.wait, NEEDS_EVERY_SECONDS, self._fetch))
        if polling:
            for poller in self.pollers.values():
                self._spawn(self._kept(poller.run))
        for seconds, todo in (
            (CARDS_EVERY_SECONDS, sweeps.ON_CARDS),
            (RECORDS_EVERY_SECONDS, sweeps.ON_RECORDS),
        ):
            self._scheduler.add_job(
                self._sweep, "interval", seconds=seconds, args=[todo], max_instances=1, coalesce=True
            )
        self._scheduler.add_job(
            self.sender.renew, "interval", seconds=LEASE.total_seconds() / 3, max_instances=1, coalesce=True
        )
        self._scheduler.start()

    def _spawn(self, loop: Awaitable[None]) -> None:
        self._tasks.append(asyncio.ensure_future(loop))

    async def _kept(self, run: Callable[[], Awaitable[None]]) -> None:
        """A loop that begins anew when it breaks, as when the database is away for a while."""
        while not self._stopping:
            try:
                await run()
                return
            except Exception:
                _log.exception("a loop broke; it begins anew")
                await asyncio.sleep(BROKEN_PAUSE_SECONDS)

    async def _fetch(self) -> None:
        await fetch_due(self.house)

    async def _loop(
        self, wait: Callable[[float], Awaitable[None]], seconds: float, work: Callable[[], Awaitable[None]]
    ) -> None:
        while not self._stopping:
            try:
                await work()
            except Exception:
                _log.exception("a sweep failed; it is tried again")
            await wait(seconds)

    async def stop(self) -> None:
        """Finish what is under way and end all loops."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for poller in self.pollers.values():
            poller.stopping = True
        await self.runner.stop()
        await self.sender.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
