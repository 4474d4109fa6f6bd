"""The main job, from the sentence to the points, through the Bot API."""

import re

from core.models import RoleKind
from tests.town import NUMBER, Town, buttons, words


async def test_the_walk_in_chinese(town: Town) -> None:
    leader = await town.joined("李队长", RoleKind.TEAM_LEADER, "T1")
    resident = await town.resident(home="")
    await resident.says("楼下下水道堵了，污水都漫出来了")
    draft = await resident.last("疏通下水")
    assert "30 分钟内有人接单，24 小时内解决" in words(draft)
    assert next(label[-2:] for label in buttons(draft)) == "提交"
    await resident.taps("提交")
    card = await resident.last("XQ-")
    number = NUMBER.search(words(card))
    assert number is not None
    await resident.last("哪栋楼")
    await resident.says("3栋2单元501")

    offer = await leader.last(number.group())
    assert "幸福里社区" in words(offer)
    assert "501" not in words(offer)
    assert "选您" in words(offer)
    await leader.taps("接单", number.group())
    task = await leader.last("下一步")
    assert "3栋 2单元501" in words(task)
    assert "污水都漫出来了" in words(task)
    accepted = await resident.last("接单了")
    assert "水电维修队 · 李队长" in words(accepted)
    code = re.search(r"到场码 (\d{4})", words(await resident.last("到场码")))
    assert code is not None

    await leader.taps("签到")
    await leader.says(code.group(1))
    assert "签到成功" in words(await leader.last("签到"))
    assert "已到场" in words(await resident.last("已到场"))
    await leader.taps("完成")
    await resident.taps("已解决")
    await resident.taps("⭐⭐⭐⭐⭐")
    assert "结果：已解决" in words(await resident.last("结果"))
    await leader.says("/points")
    assert re.search(r"您的积分：1[0-9]", words(await leader.last("您的积分")))


async def test_the_walk_in_english(town: Town) -> None:
    leader = await town.joined("Li", RoleKind.TEAM_LEADER, "T1", "en")
    resident = await town.resident("Emma", "en-GB", home="")
    await resident.says("The drain downstairs is blocked and sewage is coming up")
    draft = await resident.last("Blocked drain")
    assert "within 30 min" in words(draft)
    await resident.taps("Submit")
    await resident.says("Building 3, Unit 2, Room 501")
    await leader.taps("Accept", "XQ-")
    code = re.search(r"code (\d{4})", words(await resident.last("Arrival code")))
    assert code is not None
    await leader.taps("Check in")
    await leader.says(code.group(1))
    await leader.taps("Done")
    await resident.taps("Solved")
    await resident.taps("⭐⭐⭐⭐⭐")
    await leader.says("/points")
    assert "Your points: 16" in words(await leader.last("Your points"))
