import io
import json
import logging

import structlog

from app import logs
from app.settings import LogFormat


def test_a_failure_is_told_by_kind_and_place_without_what_it_says() -> None:
    stream = io.StringIO()
    before = logging.getLogger().handlers[:]
    try:
        logs.set_up(LogFormat.JSON, stream)
        try:
            raise ValueError("我家在3栋501")
        except ValueError:
            structlog.get_logger("bot").exception("an update failed", inbox=7)
            logging.getLogger("somebody").exception("it broke")
    finally:
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert (ours["event"], ours["inbox"], ours["failure"]) == ("an update failed", 7, "ValueError")
    assert ours["at"].startswith("test_logs.py:")
    assert theirs["failure"] == "ValueError"
    assert "501" not in stream.getvalue()
