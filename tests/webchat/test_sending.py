"""What a bot may send, and what is refused."""

import json
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.webchat.conftest import ACCOUNT, ANNA, LI, House
from webchat.phone import PICTURE

PNG = BufferedInputFile(PICTURE, "dot.png")
SOUND = BufferedInputFile(b"OggS sound", "sound.ogg")


async def test_an_echo_goes_round(house: House) -> None:
    anna = house.phone()
    sent = await anna.start("area_1")
    updates = await house.bot.get_updates(timeout=5)
    assert updates[0].message is not None
    assert updates[0].message.text == "/start area_1"
    assert updates[0].message.from_user is not None
    assert updates[0].message.from_user.language_code == "en"
    assert updates[0].message.message_id == sent["message_id"]
    answer = await house.bot.send_message(ANNA.id, "<b>Hello</b> there", parse_mode="HTML")
    assert [m["text"] for m in await anna.messages()] == ["/start area_1", "Hello there"]
    assert answer.entities is not None
    assert [(e.type, e.offset, e.length) for e in answer.entities] == [("bold", 0, 5)]


async def test_answers_look_like_telegram(house: House) -> None:
    await house.phone().start()
    answer = await house.raw("SENDMESSAGE", chat_id=ANNA.id, text="hi", protect_content=True)
    result = answer["result"]
    assert answer["ok"] is True
    assert isinstance(result.pop("date"), int)
    assert result == {
        "message_id": 2,
        "from": {"id": ACCOUNT.id, "is_bot": True, "first_name": "Test Bot", "username": "test_bot"},
        "chat": {"id": ANNA.id, "first_name": "Anna", "type": "private"},
        "text": "hi",
        "has_protected_content": True,
    }


async def test_methods_take_query_form_and_json(house: House) -> None:
    await house.phone().start()
    base = f"/bot{ACCOUNT.token}/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]})
    values: dict[str, Any] = {"chat_id": str(ANNA.id), "text": "a & b", "reply_markup": markup}
    answers = [
        await house.client.get(base, params=values),
        await house.client.post(base, data=values),
        await house.client.post(base, data=values, files={"unused": b"x"}),
        await house.client.post(base, json=values),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["a & b"] * 4
    assert {len(answer.json()["result"]["reply_markup"]["inline_keyboard"]) for answer in answers} == {1}


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("photo", PNG),
        ("voice", SOUND),
        ("audio", SOUND),
        ("document", SOUND),
        ("video", SOUND),
        ("animation", SOUND),
        ("sticker", PNG),
        ("video_note", SOUND),
    ],
)
async def test_files_arrive_and_can_be_sent_again(house: House, kind: str, file: BufferedInputFile) -> None:
    anna = house.phone()
    await anna.start()
    send = getattr(house.bot, f"send_{kind}")
    first: Message = await send(ANNA.id, file)
    sent = getattr(first, kind)
    file_id = sent[-1].file_id if kind == "photo" else sent.file_id
    again: Message = await send(ANNA.id, file_id)
    repeated = getattr(again, kind)
    assert (repeated[-1] if kind == "photo" else repeated).file_id == file_id
    assert await anna.download(file_id) == file.data
    described = await house.bot.get_file(file_id)
    assert described.file_path is not None
    fetched = await house.client.get(f"/file/bot{ACCOUNT.token}/{described.file_path}")
    assert fetched.content == file.data


async def test_places_contacts_and_replies(house: House) -> None:
    anna = house.phone()
    sent = await anna.start()
    place = await house.bot.send_location(ANNA.id, 31.2, 121.5)
    venue = await house.bot.send_venue(ANNA.id, 31.2, 121.5, "Hall", "Road 1")
    contact = await house.bot.send_contact(ANNA.id, "110", "Police")
    reply = await house.bot.send_message(
        ANNA.id, "yes", reply_parameters=ReplyParameters(message_id=sent["message_id"])
    )
    assert place.location is not None
    assert (place.location.latitude, place.location.longitude) == (31.2, 121.5)
    assert venue.venue is not None
    assert venue.venue.title == "Hall"
    assert contact.contact is not None
    assert contact.contact.phone_number == "110"
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "/start"


async def test_an_album_is_one_group(house: House) -> None:
    anna = house.phone()
    await anna.start()
    group = await house.bot.send_media_group(
        ANNA.id,
        [InputMediaPhoto(media=PNG, caption="<i>two</i>", parse_mode="HTML"), InputMediaPhoto(media=PNG)],
    )
    assert len({message.media_group_id for message in group}) == 1
    assert group[0].caption == "two"
    assert [m["message_id"] for m in await anna.messages()] == [1, 2, 3]


async def test_mixed_albums_are_refused(house: House) -> None:
    await house.phone().start()
    with pytest.raises(TelegramBadRequest, match="can't be mixed"):
        await house.bot.send_media_group(
            ANNA.id, [InputMediaPhoto(media=PNG), InputMediaDocument(media=SOUND)]
        )


async def test_copies_and_forwards(house: House) -> None:
    anna, li = house.phone(), house.phone(LI)
    sent = await anna.text("help me")
    await li.start()
    copy = await house.bot.copy_message(LI.id, ANNA.id, sent["message_id"])
    forward = await house.bot.forward_message(LI.id, ANNA.id, sent["message_id"])
    shown = await li.messages()
    assert [m.get("text") for m in shown] == ["/start", "help me", "help me"]
    assert shown[1]["message_id"] == copy.message_id
    assert forward.forward_origin is not None
    assert forward.forward_origin.type == "user"


