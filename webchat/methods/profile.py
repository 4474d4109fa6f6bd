"""Commands, names and descriptions of a bot, per scope and language."""

import json
import re
from typing import Any

from aiogram import methods
from sqlalchemy import delete, insert, select

from webchat.compose import Body, dumps
from webchat.errors import bad_request
from webchat.methods.base import Call, Method, chat_number, plain
from webchat.server import Server
from webchat.tables import settings

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}$")
_NO_LANGUAGE = ""


async def commands_for(server: Server, bot_id: int, user_id: int, language: str) -> list[Body]:
    """The commands that a person sees in a private chat, by Telegram's order of precedence."""
    base = re.split(r"[-_]", language.lower())[0]
    scopes = (f"chat:{user_id}", "all_private_chats", "default")
    query = select(settings.c.scope, settings.c.language_code, settings.c.value).where(
        settings.c.bot_id == bot_id, settings.c.name == "commands", settings.c.scope.in_(scopes)
    )
    async with server.read_engine.connect() as connection:
        found = {(row.scope, row.language_code): row.value for row in await connection.execute(query)}
    for scope in scopes:
        for code in (base, _NO_LANGUAGE):
            if (scope, code) in found:
                return json.loads(found[scope, code])
    return []


def _scope(m: Any) -> str:
    if m.scope is None:
        return "default"
    kind = plain(m.scope.type)
    return f"{kind}:{chat_number(m.scope.chat_id)}" if kind == "chat" else kind


def _language(m: Any) -> str:
    code = m.language_code or _NO_LANGUAGE
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


async def _put(call: Call, name: str, scope: str, language: str, value: str | None) -> bool:
    key = {"bot_id": call.bot.id, "name": name, "scope": scope, "language_code": language}
    where = [settings.c[column] == wanted for column, wanted in key.items()]
    async with call.server.engine.begin() as connection:
        await connection.execute(delete(settings).where(*where))
        if value is not None:
            await connection.execute(insert(settings).values(**key, value=value))
    return True


async def _get(call: Call, name: str, scope: str, *languages: str) -> str | None:
    query = select(settings.c.language_code, settings.c.value).where(
        settings.c.bot_id == call.bot.id, settings.c.name == name, settings.c.scope == scope
    )
    async with call.server.read_engine.connect() as connection:
        found = {row.language_code: row.value for row in await connection.execute(query)}
    return next((found[code] for code in languages if code in found), None)


async def _set_commands(call: Call, m: methods.SetMyCommands) -> bool:
    if len(m.commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands: list[Body] = []
    for one in m.commands:
        if not _COMMAND.fullmatch(one.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(one.description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": one.command.removeprefix("/"), "description": one.description})
    value = dumps(commands) if commands else None
    done = await _put(call, "commands", _scope(m), _language(m), value)
    _tell_all(call)
    return done


async def _delete_commands(call: Call, m: methods.DeleteMyCommands) -> bool:
    done = await _put(call, "commands", _scope(m), _language(m), None)
    _tell_all(call)
    return done


def _tell_all(call: Call) -> None:
    call.server.hub.wake(("commands", call.bot.id))


async def _get_commands(call: Call, m: methods.GetMyCommands) -> list[Body]:
    value = await _get(call, "commands", _scope(m), _language(m))
    return json.loads(value) if value else []


def _setter(field: str, limit: int) -> Any:
    async def put(call: Call, m: Any) -> bool:
        value = getattr(m, field) or None
        if value is not None and len(value) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        return await _put(call, field, "default", _language(m), value)

    return put


def _getter(field: str) -> Any:
    async def get(call: Call, m: Any) -> Body:
        value = await _get(call, field, "default", _language(m), _NO_LANGUAGE)
        return {field: value or (call.bot.name if field == "name" else "")}

    return get


def _button_scope(m: Any) -> str:
    return "default" if m.chat_id is None else f"chat:{m.chat_id}"


async def _set_menu_button(call: Call, m: methods.SetChatMenuButton) -> bool:
    button = None if m.menu_button is None else m.menu_button.model_dump(mode="json", exclude_none=True)
    value = None if button is None else dumps(button)
    return await _put(call, "menu_button", _button_scope(m), _NO_LANGUAGE, value)


async def _get_menu_button(call: Call, m: methods.GetChatMenuButton) -> Body:
    for scope in (_button_scope(m), "default"):
        value = await _get(call, "menu_button", scope, _NO_LANGUAGE)
        if value is not None:
            return json.loads(value)
    return {"type": "commands"}


METHODS = {
    "setMyCommands": Method(methods.SetMyCommands, _set_commands),
    "getMyCommands": Method(methods.GetMyCommands, _get_commands),
    "deleteMyCommands": Method(methods.DeleteMyCommands, _delete_commands),
    "setMyName": Method(methods.SetMyName, _setter("name", 64)),
    "getMyName": Method(methods.GetMyName, _getter("name")),
    "setMyDescription": Method(methods.SetMyDescription, _setter("description", 512)),
    "getMyDescription": Method(methods.GetMyDescription, _getter("description")),
    "setMyShortDescription": Method(methods.SetMyShortDescription, _setter("short_description", 120)),
    "getMyShortDescription": Method(methods.GetMyShortDescription, _getter("short_description")),
    "setChatMenuButton": Method(methods.SetChatMenuButton, _set_menu_button),
    "getChatMenuButton": Method(methods.GetChatMenuButton, _get_menu_button),
}
