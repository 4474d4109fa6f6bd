from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.models import Priority
from core.needs.deadlines import Limits, offer_time, promise
from core.registry.settings import AreaSettings

HERE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, tzinfo=HERE)
OFFICE = [{"weekday": day, "from": "08:00", "to": "20:00"} for day in range(1, 8)]
DRAIN = Limits(30, 24, Priority.HIGH)
FIRE = Limits(10, 8, Priority.URGENT)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("limits", "hours", "now", "respond_by", "resolve_by", "later"),
    [
        (DRAIN, "always", at(14), at(14.5), at(38), False),
        (DRAIN, OFFICE, at(14), at(14.5), at(38), False),
        (DRAIN, OFFICE, at(2), at(8.5), at(32), True),  # nobody serves at 02:00: counted from 08:00
        (DRAIN, OFFICE, at(19.75), at(32.25), at(43.75), False),  # 15 minutes today, 15 tomorrow morning
        (FIRE, OFFICE, at(2), at(2 + 1 / 6), at(10), False),  # urgent runs whoever serves
        (
            Limits(60, 0.5, Priority.NORMAL),
            "always",
            at(9),
            at(10),
            at(10),
            False,
        ),  # never solved before taken
    ],
)
def test_promises(
    limits: Limits, hours: object, now: datetime, respond_by: datetime, resolve_by: datetime, later: bool
) -> None:
    promised = promise(limits, AreaSettings(), hours, now)
    assert promised.respond_by == respond_by.astimezone(UTC)
    assert promised.resolve_by == resolve_by.astimezone(UTC)
    assert promised.starts_later is later


def test_an_area_overrides_the_category() -> None:
    settings = AreaSettings(respond_minutes=5, resolve_hours=1)
    promised = promise(DRAIN, settings, "always", at(9))
    assert promised.respond_by == at(9 + 5 / 60)
    assert promised.resolve_by == at(10)


@pytest.mark.parametrize(
    ("respond", "settings", "wave", "minutes"),
    [
        (30, AreaSettings(), False, 10),
        (6, AreaSettings(), False, 3),
        (480, AreaSettings(), False, 30),
        (30, AreaSettings(offer_minutes=0.05), False, 0.05),
        (30, AreaSettings(offer_minutes=0.05), True, 10),
        (30, AreaSettings(wave_minutes=2), True, 2),
    ],
)
def test_offers_wait_a_third_of_the_respond_time(
    respond: float, settings: AreaSettings, wave: bool, minutes: float
) -> None:
    limits = Limits(respond, 24, Priority.NORMAL)
    assert offer_time(limits, settings, wave=wave) == timedelta(minutes=minutes)
