"""Needs, read only."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query

from admin_api.context import Paging, Reading
from admin_api.schemas.base import NUMBER, AreaInQuery, CategoryInQuery, Items
from admin_api.schemas.records import NeedDetail, NeedOut
from core.models import Status
from core.needs import roster
from core.needs.roster_detail import offers, timeline

router = APIRouter(prefix="/needs", tags=["needs"])
Number = Annotated[str, Path(pattern=NUMBER, description="The number of the need.")]


@router.get("")
async def list_needs(
    call: Reading,
    window: Paging,
    status: Annotated[Status | None, Query(description="Only those of a status.")] = None,
    area: AreaInQuery = None,
    category: CategoryInQuery = None,
    overdue: Annotated[
        bool | None, Query(description="Only those past a deadline, or only the others.")
    ] = None,
) -> Items[NeedOut]:
    """Needs in your scope, newest first."""
    page = await roster.needs(
        call.session,
        call.actor,
        window,
        status=status,
        area_code=area,
        category_code=category,
        is_overdue=overdue,
    )
    return Items.of(page, NeedOut.model_validate)


@router.get("/{number}")
async def get_need(call: Reading, number: Number) -> NeedDetail:
    """One need with its timeline and offers."""
    need_id, need = await roster.need(call.session, call.actor, number)
    told = [asdict(event) for event in await timeline(call.session, need_id)]
    made = [asdict(offer) for offer in await offers(call.session, need_id)]
    return NeedDetail.model_validate({**asdict(need), "timeline": told, "offers": made})
