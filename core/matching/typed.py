"""Words that people type where there is a button: submit, cancel, it is mended, it is not."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from core.matching.text import normalise, rules

LONGEST = 40
"""Letters of such an answer; what is longer tells something."""


class Typed(StrEnum):
    """What a short message says as a whole, in the order in which they are tried."""

    SUBMIT = "submit"
    YES = "yes"
    CANCEL = "cancel"
    HOW_TO_CANCEL = "how_to_cancel"
    UNSOLVED = "unsolved"
    """It is still as it was."""
    NO_MORE = "no_more"
    """Nobody needs to come any more."""


def typed(text: str) -> Typed | None:
    """The button that a whole message stands for, if it does."""
    letters = "".join(filter(str.isalnum, normalise(unicodedata.normalize("NFKC", text))))
    if len(letters) > LONGEST:
        return None
    return next((code for code, pattern in _patterns() if pattern.fullmatch(letters)), None)


@lru_cache
def _patterns() -> tuple[tuple[Typed, re.Pattern[str]], ...]:
    lines = rules("typed")
    return tuple((code, re.compile(lines[code.value])) for code in Typed)
