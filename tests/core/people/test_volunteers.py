"""The number of a volunteer: for life, checkable, given once."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actor import SYSTEM
from core.db import Database
from core.models import RoleKind
from core.people import volunteers
from core.people.roles import end_role, grant, place_named
from tests import village

NOW = datetime(2026, 11, 23, tzinfo=UTC)
codes = st.text("ABCXYZabc0189-", min_size=1, max_size=32)


@given(codes, st.integers(1, 10**7), st.data())
def test_one_wrong_sign_is_told(code: str, serial: int, data: st.DataObject) -> None:
    number = volunteers.number_of(code, serial)
    assert volunteers.is_number(number)
    at = data.draw(st.integers(1, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert volunteers.is_number(number[:at] + other + number[at + 1 :]) == (other == number[at])


@pytest.mark.parametrize("text", ["", "V", "VXFL00001", "vxfl00001a", "V志愿", "XXFL000014", "VXFL 0001"])
def test_what_is_no_number(text: str) -> None:
    assert not volunteers.is_number(text)


async def test_given_once_kept_elsewhere_and_checked_while_one_serves(db: Database) -> None:
    async with db.write() as session:
        await village.build(session)
        one = await village.person(session, "周敏", RoleKind.VOLUNTEER)
        number = await volunteers.number_held(session, one.person)
        assert number is not None and number.startswith("VXFL00001") and volunteers.is_number(number)
        city = await place_named(session, area_code="CITY", team_code=None, organisation_code=None)
        elsewhere = await grant(session, SYSTEM, one.person, RoleKind.VOLUNTEER, city)
        assert await volunteers.number_held(session, one.person) == number
        two = await village.person(session, "林晓", RoleKind.VOLUNTEER)
        other = await volunteers.number_held(session, two.person)
        assert other is not None and other.startswith("VXFL00002")
    async with db.read() as session:
        assert await volunteers.check(session, number) == volunteers.Check("周", "幸福里社区")
    async with db.write() as session:
        here = await place_named(session, area_code="XFL", team_code=None, organisation_code=None)
        await end_role(session, SYSTEM, one.person, RoleKind.VOLUNTEER, here)
        assert await volunteers.check(session, number) is not None
        await end_role(session, SYSTEM, one.person, RoleKind.VOLUNTEER, city)
        assert await volunteers.check(session, number) is None
    assert elsewhere.id
