"""Keyboards under messages: checked as Telegram checks them."""

from typing import NamedTuple

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from webchat.compose import Body, dumps
from webchat.errors import bad_request

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_SCHEMES = ("http://", "https://", "tg://", "tel:", "mailto:")


class Markup(NamedTuple):
    """The inline keyboard of a message, or what becomes of the reply keyboard (`changes`, new JSON text)."""

    inline: Body | None = None
    changes: bool = False
    keyboard: str | None = None


NO_MARKUP = Markup()


def read_markup(markup: object) -> Markup:
    """Check a reply markup of any kind. Raises 400 refusals such as BUTTON_DATA_INVALID."""
    if markup is None:
        return NO_MARKUP
    if isinstance(markup, InlineKeyboardMarkup):
        return Markup(inline=inline(markup))
    if isinstance(markup, ReplyKeyboardRemove):
        return Markup(changes=True)
    if isinstance(markup, ReplyKeyboardMarkup | ForceReply):
        return Markup(changes=True, keyboard=dumps(markup.model_dump(mode="json", exclude_none=True)))
    raise bad_request("object expected as reply markup")


def inline(markup: InlineKeyboardMarkup | None) -> Body | None:
    """An inline keyboard as it is shown in the message; None for one without buttons."""
    if markup is None:
        return None
    rows = [row for row in markup.inline_keyboard if row]
    if sum(map(len, rows)) > 100:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    if not rows:
        return None
    return {"inline_keyboard": [[_dump(button) for button in row] for row in rows]}


def _dump(button: InlineKeyboardButton) -> Body:
    if button.callback_data is not None and not button.model_extra and button.style is None:
        return {"text": button.text, "callback_data": button.callback_data}
    return button.model_dump(mode="json", exclude_none=True)


def _check(button: InlineKeyboardButton) -> None:
    if not button.text:
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    data = button.callback_data
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not button.url.lower().startswith(_SCHEMES):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    if data is None and all(getattr(button, name, None) is None for name in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
