"""Settings of areas: each may override what it inherits from above."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from core.errors import Invalid
from core.registry.duty import check_pattern

NUMBERS = (
    "respond_minutes",
    "resolve_hours",
    "offer_minutes",
    "wave_minutes",
    "verdict_hours",
    "pause_hours",
)
LONGEST_MINUTES = 30 * 24 * 60
LONGEST_HOURS = 365 * 24
EMERGENCIES = ("gas", "fire", "injury", "crime", "suicide", "trapped")


@dataclass(frozen=True)
class AreaSettings:
    """What holds in an area; None means: as the category or the default rule says."""

    respond_minutes: float | None = None
    resolve_hours: float | None = None
    offer_minutes: float | None = None
    wave_minutes: float | None = None
    verdict_hours: float = 72.0
    pause_hours: float = 72.0
    service_hours: Any = None
    emergency_numbers: tuple[tuple[str, str], ...] = ()


def check_overrides(overrides: Any) -> dict[str, Any]:
    """Return the overrides if each is known and well formed; raises Invalid `override-*` naming it."""
    if not isinstance(overrides, dict):
        raise Invalid("override-value", name="overrides")
    known = {field.name for field in fields(AreaSettings)}
    for name, value in overrides.items():
        if name not in known:
            raise Invalid("override-unknown", name=str(name)[:40])
        longest = LONGEST_MINUTES if name.endswith("_minutes") else LONGEST_HOURS
        if name in NUMBERS and not (type(value) in (int, float) and 0 < value <= longest):
            raise Invalid("override-value", name=name)
        if name == "service_hours":
            check_pattern(value)
        if name == "emergency_numbers" and not _numbers_ok(value):
            raise Invalid("override-value", name=name)
    return overrides


def _numbers_ok(value: Any) -> bool:
    return isinstance(value, dict) and all(
        kind in EMERGENCIES and isinstance(number, str) and 0 < len(number) <= 60 and number.isprintable()
        for kind, number in value.items()
    )


def inherit(chain: Iterable[dict[str, Any]]) -> AreaSettings:
    """Settings of the last area of a chain of overrides from the top down."""
    settings = AreaSettings()
    numbers: dict[str, str] = {}
    for overrides in chain:
        numbers.update(overrides.get("emergency_numbers", {}))
        settings = replace(settings, **{k: v for k, v in overrides.items() if k != "emergency_numbers"})
    return replace(settings, emergency_numbers=tuple(sorted(numbers.items())))
