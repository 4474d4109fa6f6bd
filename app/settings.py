"""Settings: environment variables with the prefix LIANDONG_, or the file `.env` beside the command."""

import logging
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.stop import WRONG_SETTING, Stop
from locales import LOCALES

PREFIX = "LIANDONG_"
FILE = ".env"
logging.getLogger("dotenv").setLevel(logging.ERROR)
"""What it would warn of is said by `app.remarks`."""
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SHORTEST_KEY = 16


def _http(value: str) -> str:
    parts = urlsplit(value)
    try:
        well = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        well = False
    if not well or parts.query or parts.fragment:
        raise ValueError("it must be an address like https://example.org, without ? and #")
    return value.rstrip("/")


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError("it is not a database URL") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError("it must begin with postgresql: or sqlite:")
    if url.database in (None, "", ":memory:"):
        raise ValueError("it must name a database")
    return value


def _redis(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise ValueError("it must begin with redis: or rediss: and name a host")
    return value


def _telegram_token(value: str) -> str:
    if not _TOKEN.fullmatch(value):
        raise ValueError("a token of Telegram is digits, a colon, and letters; BotFather shows it")
    return value


def _webhook_secret(value: str) -> str:
    if not _WEBHOOK_SECRET.fullmatch(value):
        raise ValueError("1 to 256 letters, digits, _ and - are allowed")
    return value


def _bearer(value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("it must be ASCII without spaces")
    return value


def _keys(value: str) -> str:
    if any(len(key) < SHORTEST_KEY for key in value.split(",")):
        raise ValueError(f"each key needs at least {SHORTEST_KEY} characters")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("there is no such time zone; one is Asia/Shanghai") from None
    return value


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise ValueError(f"it must be one of {', '.join(LOCALES)}")
    return value


def _number(kind: type[int] | type[float], least: int, most: int) -> BeforeValidator:
    """The check that a value is a number within limits."""

    def check(value: str) -> float:
        try:
            number = kind(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError(f"it must be a number from {least} to {most}")
        return number

    return BeforeValidator(check)


Address = Annotated[str, AfterValidator(_http)]


class Updates(StrEnum):
    """How Telegram's updates come."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class LogFormat(StrEnum):
    """How log lines look."""

    CONSOLE = "console"
    JSON = "json"


class Demo(StrEnum):
    """Whether the demo community and its phones are there."""

    AUTO = "auto"
    """Without a Telegram token, in a database that is new or holds the demo already."""
    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """All settings; the table in README.md says what each does."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Path("data")
    database_url: Annotated[str, AfterValidator(_database)] | None = None
    redis_url: Annotated[str, AfterValidator(_redis)] | None = None
    telegram_token: Annotated[str, AfterValidator(_telegram_token)] | None = None
    telegram_api: Address | None = None
    updates: Updates = Updates.POLLING
    webhook_url: Address | None = None
    webhook_secret: Annotated[str, AfterValidator(_webhook_secret)] | None = None
    send_rate: Annotated[float, _number(float, 0, 10_000)] = 28.0
    host: str = "127.0.0.1"
    port: Annotated[int, _number(int, 1, 65535)] = 8080
    public_url: Address | None = None
    webchat_api: Address | None = None
    admin_token: Annotated[str, AfterValidator(_bearer)] | None = None
    secret_key: Annotated[str, AfterValidator(_keys)] | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    locale: Annotated[str, AfterValidator(_locale)] = "zh"
    demo: Demo = Demo.AUTO
    log_format: LogFormat = LogFormat.CONSOLE

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.updates is Updates.WEBHOOK:
            for name in ("telegram_token", "webhook_url", "webhook_secret"):
                if getattr(self, name) is None:
                    raise ValueError(f"{PREFIX}UPDATES=webhook needs {PREFIX}{name.upper()}")
        return self

    @property
    def folder(self) -> Path:
        """DATA_DIR as an absolute path."""
        return self.data_dir.expanduser().absolute()

    @property
    def sqlite_file(self) -> Path:
        """Where the embedded database is."""
        return self.folder / "liandong.db"

    @property
    def key_file(self) -> Path:
        """Where the key is kept that was made at the first start."""
        return self.folder / "secret_key"

    @property
    def database(self) -> str:
        """The database URL, given or embedded."""
        return self.database_url or f"sqlite:///{self.sqlite_file}"

    @property
    def own_url(self) -> str:
        """Where this process itself reaches its server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """Where people reach the server."""
        return self.public_url or self.own_url


def load() -> Settings:
    """Read the settings; a wrong one stops with a sentence that names it."""
    try:
        return Settings()  # pyright: ignore[reportCallIssue]
    except ValidationError as failure:
        first = failure.errors()[0]
        words = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise Stop(f"{words}.", WRONG_SETTING) from None
        name = f"{PREFIX}{str(first['loc'][0]).removeprefix(PREFIX.lower()).upper()}"
        raise Stop(f"{name} is wrong: {words[0].lower()}{words[1:]}.", WRONG_SETTING) from None
    except (UnicodeDecodeError, OSError):
        raise Stop(f"The file {FILE} cannot be read as UTF-8 text.", WRONG_SETTING) from None
