import asyncio
import os
import re
import socket
from pathlib import Path

import pytest

from app.remarks import remarks
from app.settings import load
from app.stop import WRONG_SETTING, Stop
from tests.app.liandong import call
from tests.webchat.conftest import postgres_database

WRONG = {
    "DATABASE_URL": ["mysql://x/y", "nonsense", "sqlite://", "postgresql://host"],
    "REDIS_URL": ["http://host", "redis:"],
    "TELEGRAM_TOKEN": ["abc", "12:", "12:a b"],
    "TELEGRAM_API": ["example.org", "ftp://example.org", "http://"],
    "UPDATES": ["push"],
    "WEBHOOK_URL": ["bot.example.org"],
    "WEBHOOK_SECRET": ["with space", "é" * 3],
    "SEND_RATE": ["-1", "fast"],
    "PORT": ["0", "65536", "http", "-1", "8080.5"],
    "PUBLIC_URL": ["example.org", "https://example.org/?a=1", "http://host:port"],
    "WEBCHAT_API": ["localhost"],
    "ADMIN_TOKEN": ["with space", "密码"],
    "SECRET_KEY": ["short", "long-enough-for-a-key,short"],
    "TIMEZONE": ["Asia/Nowhere", "../etc"],
    "LOCALE": ["fr"],
    "DEMO": ["maybe"],
    "LOG_FORMAT": ["xml"],
}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LIANDONG_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_wrong_setting_is_named_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LIANDONG_{name}", value)
    with pytest.raises(Stop) as refused:
        load()
    assert refused.value.code == WRONG_SETTING
    sentence = refused.value.sentence
    assert sentence.startswith(f"LIANDONG_{name} is wrong: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert name not in ("TELEGRAM_TOKEN", "SECRET_KEY", "ADMIN_TOKEN") or value not in sentence


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "abc", "it must be a number from 1 to 65535"),
        ("PORT", "70000", "it must be a number from 1 to 65535"),
        ("PUBLIC_URL", "foo", "it must be an address like https://example.org"),
        ("PUBLIC_URL", "http://host:port", "it must be an address like https://example.org"),
        ("SEND_RATE", "fast", "it must be a number from 0 to 10000"),
    ],
)
def test_a_refusal_says_what_is_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(f"LIANDONG_{name}", value)
    with pytest.raises(Stop, match=re.escape(f"LIANDONG_{name} is wrong: {words}")):
        load()


def test_a_webhook_needs_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANDONG_UPDATES", "webhook")
    monkeypatch.setenv("LIANDONG_TELEGRAM_TOKEN", "1:a")
    with pytest.raises(Stop, match="LIANDONG_UPDATES=webhook needs LIANDONG_WEBHOOK_URL"):
        load()


def test_the_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LIANDONG_PORT=9001\nLIANDONG_HOST=0.0.0.0\nOTHER=1\n")
    assert (load().port, load().own_url) == (9001, "http://127.0.0.1:9001")
    monkeypatch.setenv("LIANDONG_PORT", "9002")
    monkeypatch.setenv("LIANDONG_LOCALE", "")
    assert load().url == "http://127.0.0.1:9002"


def test_names_that_are_no_settings_are_told_with_the_nearest_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIANDONG_DATABSE_URL", "postgresql://host/name")
    monkeypatch.setenv("LIANDONG_PORT", "9000")
    monkeypatch.setenv("PORT", "9000")
    (tmp_path / ".env").write_text("LIANDONG_FOO=red\nOTHER=1\nLIANDONG_DEMO=off\nTIMEZONE=UTC\n")
    assert remarks(load()) == [
        "LIANDONG_DATABSE_URL is no setting and is ignored: did you mean LIANDONG_DATABASE_URL?",
        "LIANDONG_FOO is no setting and is ignored: the settings are listed in README.md.",
        "TIMEZONE is no setting and is ignored: did you mean LIANDONG_TIMEZONE?",
    ]


