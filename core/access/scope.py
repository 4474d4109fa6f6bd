"""Where a role reaches: clauses for selects, and what may be handed on to others."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm.attributes import InstrumentedAttribute

from core.actor import ALL, AREA_OFFICERS, Actor
from core.errors import Forbidden
from core.models import Area, Organisation, RoleKind, Team

READERS = (RoleKind.ADMIN, RoleKind.COORDINATOR, RoleKind.EVALUATOR)
RANK = {RoleKind.EVALUATOR: 1, RoleKind.COORDINATOR: 2, RoleKind.ADMIN: 3}
TOP = "/"
"""A path above all areas: only the scope `all` covers it."""

Place = Area | Team | Organisation


def reaches_all(actor: Actor, *kinds: RoleKind) -> bool:
    """True if one of these roles (default: those that may read) is held for the whole tree."""
    wanted = kinds or READERS
    return any(grant.scope == ALL and grant.kind in wanted for grant in actor.grants)


def within(
    actor: Actor, path: InstrumentedAttribute[str] | ColumnElement[str], *kinds: RoleKind
) -> ColumnElement[bool]:
    """The clause that a path lies where one of these roles (default: those that may read) is held."""
    wanted = kinds or READERS
    if reaches_all(actor, *wanted):
        return true()
    paths = {g.area_path for g in actor.grants if g.kind in wanted and g.area_path}
    return or_(false(), *(path.startswith(prefix) for prefix in sorted(paths)))


def require_officer(actor: Actor) -> None:
    """Raise Forbidden `officers-only` unless the actor is an officer of some area."""
    if not actor.holds(*AREA_OFFICERS):
        raise Forbidden("officers-only")


def require_reader(actor: Actor) -> None:
    """Raise Forbidden `readers-only` unless the actor may read rosters somewhere."""
    if not actor.holds(*READERS):
        raise Forbidden("readers-only")


def require_admin_of_all(actor: Actor) -> None:
    """Raise Forbidden `admin-of-all-only` unless the actor is an administrator of the whole tree."""
    if not reaches_all(actor, RoleKind.ADMIN):
        raise Forbidden("admin-of-all-only")


def outranks(actor: Actor, kind: RoleKind, path: str) -> bool:
    """True if the actor is an officer at this path whose role is not below `kind`."""
    rank = RANK.get(kind, 0)
    return actor.covers(path, *(officer for officer in AREA_OFFICERS if RANK[officer] >= rank))


def scope_word(place: Place | None) -> str:
    """The scope of a role at this place as it is stored: `area:5`, `team:3`, `organisation:2` or `all`."""
    return ALL if place is None else f"{place.__tablename__}:{place.id}"
