"""What the state machines share: one event loop, a fresh SQLite database each, a clock that is moved."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from core import clock, crypto
from core.db import connect
from core.models import RoleKind
from tests import village
from tests.databases import migrate
from tests.village import Village

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RESIDENTS = ("居民", "邻居")
ROLES = (
    ("队长", RoleKind.TEAM_LEADER, "T1"),
    ("队员甲", RoleKind.TEAM_MEMBER, "T1"),
    ("队员乙", RoleKind.TEAM_MEMBER, "T1"),
    ("二队队员甲", RoleKind.TEAM_MEMBER, "T2"),
    ("二队队员乙", RoleKind.TEAM_MEMBER, "T2"),
    ("志愿者甲", RoleKind.VOLUNTEER, "XFL"),
    ("志愿者乙", RoleKind.VOLUNTEER, "XFL"),
    ("志愿者丙", RoleKind.VOLUNTEER, "XFL"),
    ("志愿者丁", RoleKind.VOLUNTEER, "XFL"),
    ("网格员", RoleKind.COORDINATOR, "XFL"),
)
PEOPLE = (*RESIDENTS, *(name for name, _, _ in ROLES))
_T = TypeVar("_T")
_folder = tempfile.TemporaryDirectory()


@cache
def _template() -> Path:
    """A migrated database with the village and its people."""
    file = Path(_folder.name) / "template.db"

    async def make() -> None:
        await migrate(f"sqlite:///{file}")
        db = connect(f"sqlite:///{file}")
        with clock.stopped(MORNING):
            async with db.write() as session:
                await village.build(session, capacity=2)
                for name in RESIDENTS:
                    await village.person(session, name)
                for name, role, place in ROLES:
                    await village.person(session, name, role, place)
        await db.close()

    asyncio.run(make())
    return file


class Machine(RuleBasedStateMachine):
    """A machine whose rules are transactions on a database of its own."""

    def __init__(self) -> None:
        super().__init__()
        crypto.use_keys("a key for tests only")
        self.file = Path(_folder.name) / "one.db"
        for old in self.file.parent.glob("one.db*"):
            old.unlink()
        shutil.copy(_template(), self.file)
        self.loop = asyncio.new_event_loop()
        self.db = connect(f"sqlite:///{self.file}")
        self.village = Village(self.db)
        self._stack = ExitStack()
        self.clock = self._stack.enter_context(clock.stopped(MORNING))

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Run one piece of work to its end."""
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        """Give back what was taken."""
        self.run(self.db.close())
        self.loop.close()
        self._stack.close()
