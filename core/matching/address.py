"""Addresses in chat: which building is meant, and whether a message is an address at all.

House numbers are compared exactly, only names fuzzily: 147 is not nearly 47.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from core.matching.text import normalise, rules, sound, to_digits
from core.matching.understand import understand

_NAME_LIKENESS = 80.0
_NUMBER_ALONE_SCORE = 0.7
_CLEAR_LEAD = 0.05
_SURELY_A_NEED = 0.8


@dataclass(frozen=True, slots=True)
class BuildingNames:
    """A building and everything that people call it, such as its block number and its street address."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The building meant, what was said after it (unit, room) in canonical spelling, and a score, 0 to 1."""

    code: str
    unit: str
    score: float


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    numbers: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rules:
    canonical: tuple[tuple[re.Pattern[str], str], ...]
    spelled: re.Pattern[str]
    number: re.Pattern[str]
    numbered_part: re.Pattern[str]
    place: re.Pattern[str]
    trouble: re.Pattern[str]
    none: re.Pattern[str]
    counted: re.Pattern[str]
    longest_place: int


@lru_cache
def _rules() -> _Rules:
    table = rules("address")
    return _Rules(
        canonical=tuple((re.compile(source), spelling) for source, spelling in table["canonical"]),
        spelled=re.compile(table["spelled"]),
        number=re.compile(table["number"]),
        numbered_part=re.compile(table["numbered_part"]),
        place=re.compile(table["place_words"]),
        trouble=re.compile(table["trouble"]),
        none=re.compile(table["none"]),
        counted=re.compile(table["counted"]),
        longest_place=table["longest_place"],
    )


def find_building(text: str, buildings: Iterable[BuildingNames]) -> Match | None:
    """The one building that a text names, or None if none is clearly first: most numbers, then likeness.

    A street number without its street counts only if a single building has it.
    """
    place = _canonical(text)
    found = [(hit, building.code) for building in buildings if (hit := _best(place, building))]
    found.sort(key=lambda pair: (-pair[0].numbers, -pair[0].score, -pair[0].end, pair[1]))
    if not found:
        return None
    first, code = found[0]
    rivals = (hit for hit, other in found[1:] if other != code and hit.numbers == first.numbers)
    if any(first.score - rival.score < _CLEAR_LEAD for rival in rivals):
        return None
    return Match(code, place[first.end :], first.score)


def looks_like_address(text: str) -> bool:
    """Whether a message is only an address: numbered parts, place names, no word of trouble or request."""
    place = _canonical(text)
    parts = [part for part in _rules().numbered_part.findall(place) if not part[-1].isdigit()]
    rest = _rules().numbered_part.sub("", place)
    if not parts or len(rest) > _rules().longest_place * (2 if rest.isascii() else 1):
        return False
    if rest and len(parts) < 2 and not _rules().place.search(place):
        return False
    return not _rules().trouble.search(normalise(text)) and not _is_need(text)


def holds_address(text: str) -> bool:
    """Whether an answer to the question for a door names one: a part with its unit, a short number."""
    place = _canonical(text)
    parts = [part for part in _rules().numbered_part.findall(place) if not part[-1].isdigit()]
    if len(parts) > 1:
        return True
    if _rules().counted.search(place) or _rules().trouble.search(normalise(text)):
        return False
    return bool(parts) or (any(map(str.isdigit, place)) and len(place) <= _rules().longest_place)


def is_none(text: str) -> bool:
    """Whether a message says that there is no answer: I do not know, skip it, later."""
    return bool(_rules().none.fullmatch("".join(filter(str.isalnum, normalise(text)))))


def _is_need(text: str) -> bool:
    guesses = understand(text).guesses
    return bool(guesses) and guesses[0].confidence >= _SURELY_A_NEED


def _canonical(text: str) -> str:
    place = normalise(text)
    for pattern, spelling in _rules().canonical:
        place = pattern.sub(spelling, place)
    return _rules().spelled.sub(lambda m: to_digits(m[0]), place)


def _best(place: str, building: BuildingNames) -> _Found | None:
    found = (hit for name in building.names if (hit := _find_name(place, _canonical(name))))
    return max(found, key=lambda hit: (hit.numbers, hit.score, hit.end), default=None)


def _find_name(place: str, name: str) -> _Found | None:
    """Where a name stands: its numbers with their units to the letter and in order, its words nearly."""
    numbers = list(_rules().number.finditer(name))
    if not numbers:
        return _find_words(place, name)
    start = numbers[0].start()
    after = r"(?![\d-])" if name[-1].isdigit() else ""
    numbered = re.search(rf"(?<![a-z\d-]){re.escape(name[start:])}{after}", place)
    if not numbered:
        return None
    words = name[:start]
    if not words:
        return _Found(1.0, len(numbers), numbered.end())
    likeness = _likeness(words, place[: numbered.start()])
    if likeness >= _NAME_LIKENESS:
        return _Found(likeness / 100, len(numbers), numbered.end())
    if not _rules().place.search(place[: numbered.start()]):
        return _Found(_NUMBER_ALONE_SCORE, len(numbers), numbered.end())
    return None


def _find_words(place: str, name: str) -> _Found | None:
    if len(name) < 2:
        return None
    written = fuzz.partial_ratio_alignment(name, place)
    spoken = fuzz.partial_ratio_alignment(sound(name), sound(place))
    if not written or not spoken or len(place) < len(name) - 1:
        return None
    likeness, end = max((written.score, written.dest_end), (spoken.score * 0.95, spoken.dest_end))
    return _Found(likeness / 100, 0, end) if likeness >= _NAME_LIKENESS else None


def _likeness(words: str, before: str) -> float:
    """How nearly the words stand at the end of a text, by letters or by sound, 0 to 100."""
    said = before[-len(words) :]
    return max(fuzz.ratio(words, said), fuzz.ratio(sound(words), sound(said)) * 0.95)
