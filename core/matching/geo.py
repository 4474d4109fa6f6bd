"""Positions on the earth: distances, areas, and the Chinese map shift. Degrees in, metres out."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

EARTH_RADIUS_M = 6_371_008.8
_KRASOVSKY_AXIS_M = 6_378_245.0
_KRASOVSKY_ECCENTRICITY = 0.006_693_421_622_965_943

Ring = Sequence[Sequence[float]]


def haversine_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two WGS 84 positions given in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2)
    half_lon = math.sin(math.radians(lon2 - lon1) / 2)
    a = half_lat**2 + math.cos(phi1) * math.cos(phi2) * half_lon**2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, a)))


def contains(geometry: Mapping[str, Any], lat: float, lon: float) -> bool:
    """Whether a GeoJSON Polygon or MultiPolygon holds a point (RFC 7946: lon before lat, then holes).

    A Feature is read through its geometry. Raises ValueError for any other kind of geometry.
    """
    kind = geometry.get("type")
    if kind == "Feature":
        return contains(geometry["geometry"], lat, lon)
    if kind == "Polygon":
        return _in_polygon(geometry["coordinates"], lat, lon)
    if kind == "MultiPolygon":
        return any(_in_polygon(rings, lat, lon) for rings in geometry["coordinates"])
    raise ValueError(f"not an area: {kind}")


def _in_polygon(rings: Sequence[Ring], lat: float, lon: float) -> bool:
    if not rings or not _in_ring(rings[0], lat, lon):
        return False
    return not any(_in_ring(hole, lat, lon) for hole in rings[1:])


def _in_ring(ring: Ring, lat: float, lon: float) -> bool:
    """Even-odd rule: count the edges that a ray to the east crosses."""
    inside = False
    for i, point in enumerate(ring):
        x1, y1, x2, y2 = ring[i - 1][0], ring[i - 1][1], point[0], point[1]
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def gcj02_to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """WGS 84 (lat, lon) of a GCJ-02 position, as phones and maps in mainland China report it; within 1 m.

    Outside the rectangle in which the shift is applied the position is returned unchanged.
    """
    if not _shifted_region(lat, lon):
        return lat, lon
    guess_lat, guess_lon = lat, lon
    for _ in range(3):
        d_lat, d_lon = _gcj02_shift(guess_lat, guess_lon)
        guess_lat, guess_lon = lat - d_lat, lon - d_lon
    return guess_lat, guess_lon


def _shifted_region(lat: float, lon: float) -> bool:
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def _gcj02_shift(lat: float, lon: float) -> tuple[float, float]:
    """The published approximation of the GCJ-02 offset in degrees at a WGS 84 position."""
    x, y = lon - 105.0, lat - 35.0
    common = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + common
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + common
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    phi = math.radians(lat)
    magic = 1 - _KRASOVSKY_ECCENTRICITY * math.sin(phi) ** 2
    meridian_m = _KRASOVSKY_AXIS_M * (1 - _KRASOVSKY_ECCENTRICITY) / (magic * math.sqrt(magic))
    parallel_m = _KRASOVSKY_AXIS_M / math.sqrt(magic) * math.cos(phi)
    return math.degrees(north / meridian_m), math.degrees(east / parallel_m)
