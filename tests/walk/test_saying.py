"""From words to a draft: whatever comes in, nothing is lost and nothing is asked twice."""

from core.models import MessageKind, Need, NeedMessage, Status
from tests.town import FAR, HOME, Town, buttons, words
from webchat.phone import PICTURE

DRAIN = "楼下下水道堵了，污水都漫出来了"


async def test_text_photo_and_position_make_one_draft(town: Town) -> None:
    resident = await town.resident()
    await resident.says(DRAIN)
    await resident.sends("photo")
    await resident.sends("location", *HOME)
    await resident.sends("album", [PICTURE, PICTURE], "都是污水")
    await resident.sends("voice", b"OggS" + bytes(40))
    await resident.says("已经两天了")
    card = await resident.last("疏通下水")
    assert await resident.seen("疏通下水") == 1
    assert "3 张照片或文件，1 段语音" in words(card)
    assert "都是污水" in words(card) and "已经两天了" in words(card) and "3栋 2单元501" in words(card)
    assert await town.count(Need) == 1


async def test_a_photo_with_a_caption_and_one_with_an_empty_one(town: Town) -> None:
    resident = await town.resident()
    await resident.sends("photo", PICTURE, DRAIN)
    assert "疏通下水" in words(await resident.last("污水"))
    other = await town.resident("刘叔")
    await other.sends("photo", PICTURE, "  ")
    assert "1 张照片" in words(await other.last("还没分类"))


async def test_voice_only_and_place_only(town: Town) -> None:
    resident = await town.resident()
    await resident.sends("voice", b"OggS" + bytes(40))
    draft = await resident.last("语音已收到")
    assert "1 段语音" in words(draft)
    await resident.says("家里停电了，插座没电")
    assert "电路维修" in words(await resident.last("停电"))
    assert await town.count(Need) == 1
    other = await town.resident("刘叔")
    await other.sends("location", *HOME)
    assert "还没分类" in words(await other.last())
    await other.sends("location", *FAR)
    assert "不在我们服务的地方" in words(await other.last())


async def test_two_needs_in_one_message_are_two_drafts(town: Town) -> None:
    resident = await town.resident()
    await resident.says("下水道堵了，污水漫出来了。另外楼道灯也坏了，晚上看不见")
    await resident.taps("提交", "疏通下水")
    await resident.taps("提交", "照明")
    assert await town.count(Need, Need.number.is_not(None)) == 2


async def test_unsure_guesses_are_buttons_and_a_wrong_one_is_mended_in_two_taps(town: Town) -> None:
    resident = await town.resident()
    await resident.says("家里有点问题，不知道怎么弄")
    draft = await resident.last()
    assert "拿不准" in words(draft)
    await resident.taps("提交")
    assert (await town.find(await resident.need(DRAIN))).category_code == "drain"
    await resident.says("楼道灯坏了，晚上看不见")
    await resident.taps("改类别", "照明")
    choices = await resident.last("哪一类")
    assert any("返回" in b for b in buttons(choices))
    await resident.taps("维修", "哪一类")
    await resident.taps("电路维修")
    assert "电路维修" in words(await resident.last("晚上看不见"))
    await resident.taps("提交", "晚上看不见")
    assert await town.count(Need, Need.category_code == "electricity", Need.number.is_not(None)) == 1


async def test_the_door_by_buttons_and_by_words_is_asked_once(town: Town) -> None:
    resident = await town.resident(home="")
    await resident.says(DRAIN)
    await resident.taps("补地址")
    asked = await resident.last("哪栋楼")
    assert buttons(asked) == ["3栋", "5栋"]
    await resident.taps("5栋", "哪栋楼")
    await resident.says("1单元302")
    assert "5栋 1单元302" in words(await resident.last("疏通下水"))
    await resident.taps("提交")
    await resident.says("家里水管漏水，地上都是水")
    assert "5栋 1单元302" in words(await resident.last("漏水维修"))
    await resident.taps("提交", "漏水维修")
    assert await resident.seen("哪栋楼") == 0
    other = await town.resident("刘叔", home="")
    await other.need("家里水管漏水，地上都是水")
    await other.says("8号门右边那户，院子里")
    assert "8号门右边那户" in words(await other.last("漏水维修"))


async def test_the_menu_of_services_leads_to_a_need(town: Town) -> None:
    resident = await town.resident()
    await resident.says("/services")
    await resident.taps("关爱照护")
    await resident.taps("家政保洁")
    assert "家政保洁" in words(await resident.last("请说一句"))
    await resident.says("厨房下水道堵了，顺便打扫一下")
    await resident.taps("提交")
    assert await town.count(Need, Need.category_code == "housekeeping", Need.number.is_not(None)) == 1


async def test_talk_is_answered_and_can_be_registered(town: Town) -> None:
    resident = await town.resident()
    for said, answer in (
        ("谢谢你们", "不客气"),
        ("你好", "您好"),
        ("你们几点上班？", "服务助手"),
        ("你们都是废物", "很着急"),
    ):
        await resident.says(said)
        assert answer in words(await resident.last()), said
    assert await town.count(Need) == 0
    await resident.says("你们这服务态度太差了，我要投诉你们的师傅")
    await resident.taps("帮我登记", "对不起")
    await resident.taps("取消", "服务态度")
    assert "已取消" in words(await resident.last("什么都没有提交"))
    await resident.says("/mine")
    assert "还没有提过" in words(await resident.last())


async def test_cancelling(town: Town) -> None:
    leader = await town.leader()
    resident = await town.resident()
    number = await resident.need(DRAIN)
    await leader.taps("接单", number)
    await resident.taps("取消", number)
    await resident.taps("返回", "确定要取消")
    await resident.taps("取消", number)
    await resident.taps("确定取消")
    assert "已取消" in words(await resident.last(f"疏通下水 · {number}"))
    assert "不用去了" in words(await leader.last("居民取消了"))
    assert "已经结束" in await resident.taps_data(f"n:address:{(await town.find(number)).id}")
    await resident.says("/cancel")
    assert "现在没有要取消的" in words(await resident.last())


async def test_thirty_messages_in_a_second(town: Town) -> None:
    resident = await town.resident()
    for n in range(30):
        await resident.phone.text(f"水管漏水第{n}处")
    await town.settle()
    assert await town.count(NeedMessage, NeedMessage.kind == MessageKind.TEXT) == 30
    assert await resident.seen("您发得很快") == 1
    assert await resident.seen("漏水维修") == 1


async def test_very_long_and_very_odd_words(town: Town) -> None:
    resident = await town.resident()
    await resident.says("楼下下水道堵了。" + "污水很多" * 2490)
    assert await town.count(Need, Need.status == Status.DRAFT) == 1
    await resident.taps("提交")
    number = (await resident.last("XQ-"))["text"]
    assert len(number) < 4096
    odd = await town.resident("刘叔")
    for text in ("😀😀", "السلام عليكم، المصعد معطل", "<b>&amp;</b> 停电了", "\u200b\u200b", "。。。"):
        await odd.says(text)
        assert len(words(await odd.last())) > 3, text
    for kind in ("sticker", "poll", "video_note"):
        await odd.sends(kind)
        assert "这种消息我看不懂" in words(await odd.last()), kind
    await odd.sends("contact", "13800000000")
    assert "这种消息我看不懂" in words(await odd.last())
