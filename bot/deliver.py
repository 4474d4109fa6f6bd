"""Handing one view to one chat: a new message, or an edit of the card that is there."""

from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    GetUpdates,
    Response,
    SendChatAction,
    SendMessage,
)
from aiogram.types import (
    BufferedInputFile,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.house import House
from bot.view import Attached, View, keyboard
from bot.words import Words
from core.media import service as media
from core.models import Card, MessageKind
from core.people.queries import Recipient

_ANSWERS = [
    Response[method.__returning__]
    for method in (
        SendMessage,
        EditMessageText,
        DeleteMessage,
        AnswerCallbackQuery,
        SendChatAction,
        GetUpdates,
    )
]
"""Kept, or pydantic would build the class anew for each answer of the server."""
_UNCHANGED = "message is not modified"
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")
_CAPTION_LENGTH = 1024


class MediaMissing(Exception):
    """The content of a media has not been fetched yet."""


async def deliver(house: House, bot: Bot, to: Recipient, view: View, card: Card | None) -> int:
    """Show a view; returns the id of the message that shows it. Raises aiogram's errors and MediaMissing."""
    chat = int(to.address)
    shown = card.message_id if card is not None and card.contact_id == to.contact_id else None
    if shown is not None and await edit(bot, chat, shown, view):
        return shown
    sent = await send(house, bot, to, view)
    if card is not None and card.left_message_id is not None and card.contact_id == to.contact_id:
        await remove(bot, chat, card.left_message_id)
    return sent.message_id


async def edit(bot: Bot, chat: int, message_id: int, view: View) -> bool:
    """Edit a message; False if it is not there to be edited any more."""
    try:
        await bot.edit_message_text(
            view.text, chat_id=chat, message_id=message_id, reply_markup=keyboard(view.rows)
        )
    except TelegramBadRequest as error:
        message = error.message.lower()
        if _UNCHANGED in message:
            return True
        if any(sign in message for sign in _LOST):
            return False
        raise
    return True


async def remove(bot: Bot, chat: int, message_id: int) -> None:
    """Take away the message that a card moved from, or its buttons; one that stays does no harm."""
    try:
        await bot.delete_message(chat, message_id)
    except TelegramAPIError:
        with suppress(TelegramAPIError):
            await bot.edit_message_reply_markup(chat_id=chat, message_id=message_id)


async def send(house: House, bot: Bot, to: Recipient, view: View) -> Message:
    """Send a view as a new message."""
    chat = int(to.address)
    if view.media is not None:
        return await _send_media(house, bot, to, view)
    if view.position is not None:
        lat, lon = view.position
        if view.text:
            await bot.send_message(chat, view.text)
        return await bot.send_location(chat, lat, lon, reply_markup=keyboard(view.rows))
    return await bot.send_message(chat, view.text, reply_markup=markup(view))


def markup(view: View) -> Any:
    """The keyboard of a view: inline, a request for the position, or its removal."""
    if view.ask_position:
        button = KeyboardButton(text=view.ask_position, request_location=True)
        return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)
    if view.drop_keyboard and not view.rows:
        return ReplyKeyboardRemove()
    return keyboard(view.rows)


async def _send_media(house: House, bot: Bot, to: Recipient, view: View) -> Message:
    assert view.media is not None
    attached, chat, channel = view.media, int(to.address), to.channel
    known, content, gone = await _stored(house, attached, channel)
    file: Any = known
    if known is None and gone:
        text = "\n".join([view.text, Words(to.locale).plain("media-gone")])
        return await bot.send_message(chat, text, reply_markup=keyboard(view.rows))
    if known is None:
        if content is None:
            raise MediaMissing
        file = BufferedInputFile(content, filename=_file_name(attached))
    caption = view.text if len(view.text) <= _CAPTION_LENGTH else None
    markup = keyboard(view.rows)
    if attached.kind is MessageKind.PHOTO:
        sent = await bot.send_photo(chat, file, caption=caption, reply_markup=markup)
    elif attached.kind is MessageKind.VOICE:
        sent = await bot.send_voice(chat, file, caption=caption, reply_markup=markup)
    else:
        sent = await bot.send_document(chat, file, caption=caption, reply_markup=markup)
    if known is None:
        await _remember(house, attached, channel, sent)
    if caption is None:
        return await bot.send_message(chat, view.text)
    return sent


async def _stored(house: House, attached: Attached, channel: str) -> tuple[str | None, bytes | None, bool]:
    """The file id on this channel, else the content, else whether it was given up."""
    async with house.db.read() as session:
        known = await media.file_id(session, attached.media_id, channel)
        if known is not None:
            return known, None, False
        content = await media.content(session, attached.media_id)
        return None, content, content is None and await media.given_up(session, attached.media_id)


def _file_name(attached: Attached) -> str:
    ending = {MessageKind.PHOTO: "jpg", MessageKind.VOICE: "ogg"}.get(attached.kind, "bin")
    return f"{attached.media_id}.{ending}"


async def _remember(house: House, attached: Attached, channel: str, sent: Message) -> None:
    parts = [sent.photo[-1] if sent.photo else None, sent.voice, sent.document]
    file_id = next((part.file_id for part in parts if part is not None), None)
    if file_id is not None:
        async with house.db.write() as session:
            await media.know(session, attached.media_id, channel, file_id)
