"""Writing down how sending went, many results in one transaction."""

import asyncio

from core.db import Database
from core.outbox import results
from core.outbox.results import Sent


class Recorder:
    """Gathers what comes in while a commit is under way into the next one."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._results: list[tuple[Sent, asyncio.Future[None]]] = []
        self._recording = False

    async def record(self, sent: Sent) -> None:
        """Write down a result, together with those that come in while another commit is under way."""
        written = asyncio.get_running_loop().create_future()
        self._results.append((sent, written))
        if not self._recording:
            self._recording = True
            try:
                while self._results:
                    await self._flush()
            finally:
                self._recording = False
        await written

    async def _flush(self) -> None:
        batch, self._results = self._results, []
        try:
            async with self._db.write() as session:
                busy = await results.record(session, [sent for sent, _ in batch])
            for sent in busy:
                async with self._db.write() as session:
                    await results.record(session, [sent])
        except Exception as error:
            for _, written in batch:
                written.set_exception(error)
            return
        for _, written in batch:
            written.set_result(None)
