"""Who asks: a frozen value that every use case takes, checked again in core each time."""

from dataclasses import dataclass

from core.errors import Forbidden
from core.models import RoleKind

ALL = "all"
AREA_OFFICERS = (RoleKind.COORDINATOR, RoleKind.ADMIN)


@dataclass(frozen=True)
class Grant:
    """A role held now; `area_path` is set for roles at an area, `scope` is `all` for the whole tree."""

    kind: RoleKind
    scope: str
    area_id: int | None = None
    area_path: str | None = None
    team_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person in chat, a token of the API, or the system itself (`label` says which, for the audit)."""

    label: str
    person_id: int | None = None
    contact_id: int | None = None
    name: str = ""
    locale: str = "zh"
    home_area_id: int | None = None
    grants: tuple[Grant, ...] = ()

    @property
    def person(self) -> int:
        """The id of the person; raises Forbidden for tokens and the system."""
        if self.person_id is None:
            raise Forbidden("people-only")
        return self.person_id

    def holds(self, *kinds: RoleKind) -> bool:
        """True if any of these roles is held anywhere."""
        return any(grant.kind in kinds for grant in self.grants)

    def covers(self, path: str, *kinds: RoleKind) -> bool:
        """True if one of these roles (default: officers) is held at the area with this path or above it."""
        wanted = kinds or AREA_OFFICERS
        return any(
            grant.kind in wanted
            and (grant.scope == ALL or (grant.area_path is not None and path.startswith(grant.area_path)))
            for grant in self.grants
        )

    def require_cover(self, path: str, *kinds: RoleKind) -> None:
        """Raise Forbidden `outside-your-area` unless `covers`."""
        if not self.covers(path, *kinds):
            raise Forbidden("outside-your-area")

    def teams(self, *kinds: RoleKind) -> frozenset[int]:
        """Ids of the teams in which one of these roles is held."""
        return frozenset(g.team_id for g in self.grants if g.team_id is not None and g.kind in kinds)


SYSTEM = Actor(label="system", grants=(Grant(RoleKind.ADMIN, ALL),))
