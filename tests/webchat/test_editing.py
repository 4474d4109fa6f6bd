"""Changing and removing messages, reactions, pins, answers to buttons."""

import re
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)

from tests.webchat.conftest import ANNA, LI, House
from webchat.phone import PICTURE

PNG = BufferedInputFile(PICTURE, "dot.png")
GIF = BufferedInputFile(b"GIF89a\x02\x00\x03\x00" + b"\0" * 20, "other.gif")
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Accept", callback_data="go:1")]])


async def test_text_is_edited_in_place(house: House) -> None:
    anna = house.phone()
    await anna.start()
    sent = await house.bot.send_message(ANNA.id, "one", reply_markup=BUTTONS)
    before = await anna.changes()
    edited = await house.bot.edit_message_text(
        "<u>two</u>", chat_id=ANNA.id, message_id=sent.message_id, parse_mode="HTML"
    )
    after = await anna.changes(before["version"])
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    assert [(m["text"], m["message_id"]) for m in after["messages"]] == [("two", sent.message_id)]
    assert after["messages"][0]["edit_date"] > 0


async def test_captions_media_and_keyboards_are_edited(house: House) -> None:
    await house.phone().start()
    sent = await house.bot.send_photo(ANNA.id, PNG, caption="one")
    where: dict[str, Any] = {"chat_id": ANNA.id, "message_id": sent.message_id}
    captioned = await house.bot.edit_message_caption(caption="two", **where)
    replaced = await house.bot.edit_message_media(InputMediaPhoto(media=GIF, caption="three"), **where)
    buttoned = await house.bot.edit_message_reply_markup(reply_markup=BUTTONS, **where)
    assert isinstance(captioned, Message)
    assert captioned.caption == "two"
    assert isinstance(replaced, Message)
    assert replaced.photo is not None
    assert (replaced.caption, replaced.photo[-1].width, replaced.photo[-1].height) == ("three", 2, 3)
    assert isinstance(buttoned, Message)
    assert buttoned.reply_markup is not None
    assert buttoned.reply_markup.model_dump() == BUTTONS.model_dump()


async def test_a_text_becomes_a_photo(house: House) -> None:
    await house.phone().start()
    sent = await house.bot.send_message(ANNA.id, "one")
    edited = await house.bot.edit_message_media(
        InputMediaPhoto(media=PNG), chat_id=ANNA.id, message_id=sent.message_id
    )
    assert isinstance(edited, Message)
    assert edited.photo
    assert edited.text is None


async def test_refused_edits(house: House) -> None:
    anna = house.phone()
    own = await anna.start()
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="x")]])
    text = (await house.bot.send_message(ANNA.id, "one", reply_markup=BUTTONS)).message_id
    photo = (await house.bot.send_photo(ANNA.id, PNG)).message_id
    frozen = (await house.bot.send_message(ANNA.id, "x", reply_markup=keyboard)).message_id
    same = "message is not modified: specified new message content and reply markup are exactly the same as"
    refusals: list[tuple[str, dict[str, Any], str]] = [
        ("text", {"text": "one", "message_id": text, "reply_markup": BUTTONS}, same),
        ("reply_markup", {"message_id": text, "reply_markup": BUTTONS}, same),
        ("media", {"media": InputMediaPhoto(media=PNG), "message_id": photo}, same),
        ("text", {"text": "two", "message_id": photo}, "there is no text in the message to edit"),
        ("caption", {"caption": "two", "message_id": text}, "there is no caption in the message to edit"),
        ("text", {"text": "two", "message_id": 999}, "message to edit not found"),
        ("text", {"text": "two", "message_id": own["message_id"]}, "message can't be edited"),
        ("text", {"text": "two", "message_id": frozen}, "message can't be edited"),
        ("text", {"text": "x" * 4097, "message_id": text}, "message is too long"),
        ("text", {"text": "two", "message_id": text, "chat_id": 31337}, "chat not found"),
    ]
    for what, values, answer in refusals:
        with pytest.raises(TelegramBadRequest, match=re.escape(answer)):
            await getattr(house.bot, f"edit_message_{what}")(**({"chat_id": ANNA.id} | values))
    assert [m.get("text") for m in await anna.messages()] == ["/start", "one", None, "x"]


