"""All categories of the catalogue, from a sentence to closed, in chat."""

import csv
from datetime import UTC, datetime

import pytest

from core import clock
from core.actor import SYSTEM
from core.models import Need, Outcome, Status
from core.registry import service as registry
from core.registry.catalogue import CATALOGUE
from tests.town import HOME, Citizen, Town, buttons, words

with CATALOGUE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
GROUPS = list(dict.fromkeys(row["group"] for row in ROWS))


def test_all_are_here() -> None:
    assert len(ROWS) == 43


@pytest.mark.parametrize("group", GROUPS)
async def test_every_category_of_a_group_is_walked_to_its_end(town: Town, group: str) -> None:
    mine = [row for row in ROWS if row["group"] == group]
    async with town.db.write() as session:
        await registry.put_team(
            session,
            SYSTEM,
            "T1",
            name="全能队",
            organisation_code="ORG",
            category_codes=[row["code"] for row in ROWS],
            area_codes=["XFL"],
        )
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        leader = await town.leader()
        volunteer = await town.volunteer("小刘")
        officer = await town.officer()
        resident = await town.resident()
        for row in mine:
            number = await _submit(town, resident, row)
            await _serve(row, number, leader, volunteer, officer)
            await resident.taps("已解决", "您看解决了吗")
            await resident.taps("⭐⭐⭐⭐⭐", "给几颗星")
            need = await town.find(number)
            assert (need.status, need.outcome) == (Status.CLOSED, Outcome.SOLVED), row["code"]
            assert need.category_code == row["code"]
        assert await town.count(Need) == len(mine)


async def _submit(town: Town, resident: Citizen, row: dict[str, str]) -> str:
    """Through the menu of services, with words that say nothing of the category."""
    await resident.says("/services")
    menu = await resident.last("服务菜单")
    place = GROUPS.index(row["group"])
    await resident.taps_old(menu, buttons(menu)[place])
    await resident.taps(row["name_zh"], "请选一项")
    draft = await resident.last(row["name_zh"])
    assert _promise(row) in words(draft), (row["code"], words(draft))
    await resident.says("麻烦你们来看一下")
    return await _number(resident)


async def _number(resident: Citizen) -> str:
    toast = await resident.taps("提交", "麻烦你们来看一下")
    assert toast.startswith("已提交 XQ-"), toast
    return toast.removeprefix("已提交 ")


def _promise(row: dict[str, str]) -> str:
    if row["mode"] in ("project", "purchase"):
        return "社区答复您怎么安排"
    if row["mode"] == "handoff":
        return "社区转给主管单位"
    kinds = {"team": "有人接单", "volunteer": "有志愿者接单", "coordinator": "社区有人接手"}
    return kinds[row["provider"]]


async def _serve(
    row: dict[str, str], number: str, leader: Citizen, volunteer: Citizen, officer: Citizen
) -> None:
    if row["mode"] == "handoff":
        await officer.taps("转办", number)
        await officer.says("主管单位")
        await officer.says("无")
        await officer.taps("1 天后")
        await officer.taps("填结果", number)
        await officer.says("已办好")
        return
    if row["mode"] == "menu":
        handler = {"team": leader, "volunteer": volunteer, "coordinator": officer}[row["provider"]]
        await handler.taps("接单", number)
    else:
        handler = officer
        await handler.taps("我来办", number)
    if row["needs_visit"] == "yes" and handler is not officer:
        await handler.taps("签到", number)
        await handler.sends("location", *HOME)
    await handler.taps("完成", number)
