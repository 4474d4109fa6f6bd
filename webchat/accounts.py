"""What the host gives the server: bots, demo phones, faults."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BotAccount:
    """A bot that may use the server. `token` looks like Telegram's: `<id>:<secret>`."""

    id: int
    token: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class ChatUser:
    """A person who uses the page. In private chats the chat id is the user's id."""

    id: int
    first_name: str
    language_code: str


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """One phone of the demo page and the people who may hold it (the first one holds it at the start).

    With `started` all of them have pressed start, so that bots may write to them first; `away` are people who
    have pressed start as well and whose phones are not on the page.
    """

    key: str
    title_zh: str
    title_en: str
    users: tuple[ChatUser, ...]
    started: bool = False
    away: tuple[ChatUser, ...] = ()


@dataclass(slots=True)
class Fault:
    """A failure to be played: the next `times` calls of `method` (any case, `*` is any) fail.

    `status` and `description` are answered, with `parameters.retry_after` in seconds when it is given.
    With `after_effect` the call first takes effect and only its answer is lost. With `chat_id` only calls
    to that chat match. `times` counts down to 0 as the fault is played.
    """

    method: str
    status: int
    description: str
    retry_after: int | None = None
    times: int = 1
    after_effect: bool = False
    chat_id: int | None = None

    def matches(self, method: str, chat_id: str) -> bool:
        """Whether a call of `method` to `chat_id` (as text, empty without one) shall fail now."""
        named = self.method == "*" or self.method.lower() == method.lower()
        return self.times > 0 and named and self.chat_id in (None, _number(chat_id))


def _number(chat_id: str) -> int | None:
    return int(chat_id) if chat_id.lstrip("-").isdecimal() else None
