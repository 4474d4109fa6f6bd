"""Answering directly: lists, help, menus on a card. What may be missed; the rest goes through the outbox."""

from contextlib import suppress

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, ReplyParameters

from bot import deliver
from bot.edge import toast
from bot.view import View, keyboard


async def say(message: Message, view: View, *, reply: bool = False) -> None:
    """Send a view to the chat of a message, perhaps as a reply to it."""
    assert message.bot is not None
    markup = deliver.markup(view)
    to = ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True) if reply else None
    await message.bot.send_message(message.chat.id, view.text, reply_markup=markup, reply_parameters=to)
    if view.answers is not None:
        with suppress(TelegramAPIError):  # without its buttons already, or too old
            await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=view.answers)


async def show(query: CallbackQuery, view: View, words: str = "") -> None:
    """Turn the message of a tap into a view; sent anew if it cannot be edited any more."""
    assert query.bot is not None
    await toast(query, words)
    message = query.message
    if message is None:
        return
    if not await deliver.edit(query.bot, message.chat.id, message.message_id, view):
        await query.bot.send_message(message.chat.id, view.text, reply_markup=keyboard(view.rows))


async def below(query: CallbackQuery, view: View, words: str = "") -> None:
    """Answer a tap with a new message below."""
    assert query.bot is not None
    await toast(query, words)
    if query.message is not None:
        await query.bot.send_message(query.message.chat.id, view.text, reply_markup=deliver.markup(view))