def test_a_line_that_is_no_setting_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# ours\nLIANDONG_DEMO=off\n\nport 9000\nLOCALE\nexport LIANDONG_HOST=::1\n"
    )
    sentence = "Line {} of .env is no setting and is ignored: write NAME=value."
    ended = call("migrate", tmp_path)
    assert ended.code == 0
    assert ended.err.splitlines() == [f"liandong: {sentence.format(line)}" for line in (4, 5)]
    examined = call("doctor", tmp_path)
    assert (examined.code, examined.err) == (1, "")
    for line in (4, 5):
        assert f"NOT  settings: {sentence.format(line)}" in examined.out


def test_what_is_strange_is_said_and_stops_nothing(tmp_path: Path) -> None:
    strange = {"DATABSE_URL": "postgresql://host/name", "ADMIN_TOKEN": "geheim"}
    ended = call("migrate", tmp_path, **strange)
    assert ended.code == 0
    assert [line.partition(" is ")[0] for line in ended.err.splitlines()] == [
        "liandong: LIANDONG_DATABSE_URL",
        "liandong: LIANDONG_ADMIN_TOKEN",
    ]
    examined = call("doctor", tmp_path, **strange)
    assert examined.code == 1
    assert examined.out.count("NOT  settings: LIANDONG_") == 2
    assert "geheim" not in ended.err + examined.out


def test_the_command_ends_with_the_sentence(tmp_path: Path) -> None:
    ended = call("run", tmp_path, PORT="none")
    assert ended.code == WRONG_SETTING
    assert "LIANDONG_PORT is wrong" in ended.sentence


def test_an_address_of_elsewhere_is_refused(tmp_path: Path) -> None:
    ended = call("run", tmp_path, HOST="192.0.2.1")
    assert ended.code == WRONG_SETTING
    assert "LIANDONG_HOST is wrong" in ended.sentence


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = call("run", tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))
    assert ended.code == WRONG_SETTING
    assert "LIANDONG_DATA_DIR is wrong" in ended.sentence


def test_an_unreachable_database_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://someone:geheim@127.0.0.1:1/liandong"
    ended = call("run", tmp_path, DATABASE_URL=url)
    assert ended.code == 1
    assert "LIANDONG_DATABASE_URL does not answer" in ended.sentence
    assert "geheim" not in ended.sentence
    examined = call("doctor", tmp_path, DATABASE_URL=url)
    assert examined.code == 1
    assert "NOT  database" in examined.out


async def test_what_postgresql_refuses_is_told(tmp_path: Path) -> None:
    unknown = "postgresql://nobody-of-that-name:geheim@127.0.0.1:5432/postgres"
    async with postgres_database():
        ended = await asyncio.to_thread(call, "run", tmp_path, DATABASE_URL=unknown)
    assert ended.code == 1
    assert "refuses the user nobody-of-that-name" in ended.sentence
    assert "geheim" not in ended.sentence


def test_a_database_on_no_host_is_told(tmp_path: Path) -> None:
    ended = call("run", tmp_path, DATABASE_URL="postgresql://db.invalid/liandong")
    assert ended.code == 1
    assert "LIANDONG_DATABASE_URL is wrong: there is no host db.invalid" in ended.sentence


@pytest.mark.parametrize("size", [0, 4096])
def test_a_damaged_file_is_told(tmp_path: Path, size: int) -> None:
    """All of it, or all but the first page."""
    assert call("migrate", tmp_path).code == 0
    file = tmp_path / "data" / "liandong.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:size] + b"\xff" * (len(whole) - size))
    for command in ("run", "doctor"):
        ended = call(command, tmp_path)
        assert ended.code == 1
        assert f"{file} is damaged or no database: put back the back-up." in ended.out + ended.err


def test_the_doctor_names_a_busy_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        examined = call("doctor", tmp_path, PORT=port)
    assert examined.code == 1
    assert f"NOT  port: Port {port} of 127.0.0.1 is taken" in examined.out
