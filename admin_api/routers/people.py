"""People and their roles."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from admin_api.context import Call, Paging, Reading, Writing
from admin_api.schemas.access import PersonDetail, PersonIn, PersonOut, RoleIn
from admin_api.schemas.base import AreaInQuery, IdInPath, Items
from core.models import PersonStatus, RoleKind
from core.people import roster
from core.people.roles import place_named

router = APIRouter(prefix="/people", tags=["people"])


@router.get("")
async def list_people(
    call: Reading,
    window: Paging,
    role: Annotated[RoleKind | None, Query(description="Only those who hold a role.")] = None,
    area: AreaInQuery = None,
    status: Annotated[PersonStatus | None, Query(description="Only those of a status.")] = None,
) -> Items[PersonOut]:
    """People who live or hold a role in your scope, without contact data."""
    page = await roster.people(call.session, call.actor, window, role=role, area_code=area, status=status)
    return Items.of(page, PersonOut.model_validate)


@router.get("/{person_id}")
async def get_person(call: Writing, person_id: IdInPath) -> PersonDetail:
    """One person; contact data only for those entitled, and noted in the audit."""
    person = await roster.person(call.session, call.actor, person_id)
    contact = await roster.read_contact(call.session, call.actor, person_id)
    return PersonDetail.model_validate({**asdict(person), "contact": asdict(contact) if contact else None})


async def _changes(call: Call, roles: list[RoleIn]) -> list[roster.RoleChange]:
    return [
        roster.RoleChange(role.role, await place_named(call.session, **role.model_dump(exclude={"role"})))
        for role in roles
    ]


@router.patch("/{person_id}")
async def change_person(call: Writing, person_id: IdInPath, body: PersonIn) -> PersonOut:
    """Give and end roles, suspend or let back in; what is so already stays."""
    changed = await roster.change_person(
        call.session,
        call.actor,
        person_id,
        add=await _changes(call, body.roles.add),
        remove=await _changes(call, body.roles.remove),
        status=PersonStatus(body.status) if body.status else None,
    )
    return PersonOut.model_validate(changed)
