"""What a person is shown: text, buttons, perhaps a media or a position. Values without a channel."""

from dataclasses import dataclass
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from core.models import MessageKind


@dataclass(frozen=True)
class Button:
    """A button with its words and what it carries, or the address it opens."""

    text: str
    data: CallbackData | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Attached:
    """A stored media to send along."""

    media_id: int
    kind: MessageKind


@dataclass(frozen=True)
class View:
    """One message: Telegram HTML, rows of buttons, and when what it says about time grows stale."""

    text: str
    rows: Rows = ()
    media: Attached | None = None
    position: tuple[float, float] | None = None
    ask_position: str | None = None
    """Words of a reply-keyboard button that sends the person's position."""
    drop_keyboard: bool = False
    answers: int | None = None
    """An earlier message that was answered with this: its buttons go."""
    refresh_at: datetime | None = None


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of buttons as an inline keyboard; None without rows."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=button.text,
                    callback_data=button.data.pack() if button.data else None,
                    url=button.url,
                )
                for button in row
            ]
            for row in rows
        ]
    )


def in_rows(buttons: list[Button], width: int) -> Rows:
    """Buttons in rows of a width."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
