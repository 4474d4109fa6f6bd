"""Invitations to roles."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response

from admin_api.context import Paging, Reading, Writing
from admin_api.repeats import Key, once
from admin_api.schemas.access import InvitationIn, InvitationMade, InvitationOut
from admin_api.schemas.base import IdInPath, Items
from core.errors import Invalid
from core.people.invitation_roster import invitation, invitations
from core.people.invitations import invite, revoke_invitation
from core.people.roles import place_named

router = APIRouter(prefix="/invitations", tags=["invitations"])


@router.get("")
async def list_invitations(call: Reading, window: Paging) -> Items[InvitationOut]:
    """Invitations to roles in your scope, newest first."""
    page = await invitations(call.session, call.actor, window)
    return Items.of(page, InvitationOut.model_validate)


@router.post("", status_code=201, response_model=InvitationMade)
async def make_invitation(call: Writing, request: Request, body: InvitationIn, key: Key = None) -> Response:
    """Invite to a role; the payload is shown this once and lives 14 days."""

    async def work() -> InvitationMade:
        codes = body.model_dump(include={"area_code", "team_code", "organisation_code"})
        place = await place_named(call.session, **codes)
        if place is None:
            raise Invalid("place-missing")
        made, payload = await invite(call.session, call.actor, body.role, place, uses=body.uses)
        shown = asdict(await invitation(call.session, made.id))
        return InvitationMade(**shown, payload=payload, url=call.parts.bot_link(payload))

    return await once(call, request, key, work)


@router.delete("/{invitation_id}", status_code=204)
async def end_invitation(call: Writing, invitation_id: IdInPath) -> None:
    """Revoke an invitation; roles that were taken stay."""
    await revoke_invitation(call.session, call.actor, invitation_id)
