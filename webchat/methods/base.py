"""What the methods share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from aiogram.methods.base import TelegramMethod

from webchat.accounts import BotAccount
from webchat.errors import bad_request
from webchat.params import Upload
from webchat.server import Server


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method: by which bot, with which files."""

    server: Server
    bot: BotAccount
    uploads: dict[str, Upload]


class Method(NamedTuple):
    """aiogram's model of the parameters, and what runs it."""

    model: type[TelegramMethod[Any]]
    run: Callable[[Call, Any], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Raw:
    """A result that is JSON text already."""

    text: str


def chat_number(chat_id: int | str | None) -> int:
    """The id of a private chat. Refuses names of channels: there are none here."""
    if isinstance(chat_id, int):
        return chat_id
    text = (chat_id or "").strip()
    if not text:
        raise bad_request("chat_id is empty")
    if text.lstrip("-").isdecimal() and len(text) < 19:
        return int(text)
    raise bad_request("chat not found")


def plain(value: Any) -> str:
    """The text of a value that may be one of aiogram's enums."""
    return str(getattr(value, "value", value))
