"""English as a row of word signs: contractions opened, endings cut, small typing errors put right."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.matching.text import code_of, rules

_TOKEN = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?|\d+|[.!?;\u3002]")
_NEGATION = re.compile(r"^(do|does|did|is|are|was|wo|ca|has|have|had|could|should|would)n['\u2019]?t$")
_CANNOT = re.compile(r"\bcan ?not\b")
_SHORTEST_STEM = 4
_TWO_ERRORS_MIN_LETTERS = 8
_MOST_CORRECTIONS = 40


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Stems that the lexicon speaks of, and everyday ones that are never typing errors of these."""

    known: frozenset[str]
    common: frozenset[str]
    by_letter: dict[str, tuple[str, ...]]

    def has(self, word: str) -> bool:
        """Whether the word is spelled right as far as the lexicon can tell."""
        return word in self.known or word in self.common


def vocabulary(stems: Iterable[str], common: Iterable[str]) -> Vocabulary:
    """The vocabulary of the lexicon's stems and of everyday words as they are written."""
    stems = frozenset(stems)
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(stems):
        if len(word) >= _SHORTEST_STEM and word[0].isalpha():
            by_letter[word[0]].append(word)
    return Vocabulary(stems, frozenset(map(stem, common)), {c: tuple(w) for c, w in by_letter.items()})


def stem(word: str) -> str:
    """A word without its common endings: leaks, leaking and leaked become leak."""
    word = re.sub(r"['\u2019]s?$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def words_of(text: str) -> list[str]:
    """Stems and sentence ends of a lower-case text, articles and the like left out."""
    dropped = _dropped()
    words: list[str] = []
    for found in _TOKEN.findall(_CANNOT.sub("ca not", text)):
        if not found[0].isalnum():
            words.append("?" if found == "?" else ".")
        elif negation := _NEGATION.match(found):
            words += [negation[1], "not"]
        elif found not in dropped:
            words.append(stem(found))
    return words


@lru_cache
def _dropped() -> frozenset[str]:
    return frozenset(rules("english")["dropped"].split())


def signs(words: Iterable[str]) -> str:
    """One private-use character per word; sentence ends stay as they are."""
    return "".join(word if word in ".?" else code_of(word) for word in words)


def corrected(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words with unknown ones replaced by the known word that they are a typing error of."""
    fixed: list[str] = []
    budget = _MOST_CORRECTIONS
    for word in words:
        if budget and len(word) >= _SHORTEST_STEM and not vocabulary.has(word):
            budget -= 1
            fixed.append(_nearest(word, vocabulary.by_letter.get(word[0], ())))
        else:
            fixed.append(word)
    return fixed


def _nearest(word: str, candidates: tuple[str, ...]) -> str:
    cutoff = 2 if len(word) >= _TWO_ERRORS_MIN_LETTERS else 1
    best = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=cutoff)
    return best[0] if best else word
