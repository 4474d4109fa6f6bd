"""What all parts of one server share."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine

from webchat.accounts import BotAccount, ChatUser, DemoPhone, Fault
from webchat.hub import Hub
from webchat.pace import Buckets


@dataclass(slots=True)
class Server:
    """One server: its database, bots, people of the demo, and those who wait."""

    engine: AsyncEngine
    read_engine: AsyncEngine
    bots: dict[str, BotAccount]
    secret: bytes
    demo: tuple[DemoPhone, ...]
    zone: str
    faults: list[Fault]
    hub: Hub
    deliver: Callable[["Server", BotAccount], None]
    started: bool = False
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    demo_users: dict[int, ChatUser] = field(default_factory=dict[int, ChatUser])
    pollers: dict[int, object] = field(default_factory=dict[int, object])
    confirmed: dict[int, int] = field(default_factory=dict[int, int])
    allowed: dict[int, str | None] = field(default_factory=dict[int, str | None])
    deliveries: dict[int, asyncio.Task[None]] = field(default_factory=dict[int, asyncio.Task[None]])
    met: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    pace: Buckets = field(default_factory=lambda: Buckets(rate=30, burst=120))
    visits: Buckets = field(default_factory=lambda: Buckets(rate=0.5, burst=60))

    def first_bot(self) -> BotAccount:
        """The bot that the page shows when it is not told which."""
        return next(iter(self.bots.values()))


def make_server(
    engine: AsyncEngine,
    *,
    bots: Sequence[BotAccount],
    secret: bytes,
    demo: tuple[DemoPhone, ...],
    zone: str,
    read_engine: AsyncEngine | None,
    faults: list[Fault] | None,
    deliver: Callable[[Server, BotAccount], None],
) -> Server:
    """Put a server together. SQLite has one process, elsewhere others may write: look again every second."""
    again = 20.0 if engine.dialect.name == "sqlite" else 1.0
    return Server(
        engine=engine,
        read_engine=read_engine or engine,
        bots={bot.token: bot for bot in bots},
        secret=secret,
        demo=demo,
        zone=zone,
        faults=[] if faults is None else faults,
        hub=Hub(again),
        deliver=deliver,
        demo_users={user.id: user for phone in demo for user in phone.users},
    )


def now() -> int:
    """Seconds since 1970 UTC."""
    return int(time.time())
