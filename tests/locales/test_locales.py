"""Texts and code fit each other: no key missing, none unused, every parameter given."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.menu import EVERYONE, HELPERS, OFFICERS
from core.drafts import emergency
from core.matching.understand import Kind
from core.models import CardKind, Mode, OfferState, Outcome, Priority, Provider, RoleKind, Status, Verdict
from core.people.service import LOCALES as PERSON_LOCALES
from core.registry.catalogue import CATALOGUE
from core.routing.answers import DECLINE_REASONS
from core.triage.service import REJECT_REASONS
from core.work.holds import REASONS as HOLD_REASONS
from core.work.service import RETURN_REASONS
from locales import FOLDER, LOCALES, keys, lint, translate

ROOT = FOLDER.parent
REFUSALS = {"NotFound", "Forbidden", "Conflict", "Invalid"}
RAISING = ("core", "bot", "admin_api", "app")
VARIABLE = re.compile(r"\$(\w+)")


def _groups() -> set[str]:
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        return {row["group"] for row in csv.DictReader(lines)}


VALUES: dict[str, set[str]] = {
    "status": {s.value for s in Status} - {"draft"},
    "short": {s.value for s in Status} - {"draft"} | {"judged"},
    "outcome": {o.value for o in Outcome},
    "outcome-short": {o.value for o in Outcome},
    "urgency": {p.value for p in Priority} - {"normal"},
    "emergency": set(emergency.NUMBERS),
    "emergency-advice": set(emergency.NUMBERS),
    "decline": set(DECLINE_REASONS),
    "return": set(RETURN_REASONS),
    "reject": set(REJECT_REASONS),
    "hold": set(HOLD_REASONS),
    "role": {r.value for r in RoleKind},
    "role-next": {r.value for r in RoleKind},
    "language": set(PERSON_LOCALES),
    "talk": {k.value for k in Kind} - {"need", "emergency"} | {"person"},
    "command": {*EVERYONE, *HELPERS, *OFFICERS},
    "button": {v.value for v in Verdict},
    "why": {"same-area", "near", "idle", "load", "stars", "answers", "coordinator", "chosen"},
    "triage": {f"mode-{m.value}" for m in Mode if m is not Mode.MENU}
    | {"no-area", "no-candidate", "no-answer", "taken-back", "emergency"},
    "reopened": {"unsolved", "low-stars"},
    "next": {s.value for s in Status} - {"draft", "offered", "closed", "rejected"},
    "offer": {"accepted", "taken", "declined", "declined-by-team", "expired", "over"},
    "promise": {"team", "volunteer", "coordinator", "authority", "answer"},
    "group": _groups(),
    "task-status": {"assigned", "in_progress", "awaiting_resident", "on_hold"},
}
"""What may follow a prefix; keys of `code(prefix, value)`."""


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    files = [f for folder in (*RAISING, "locales") for f in sorted((ROOT / folder).rglob("*.py"))]
    return [(file, ast.parse(file.read_text("utf-8"))) for file in files]


def _strings(node: ast.AST) -> Iterator[str]:
    return (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@cache
def written() -> frozenset[str]:
    """All strings of the code, and the fixed beginnings of those that are put together."""
    found = {text for _, tree in trees() for text in _strings(tree)}
    return frozenset(found)


@cache
def prefixes() -> frozenset[str]:
    """Beginnings of keys: f-strings ending in a value, `"emergency-" + kind`, first arguments of code()."""
    found: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(str(node.values[0].value))
            if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                found.add(str(node.left.value))
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "code" and node.args:
                found |= {f"{text}-" for text in _strings(node.args[0])}
    return frozenset(prefix for prefix in found if prefix.endswith("-"))


@cache
def texts(locale: str) -> dict[str, frozenset[str]]:
    """Keys with the variables of each."""
    source = "\n".join(f.read_text("utf-8") for f in sorted((FOLDER / locale).glob("*.ftl")))
    parts = re.split(r"^(?=[a-z][\w-]* =)", source, flags=re.M)[1:]
    return {p.split(" =", 1)[0]: frozenset(VARIABLE.findall(p)) for p in parts}


def test_the_languages_have_the_same_keys_and_parameters() -> None:
    assert lint.faults() == []
    assert keys("zh") == keys("en") == keys("zh-Hant") == set(texts("zh"))


def _calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Each `words("key", ...)` and `words.plain("key", ...)`: where, key, names of the parameters."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("words", "plain", "translate") and isinstance(node.args[0].value, str):
                names = {k.arg for k in node.keywords}
                given = None if None in names else {str(n) for n in names}
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.args[0].value, given


def test_every_key_in_the_code_exists_and_gets_its_parameters() -> None:
    known = texts("zh")
    for where, key, given in _calls():
        assert key in known, f"{where}: no text {key}"
        assert given is None or known[key] <= given, f"{where}: {key} wants {sorted(known[key])}"


@pytest.mark.parametrize("prefix", sorted(VALUES))
def test_every_code_has_its_text(prefix: str) -> None:
    missing = {f"{prefix}-{value}" for value in VALUES[prefix]} - set(texts("zh"))
    assert not missing


def _refusals() -> Iterator[tuple[str, str, set[str] | None]]:
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
                names = {k.arg for k in node.keywords}
                given = None if None in names else {str(n) for n in names}
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                for code in _strings(node.args[0]):
                    yield where, code, given


def test_every_refusal_has_its_sentence_with_its_parameters() -> None:
    known = texts("zh")
    found = list(_refusals())
    assert len(found) > 100
    for where, code, given in found:
        assert f"error-{code}" in known, f"{where}: no text error-{code}"
        wanted = known[f"error-{code}"]
        assert given is None or wanted <= given, f"{where}: error-{code} wants {sorted(wanted)}"


def test_no_text_is_unused() -> None:
    by_code = {f"{prefix}-{value}" for prefix, values in VALUES.items() for value in values}
    refused = {f"error-{code}" for _, code, _ in _refusals()}
    unused = [
        key
        for key in sorted(texts("zh"))
        if key not in written()
        and key not in by_code | refused
        and not any(key.startswith(prefix) and key[len(prefix) :] in written() for prefix in prefixes())
    ]
    assert unused == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_can_be_said(locale: str) -> None:
    for key, names in texts("en" if locale == "en" else "zh").items():
        said = translate(locale, key, **dict.fromkeys(names, 3))
        assert said.strip() and "{" not in said and "$" not in said, key


def test_card_kinds_and_offers_are_all_named() -> None:
    assert len(CardKind) == 6 and len(OfferState) == 5 and len(Provider) == 5
