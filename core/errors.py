"""Refusals: a code that the edge turns into a sentence in the person's language, and its parameters."""

from typing import Any


class Refusal(Exception):
    """A use case that could not be done; `code` names the sentence, `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotFound(Refusal):
    """What was asked for does not exist, or not for this person."""


class Forbidden(Refusal):
    """The person may not do this."""


class Conflict(Refusal):
    """The present state does not allow this."""


class Invalid(Refusal):
    """What was sent cannot be used; the code says what is wrong with it."""
