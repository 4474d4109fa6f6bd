import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.matching.address import BuildingNames, find_building, is_none, looks_like_address

TABLES = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))
BUILDINGS = [BuildingNames(code, tuple(names)) for code, names in TABLES["buildings"].items()]


@pytest.mark.parametrize(("said", "code", "unit"), TABLES["found"]["rows"])
def test_building_and_unit(said: str, code: str, unit: str):
    match = find_building(said, BUILDINGS)
    assert match is not None
    assert (match.code, match.unit) == (code, unit)
    assert 0 < match.score <= 1


@pytest.mark.parametrize("said", TABLES["found"]["none"])
def test_no_building_rather_than_a_wrong_one(said: str):
    assert find_building(said, BUILDINGS) is None


def test_more_numbers_win_over_a_shared_block_number():
    other = BuildingNames("other", (TABLES["buildings"]["b3"][0],))
    match = find_building(TABLES["found"]["rows"][-1][0], [other, *BUILDINGS])
    assert match is not None
    assert match.code == "b3"


@pytest.mark.parametrize("said", TABLES["addresses"]["yes"])
def test_addresses(said: str):
    assert looks_like_address(said)


@pytest.mark.parametrize("said", TABLES["addresses"]["no"])
def test_not_addresses(said: str):
    assert not looks_like_address(said)


@given(st.text())
def test_any_text_is_taken(said: str):
    find_building(said, BUILDINGS)
    looks_like_address(said)


@pytest.mark.parametrize(
    "said", ["不知道", "我也不清楚。", "I do not know", "I don't know yet", "Skip it.", "以后再说吧", "n/a"]
)
def test_saying_that_there_is_none(said: str):
    assert is_none(said)


@pytest.mark.parametrize(
    "said", ["3栋2单元501", "没有门牌，就在菜场旁边", "No. 5", "门口右边那户，院子里", ""]
)
def test_saying_something(said: str):
    assert not is_none(said)
