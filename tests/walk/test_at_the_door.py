"""At the door: whatever a leader writes there, the check-in stays, and nobody asks where they live."""

import re

import pytest

from core.models import Need, Status
from tests.town import Citizen, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"


async def arriving(town: Town) -> tuple[Citizen, str, str]:
    """A leader who has tapped 签到, the number, and the resident's code."""
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await leader.taps("签到", number)
    found = re.search(r"到场码 (\d{4})", words(await resident.last("到场码")))
    assert found is not None
    return leader, number, found.group(1)


@pytest.mark.parametrize("form", ["到场码{}", "{0[0]} {0[1]} {0[2]} {0[3]}", "是{}，对吗", "full"])
async def test_the_code_is_found_in_any_words(town: Town, form: str) -> None:
    leader, number, code = await arriving(town)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    await leader.says(wide if form == "full" else form.format(code))
    assert "签到成功" in words(await leader.last())
    assert (await town.find(number)).status is Status.IN_PROGRESS


async def test_what_is_no_code_repeats_the_question(town: Town) -> None:
    leader, number, code = await arriving(town)
    for text in ("我到门口了没人开门", "到场码30", "在楼下"):
        await leader.says(text)
        assert number in words(await leader.last()) and "到场码" in words(await leader.last()), text
    assert not await leader.seen("您住在哪里")
    await leader.says(code)
    assert "签到成功" in words(await leader.last())


async def test_a_helper_is_not_asked_where_they_live(town: Town) -> None:
    leader, _number, code = await arriving(town)
    await leader.says("楼道灯坏了，晚上看不见")
    assert "照明" in words(await leader.last())
    assert not await leader.seen("您住在哪里")
    await leader.says(code)
    assert "签到成功" in words(await leader.last())
    await leader.taps("提交", "看不见")
    assert await town.count(Need, Need.status != Status.DRAFT) == 2
    officer = await town.officer()
    await officer.says("楼道灯坏了，晚上看不见")
    assert not await officer.seen("您住在哪里")
