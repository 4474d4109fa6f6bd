"""Areas, buildings, categories, organisations, teams: as they are put and as they are shown."""

from typing import Annotated, Any

from pydantic import Field, JsonValue

from admin_api.schemas.base import (
    Answer,
    CategoryCode,
    Code,
    Crs,
    Request,
    Words32,
    Words60,
    Words100,
    example,
)
from core.models import Level, Mode, OrganisationKind, Priority, Provider
from core.registry.checks import MAX_RADIUS_M, Position
from core.registry.settings import LONGEST_HOURS, LONGEST_MINUTES
from core.registry.teams import MAX_CAPACITY

MOST_CODES = 1000
Minutes = Annotated[float, Field(gt=0, le=LONGEST_MINUTES)]
Hours = Annotated[float, Field(gt=0, le=LONGEST_HOURS)]
BOUNDARY = {
    "type": "object",
    "description": "GeoJSON Polygon or MultiPolygon, lon before lat; `crs: gcj02` converts it.",
    "example": {
        "type": "Polygon",
        "coordinates": [[[104.0, 30.0], [104.1, 30.0], [104.1, 30.1], [104.0, 30.0]]],
    },
}
OVERRIDES = {
    "description": "respond_minutes, resolve_hours, offer_minutes, wave_minutes, verdict_hours, pause_hours "
    "(decimals allowed), service_hours (like the duty of a team), emergency_numbers (kind to number).",
    "example": {"offer_minutes": 5, "emergency_numbers": {"gas": "96777"}},
}
DUTY = {
    "description": '"always", or a list of windows; `to` not after `from` passes midnight.',
    "example": [{"weekday": 1, "from": "08:00", "to": "18:00"}],
}


class PointIn(Request):
    """Degrees; `crs: gcj02` for positions from Chinese maps, which are converted."""

    lat: Annotated[float, Field(ge=-90, le=90, description="Latitude.")]
    lon: Annotated[float, Field(ge=-180, le=180, description="Longitude.")]
    crs: Crs = Field("wgs84", description="In which system: that of satellites, or that of Chinese maps.")

    def position(self) -> Position:
        """The value that core takes."""
        return Position(self.lat, self.lon, getattr(self, "radius_m", None), self.crs)


class CentreIn(PointIn):
    """A point with a radius in metres."""

    radius_m: Annotated[
        float | None, Field(gt=0, le=MAX_RADIUS_M, description="How far the area reaches, in metres.")
    ] = None


class Point(Answer):
    """WGS 84 degrees."""

    lat: float
    lon: float


class Centre(Point):
    """WGS 84 degrees, and a radius in metres."""

    radius_m: float | None


class AreaIn(Request):
    """An area; its level lies below that of its parent."""

    model_config = example("AreaIn")

    name: Words100 = Field(description="What people call it.")
    level: Annotated[Level, Field(strict=False, description="Its place in the tree, city at the top.")]
    parent_code: Code | None = Field(None, description="The area above it; none for the top.")
    position: CentreIn | None = Field(None, description="Its centre, where there is no boundary.")
    boundary: Annotated[dict[str, JsonValue] | None, Field(json_schema_extra=BOUNDARY)] = None
    overrides: dict[str, JsonValue] = Field(default={}, json_schema_extra=OVERRIDES)


class AreaOut(Answer):
    """An area as it was put."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    position: Centre | None
    boundary: dict[str, Any] | None
    overrides: dict[str, Any]


class BuildingIn(Request):
    """A building of an area."""

    model_config = example("BuildingIn")

    name: Words100 = Field(description="What people call it.")
    aliases: list[Words100] = Field(default=[], max_length=50, description="Other names that people write.")
    area_code: Code = Field(description="The area in which it stands.")
    position: PointIn | None = Field(None, description="Where it stands; check-ins are compared with it.")


class BuildingOut(Answer):
    """A building as it was put."""

    code: str
    name: str
    aliases: list[str]
    area_code: str
    position: Point | None


class CategoryIn(Request):
    """A kind of need. `needs_visit` defaults to whether a team or a volunteer serves it."""

    model_config = example("CategoryIn")

    name_zh: Words60 = Field(description="Its Chinese name.")
    name_en: Words60 = Field(description="Its English name.")
    group: Words32 = Field(description="Under which heading of the service menu it stands.")
    mode: Annotated[Mode, Field(strict=False, description="How it is served.")]
    provider: Annotated[Provider, Field(strict=False, description="Who serves it.")]
    priority: Annotated[Priority, Field(strict=False, description="How it is ranked.")] = Priority.NORMAL
    respond_minutes: Minutes = Field(240.0, description="Within how many minutes somebody accepts.")
    resolve_hours: Hours = Field(72.0, description="Within how many hours it is done.")
    needs_visit: bool | None = Field(None, description="Whether somebody comes and checks in.")
    active: bool = Field(True, description="Whether residents can ask for it.")


class CategoryOut(Answer):
    """A category as it was put."""

    code: str
    name_zh: str
    name_en: str
    group: str
    mode: Mode
    provider: Provider
    priority: Priority
    respond_minutes: float
    resolve_hours: float
    needs_visit: bool
    active: bool


class OrganisationIn(Request):
    """A social organisation; `grade` is 1A to 5A."""

    model_config = example("OrganisationIn")

    name: Words100 = Field(description="What people call it.")
    kind: Annotated[OrganisationKind, Field(strict=False, description="How it is known to the authorities.")]
    area_code: Code = Field(description="The area that answers for it.")
    grade: Annotated[str | None, Field(pattern="^[1-5]A$", description="Its grade.")] = None


class OrganisationOut(Answer):
    """An organisation as it was put."""

    code: str
    name: str
    kind: OrganisationKind
    area_code: str
    grade: str | None


class TeamIn(Request):
    """A team; the name defaults to the code, an area covers all below it."""

    model_config = example("TeamIn")

    name: Words100 | None = Field(None, description="What people call it.")
    organisation_code: Code = Field(description="To whom it belongs.")
    category_codes: list[CategoryCode] = Field(
        default=[], max_length=MOST_CODES, description="What it serves."
    )
    area_codes: list[Code] = Field(
        default=[], max_length=MOST_CODES, description="Where it serves; all below as well."
    )
    capacity: Annotated[int, Field(ge=0, le=MAX_CAPACITY, description="How many needs at a time.")] = 3
    duty: Annotated[JsonValue, Field(json_schema_extra=DUTY)] = "always"
    active: bool = Field(True, description="Whether it gets offers.")


class TeamOut(Answer):
    """A team as it was put."""

    code: str
    name: str
    organisation_code: str
    category_codes: list[str]
    area_codes: list[str]
    capacity: int
    duty: Any
    active: bool
