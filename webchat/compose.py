"""Builds the objects of the Bot API from rows."""

import json
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from webchat.accounts import BotAccount

Body = dict[str, Any]


class Owner(NamedTuple):
    """The person of a private chat."""

    id: int
    first_name: str
    language_code: str


def dumps(value: object) -> str:
    """JSON without spaces, with all characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def bot_user(bot: BotAccount) -> Body:
    """The bot as a User."""
    return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}


def person(owner: Owner) -> Body:
    """The person as a User."""
    user = {"id": owner.id, "is_bot": False, "first_name": owner.first_name}
    return user | {"language_code": owner.language_code} if owner.language_code else user


def chat(owner: Owner) -> Body:
    """The private chat with the person as a Chat."""
    return {"id": owner.id, "first_name": owner.first_name, "type": "private"}


def message(
    bot: BotAccount,
    owner: Owner,
    message_id: int,
    date: int,
    *,
    from_bot: bool,
    body: Body,
    edit_date: int = 0,
) -> Body:
    """A Message. What the body keeps for the page alone (keys with `_`) is left out."""
    view: Body = {
        "message_id": message_id,
        "from": bot_user(bot) if from_bot else person(owner),
        "chat": chat(owner),
        "date": date,
    }
    if edit_date:
        view["edit_date"] = edit_date
    for key, value in body.items():
        if not key.startswith("_"):
            view[key] = value
    return view


def stored(bot: BotAccount, owner: Owner, row: RowMapping) -> Body:
    """A Message from its row."""
    return message(
        bot,
        owner,
        row["message_id"],
        row["date"],
        from_bot=row["from_bot"],
        body=json.loads(row["body"]),
        edit_date=row["edit_date"],
    )


def quoted(view: Body) -> Body:
    """A Message as `reply_to_message` of another: without its position and what it replies to itself."""
    left_out = ("reply_to_message", "reply_markup", "location", "venue")
    quote = {key: value for key, value in view.items() if key not in left_out}
    return quote | {"position_erased": True} if "location" in view else quote
