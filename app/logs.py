"""Logs on stderr: events with their fields, as text or JSON. Failures are told by kind and place only."""

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.settings import LogFormat

_QUIET = ("aiogram", "aiosqlite", "alembic", "apscheduler", "asyncio", "httpx", "sqlalchemy", "uvicorn")
_FRAMES = 12


def _failure(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception without what it says: that may hold what people wrote."""
    info = event.pop("exc_info", None)
    failure = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(failure, BaseException):
        frames = traceback.extract_tb(failure.__traceback__)[-_FRAMES:]
        places = (f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames)
        event["failure"] = type(failure).__name__
        event["at"] = " < ".join(reversed(list(places)))
    return event


def set_up(form: LogFormat, stream: TextIO = sys.stderr) -> None:
    """Send the logs of all parts and libraries to one place."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _failure,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
