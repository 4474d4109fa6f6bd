"""What buttons carry. It comes back as user input: core checks ownership, role and state each time."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**53)]
"""An id as a button carries it; what no table can hold is no button of ours."""


def number(text: str) -> int:
    """The number that an argument carries; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class NeedButton(CallbackData, prefix="n"):
    """An action of a resident on their need."""

    do: str
    need: Id


class ChooseCategory(CallbackData, prefix="c"):
    """A category for a draft or, by a coordinator, for a need in triage."""

    need: Id
    code: str
    where: str = "draft"


class ShowGroup(CallbackData, prefix="g"):
    """Show the group of a category, or without one all groups; need 0 is the menu of services."""

    need: Id
    first: str = ""
    where: str = "draft"


class StartWith(CallbackData, prefix="s"):
    """Begin a need from the menu of services."""

    code: str


class ChooseArea(CallbackData, prefix="a"):
    """Open an area's children, or take it as home."""

    area: Id
    take: bool = False


class ChooseBuilding(CallbackData, prefix="b"):
    """Say which building: of a need, or with need 0 of one's home."""

    need: Id
    building: Id


class OfferButton(CallbackData, prefix="o"):
    """Answer to an offer."""

    do: str
    offer: Id
    reason: str = ""


class TaskButton(CallbackData, prefix="t"):
    """A handler's action on a need."""

    do: str
    need: Id
    arg: str = ""


class TriageButton(CallbackData, prefix="d"):
    """A coordinator's action on a need."""

    do: str
    need: Id
    arg: str = ""


class VerdictButton(CallbackData, prefix="v"):
    """The verdict on a round of a need; `say` is a verdict or stars."""

    say: str
    need: Id
    round: Id


class SettingButton(CallbackData, prefix="x"):
    """A setting of a person."""

    do: str
    arg: str = ""
