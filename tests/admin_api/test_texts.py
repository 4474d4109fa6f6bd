"""Every refusal that can be raised below the API has its sentence, in each language."""

import re
from pathlib import Path

import pytest

import admin_api
import core
from admin_api.problems import CODE_OF_STATUS, FIELD_CODES
from locales import WRITTEN, junk, keys

KINDS = "Invalid|Conflict|Forbidden|NotFound|Unauthenticated|one"
RAISED = re.compile(rf'(?:{KINDS})\((?:[^"()]*, )?"([a-z_-]+)"')
BELOW = ("access/*.py", "registry/*.py", "people/ro*.py", "people/inv*.py", "*/roster.py", "actor.py")
PLAIN = {"field-type", "field-invalid", "refused", "internal", "unavailable", "too-large", "not-json"}


def _codes() -> set[str]:
    root, api = Path(core.__file__).parent, Path(admin_api.__file__).parent
    files = [file for pattern in BELOW for file in root.glob(pattern)] + list(api.rglob("*.py"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(RAISED.findall(source)) | set(CODE_OF_STATUS.values()) | set(FIELD_CODES.values()) | PLAIN


@pytest.mark.parametrize("locale", WRITTEN)
def test_each_code_has_its_sentence(locale: str) -> None:
    assert len(_codes()) > 60
    assert {f"error-{code}" for code in _codes()} - keys(locale) == set()
    assert junk(locale) == []
