"""Where a deployment lives: its folder with lock and kept secrets, and the port it listens on."""

import errno
import fcntl
import os
import secrets
import socket
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from app.settings import PREFIX, Settings
from app.stop import WRONG_SETTING, Stop
from core import crypto


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold DATA_DIR for this process; the lock ends with the process, however it ends."""
    folder = settings.folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as failure:
        raise Stop(
            f"{PREFIX}DATA_DIR is wrong: {folder} cannot be written ({failure.strerror}).", WRONG_SETTING
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Stop(
                f"Another liandong works on {folder}: stop it first, or give {PREFIX}DATA_DIR another folder."
            ) from None
        yield


def occupied(settings: Settings) -> bool:
    """True while a process holds DATA_DIR."""
    try:
        with (settings.folder / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def keys(settings: Settings) -> list[str]:
    """The keys of the deployment: of the setting, or the one kept in DATA_DIR, if there is one."""
    if settings.secret_key is not None:
        return settings.secret_key.split(",")
    file = settings.key_file
    return [kept_secret(file)] if file.exists() else []


def check_keys(settings: Settings, used: Set[str]) -> None:
    """Stop unless all keys with which the database was written are there."""
    if used <= {crypto.key_fingerprint(key) for key in keys(settings)}:
        return
    if settings.secret_key is not None:
        raise Stop(
            f"{PREFIX}SECRET_KEY is wrong: the database was written with another key; "
            "name that one as well, after a comma.",
            WRONG_SETTING,
        )
    what = "is not the key of this database" if settings.key_file.exists() else "is gone"
    raise Stop(f"{settings.key_file} {what}: put it back from the back-up, or set {PREFIX}SECRET_KEY.")


def kept_secret(file: Path) -> str:
    """A secret made once and kept in a file that only its owner reads."""
    try:
        if not file.exists():
            _write(file, secrets.token_urlsafe(32))
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise Stop(f"{file} cannot be read or made ({type(failure).__name__}).") from None
    if not secret:
        raise Stop(f"{file} is empty: put it back from a back-up.")
    return secret


def _write(file: Path, content: str) -> None:
    """Whole or not at all, also when the power goes."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(content + "\n")
        target.flush()
        os.fsync(target.fileno())
    draft.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The port of the server, taken before anything else is begun."""
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError:
        raise Stop(f"{PREFIX}HOST is wrong: {host} is no address of this machine.", WRONG_SETTING) from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(2048)
        except OSError as failure:
            raise _not_bound(host, port, failure) from None
        yield listener


def _not_bound(host: str, port: int, failure: OSError) -> Stop:
    if isinstance(failure, PermissionError):
        return Stop(f"{PREFIX}PORT is wrong: this user may not listen on {port}; take one above 1023.", 2)
    if failure.errno == errno.EADDRINUSE:
        return Stop(f"Port {port} of {host} is taken: stop what uses it, or set {PREFIX}PORT to a free one.")
    return Stop(f"{PREFIX}HOST is wrong: {host} is no address of this machine.", WRONG_SETTING)