async def test_messages_are_deleted(house: House) -> None:
    anna = house.phone()
    await anna.start()
    first, second, third = [await house.bot.send_message(ANNA.id, text) for text in "abc"]
    before = await anna.changes()
    await house.bot.delete_message(ANNA.id, first.message_id)
    await house.bot.delete_messages(ANNA.id, [second.message_id, 999])
    change = await anna.changes(before["version"])
    assert [(m["message_id"], m["deleted"]) for m in change["messages"]] == [(2, True), (3, True)]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await house.bot.delete_message(ANNA.id, first.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await house.bot.edit_message_text("x", chat_id=ANNA.id, message_id=first.message_id)
    later = await house.bot.send_message(ANNA.id, "d")
    assert later.message_id == third.message_id + 1


async def test_reactions_and_pins(house: House) -> None:
    anna = house.phone()
    sent = await anna.start()
    note = await house.bot.send_message(ANNA.id, "note")
    await house.bot.set_message_reaction(ANNA.id, sent["message_id"], [ReactionTypeEmoji(emoji="\U0001f44d")])
    await house.bot.pin_chat_message(ANNA.id, note.message_id)
    change = await anna.changes()
    chat = await house.bot.get_chat(ANNA.id)
    assert change["messages"][0]["reactions"] == ["\U0001f44d"]
    assert change["chat"]["pinned"]["text"] == "note"
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == note.message_id
    await house.bot.unpin_chat_message(ANNA.id)
    assert (await anna.changes())["chat"]["pinned"] is None


async def test_a_button_is_pressed_and_answered_once(house: House) -> None:
    anna = house.phone()
    await anna.start()
    await house.bot.send_message(ANNA.id, "task", reply_markup=BUTTONS)
    shown = (await anna.messages())[-1]
    pressed = await anna.tap(shown, "Acc")
    query = (await house.bot.get_updates(offset=2))[0].callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (pressed, "go:1", ANNA.id)
    assert isinstance(query.message, Message)
    assert query.message.text == "task"
    await house.bot.answer_callback_query(query.id, "Thanks", show_alert=True)
    toast = await anna.toast(pressed)
    assert (toast["text"], toast["show_alert"]) == ("Thanks", True)
    assert len(await anna.toasts()) == 1
    for wrong in (query.id, "12345"):
        with pytest.raises(
            TelegramBadRequest, match="query is too old and response timeout expired or query ID is"
        ):
            await house.bot.answer_callback_query(wrong)


async def test_forged_data_goes_through_and_dead_buttons_do_not(house: House) -> None:
    anna = house.phone()
    await anna.start()
    sent = await house.bot.send_message(ANNA.id, "task", reply_markup=BUTTONS)
    await anna.tap_raw(sent.message_id, "forged:9")
    query = (await house.bot.get_updates(offset=2))[0].callback_query
    assert query is not None
    assert query.data == "forged:9"
    with pytest.raises(LookupError, match="only"):
        await anna.tap((await anna.messages())[-1], "Decline")
    await house.bot.delete_message(ANNA.id, sent.message_id)
    with pytest.raises(Exception, match="404"):
        await anna.tap_raw(sent.message_id, "go:1")


async def test_a_callback_belongs_to_its_person(house: House) -> None:
    anna, li = house.phone(), house.phone(LI)
    await anna.start()
    await li.start()
    sent = await house.bot.send_message(ANNA.id, "task", reply_markup=BUTTONS)
    pressed = await anna.tap_raw(sent.message_id, "go:1")
    await house.bot.answer_callback_query(pressed, "for Anna")
    assert await li.toasts() == []
    assert [toast["text"] for toast in await anna.toasts()] == ["for Anna"]
