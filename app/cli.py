"""The command line `liandong`."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import typer

import locales
from app import logs, place
from app.remarks import remarks
from app.settings import PREFIX, Demo, Settings, load
from app.stop import Stop
from core import clock

main = typer.Typer(
    help="Liandong 联动: chat bot and back office for community services.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ledger = typer.Typer(help="The ledger of points.", no_args_is_help=True)
main.add_typer(ledger, name="ledger")


@main.command()
def run() -> None:
    """Run everything in this process until it is stopped."""
    with _refusals(), _at_home() as settings, place.listening(settings) as listener:
        typer.echo("Starting Liandong…")
        asyncio.run(_run(settings, listener))


@main.command()
def migrate() -> None:
    """Bring the schema of the database up to date."""
    with _refusals(), _at_home() as settings:
        asyncio.run(_migrate(settings))
        typer.echo("The schema is up to date.")


@main.command()
def demo() -> None:
    """Load the demo community."""
    with _refusals(), _at_home() as settings:
        state = "loaded" if asyncio.run(_demo(settings)) else "there already"
        typer.echo(f"The demo community is {state}; {_phones(settings)}.")


@main.command()
def doctor() -> None:
    """Check settings, database, Redis, Telegram and texts, and say what to do."""
    with _refusals():
        settings = _prepared()
        from app.doctor import examine  # noqa: PLC0415 - so that a wrong setting is told at once

        findings = asyncio.run(examine(settings))
    for finding in findings:
        typer.echo(f"{'ok ' if finding.well else 'NOT'}  {finding.subject}: {finding.words}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@ledger.command()
def verify() -> None:
    """Compute every posting and every balance again; name the first row that does not follow."""
    with _refusals():
        settings = _prepared()
        from app.audit import ledger_words  # noqa: PLC0415 - so that a wrong setting is told at once

        typer.echo(asyncio.run(ledger_words(settings)))


def _phones(settings: Settings) -> str:
    """When `run` shows the phones of the demo."""
    shown = settings.demo is Demo.ON or (settings.demo is Demo.AUTO and not settings.telegram_token)
    return "`liandong run` shows its phones" if shown else f"with {PREFIX}DEMO=on its phones are shown"


def _prepared() -> Settings:
    """The settings, with the logs, the time zone and the first language set by them."""
    settings = load()
    logs.set_up(settings.log_format)
    clock.set_zone(settings.timezone)
    locales.use_default(settings.locale)
    return settings


@contextmanager
def _at_home() -> Iterator[Settings]:
    """The settings, with what is strange about them said and DATA_DIR held."""
    settings = _prepared()
    for remark in remarks(settings):
        typer.echo(f"liandong: {remark}", err=True)
    with place.locked(settings):
        yield settings


async def _run(settings: Settings, listener: socket.socket) -> None:
    from app.database import open_ready  # noqa: PLC0415 - so that a wrong setting is told at once

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_ready(settings) as db:
        from app.processes import run as run_all  # noqa: PLC0415 - aiogram takes seconds to import

        await run_all(settings, db, listener, stop)


async def _migrate(settings: Settings) -> None:
    from app.database import open_ready  # noqa: PLC0415 - so that a wrong setting is told at once

    async with open_ready(settings):
        pass


async def _demo(settings: Settings) -> bool:
    from app.database import ensure_demo, open_ready  # noqa: PLC0415 - so that a wrong setting is told at once

    async with open_ready(settings) as db:
        return await ensure_demo(db)


@contextmanager
def _refusals() -> Iterator[None]:
    """Print the sentence of a `Stop` and leave with its code."""
    try:
        yield
    except Stop as stop:
        typer.echo(f"liandong: {stop.sentence}", err=True)
        raise typer.Exit(stop.code) from None
