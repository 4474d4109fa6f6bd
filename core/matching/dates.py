"""A day as people write it: tomorrow, in 3 days, next Monday, 11月30日, 2026/12/01, Dec 1."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from core.matching.text import rules


def find_day(text: str, today: date) -> date | None:
    """The day that a text names, seen from today; a day without a year is the next one of its kind."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found = _pattern().search(plain)
    if found is None:
        return None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    if "days" in part:
        return today + timedelta(days=int(part["days"]))
    if "soon" in part:
        return today + timedelta(days=rules("dates")["soon"][part["soon"]])
    if "weekday" in part:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return monday + timedelta(days=rules("dates")["weekdays"][part["weekday"]])
    return _of_month(part, today)


def _of_month(part: dict[str, str], today: date) -> date | None:
    month = int(part["month"]) if "month" in part else rules("dates")["months"][part["name"]]
    day = int(part.get("day") or part["number"])
    year = int(part["year"]) if "year" in part else today.year
    try:
        found = date(year, month, day)
        return found if "year" in part or found > today else date(year + 1, month, day)
    except ValueError:
        return None


@lru_cache
def _pattern() -> re.Pattern[str]:
    table = rules("dates")
    named = {
        name: "|".join(sorted(table[name], key=len, reverse=True)) for name in ("soon", "weekdays", "months")
    }
    return re.compile(table["pattern"].format(**named))
