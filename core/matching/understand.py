"""What a message is about: kind, ranked categories, emergency, urgency, and the needs that it holds.

Simple and open: words, synonyms and homophones from `lexicon/*.toml`. Every answer says in `why` which words
it rests on. Below `SURE` the caller asks the person instead of guessing.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.matching.text import language, rules, split_parts
from core.matching.weighing import Reading, read

SURE = 0.6
"""From this confidence on a category may be put to the resident as the answer; below it, ask."""

LONGEST = 4096
"""Characters of a message that are read: the most that a channel carries in one."""

_EMERGENCY_SCORE = 1.9
_PLAIN_QUESTION = 3.0
_SURENESS_PER_POINT = 0.65
_DOMINANCE = 3
_MOST_GUESSES = 5
_SMALL_TALK_LETTERS = 30


class Asks(StrEnum):
    """What a question to the service itself is about."""

    PERSON = "person"
    """To speak with somebody of the community."""
    STATUS = "status"
    """How far one's own need has come."""


class Kind(StrEnum):
    """What a message wants of us."""

    NEED = "need"
    EMERGENCY = "emergency"
    QUESTION = "question"
    THANKS = "thanks"
    CHITCHAT = "chitchat"
    ABUSE = "abuse"
    COMPLAINT = "complaint"
    """About the service itself, not about the neighbourhood."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A category and how sure the words make us of it, 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reading of one message.

    `guesses` are ranked, best first, and may be empty. `emergency` is gas, fire, injury, crime, suicide,
    trapped or None. `parts` are the person's own words, more than one only if surely different needs.
    `why` holds words of the lexicon, never the message. `asks` says what a question is about, if we know it.
    """

    kind: Kind
    guesses: tuple[Guess, ...]
    emergency: str | None
    urgent: bool
    language: str
    parts: tuple[str, ...]
    why: tuple[str, ...]
    asks: Asks | None = None

    @property
    def sure_code(self) -> str | None:
        """The category of which the words make us sure."""
        return _sure(self.guesses)


@dataclass(frozen=True, slots=True)
class _Group:
    code: str | None
    start: int
    end: int


def understand(text: str, active: Collection[str] | None = None) -> Understanding:
    """Reads a message. Pure and deterministic; never raises, whatever the text.

    `active` limits the guesses to the categories in use in the area; None means all.
    """
    text = text[:LONGEST]
    reading = read(text)
    guesses = _guesses(reading, active)
    dangers = {code: score for code, score in reading.of("emergency").items() if score >= _EMERGENCY_SCORE}
    emergency = next(iter(dangers), None)
    asks = None if emergency else _asks(reading, guesses)
    kind = Kind.EMERGENCY if emergency else _kind(reading, guesses, sum(map(str.isalpha, text)))
    if asks and kind in (Kind.NEED, Kind.CHITCHAT):
        kind = Kind.QUESTION
    tables = [f"emergency.{emergency}", f"kind.{kind}", *(f"need.{guess.code}" for guess in guesses[:2])]
    return Understanding(
        kind=kind,
        guesses=guesses,
        emergency=emergency,
        urgent=bool(emergency or reading.of("sign").get("urgent")),
        language=language(text),
        parts=_parts(text, active) if kind is Kind.NEED else _whole(text),
        why=tuple(f"{table}: {line}" for table in tables for line in reading.lines.get(table, ())),
        asks=asks if kind is Kind.QUESTION else None,
    )


def _guesses(reading: Reading, active: Collection[str] | None) -> tuple[Guess, ...]:
    scores = {code: s for code, s in reading.of("need").items() if active is None or code in active}
    total = sum(score**_DOMINANCE for score in scores.values())
    ranked = (
        Guess(code, round((1 - math.exp(-_SURENESS_PER_POINT * s)) * s**_DOMINANCE / total, 3))
        for code, s in scores.items()
    )
    return tuple(sorted(ranked, key=lambda guess: -guess.confidence)[:_MOST_GUESSES])


def _asks(reading: Reading, guesses: tuple[Guess, ...]) -> Asks | None:
    """What is asked of the service; words that are surely a need are none of it."""
    asked = reading.of("asks")
    return Asks(next(iter(asked))) if asked and _sure(guesses) is None else None


def _sure(guesses: tuple[Guess, ...]) -> str | None:
    return guesses[0].code if guesses and guesses[0].confidence >= SURE else None


def _kind(reading: Reading, guesses: tuple[Guess, ...], letters: int) -> Kind:
    said = reading.of("kind")
    trouble = "sign.trouble" in reading.scores
    sure = _sure(guesses) is not None
    if "complaint" in said:
        return Kind.COMPLAINT
    if "abuse" in said and not (sure and trouble):
        return Kind.ABUSE
    if "thanks" in said and not (trouble and guesses):
        return Kind.THANKS
    small_talk = letters < 2 or ("chitchat" in said and letters <= _SMALL_TALK_LETTERS)
    asking = said.get("question", 0.0)
    if not trouble and (asking >= _PLAIN_QUESTION or (asking and not sure and not small_talk)):
        return Kind.QUESTION
    return Kind.CHITCHAT if small_talk and not guesses and not trouble else Kind.NEED


def _parts(text: str, active: Collection[str] | None) -> tuple[str, ...]:
    """The message as one, or cut where surely different and unrelated needs begin."""
    pieces = split_parts(text)
    if len(pieces) < 2:
        return _whole(text)
    groups: list[_Group] = []
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        end = start + len(piece)
        code = _sure(_guesses(read(piece), active))
        if groups and (code is None or groups[-1].code is None or related(code, groups[-1].code)):
            groups[-1] = _Group(groups[-1].code or code, groups[-1].start, end)
        else:
            groups.append(_Group(code, start, end))
    return tuple(text[group.start : group.end] for group in groups) if len(groups) > 1 else _whole(text)


def _whole(text: str) -> tuple[str, ...]:
    return (text.strip(),) if text.strip() else ()


def related(a: str, b: str) -> bool:
    """Whether one sentence about the one category often explains the other."""
    return a == b or any(a in group and b in group for group in rules("related")["groups"])