async def test_reply_keyboards_stay_until_removed(house: House) -> None:
    anna = house.phone()
    await anna.start()
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Where", request_location=True)]])
    sent = await house.bot.send_message(ANNA.id, "choose", reply_markup=keyboard)
    shown = (await anna.changes())["chat"]["keyboard"]
    await house.bot.send_message(ANNA.id, "gone", reply_markup=ReplyKeyboardRemove())
    assert sent.reply_markup is None
    assert shown["keyboard"] == [[{"text": "Where", "request_location": True}]]
    assert (await anna.changes())["chat"]["keyboard"] is None


async def test_typing_is_shown_and_ends_with_a_message(house: House) -> None:
    anna = house.phone()
    await anna.start()
    assert await house.bot.send_chat_action(ANNA.id, "typing")
    during = (await anna.changes())["chat"]["action"]
    await house.bot.send_message(ANNA.id, "here")
    assert during == "typing"
    assert (await anna.changes())["chat"]["action"] is None


def _markup(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


REFUSALS = [
    ({"text": ""}, "message text is empty"),
    ({"text": "  \n "}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "\U0001f600" * 2049}, "message is too long"),
    ({"text": "x", "reply_markup": _markup(callback_data="d" * 65)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": _markup(callback_data="")}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": _markup()},
        "can't parse inline keyboard button: Text buttons are unallowed",
    ),
    ({"text": "x", "reply_markup": _markup(url="nowhere")}, "URL 'nowhere' is invalid: Wrong HTTP URL"),
    ({"text": "x", "reply_markup": []}, "can't parse reply markup"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
    ({"text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    (
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 5}]},
        "entity beginning at UTF-16 offset 0",
    ),
]


@pytest.mark.parametrize(("values", "text"), REFUSALS)
async def test_refused_texts(house: House, values: dict[str, Any], text: str) -> None:
    anna = house.phone()
    await anna.start()
    answer = await house.raw("sendMessage", chat_id=ANNA.id, **values)
    assert answer["ok"] is False
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: ")
    assert text in answer["description"]
    assert len(await anna.messages()) == 1


async def test_the_longest_text_and_data_pass(house: House) -> None:
    await house.phone().start()
    markup = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="\u00e9" * 32)]]
    )
    sent = await house.bot.send_message(
        ANNA.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML", reply_markup=markup
    )
    empty = InlineKeyboardMarkup(inline_keyboard=[])
    bare = await house.bot.send_message(ANNA.id, "x", reply_markup=empty)
    assert sent.text == "x" * 4096
    assert bare.reply_markup is None


async def test_a_missing_reply_may_be_allowed(house: House) -> None:
    await house.phone().start()
    reply = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    sent = await house.bot.send_message(ANNA.id, "x", reply_parameters=reply)
    assert sent.reply_to_message is None


async def test_chats_that_are_closed(house: House) -> None:
    anna = house.phone()
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await house.bot.send_message(ANNA.id, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await house.bot.send_message("@channel", "x")
    await anna.commands()
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await house.bot.send_message(ANNA.id, "x")
    await anna.start()
    await anna.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await house.bot.send_message(ANNA.id, "x")
    await anna.unblock()
    assert (await house.bot.send_message(ANNA.id, "x")).text == "x"


async def test_refused_files(house: House) -> None:
    await house.phone().start()
    document = await house.bot.send_document(ANNA.id, SOUND)
    assert document.document is not None
    refusals = [
        ("photo", {"photo": "nothing"}, "wrong file identifier/HTTP URL specified"),
        ("photo", {"photo": "attach://nothing"}, "wrong file identifier/HTTP URL specified"),
        ("photo", {"photo": BufferedInputFile(b"text", "a.png")}, "IMAGE_PROCESS_FAILED"),
        ("photo", {"photo": document.document.file_id}, "can't use file of type Document as Photo"),
        ("document", {"document": BufferedInputFile(b"", "a")}, "file must be non-empty"),
        ("photo", {"photo": PNG, "caption": "x" * 1025}, "message caption is too long"),
    ]
    for kind, values, text in refusals:
        with pytest.raises(TelegramBadRequest) as caught:
            await getattr(house.bot, f"send_{kind}")(ANNA.id, **values)
        assert text in str(caught.value)
    with pytest.raises(TelegramBadRequest, match="wrong file_id or the file is temporarily unavailable"):
        await house.bot.get_file("nothing")


async def test_files_too_large(house: House) -> None:
    await house.phone().start()
    large = await house.bot.send_document(ANNA.id, BufferedInputFile(b"x" * (20 * 1024 * 1024 + 1), "large"))
    assert large.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await house.bot.get_file(large.document.file_id)
    answer = await house.client.post(
        f"/bot{ACCOUNT.token}/sendDocument",
        data={"chat_id": ANNA.id},
        files={"document": b"x" * (52 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert answer.json()["error_code"] == 413


async def test_strangers_and_unknown_methods(house: House) -> None:
    stranger = await house.client.get("/bot1:wrong/getMe")
    unknown = await house.client.get(f"/bot{ACCOUNT.token}/makeCoffee")
    assert (stranger.status_code, stranger.json()["description"]) == (401, "Unauthorized")
    assert unknown.status_code == 404
    assert unknown.json()["error_code"] == 404
    assert (await house.client.get("/file/bot1:wrong/photos/x.png")).status_code == 401
    assert (await house.client.get(f"/file/bot{ACCOUNT.token}/photos/x.png")).status_code == 404
