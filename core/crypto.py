"""Secrets kept at rest and derived codes, all from the one key of the deployment (setting `SECRET_KEY`)."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

CODE_DIGITS = 4


class _Keys:
    main: bytes = b""
    fernet: MultiFernet | None = None


def use_keys(*keys: str) -> None:
    """Set the keys: the first encrypts, all of them decrypt (so that a key can be replaced)."""
    _Keys.main = keys[0].encode()
    _Keys.fernet = MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def key_fingerprint(key: str) -> str:
    """By what a key is known again; it tells nothing of the key."""
    return hmac.new(key.encode(), b"fingerprint", hashlib.sha256).hexdigest()


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"rest:" + key.encode()).digest())


def _ring() -> MultiFernet:
    if _Keys.fernet is None:
        raise RuntimeError("core.crypto.use_keys() was not called")
    return _Keys.fernet


def new_token() -> str:
    """A random token for links and bearers, 160 bits, URL-safe."""
    return secrets.token_urlsafe(20)


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256 in hex, so that a read of the table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive(*parts: object) -> bytes:
    """32 bytes that only this deployment can compute from the parts."""
    return hmac.new(_Keys.main, "\x1f".join(map(str, parts)).encode(), hashlib.sha256).digest()


def arrival_code(need_id: int, assignment_id: int) -> str:
    """The 4 digits that the resident tells the handler at the door; never stored."""
    number = int.from_bytes(derive("arrival", need_id, assignment_id)[:8])
    return str(number % 10**CODE_DIGITS).zfill(CODE_DIGITS)


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted in the database (doors, phone numbers)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else _ring().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: object) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else _ring().decrypt(value.encode()).decode()
