"""The command `liandong` as a process of its own, as an operator starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

COMMAND = Path(sys.executable).with_name("liandong")
START_SECONDS = 120


@dataclass
class Ended:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What was said on stderr, which must be one line without a trace."""
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANDONG_")}
    ours = {"DATA_DIR": str(folder / "data"), "PORT": str(free_port()), **settings}
    return clean | {f"LIANDONG_{name}": value for name, value in ours.items()}


def call(command: str, folder: Path, **settings: str) -> Ended:
    """A command that ends by itself."""
    done = subprocess.run(
        [COMMAND, *command.split()],
        cwd=folder,
        env=_environment(folder, settings),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class Running:
    """`liandong run` in the background."""

    def __init__(self, folder: Path, **settings: str) -> None:
        env = _environment(folder, settings)
        self.url = f"http://127.0.0.1:{env['LIANDONG_PORT']}"
        self.port = env["LIANDONG_PORT"]
        self._log = folder / f"run-{self.port}.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen([COMMAND, "run"], cwd=folder, env=env, stdout=log, stderr=log)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def ready(self) -> "Running":
        """Wait until the addresses are printed."""
        until = time.monotonic() + START_SECONDS
        while "is running" not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < until, self.log
            time.sleep(0.05)
        return self

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=10)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=30)
