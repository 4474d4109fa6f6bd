"""Areas: the tree and its settings."""

from typing import Annotated

from fastapi import APIRouter, Query

from admin_api.context import Call, Paging, Reading, Writing
from admin_api.schemas.base import CODE, CodeInPath, Items
from admin_api.schemas.rosters import AreaIn, AreaOut
from core.models import Level
from core.registry import roster
from core.registry.service import put_area

router = APIRouter(prefix="/areas", tags=["areas"])


@router.get("")
async def list_areas(
    call: Reading,
    window: Paging,
    parent: Annotated[
        str | None, Query(pattern=CODE, description="Code of an area: only those right below it.")
    ] = None,
    level: Annotated[Level | None, Query(description="Only those of a level.")] = None,
) -> Items[AreaOut]:
    """Areas in your scope."""
    page = await roster.areas(call.session, call.actor, window, parent_code=parent, level=level)
    return Items.of(page, AreaOut.model_validate)


async def _shown(call: Call, code: str) -> AreaOut:
    return AreaOut.model_validate(await roster.area(call.session, call.actor, code))


@router.get("/{code}")
async def get_area(call: Reading, code: CodeInPath) -> AreaOut:
    """One area."""
    return await _shown(call, code)


@router.put("/{code}")
async def replace_area(call: Writing, code: CodeInPath, body: AreaIn) -> AreaOut:
    """Create or replace an area; moving it moves all below it."""
    await put_area(
        call.session,
        call.actor,
        code,
        name=body.name,
        level=body.level,
        parent_code=body.parent_code,
        position=body.position.position() if body.position else None,
        boundary=body.boundary,
        overrides=body.overrides,
    )
    return await _shown(call, code)
