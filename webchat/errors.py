"""Refusals of the Bot API, with Telegram's codes and texts."""


class Refusal(Exception):
    """An answer with `ok: false`. `retry_after` is in seconds."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


def bad_request(text: str) -> Refusal:
    """400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    """403 with Telegram's prefix."""
    return Refusal(403, f"Forbidden: {text}")


def conflict(text: str) -> Refusal:
    """409 with Telegram's prefix."""
    return Refusal(409, f"Conflict: {text}")


def too_large() -> Refusal:
    """413, as Telegram's front server answers."""
    return Refusal(413, "Request Entity Too Large")
