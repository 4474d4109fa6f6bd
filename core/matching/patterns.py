"""Word patterns of the lexicon, and where they stand in a text.

A pattern is pieces joined by `*`: all of them must stand near each other, in any order, within one sentence.
A piece may hold alternatives: `(sink|toilet) * block`. Weight 0 marks an exception: where it stands, the
other patterns of the same code do not count.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

STOPS = frozenset("\u3002.!?;")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_MOST_PLACES = 6
_HOMOPHONE_GAP = 2
_HOMOPHONE_STRENGTH = {2: 0.5, 3: 0.65}
_SHORT_HOMOPHONE_MIN_WEIGHT = 3
_LONG_HOMOPHONE_STRENGTH = 0.8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the lexicon: what it speaks for, and how strongly (0 to 3)."""

    code: str
    weight: float
    source: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found in a text; strength is 1, or less where only the sound is the same."""

    pattern: Pattern
    spans: tuple[Span, ...]
    strength: float
    words: tuple[str, ...]
    """The lexicon's spelling of what was found, in the order of the pattern."""

    @property
    def value(self) -> float:
        """What the hit is worth: weight times strength."""
        return self.pattern.weight * self.strength


@dataclass(frozen=True, slots=True)
class _Use:
    pattern: Pattern
    piece: int
    literal: str
    word: str


@dataclass(frozen=True, slots=True)
class _Place:
    span: Span
    same: int
    word: str

    @property
    def length(self) -> int:
        return self.span[1] - self.span[0]


@dataclass(frozen=True, slots=True)
class Index:
    """Patterns by the first character of their words, as these stand in a view of the text."""

    starts: dict[str, tuple[str, ...]]
    uses: dict[str, tuple[_Use, ...]]
    gap: int


def build_index(
    patterns: Iterable[tuple[str, float, str]],
    literal: Callable[[str], str],
    view: Callable[[str], str],
    gap: int,
) -> Index:
    """An index of (code, weight, source) lines.

    `literal` spells a word as the plain text has it, `view` as the searched text has it; both of one length.
    `gap` is the largest number of characters between two pieces.
    """
    uses: defaultdict[str, dict[_Use, None]] = defaultdict(dict)
    for code, weight, source in patterns:
        pieces = source.split("*")
        pattern = Pattern(code, weight, source, len(pieces))
        for place, piece in enumerate(pieces):
            for word in _expand(piece.strip()):
                if written := literal(word):
                    uses[view(written)][_Use(pattern, place, written, word)] = None
    starts: defaultdict[str, list[str]] = defaultdict(list)
    for word in uses:
        starts[word[0]].append(word)
    return Index({c: tuple(w) for c, w in starts.items()}, {w: tuple(u) for w, u in uses.items()}, gap)


def _expand(piece: str) -> Iterator[str]:
    fixed = _ALTERNATIVES.split(piece)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(fixed)]
    return ("".join(words) for words in itertools.product(*choices))


def find(index: Index, plain: str, view: str) -> list[Hit]:
    """All hits in a text, given as it is written and as it is searched (equal length), exceptions applied."""
    found: dict[Pattern, list[list[_Place]]] = {}
    for start, char in enumerate(view):
        for word in index.starts.get(char, ()):
            if view.startswith(word, start):
                span = (start, start + len(word))
                for use in index.uses[word]:
                    _note(found, use, span, plain[start : span[1]])
    hits = [hit for pattern, places in found.items() for hit in _combine(pattern, places, view, index.gap)]
    return _apply_exceptions(hits)


def _note(found: dict[Pattern, list[list[_Place]]], use: _Use, span: Span, written: str) -> None:
    pieces = found.setdefault(use.pattern, [[] for _ in range(use.pattern.pieces)])
    same = sum(a == b for a, b in zip(written, use.literal, strict=True))
    if len(pieces[use.piece]) < _MOST_PLACES or same == len(written):
        pieces[use.piece].append(_Place(span, same, use.word))


def _combine(pattern: Pattern, places: list[list[_Place]], view: str, gap: int) -> Iterator[Hit]:
    best = (sorted(piece, key=lambda place: place.length - place.same)[:_MOST_PLACES] for piece in places)
    for choice in itertools.product(*best):
        strength = _strength(pattern, choice)
        spans = tuple(sorted(place.span for place in choice))
        if strength and _together(spans, view, gap if strength == 1 else _HOMOPHONE_GAP):
            yield Hit(pattern, spans, strength, tuple(place.word for place in choice))


def _strength(pattern: Pattern, choice: tuple[_Place, ...]) -> float:
    """1 for the very characters; less where a piece only sounds right: half of it must be written right."""
    if all(place.same == place.length for place in choice):
        return 1.0
    length = sum(place.length for place in choice)
    too_vague = length == 2 and pattern.weight < _SHORT_HOMOPHONE_MIN_WEIGHT
    if too_vague or any(place.same * 2 < place.length for place in choice):
        return 0.0
    return _HOMOPHONE_STRENGTH.get(length, _LONG_HOMOPHONE_STRENGTH)


def _together(spans: tuple[Span, ...], view: str, gap: int) -> bool:
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end or start - end > gap or not STOPS.isdisjoint(view[end:start]):
            return False
    return True


def _apply_exceptions(hits: list[Hit]) -> list[Hit]:
    barred: defaultdict[str, list[Span]] = defaultdict(list)
    for hit in hits:
        if not hit.pattern.weight and hit.strength == 1:
            barred[hit.pattern.code].extend(hit.spans)
    return [
        hit
        for hit in hits
        if hit.pattern.weight and not any(_overlap(a, b) for a in hit.spans for b in barred[hit.pattern.code])
    ]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def without_shadowed(hits: list[Hit]) -> list[Hit]:
    """Drops what other words of the text explain better.

    That is a hit wholly inside a longer unbroken hit of another code, and a homophone of what is, as it is
    written, a word of another code.
    """
    exact = [hit for hit in hits if hit.strength == 1]
    return [hit for hit in hits if not any(_shadows(other, hit) for other in exact)]


def _shadows(other: Hit, hit: Hit) -> bool:
    if other.pattern.code == hit.pattern.code:
        return False
    if hit.strength < 1:
        return any(_overlap(a, b) for a in other.spans for b in hit.spans)
    start, end = other.spans[0]
    first, last = hit.spans[0][0], hit.spans[-1][1]
    return len(other.spans) == 1 and start <= first and last <= end and last - first < end - start
