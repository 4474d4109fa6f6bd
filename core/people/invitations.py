"""Invitations: a link that gives a role, so many times, for so long."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.access.audit import record
from core.access.scope import Place, scope_word
from core.actor import Actor
from core.crypto import fingerprint, new_token
from core.db import LOCK
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.models import (
    Area,
    Invitation,
    InvitationUse,
    Organisation,
    Person,
    PersonStatus,
    Role,
    RoleKind,
    Team,
)
from core.people.roles import acting, add_role, check_place, open_role, require_may_give

PREFIX = "join_"
LIFE = timedelta(days=14)
LONGEST = timedelta(days=366)
MOST_USES = 10_000
_LIVES_THERE = (RoleKind.VOLUNTEER, RoleKind.RESIDENT)


async def invite(
    session: AsyncSession,
    actor: Actor,
    role: RoleKind,
    place: Place,
    *,
    uses: int = 1,
    ttl: timedelta = LIFE,
) -> tuple[Invitation, str]:
    """Make an invitation to a role at an area, team or organisation; returns it with its payload.

    `/start PAYLOAD` in chat takes the role; the payload is shown this once and cannot be read again. Raises
    Invalid `role-place`, `invitation-uses`, `invitation-term`; Forbidden `role-not-yours`.
    """
    check_place(role, place)
    if not 1 <= uses <= MOST_USES:
        raise Invalid("invitation-uses", most=MOST_USES)
    if not timedelta(0) < ttl <= LONGEST:
        raise Invalid("invitation-term", most=LONGEST.days)
    await require_may_give(session, actor, role, place)
    token, now = new_token(), clock.now()
    invitation = Invitation(
        token_hash=fingerprint(token),
        role=role,
        area_id=place.id if isinstance(place, Area) else None,
        team_id=place.id if isinstance(place, Team) else None,
        organisation_id=place.id if isinstance(place, Organisation) else None,
        uses_left=uses,
        created_by=actor.person_id,
        created_at=now,
        expires_at=now + ttl,
    )
    session.add(invitation)
    await session.flush()
    record(session, actor, "invite", f"invitation:{invitation.id}", role=role.value, scope=scope_word(place))
    await session.flush()
    return invitation, PREFIX + token


async def take_invitation(session: AsyncSession, actor: Actor, token: str) -> Role:
    """Take the role that an invitation gives; taking it again gives the same role and uses nothing up.

    A volunteer or resident without a home area gets that of the invitation. Raises NotFound
    `invitation-unknown`; Conflict `invitation-expired`, `invitation-used-up`, `invitation-revoked`,
    `invitation-role-ended`; Forbidden `suspended`, `people-only`.
    """
    person = await _locked_person(session, actor.person)
    found = select(Invitation).where(Invitation.token_hash == fingerprint(token.removeprefix(PREFIX)))
    invitation = await session.scalar(found.with_for_update(key_share=True))
    if invitation is None:
        raise NotFound("invitation-unknown")
    place = await place_of(session, invitation)
    held = await open_role(session, person.id, invitation.role, scope_word(place))
    if held is not None:
        return held
    await _require_usable(session, invitation, person.id)
    await _require_maker(session, invitation, place)
    now = clock.now()
    invitation.uses_left -= 1
    session.add(InvitationUse(invitation_id=invitation.id, person_id=person.id, used_at=now))
    role = await add_role(
        session, person.id, invitation.role, place, granted_by=invitation.created_by, now=now
    )
    if person.home_area_id is None and invitation.role in _LIVES_THERE:
        person.home_area_id = invitation.area_id
    record(session, actor, "take-invitation", f"invitation:{invitation.id}", role=role.kind.value)
    await session.flush()
    return role


async def _locked_person(session: AsyncSession, person_id: int) -> Person:
    person = await session.scalar(
        select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    )
    if person is None or person.status is not PersonStatus.ACTIVE:
        raise Forbidden("suspended")
    return person


async def _require_usable(session: AsyncSession, invitation: Invitation, person_id: int) -> None:
    if await session.get(InvitationUse, (invitation.id, person_id)) is not None:
        raise Conflict("invitation-role-ended")
    if invitation.revoked_at is not None:
        raise Conflict("invitation-revoked")
    if invitation.expires_at <= clock.now():
        raise Conflict("invitation-expired")
    if invitation.uses_left == 0:
        raise Conflict("invitation-used-up")


async def _require_maker(session: AsyncSession, invitation: Invitation, place: Place | None) -> None:
    """An invitation holds only as long as the person who made it, if it was one, may give its role."""
    if invitation.created_by is None:
        return
    maker = await acting(session, invitation.created_by)
    try:
        await require_may_give(session, maker, invitation.role, place)
    except Forbidden as refusal:
        raise Conflict("invitation-revoked") from refusal


async def place_of(session: AsyncSession, held: Invitation | Role) -> Place | None:
    """Where an invitation or a role holds; None for `all`."""
    if held.area_id is not None:
        return await session.get_one(Area, held.area_id)
    if held.team_id is not None:
        return await session.get_one(Team, held.team_id)
    if held.organisation_id is not None:
        return await session.get_one(Organisation, held.organisation_id)
    return None


async def revoke_invitation(session: AsyncSession, actor: Actor, invitation_id: int) -> Invitation:
    """End an invitation; roles already taken stay. Who may give the role may do it; doing it again is fine.

    Raises NotFound `invitation-unknown`, also for one that the actor could not have made.
    """
    invitation = await session.get(Invitation, invitation_id, with_for_update=LOCK)
    if invitation is None:
        raise NotFound("invitation-unknown")
    try:
        await require_may_give(session, actor, invitation.role, await place_of(session, invitation))
    except Forbidden as refusal:
        raise NotFound("invitation-unknown") from refusal
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        record(session, actor, "revoke-invitation", f"invitation:{invitation.id}")
        await session.flush()
    return invitation
