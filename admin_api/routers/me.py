"""What the token of the request may do."""

from fastapi import APIRouter
from sqlalchemy import select

from admin_api.context import Reading
from admin_api.schemas.access import GrantOut, Me
from core.actor import AREA_OFFICERS
from core.models import Area

router = APIRouter(prefix="/me", tags=["me"])


@router.get("")
async def who_am_i(call: Reading) -> Me:
    """Your roles and the areas they reach."""
    ids = [grant.area_id for grant in call.actor.grants if grant.area_id]
    rows = await call.session.execute(select(Area.id, Area.code).where(Area.id.in_(ids)))
    codes = {row.id: row.code for row in rows}
    grants = [
        GrantOut(role=grant.kind, area_code=codes.get(grant.area_id) if grant.area_id else None)
        for grant in call.actor.grants
    ]
    return Me(name=call.actor.name, grants=grants, may_write=call.actor.holds(*AREA_OFFICERS))
