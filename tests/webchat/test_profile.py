"""Commands by scope and language, names, menu buttons."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)

from tests.webchat.conftest import ACCOUNT, ANNA, LI, House


def _commands(*names: str) -> list[BotCommand]:
    return [BotCommand(command=name, description=name.upper()) for name in names]


async def test_the_most_special_commands_win(house: House) -> None:
    anna, li = house.phone(), house.phone(LI)
    private, chat = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(chat_id=LI.id)
    seen: list[str] = []
    for scope, language in [
        (None, None),
        (None, "zh"),
        (private, None),
        (private, "zh"),
        (chat, None),
        (chat, "zh"),
    ]:
        name = f"{getattr(scope.type, 'value', scope.type) if scope else 'default'}_{language or 'any'}"
        await house.bot.set_my_commands(_commands(name), scope=scope, language_code=language)
        seen.append((await li.commands())[0]["command"])
    assert seen == [
        "default_any",
        "default_zh",
        "all_private_chats_any",
        "all_private_chats_zh",
        "chat_any",
        "chat_zh",
    ]
    assert [one["command"] for one in await anna.commands()] == ["all_private_chats_any"]
    await house.bot.delete_my_commands(scope=chat, language_code="zh")
    assert [one["command"] for one in await li.commands()] == ["chat_any"]
    assert await house.bot.get_my_commands(scope=chat, language_code="zh") == []
    assert (await house.bot.get_my_commands(scope=chat))[0].description == "CHAT_ANY"


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"commands": _commands("Upper")}, "BOT_COMMAND_INVALID"),
    ({"commands": [BotCommand(command="x", description="")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ({"commands": _commands(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
    ({"commands": _commands("x"), "language_code": "chinese"}, "invalid language code specified"),
]


@pytest.mark.parametrize(("values", "text"), REFUSALS)
async def test_refused_commands(house: House, values: dict[str, Any], text: str) -> None:
    with pytest.raises(TelegramBadRequest, match=text):
        await house.bot.set_my_commands(**values)
    assert await house.bot.get_my_commands() == []


async def test_names_and_descriptions_by_language(house: House) -> None:
    bot = house.bot
    assert (await bot.get_my_name()).name == ACCOUNT.name
    await bot.set_my_name("Union", language_code="en")
    await bot.set_my_description("Everything")
    await bot.set_my_short_description("All")
    assert (await bot.get_my_name(language_code="en")).name == "Union"
    assert (await bot.get_my_description(language_code="zh")).description == "Everything"
    assert (await bot.get_my_short_description()).short_description == "All"
    with pytest.raises(TelegramBadRequest, match="too long"):
        await bot.set_my_name("x" * 65)


async def test_menu_buttons(house: House) -> None:
    assert (await house.bot.get_chat_menu_button()).type == "commands"
    button = MenuButtonWebApp(text="Open", web_app=WebAppInfo(url="https://example.org"))
    await house.bot.set_chat_menu_button(ANNA.id, button)
    await house.bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    assert (await house.bot.get_chat_menu_button(ANNA.id)).type == "web_app"
    assert (await house.bot.get_chat_menu_button(LI.id)).type == "default"


async def test_who_the_bot_is(house: House) -> None:
    me = await house.bot.get_me()
    assert (me.id, me.username, me.is_bot) == (ACCOUNT.id, "test_bot", True)
