"""Days as people write them, seen from Monday, 23 November 2026."""

from datetime import date

import pytest

from core.matching.dates import find_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天", date(2026, 11, 24)),
        ("大后天吧", date(2026, 11, 26)),
        ("下周一", date(2026, 11, 30)),
        ("next Friday", date(2026, 12, 4)),
        ("11月30日", date(2026, 11, 30)),
        ("3天后", date(2026, 11, 26)),
        ("in 1 day", date(2026, 11, 24)),
        ("2026/12/01", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("２０２６－１２－０１", date(2026, 12, 1)),
        ("Dec 1", date(2026, 12, 1)),
        ("1月5日", date(2027, 1, 5)),
        ("2026-13-40", None),
        ("不知道", None),
    ],
)
def test_find_day(text: str, day: date | None) -> None:
    assert find_day(text, TODAY) == day
