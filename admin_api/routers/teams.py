"""Service teams."""

from typing import Annotated

from fastapi import APIRouter, Query

from admin_api.context import Call, Paging, Reading, Writing
from admin_api.schemas.base import CODE, AreaInQuery, CategoryInQuery, CodeInPath, Items
from admin_api.schemas.rosters import TeamIn, TeamOut
from core.registry import team_roster
from core.registry.service import put_team

router = APIRouter(prefix="/teams", tags=["teams"])


@router.get("")
async def list_teams(
    call: Reading,
    window: Paging,
    area: AreaInQuery = None,
    organisation: Annotated[
        str | None, Query(pattern=CODE, description="Code of an organisation: only its teams.")
    ] = None,
    category: CategoryInQuery = None,
) -> Items[TeamOut]:
    """Teams of organisations in your scope, and those that serve there."""
    page = await team_roster.teams(
        call.session,
        call.actor,
        window,
        area_code=area,
        organisation_code=organisation,
        category_code=category,
    )
    return Items.of(page, TeamOut.model_validate)


async def _shown(call: Call, code: str) -> TeamOut:
    return TeamOut.model_validate(await team_roster.team(call.session, call.actor, code))


@router.get("/{code}")
async def get_team(call: Reading, code: CodeInPath) -> TeamOut:
    """One team."""
    return await _shown(call, code)


@router.put("/{code}")
async def replace_team(call: Writing, code: CodeInPath, body: TeamIn) -> TeamOut:
    """Create or replace a team with what it serves, where and when."""
    await put_team(call.session, call.actor, code, **dict(body))
    return await _shown(call, code)
