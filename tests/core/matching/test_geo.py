import pytest

from core.matching.geo import contains, gcj02_to_wgs84, haversine_m

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
FAR = [[[20, 20], [30, 20], [30, 30], [20, 30], [20, 20]]]


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((31.0, 121.0), (31.0, 121.0), 0),
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((39.9042, 116.4074), (31.2304, 121.4737), 1_067_310),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
    ],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], metres: float):
    assert haversine_m(*a, *b) == pytest.approx(metres, rel=1e-3)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"), [(1, 1, True), (5, 5, False), (11, 5, False), (5, 11, False), (25, 25, False)]
)
def test_polygon_with_a_hole(lat: float, lon: float, inside: bool):
    assert contains({"type": "Polygon", "coordinates": [SQUARE, HOLE]}, lat, lon) is inside


def test_many_polygons_and_features():
    area = {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], FAR]}}
    assert contains(area, 25, 25)
    assert contains(area, 1, 1)
    assert not contains(area, 5, 5)


def test_an_empty_area_holds_nothing():
    assert not contains({"type": "MultiPolygon", "coordinates": []}, 1, 1)


def test_a_line_is_no_area():
    with pytest.raises(ValueError, match="LineString"):
        contains({"type": "LineString", "coordinates": SQUARE}, 1, 1)


def test_the_chinese_shift_is_taken_back():
    lat, lon = gcj02_to_wgs84(39.908_722, 116.397_499)
    assert haversine_m(lat, lon, 39.907_320, 116.391_259) < 5


def test_no_shift_abroad():
    assert gcj02_to_wgs84(48.85, 2.35) == (48.85, 2.35)
