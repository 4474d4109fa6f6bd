"""What a roster must hold to: codes, words, positions, boundaries. Raises Invalid, naming the field."""

import re
from dataclasses import dataclass
from typing import Any

from core.errors import Invalid
from core.matching.geo import gcj02_to_wgs84

GCJ02 = "gcj02"
WGS84 = "wgs84"
MAX_RADIUS_M = 500_000.0
_CODE = re.compile(r"[A-Za-z0-9-]{1,32}")
_CATEGORY_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Position:
    """Degrees, and for areas a radius in metres; `crs` is `wgs84` or `gcj02` (Chinese maps)."""

    lat: float
    lon: float
    radius_m: float | None = None
    crs: str = WGS84


def check_code(code: str, *, category: bool = False) -> None:
    """Raise Invalid `code-form` unless the code is 1 to 32 letters, digits or - (categories: also _)."""
    if not (_CATEGORY_CODE if category else _CODE).fullmatch(code):
        raise Invalid("code-form")


def check_words(field: str, words: str, longest: int) -> str:
    """The words, trimmed; raises Invalid `words` if they are empty, too long or hold control signs."""
    plain = words.strip()
    if not plain or len(plain) > longest or any(c < " " or "\ud800" <= c <= "\udfff" for c in plain):
        raise Invalid("words", field=field, longest=longest)
    return plain


def to_wgs84(position: Position | None) -> Position | None:
    """The position in WGS 84; raises Invalid `position` when it is off the earth or its radius absurd."""
    if position is None:
        return None
    good = _on_earth(position.lat, position.lon) and position.crs in (WGS84, GCJ02)
    if not good or (position.radius_m is not None and not 0 < position.radius_m <= MAX_RADIUS_M):
        raise Invalid("position")
    if position.crs == GCJ02:
        lat, lon = gcj02_to_wgs84(position.lat, position.lon)
        return Position(round(lat, 7), round(lon, 7), position.radius_m)
    return position


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180


def check_boundary(boundary: Any) -> dict[str, Any] | None:
    """A GeoJSON Polygon or MultiPolygon in WGS 84; raises Invalid `boundary` saying what is wrong with it.

    A member `crs` with the value `gcj02` asks for the conversion.
    """
    if boundary is None:
        return None
    if not isinstance(boundary, dict) or boundary.get("type") not in ("Polygon", "MultiPolygon"):
        raise Invalid("boundary", reason="type")
    if not set(boundary) <= {"type", "coordinates", "crs"}:
        raise Invalid("boundary", reason="member")
    crs = boundary.get("crs", WGS84)
    if crs not in (WGS84, GCJ02):
        raise Invalid("boundary", reason="crs")
    shift = crs == GCJ02
    polygon = boundary["type"] == "Polygon"
    shapes = _list([boundary.get("coordinates")] if polygon else boundary.get("coordinates"))
    rings = [[_ring(ring, shift) for ring in _list(shape)] for shape in shapes]
    return {"type": boundary["type"], "coordinates": rings[0] if polygon else rings}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Invalid("boundary", reason="coordinates")
    return value


def _ring(ring: Any, shift: bool) -> list[list[float]]:
    points = [_point(point, shift) for point in _list(ring)]
    if len(points) < 4 or points[0] != points[-1]:
        raise Invalid("boundary", reason="ring")
    return points


def _point(point: Any, shift: bool) -> list[float]:
    if not isinstance(point, list) or len(point) != 2 or any(type(n) not in (int, float) for n in point):
        raise Invalid("boundary", reason="point")
    lon, lat = point
    if not _on_earth(lat, lon):
        raise Invalid("boundary", reason="range")
    if shift:
        lat, lon = gcj02_to_wgs84(lat, lon)
        return [round(lon, 7), round(lat, 7)]
    return [lon, lat]
