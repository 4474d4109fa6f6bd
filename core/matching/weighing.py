"""How strongly the words of a message speak for each code of the lexicon, and by which of its lines."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.matching import english
from core.matching.patterns import Hit, Index, build_index, find, without_shadowed
from core.matching.text import LEXICON_DIR, is_han, normalise, sound

_GAP_ZH = 8
_GAP_EN = 6
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class _Lexicon:
    zh: Index
    en: Index
    words: english.Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """Scores by code (`need.drain`), and the words of the lexicon that they rest on."""

    scores: dict[str, float]
    lines: dict[str, tuple[str, ...]]

    def of(self, table: str) -> dict[str, float]:
        """Scores of one table of the lexicon, best first, ties by code."""
        found = {code[len(table) + 1 :]: s for code, s in self.scores.items() if code.startswith(f"{table}.")}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@lru_cache
def _lexicon() -> _Lexicon:
    zh = tomllib.loads((LEXICON_DIR / "zh.toml").read_text("utf-8"))
    en = tomllib.loads((LEXICON_DIR / "en.toml").read_text("utf-8"))
    common = en.pop("common").split()
    lines = list(_lines(en))
    known = {word for _, _, line in lines for word in english.words_of(line) if word.isalpha()}
    return _Lexicon(
        zh=build_index(_lines(zh), literal=str, view=sound, gap=_GAP_ZH),
        en=build_index(lines, literal=_english, view=str, gap=_GAP_EN),
        words=english.vocabulary(known, common),
    )


def _lines(tables: dict[str, Any]) -> Iterator[tuple[str, float, str]]:
    for table, codes in tables.items():
        for code, weights in codes.items():
            for weight, lines in weights.items():
                yield from ((f"{table}.{code}", float(weight), line) for line in lines)


def _english(phrase: str) -> str:
    return english.signs(english.words_of(phrase))


def read(text: str) -> Reading:
    """Reads a message by the letter and by the sound."""
    plain = normalise(text)
    lexicon = _lexicon()
    hits: list[Hit] = []
    if any(is_han(c) for c in plain) or "?" in plain:
        hits += _usable(find(lexicon.zh, plain, sound(plain)))
    if any("a" <= c <= "z" for c in plain):
        view = english.signs(english.corrected(english.words_of(plain), lexicon.words))
        hits += _usable(find(lexicon.en, view, view))
    return _score(hits)


def _usable(hits: list[Hit]) -> list[Hit]:
    needs = without_shadowed([hit for hit in hits if hit.pattern.code.startswith("need.")])
    return needs + [hit for hit in hits if not hit.pattern.code.startswith("need.") and _trusted(hit)]


def _trusted(hit: Hit) -> bool:
    """Signals are taken by the letter; an alarm also by the sound of one unbroken phrase of four or more."""
    long_phrase = len(hit.spans) == 1 and hit.spans[0][1] - hit.spans[0][0] >= 4
    return hit.strength == 1 or (long_phrase and hit.pattern.code.startswith("emergency."))


def _score(hits: list[Hit]) -> Reading:
    """Adds the best hit of each line, each further line counting half of the one before."""
    best: defaultdict[str, dict[str, Hit]] = defaultdict(dict)
    for hit in sorted(hits, key=lambda hit: (-hit.value, hit.spans)):
        best[hit.pattern.code].setdefault(hit.pattern.source, hit)
    ranked = {code: list(lines.values())[:_MOST_LINES] for code, lines in best.items()}
    return Reading(
        scores={code: sum(hit.value * 0.5**i for i, hit in enumerate(hits)) for code, hits in ranked.items()},
        lines={code: tuple("+".join(hit.words) for hit in hits[:2]) for code, hits in ranked.items()},
    )
