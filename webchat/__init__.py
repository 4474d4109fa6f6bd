"""A Bot API server of our own, with a web page in the place of Telegram.

Bots talk to it as to api.telegram.org (`TelegramAPIServer.from_base(url)` in aiogram), people talk to the
bots through the page. It knows nothing of what the bots do.

`create_app` and `close` import aiogram (seconds, 170 MB) and are loaded when they are first asked for.
"""

from typing import TYPE_CHECKING, Any

from webchat.accounts import BotAccount, ChatUser, DemoPhone, Fault
from webchat.identity import identity
from webchat.migrate import migrate
from webchat.phone import Phone
from webchat.retention import forget, purge

if TYPE_CHECKING:
    from webchat.app import close, create_app

__all__ = [
    "BotAccount",
    "ChatUser",
    "DemoPhone",
    "Fault",
    "Phone",
    "close",
    "create_app",
    "forget",
    "identity",
    "migrate",
    "purge",
]


def __getattr__(name: str) -> Any:
    if name in ("close", "create_app"):
        from webchat import app  # noqa: PLC0415 - see above

        return getattr(app, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
