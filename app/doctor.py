"""The examination of a deployment: what is well, what is not, and what to do about it."""

import asyncio
import os
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import locales
import migrations
from app import database, place
from app.remarks import remarks
from app.settings import PREFIX, Settings
from app.stop import Stop
from locales import lint

_SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    well: bool
    words: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed."""
    findings = [*_settings(settings), _folder(settings), _port(settings), *await _database(settings)]
    if settings.redis_url:
        findings.append(await _redis(settings.redis_url))
    if settings.telegram_token:
        findings.append(await _telegram(settings, settings.telegram_token))
    return [*findings, _texts()]


def _settings(settings: Settings) -> list[Finding]:
    strange = [Finding("settings", False, remark) for remark in remarks(settings)]
    return strange or [Finding("settings", True, "all can be used")]


def _folder(settings: Settings) -> Finding:
    folder = settings.folder
    if not folder.exists():
        return Finding("data folder", True, f"{folder} will be made at the first start")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding("data folder", False, f"{folder} cannot be written: give it to this user.")
    return Finding("data folder", True, str(folder))


def _port(settings: Settings) -> Finding:
    try:
        with place.listening(settings):
            return Finding("port", True, f"{settings.port} is free")
    except Stop as stop:
        if place.occupied(settings):
            return Finding("port", True, f"{settings.port}, of the liandong that is running")
        return Finding("port", False, stop.sentence)


async def _database(settings: Settings) -> list[Finding]:
    if settings.database_url is None and not settings.sqlite_file.exists():
        return [Finding("database", True, "will be made at the first start")]
    try:
        db = await database.reach(settings)
    except Stop as stop:
        return [Finding("database", False, stop.sentence)]
    try:
        revision = await migrations.current(db.reader)
        if revision == migrations.head():
            return [
                Finding("database", True, database.describe(settings)),
                _key(settings, await database.used_keys(db.reader)),
            ]
        return [_other_schema(settings, revision)]
    finally:
        await db.close()


def _key(settings: Settings, used: set[str]) -> Finding:
    try:
        place.check_keys(settings, used)
    except Stop as stop:
        return Finding("secret key", False, stop.sentence)
    return Finding("secret key", True, "fits the database")


def _other_schema(settings: Settings, revision: str | None) -> Finding:
    if revision is None:
        words = f"{database.describe(settings)} is empty: `liandong migrate` or `liandong run` fills it"
        return Finding("database", True, words)
    if revision in migrations.known():
        return Finding("database", False, "its schema is older than this program: run `liandong migrate`.")
    return Finding("database", False, "its schema is newer than this program: install the newer version.")


async def _redis(url: str) -> Finding:
    try:
        async with asyncio.timeout(_SECONDS):
            answer = await _ping(url)
    except (OSError, TimeoutError) as failure:
        return Finding(
            "redis",
            False,
            f"does not answer ({type(failure).__name__}): start it, or correct {PREFIX}REDIS_URL.",
        )
    if answer.startswith(b"+PONG"):
        return Finding("redis", True, "answers")
    return Finding("redis", False, f"refuses us: correct the user or password in {PREFIX}REDIS_URL.")


async def _ping(url: str) -> bytes:
    parts = urlsplit(url)
    secure = ssl.create_default_context() if parts.scheme == "rediss" else None
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 6379, ssl=secure)
    try:
        if parts.password:
            user = [unquote(parts.username)] if parts.username else []
            writer.write(_command("AUTH", *user, unquote(parts.password)))
            if not (answer := await reader.readline()).startswith(b"+OK"):
                return answer
        writer.write(_command("PING"))
        return await reader.readline()
    finally:
        writer.close()


def _command(*words: str) -> bytes:
    parts = [word.encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)


async def _telegram(settings: Settings, token: str) -> Finding:
    from aiogram.exceptions import (  # noqa: PLC0415 - aiogram takes seconds to import
        TelegramAPIError,
        TelegramNotFound,
        TelegramUnauthorizedError,
    )

    from app.bots import make_bot  # noqa: PLC0415 - as above

    bot = make_bot(token, settings.telegram_api)
    try:
        me = await bot.get_me(request_timeout=_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Finding(
            "telegram", False, f"the token is refused: take a new {PREFIX}TELEGRAM_TOKEN of BotFather."
        )
    except (TelegramAPIError, OSError, TimeoutError) as failure:
        return Finding(
            "telegram",
            False,
            f"cannot be reached ({type(failure).__name__}): see to the network, or set {PREFIX}TELEGRAM_API.",
        )
    finally:
        await bot.session.close()
    return Finding("telegram", True, f"@{me.username}")


def _texts() -> Finding:
    faults = lint.faults()
    if faults:
        return Finding("texts", False, f"{'; '.join(faults)}: install the program anew.")
    return Finding("texts", True, f"{len(locales.keys(locales.WRITTEN[0]))} in {', '.join(locales.LOCALES)}")
