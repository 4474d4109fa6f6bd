"""What all bodies share: strict types, no unknown fields, no control signs, moments with an offset."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path as File
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from core import clock
from core.access.paging import Page

T = TypeVar("T")
U = TypeVar("U")
EXAMPLES: dict[str, dict[str, Any]] = tomllib.loads(
    File(__file__).parents[1].joinpath("examples.toml").read_text(encoding="utf-8")
)
"""For the name of a body: its `body`, and the `key` in its path where there is one."""
CODE = "^[A-Za-z0-9-]{1,32}$"
CATEGORY_CODE = "^[A-Za-z0-9_-]{1,32}$"


class Request(BaseModel):
    """A body that is sent: types as they are, nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


def example(name: str) -> ConfigDict:
    """The example of a body, for the reference."""
    return ConfigDict(json_schema_extra={"examples": [EXAMPLES[name]["body"]]})


class Answer(BaseModel):
    """A body that is answered, read from a view of core."""

    model_config = ConfigDict(from_attributes=True)


class Items(BaseModel, Generic[T]):
    """A page of a list; without `next_cursor` it is the last."""

    items: list[T]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[U], show: Callable[[U], T]) -> "Items[T]":
        """The page with each item shown through a function."""
        return cls(items=[show(item) for item in page.items], next_cursor=page.next)


def _no_control_signs(words: str) -> str:
    if any(c < " " or "\x7f" <= c < "\xa0" or "\ud800" <= c <= "\udfff" for c in words):
        raise PydanticCustomError("control_sign", "control signs are not allowed")
    return words


def _trimmed(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


_PLAIN = AfterValidator(_no_control_signs)
Words32 = Annotated[str, _trimmed(32), _PLAIN]
Words60 = Annotated[str, _trimmed(60), _PLAIN]
Words100 = Annotated[str, _trimmed(100), _PLAIN]
Code = Annotated[str, Field(pattern=CODE)]
CategoryCode = Annotated[str, Field(pattern=CATEGORY_CODE)]
CodeInPath = Annotated[str, Path(pattern=CODE, description="The code, chosen by the caller.")]
CategoryInPath = Annotated[str, Path(pattern=CATEGORY_CODE, description="The code of the category.")]
IdInPath = Annotated[int, Path(ge=1, le=2**63 - 1, description="The `id` that the list shows.")]
AreaInQuery = Annotated[
    str | None, Query(pattern=CODE, description="Code of an area: only there and in all below it.")
]
CategoryInQuery = Annotated[
    str | None, Query(pattern=CATEGORY_CODE, description="Code of a category: only those of it.")
]
NUMBER = "^[A-Za-z0-9-]{1,24}$"
Moment = Annotated[datetime, AfterValidator(clock.local)]
Crs = Literal["wgs84", "gcj02"]


class Problem(BaseModel):
    """RFC 9457: what is wrong, `code` for programs and `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    params: dict[str, Any]
    errors: list["FieldProblem"] = Field(default=[])


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    code: str
    detail: str
