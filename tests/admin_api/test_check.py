"""The public check page: no token, no more than an initial and a community."""

import httpx

from core.db import Database
from core.models import RoleKind
from core.people import volunteers
from tests import village


async def test_a_number_is_checked_by_anybody(db: Database, http: httpx.AsyncClient) -> None:
    async with db.write() as session:
        await village.build(session)
        one = await village.person(session, "周敏", RoleKind.VOLUNTEER)
        number = await volunteers.number_held(session, one.person)
    assert number is not None
    page = await http.get(f"/check/{number.lower()}", headers={"accept-language": "zh"})
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
    assert "有效的志愿者编号" in page.text and "周＊＊，幸福里社区" in page.text and "周敏" not in page.text
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    for bad in (wrong, "x", "<script>alert(1)</script>", "V" * 400):
        page = await http.get(f"/check/{bad}", headers={"accept-language": "en"})
        assert page.status_code == 404
        assert "<script>" not in page.text
