"""Plain text rules: one spelling for matching, the language, what to hide, and where one need ends."""

import itertools
import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import opencc
from pypinyin import Style, lazy_pinyin

LEXICON_DIR = Path(__file__).parent / "lexicon"
MASK = "***"

Language = Literal["zh", "zh-Hant", "en", "other"]

_codes: dict[str, str] = {}
_next_code = itertools.count(0xF0000)


@lru_cache
def rules(section: str) -> dict[str, Any]:
    """One section of `lexicon/text.toml`. Raises KeyError for an unknown section."""
    return tomllib.loads((LEXICON_DIR / "text.toml").read_text("utf-8"))[section]


@lru_cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def normalise(text: str) -> str:
    """The one spelling that texts are compared in.

    NFKC, no control, format, private or unassigned characters, Simplified, lower-case, digits for house and
    room numbers, single spaces. Never raises.
    """
    kept = (c if not unicodedata.category(c).startswith("C") else " " if c.isspace() else "" for c in text)
    plain = unicodedata.normalize("NFKC", "".join(kept))
    simplified = _converter("t2s").convert(plain).lower()
    return " ".join(_numeral_pattern().sub(lambda m: to_digits(m[0]), simplified).split())


@lru_cache
def _numeral_pattern() -> re.Pattern[str]:
    n = rules("numerals")
    signs = n["digits"] + n["two"] + n["ten"] + n["hundred"]
    return re.compile(f"(?<![{n['not_after']}{signs}])[{signs}]+(?={n['before']})")


def to_digits(numeral: str) -> str:
    """Western digits of a Chinese numeral below 1000, or of one spelled digit by digit."""
    n = rules("numerals")
    values = {sign: max(0, place - 1) for place, sign in enumerate(n["digits"])} | {n["two"]: 2}
    if n["ten"] not in numeral and n["hundred"] not in numeral:
        return "".join(str(values[sign]) for sign in numeral)
    total = digit = 0
    for sign in numeral:
        if sign == n["hundred"]:
            total, digit = total + (digit or 1) * 100, 0
        elif sign == n["ten"]:
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = values[sign]
    return str(total + digit)


def language(text: str) -> Language:
    """The language to answer in: `zh`, `zh-Hant`, `en`, or `other` (also for texts without letters)."""
    letters = [c for c in unicodedata.normalize("NFKC", text) if c.isalpha()]
    han = [c for c in letters if is_han(c)]
    latin = sum(c.isascii() for c in letters)
    foreign = len(letters) - len(han) - latin
    if han and len(han) * 4 >= latin and len(han) >= foreign:
        written = "".join(han)
        traditional = _changed(written, "t2s")
        return "zh-Hant" if traditional > _changed(written, "s2t") else "zh"
    return "en" if latin and foreign * 10 <= latin else "other"


def _changed(han: str, config: str) -> int:
    return sum(a != b for a, b in zip(han, _converter(config).convert(han), strict=False))


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph of the planes in daily use."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def mask_numbers(text: str) -> str:
    """The words with phone, identity, building, door and room numbers and chat accounts replaced by `***`.

    Short emergency numbers, floors, dates and amounts stay readable.
    """
    for pattern in _mask_patterns():
        text = pattern.sub(_masked, text)
    return text


def _masked(found: re.Match[str]) -> str:
    return (found.groupdict().get("keep") or "") + MASK


@lru_cache
def _mask_patterns() -> tuple[re.Pattern[str], ...]:
    mask = rules("mask")
    numbered = (line.replace("{n}", mask["number"]) for line in mask["numbered"])
    doors = (line.replace("{door}", mask["door"]) for line in mask["doors"])
    sources = [*mask["accounts"], *mask["runs"], *numbered, *doors]
    return tuple(re.compile(source) for source in sources)


def split_parts(text: str) -> list[str]:
    """The pieces of a message between sentence ends and joining words (also, besides), in their own words."""
    pieces = (piece.strip(" ,\t\r\uff0c\u3001.:\uff1a") for piece in _split_pattern().split(text))
    return [piece for piece in pieces if piece]


@lru_cache
def _split_pattern() -> re.Pattern[str]:
    split = rules("split")
    return re.compile(rf"{split['ends']}|{split['joins_zh']}|\b(?:{split['joins_en']})\b", re.IGNORECASE)


def sound(text: str) -> str:
    """The text with each ideograph replaced by one sign for its syllable, so that homophones become equal.

    Tones are ignored, and so are the pairs that southern speakers mix up (zh and z, ing and in). Keeps the
    length.
    """
    return "".join(map(_sound_of, text))


@lru_cache(maxsize=20_000)
def _sound_of(char: str) -> str:
    if not is_han(char):
        return char
    syllable = lazy_pinyin(char, style=Style.NORMAL)[0]
    return code_of(re.sub(r"([ie])ng$", r"\1n", re.sub("^([zcs])h", r"\1", syllable)))


def code_of(word: str) -> str:
    """One private-use character that stands for a word or syllable for the life of the process."""
    return _codes.get(word) or _codes.setdefault(word, chr(next(_next_code)))
