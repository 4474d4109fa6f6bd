"""Social organisations."""

from fastapi import APIRouter

from admin_api.context import Call, Paging, Reading, Writing
from admin_api.schemas.base import AreaInQuery, CodeInPath, Items
from admin_api.schemas.rosters import OrganisationIn, OrganisationOut
from core.registry import roster
from core.registry.service import put_organisation

router = APIRouter(prefix="/organisations", tags=["organisations"])


@router.get("")
async def list_organisations(
    call: Reading, window: Paging, area: AreaInQuery = None
) -> Items[OrganisationOut]:
    """Organisations in your scope, or of an area and all below it."""
    page = await roster.organisations(call.session, call.actor, window, area_code=area)
    return Items.of(page, OrganisationOut.model_validate)


async def _shown(call: Call, code: str) -> OrganisationOut:
    return OrganisationOut.model_validate(await roster.organisation(call.session, call.actor, code))


@router.get("/{code}")
async def get_organisation(call: Reading, code: CodeInPath) -> OrganisationOut:
    """One organisation."""
    return await _shown(call, code)


@router.put("/{code}")
async def replace_organisation(call: Writing, code: CodeInPath, body: OrganisationIn) -> OrganisationOut:
    """Create or replace an organisation."""
    await put_organisation(call.session, call.actor, code, **dict(body))
    return await _shown(call, code)
