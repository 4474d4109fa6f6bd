"""Who is at the page: a signed cookie."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets

from webchat.accounts import ChatUser

COOKIE = "webchat_user"


def identity(secret: bytes, user: ChatUser) -> str:
    """The signed value of the cookie `webchat_user` for a person."""
    content = json.dumps([user.id, user.first_name, user.language_code], ensure_ascii=False).encode()
    packed = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    return f"{packed}.{_sign(secret, packed)}"


def read_identity(secret: bytes, value: str) -> ChatUser | None:
    """The person of a cookie value; None when it was not signed with the secret."""
    packed, _, signature = value.partition(".")
    if not hmac.compare_digest(_sign(secret, packed).encode(), signature.encode()):
        return None
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        user_id, first_name, language_code = json.loads(content)
    except (binascii.Error, ValueError):
        return None
    return ChatUser(int(user_id), str(first_name), str(language_code))


def new_user_id() -> int:
    """A user id that nobody can guess and that JavaScript can hold: between 2^40 and 2^52."""
    return 2**40 + secrets.randbelow(2**52 - 2**40)


def _sign(secret: bytes, packed: str) -> str:
    return hmac.new(secret, b"webchat identity " + packed.encode(), hashlib.sha256).hexdigest()
