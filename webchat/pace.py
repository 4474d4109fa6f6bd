"""Keeps callers to a pace."""

import time

_MOST_KEYS = 50_000


class Buckets:
    """Token buckets by key: `burst` at once, `rate` per second after that."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._levels: dict[object, tuple[float, float]] = {}

    def take(self, key: object) -> float:
        """0 when there is room, else the seconds to wait."""
        moment = time.monotonic()
        level, since = self._levels.get(key, (self._burst, moment))
        level = min(self._burst, level + (moment - since) * self._rate)
        if level < 1:
            return (1 - level) / self._rate
        if len(self._levels) > _MOST_KEYS:
            self._levels.clear()
        self._levels[key] = (level - 1, moment)
        return 0.0
