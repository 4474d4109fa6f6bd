"""Weekly windows: duty of teams and service hours of areas. Pure rules on local time.

A pattern is `"always"` or a list of `{"weekday": 1..7 (1 = Monday), "from": "HH:MM", "to": "HH:MM"}`;
`to` not after `from` passes midnight.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from core.errors import Invalid

ALWAYS = "always"
WEEK = 7 * 24 * 60
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def check_pattern(pattern: Any) -> Any:
    """Return the pattern if it is well formed; raises Invalid `duty-pattern` naming the first mistake."""
    if pattern == ALWAYS:
        return pattern
    if not isinstance(pattern, list):
        raise Invalid("duty-pattern", value=str(pattern)[:40])
    for window in pattern:
        good = (
            isinstance(window, dict)
            and set(window) == {"weekday", "from", "to"}
            and type(window["weekday"]) is int
            and 1 <= window["weekday"] <= 7
            and all(isinstance(window[k], str) and _TIME.fullmatch(window[k]) for k in ("from", "to"))
            and window["from"] != "24:00"
        )
        if not good:
            raise Invalid("duty-pattern", value=str(window)[:80])
    return pattern


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


def _spans(pattern: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Windows as half-open minutes of the week; one past the end of Sunday is cut in two."""
    spans: list[tuple[int, int]] = []
    for window in pattern:
        start = (window["weekday"] - 1) * 1440 + _minutes(window["from"])
        end = (window["weekday"] - 1) * 1440 + _minutes(window["to"])
        if end <= start:
            end += 1440
        spans.append((start, min(end, WEEK)))
        if end > WEEK:
            spans.append((0, end - WEEK))
    return sorted(spans)


def _minute_of_week(moment: datetime) -> float:
    return moment.weekday() * 1440 + moment.hour * 60 + moment.minute + moment.second / 60


def is_open(pattern: Any, local: datetime) -> bool:
    """True if the local moment lies in a window."""
    if pattern == ALWAYS:
        return True
    minute = _minute_of_week(local)
    return any(start <= minute < end for start, end in _spans(pattern))


def union(patterns: Iterable[Any]) -> Any:
    """The pattern that is open whenever one of these is; `[]` if there are none."""
    windows: list[dict[str, Any]] = []
    for pattern in patterns:
        if pattern == ALWAYS:
            return ALWAYS
        windows.extend(pattern)
    return windows


def add_open_minutes(pattern: Any, local: datetime, minutes: float) -> datetime:
    """The moment at which so many open minutes have passed; a pattern without windows counts as always."""
    spans = [] if pattern == ALWAYS else _spans(pattern)
    if not spans:
        return local + timedelta(minutes=minutes)
    moment, left = local, minutes
    while True:
        minute = _minute_of_week(moment)
        start, end = next(
            ((s, e) for s, e in spans if minute < e),
            (spans[0][0] + WEEK, spans[0][1] + WEEK),
        )
        moment += timedelta(minutes=max(0.0, start - minute))
        available = end - max(minute, start)
        if left <= available:
            return moment + timedelta(minutes=left)
        left -= available
        moment += timedelta(minutes=available)
