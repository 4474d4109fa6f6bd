"""Saying things in a person's language: texts, moments, spans, names."""

from datetime import datetime, timedelta
from html import escape
from typing import Any

from core import clock
from core.models import Category
from locales import traditional, translate

SHOWN_LENGTH = 600


class Words:
    """The texts of one locale. Calling it gives Telegram HTML: what fills a text is escaped."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def __call__(self, key: str, **params: Any) -> str:
        """A text as HTML; strings among the parameters are escaped."""
        safe = {k: escape(v, quote=False) if isinstance(v, str) else v for k, v in params.items()}
        return translate(self.locale, key, **safe)

    def plain(self, key: str, **params: Any) -> str:
        """A text as it is, for buttons and toasts."""
        return translate(self.locale, key, **params)

    def code(self, prefix: str, code: str, **params: Any) -> str:
        """The text for a code, such as `status-offered`."""
        return self.plain(f"{prefix}-{code}", **params)

    def category(self, category: Category | None) -> str:
        """The name of a category."""
        if category is None:
            return self.plain("category-unsure")
        if self.locale == "en":
            return category.name_en
        return traditional(category.name_zh) if self.locale == "zh-Hant" else category.name_zh

    def time(self, moment: datetime) -> str:
        """A moment as people here say it: the hour today, else with the day."""
        there, today = clock.local(moment), clock.local(clock.now()).date()
        days = (there.date() - today).days
        hour = there.strftime("%H:%M")
        if days == 0:
            return hour
        if days in (1, -1):
            return self.plain("time-tomorrow" if days == 1 else "time-yesterday", hour=hour)
        return self.plain("time-date", month=str(there.month), day=str(there.day), hour=hour)

    def span(self, span: timedelta) -> str:
        """A length of time in its largest useful unit."""
        minutes = max(round(span.total_seconds() / 60), 1)
        if minutes < 120:
            return self.plain("span-minutes", n=minutes)
        hours = round(minutes / 60)
        return (
            self.plain("span-hours", n=hours) if hours < 72 else self.plain("span-days", n=round(hours / 24))
        )

    def left(self, until: datetime) -> str:
        """How long until a moment, or that it has passed."""
        rest = until - clock.now()
        if rest.total_seconds() <= 0:
            return self.plain("time-late", span=self.span(-rest))
        return self.plain("time-left", span=self.span(rest))


def shorten(text: str, length: int = SHOWN_LENGTH) -> str:
    """The first characters of a text, with an ellipsis where it goes on."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
