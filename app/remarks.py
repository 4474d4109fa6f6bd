"""What is strange about settings that can be used."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from app.settings import FILE, PREFIX, SHORTEST_KEY, Settings

_ALIKE = 0.7


def remarks(settings: Settings) -> list[str]:
    """A sentence for each setting or line of the file that is ignored or weak."""
    known = {name.upper() for name in Settings.model_fields}
    lines = list(_lines())
    in_file = {line.key.upper() for line in lines if line.key and line.value is not None}
    ours = {name for name in in_file | {name.upper() for name in os.environ} if name.startswith(PREFIX)}
    bare = in_file & known
    unknown = sorted(ours - {PREFIX + name for name in known} | bare)
    sentences = [
        f"Line {_number(line)} of {FILE} is no setting and is ignored: write NAME=value."
        for line in lines
        if line.error or (line.key and line.value is None)
    ]
    sentences += [_unknown(name, known) for name in unknown]
    if settings.admin_token is not None and len(settings.admin_token) < SHORTEST_KEY:
        sentences.append(
            f"{PREFIX}ADMIN_TOKEN is short: take a random word of at least {SHORTEST_KEY} characters."
        )
    return sentences


def _lines() -> Iterator[Binding]:
    file = Path(FILE)
    if file.is_file():
        with file.open(encoding="utf-8") as stream:
            yield from parse_stream(stream)


def _number(line: Binding) -> int:
    """Where the line stands; what was read may begin with empty ones."""
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _unknown(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name.removeprefix(PREFIX), known, n=1, cutoff=_ALIKE)
    hint = f"did you mean {PREFIX}{near[0]}?" if near else "the settings are listed in README.md."
    return f"{name} is no setting and is ignored: {hint}"
