"""Buildings of areas."""

from fastapi import APIRouter

from admin_api.context import Call, Paging, Reading, Writing
from admin_api.schemas.base import AreaInQuery, CodeInPath, Items
from admin_api.schemas.rosters import BuildingIn, BuildingOut
from core.registry import roster
from core.registry.service import put_building

router = APIRouter(prefix="/buildings", tags=["buildings"])


@router.get("")
async def list_buildings(call: Reading, window: Paging, area: AreaInQuery = None) -> Items[BuildingOut]:
    """Buildings in your scope, or of an area and all below it."""
    page = await roster.buildings(call.session, call.actor, window, area_code=area)
    return Items.of(page, BuildingOut.model_validate)


async def _shown(call: Call, code: str) -> BuildingOut:
    return BuildingOut.model_validate(await roster.building(call.session, call.actor, code))


@router.get("/{code}")
async def get_building(call: Reading, code: CodeInPath) -> BuildingOut:
    """One building."""
    return await _shown(call, code)


@router.put("/{code}")
async def replace_building(call: Writing, code: CodeInPath, body: BuildingIn) -> BuildingOut:
    """Create or replace a building."""
    await put_building(
        call.session,
        call.actor,
        code,
        name=body.name,
        area_code=body.area_code,
        aliases=body.aliases,
        position=body.position.position() if body.position else None,
    )
    return await _shown(call, code)
