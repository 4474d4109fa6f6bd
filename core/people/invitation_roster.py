"""Invitations as officers read them; what an invitation opens is not kept and cannot be shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.paging import Page, Window, fetch
from core.access.scope import require_officer, within
from core.actor import AREA_OFFICERS, Actor
from core.models import Area, Invitation, Organisation, RoleKind, Team
from core.registry.roster import AnyRow, AnySelect

_TeamOwner = aliased(Organisation)
_Home = aliased(Area)


@dataclass(frozen=True)
class InvitationView:
    """An invitation and the place where its role is held."""

    id: int
    role: RoleKind
    area_code: str | None
    team_code: str | None
    organisation_code: str | None
    uses_left: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def _invitations() -> AnySelect:
    listed = select(Invitation.id, Invitation, Area.code, Team.code, Organisation.code)
    listed = listed.outerjoin(Area, Area.id == Invitation.area_id)
    listed = listed.outerjoin(Team, Team.id == Invitation.team_id)
    listed = listed.outerjoin(_TeamOwner, _TeamOwner.id == Team.organisation_id)
    listed = listed.outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
    at_home = or_(_Home.id == _TeamOwner.area_id, _Home.id == Organisation.area_id)
    return listed.outerjoin(_Home, at_home)


def _view(row: AnyRow) -> InvitationView:
    made: Invitation = row[1]
    return InvitationView(
        made.id,
        made.role,
        row[2],
        row[3],
        row[4],
        made.uses_left,
        made.created_at,
        made.expires_at,
        made.revoked_at,
    )


async def invitations(session: AsyncSession, actor: Actor, window: Window) -> Page[InvitationView]:
    """The invitations to roles in what the actor covers, newest first."""
    require_officer(actor)
    at_area = and_(Area.id.is_not(None), within(actor, Area.path, *AREA_OFFICERS))
    at_home = and_(_Home.id.is_not(None), within(actor, _Home.path, *AREA_OFFICERS))
    listed = _invitations().where(or_(at_area, at_home))
    return (await fetch(session, listed, Invitation.id, window, newest_first=True)).map(_view)


async def invitation(session: AsyncSession, invitation_id: int) -> InvitationView:
    """One invitation that exists."""
    row = (await session.execute(_invitations().where(Invitation.id == invitation_id))).one()
    return _view(row)
