from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.matching.score import Facts, score

PLAIN = Facts(0, 0, 3, 0, 0, 0, 0, None)
facts = st.builds(
    Facts,
    levels_apart=st.integers(0, 4),
    load=st.integers(0, 3),
    capacity=st.integers(3, 9),
    answered=st.integers(0, 50),
    silent=st.integers(0, 50),
    ratings=st.just(0),
    stars_sum=st.just(0),
    hours_since_offer=st.none() | st.floats(0, 1000),
)


def test_near_idle_and_rested_go_first() -> None:
    best = score(PLAIN).score
    assert score(replace(PLAIN, levels_apart=2)).score < best
    assert score(replace(PLAIN, load=2)).score < best
    assert score(replace(PLAIN, hours_since_offer=1)).score < best


def test_only_silence_counts_against_one() -> None:
    asked = replace(PLAIN, answered=10)
    assert score(asked).score > score(PLAIN).score
    assert score(replace(PLAIN, silent=10)).score < score(PLAIN).score


def test_one_bad_rating_does_not_ruin_a_new_team() -> None:
    once = replace(PLAIN, ratings=1, stars_sum=1)
    often = replace(PLAIN, ratings=50, stars_sum=50)
    assert score(often).score < score(once).score < score(PLAIN).score


def test_the_reasons_name_what_decided() -> None:
    codes = [reason["code"] for reason in score(replace(PLAIN, ratings=5, stars_sum=25)).reasons]
    assert codes == ["same-area", "idle", "stars"]
    assert {"code": "load", "open": 2} in score(replace(PLAIN, load=2)).reasons


def test_stars_are_the_plain_average_and_only_of_several_ratings() -> None:
    assert score(replace(PLAIN, ratings=4, stars_sum=18)).reasons[-1] == {
        "code": "stars",
        "stars": 4.5,
        "ratings": 4,
    }
    assert "stars" not in [r["code"] for r in score(replace(PLAIN, ratings=2, stars_sum=10)).reasons]


@given(facts)
def test_same_input_same_choice_and_more_load_never_helps(found: Facts) -> None:
    assert score(found) == score(found)
    if found.load < found.capacity:
        assert score(replace(found, load=found.load + 1)).score <= score(found).score
