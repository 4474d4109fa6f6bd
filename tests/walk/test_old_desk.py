"""A coordinator's old card is checked first; each question names its need and the way out."""

from tests.town import Town, words

GRAFFITI = "路口的红绿灯坏了，车都乱走"


async def test_an_old_card_opens_no_dialog(town: Town) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(GRAFFITI)
    old = await officer.last(f"· {number}")
    await officer.taps("我来办", number)
    for label in ("转办", "改类别", "不受理"):
        assert "已经安排好了" in await officer.taps_old(old, label), label
    assert not await officer.seen("转给哪个单位")


async def test_a_transfer_names_its_need_and_hides_what_is_not_there(town: Town) -> None:
    officer = await town.officer()
    resident = await town.resident()
    number = await resident.need(GRAFFITI)
    await officer.taps("转办", number)
    asked = words(await officer.last("转给哪个单位"))
    assert number in asked and "/cancel" in asked
    await officer.says("区交警大队")
    await officer.says("无")
    await officer.taps("3 天后")
    assert (await town.find(number)).authority == "区交警大队"
    assert "受理编号" not in words(await resident.last("已转给"))
