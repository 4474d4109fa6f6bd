"""The first five minutes: from a sentence to the points, on three phones side by side and on a single one."""

import pytest
from playwright.sync_api import Browser, expect

from tests.app.liandong import Running
from tests.page.phones import NARROW, WIDE, Walk, open_page

SENTENCE = "楼下下水道堵了，污水都漫出来了"
DRAIN = "疏通下水"
STARS = "⭐⭐⭐⭐⭐"
RESIDENT, LEADER = "居民", "服务队"


@pytest.mark.parametrize(("name", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_from_a_sentence_to_the_points(
    browser: Browser, running: Running, name: str, size: tuple[int, int]
) -> None:
    with open_page(browser, running.url, name, size, "zh-CN") as walk:
        expect(walk.page.locator(".phone:visible")).to_have_count(3 if size == WIDE else 1)
        _the_first_view(walk)
        number = _the_resident_says_it(walk)
        _the_leader_takes_it(walk, number)
        _it_is_done(walk, number)
        _the_resident_judges(walk, number)


def _the_first_view(walk: Walk) -> None:
    walk.phone(RESIDENT).message("欢迎来到幸福里社区第二网格")
    walk.picture("first-view")
    walk.phone(LEADER).look().region.get_by_role("button", name="命令").click()
    expect(walk.page.get_by_role("menuitem", name="任务")).to_be_visible()
    walk.page.keyboard.press("Escape")


def _the_resident_says_it(walk: Walk) -> str:
    resident = walk.phone(RESIDENT).held_by("小陈")
    resident.says(SENTENCE)
    draft = resident.message(DRAIN, "30 分钟内有人接单，24 小时内解决")
    expect(draft).to_contain_text(SENTENCE)
    walk.picture("draft")
    resident.taps("提交", DRAIN)
    number = resident.reads(r"(XQ-\d{8}-\d{4})", DRAIN, "正在等人接单")
    resident.message("请问是哪栋楼")
    walk.picture("submitted")
    resident.says("3栋2单元501")
    resident.message("地址记下了")
    walk.picture("address")
    return number


def _the_leader_takes_it(walk: Walk, number: str) -> None:
    leader = walk.phone(LEADER)
    offer = leader.message(DRAIN, number)
    for text in (SENTENCE, "选您", "幸福里社区第二网格"):
        expect(offer).to_contain_text(text)
    expect(offer).not_to_contain_text("501")
    walk.picture("offer")
    leader.taps("接单", number)
    leader.message(number, "3栋 2单元501")
    walk.picture("task")


def _it_is_done(walk: Walk, number: str) -> None:
    resident, leader = walk.phone(RESIDENT), walk.phone(LEADER)
    resident.message(number, "李队长 接单了")
    code = resident.reads(r"到场码 (\d{4})", number)
    walk.picture("accepted")
    leader.taps("签到", number)
    leader.message("4 位到场码")
    walk.picture("check-in")
    leader.says(code)
    leader.message("签到成功")
    resident.message(number, "已到场，开始处理")
    walk.picture("arrived")
    leader.taps("完成", number)
    leader.message(number, "已记为完成")
    walk.picture("done")


def _the_resident_judges(walk: Walk, number: str) -> None:
    resident, leader = walk.phone(RESIDENT), walk.phone(LEADER)
    resident.taps("已解决", number)
    walk.picture("stars")
    resident.taps(STARS, number)
    resident.message(number, "结果：已解决")
    resident.message(number, "谢谢您", STARS)
    walk.picture("closed")
    leader.message("积分", number, "已解决")
    leader.says("/points")
    assert int(leader.reads(r"您的积分：(\d+)", number)) > 16
    expect(leader.message("您的积分")).to_contain_text(f"+16 {number} 已解决，5 星")
    walk.picture("points")
