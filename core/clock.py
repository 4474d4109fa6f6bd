"""Time as a dependency: the present moment in aware UTC, and the zone in which people live."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo


class Clock:
    """A clock that can be stopped and moved, for tests and for telling history when a demo is made."""

    def __init__(self) -> None:
        self.stopped_at: datetime | None = None
        self.zone: tzinfo = ZoneInfo("Asia/Shanghai")

    def advance(self, **amount: float) -> None:
        """Move a stopped clock forward by a `timedelta(**amount)`."""
        assert self.stopped_at is not None, "only a stopped clock is moved"
        self.stopped_at += timedelta(**amount)


_clock = Clock()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _clock.stopped_at or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment in the zone of the deployment (setting `TIMEZONE`)."""
    return moment.astimezone(_clock.zone)


def set_zone(name: str) -> None:
    """Set the zone of the deployment; raises `zoneinfo.ZoneInfoNotFoundError` for an unknown name."""
    _clock.zone = ZoneInfo(name)


@contextmanager
def stopped(moment: datetime) -> Iterator[Clock]:
    """Stop the clock at a moment for the length of the block."""
    before, _clock.stopped_at = _clock.stopped_at, moment
    try:
        yield _clock
    finally:
        _clock.stopped_at = before
