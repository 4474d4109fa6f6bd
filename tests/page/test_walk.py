"""The first five minutes: from a sentence to the points, on three phones side by side and on a single one."""

import pytest
from playwright.async_api import Browser, expect

from tests.app.liandong import Running
from tests.page.phones import NARROW, WIDE, Walk, open_page

SENTENCE = "楼下下水道堵了，污水都漫出来了"
DRAIN = "疏通下水"
STARS = "⭐⭐⭐⭐⭐"
RESIDENT, LEADER = "居民", "服务队"


@pytest.mark.parametrize(("name", "size"), [("wide", WIDE), ("narrow", NARROW)])
async def test_from_a_sentence_to_the_points(
    browser: Browser, running: Running, name: str, size: tuple[int, int]
) -> None:
    async with open_page(browser, running.url, name, size, "zh-CN") as walk:
        await expect(walk.page.locator(".phone:visible")).to_have_count(3 if size == WIDE else 1)
        await _the_first_view(walk)
        number = await _the_resident_says_it(walk)
        await _the_leader_takes_it(walk, number)
        await _it_is_done(walk, number)
        await _the_resident_judges(walk, number)


async def _the_first_view(walk: Walk) -> None:
    await walk.phone(RESIDENT).message("欢迎来到幸福里社区第二网格")
    await walk.picture("first-view")
    leader = await walk.phone(LEADER).look()
    await leader.region.get_by_role("button", name="命令").click()
    await expect(walk.page.get_by_role("menuitem", name="任务")).to_be_visible()
    await walk.page.keyboard.press("Escape")


async def _the_resident_says_it(walk: Walk) -> str:
    resident = await walk.phone(RESIDENT).held_by("小陈")
    await resident.says(SENTENCE)
    draft = await resident.message(DRAIN, "30 分钟内有人接单，24 小时内解决")
    await expect(draft).to_contain_text(SENTENCE)
    await walk.picture("draft")
    await resident.taps("提交", DRAIN)
    number = await resident.reads(r"(XQ-\d{8}-\d{4})", DRAIN, "正在等人接单")
    await resident.message("请问是哪栋楼")
    await walk.picture("submitted")
    await resident.says("3栋2单元501")
    await resident.message("地址记下了")
    await walk.picture("address")
    return number


async def _the_leader_takes_it(walk: Walk, number: str) -> None:
    leader = walk.phone(LEADER)
    offer = await leader.message(DRAIN, number)
    for text in (SENTENCE, "选您", "幸福里社区第二网格"):
        await expect(offer).to_contain_text(text)
    await expect(offer).not_to_contain_text("501")
    await walk.picture("offer")
    await leader.taps("接单", number)
    await leader.message(number, "3栋 2单元501")
    await walk.picture("task")


async def _it_is_done(walk: Walk, number: str) -> None:
    resident, leader = walk.phone(RESIDENT), walk.phone(LEADER)
    await resident.message(number, "李队长 接单了")
    code = await resident.reads(r"到场码 (\d{4})", f"疏通下水 · {number}")
    await walk.picture("accepted")
    await leader.taps("签到", number)
    await leader.message("4 位到场码")
    await walk.picture("check-in")
    await leader.says(code)
    await leader.message("签到成功")
    await resident.message(number, "已到场，开始处理")
    await walk.picture("arrived")
    await leader.taps("完成", number)
    await leader.message(number, "已记为完成")
    await walk.picture("done")


async def _the_resident_judges(walk: Walk, number: str) -> None:
    resident, leader = walk.phone(RESIDENT), walk.phone(LEADER)
    await resident.taps("已解决", number)
    await walk.picture("stars")
    await resident.taps(STARS, number)
    await resident.message(number, "结果：已解决")
    await resident.message(number, "谢谢您", STARS)
    await walk.picture("closed")
    await leader.message("积分", number, "已解决")
    await leader.says("/points")
    assert int(await leader.reads(r"您的积分：(\d+)", number)) > 16
    await expect(await leader.message("您的积分")).to_contain_text(f"+16 {number} 已解决，5 星")
    await walk.picture("points")
