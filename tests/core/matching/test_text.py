import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.matching import text

TABLES = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))


@pytest.mark.parametrize(("said", "plain"), TABLES["normalise"]["pairs"])
def test_one_spelling(said: str, plain: str):
    assert text.normalise(said) == plain


@pytest.mark.parametrize(("said", "expected"), TABLES["language"]["pairs"])
def test_language(said: str, expected: str):
    assert text.language(said) == expected


@pytest.mark.parametrize(("said", "shown"), TABLES["mask"]["pairs"])
def test_numbers_are_masked_before_acceptance(said: str, shown: str):
    assert text.mask_numbers(said) == shown


@pytest.mark.parametrize(("said", "parts"), TABLES["split"]["pairs"])
def test_parts(said: str, parts: list[str]):
    assert text.split_parts(said) == parts


@given(st.text())
def test_any_text_is_taken(said: str):
    plain = text.normalise(said)
    assert len(text.sound(plain)) == len(plain)
    assert text.language(said) in {"zh", "zh-Hant", "en", "other"}
    text.mask_numbers(said)
    for part in text.split_parts(said):
        assert part in said
