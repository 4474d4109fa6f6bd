"""The people of the demo, and the phones that they hold."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.models import RoleKind
from webchat import ChatUser, DemoPhone

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """The contents of a data file of the demo."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Citizen:
    """Someone who lives or works in the demo community; `joined` days ago."""

    key: str
    user: ChatUser
    joined: float
    phone: str | None
    roles: tuple[tuple[RoleKind, str], ...]
    area: str | None
    building: str | None
    unit: str


def _citizen(row: dict[str, Any]) -> Citizen:
    return Citizen(
        key=row["key"],
        user=ChatUser(row["id"], row["name"], row.get("language", "zh-hans")),
        joined=row["joined"],
        phone=row.get("phone"),
        roles=tuple((RoleKind(kind), place) for kind, place in row.get("roles", ())),
        area=row.get("area"),
        building=row.get("building"),
        unit=row.get("unit", ""),
    )


_FILE = read("people.toml")
CITIZENS = tuple(_citizen(row) for row in _FILE["people"])


def _phone(row: dict[str, str], away: tuple[ChatUser, ...]) -> DemoPhone:
    users = sorted((c.user for c in CITIZENS if c.phone == row["key"]), key=lambda user: user.id)
    return DemoPhone(row["key"], row["title_zh"], row["title_en"], tuple(users), started=True, away=away)


def make_phones() -> tuple[DemoPhone, ...]:
    """The phones of the page; those whose phones are not on it have pressed start as well."""
    away = tuple(citizen.user for citizen in CITIZENS if citizen.phone is None)
    return tuple(_phone(row, () if place else away) for place, row in enumerate(_FILE["phones"]))
