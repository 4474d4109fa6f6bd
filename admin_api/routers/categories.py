"""Categories of needs, the same for the whole deployment."""

from fastapi import APIRouter

from admin_api.context import Paging, Reading, Writing
from admin_api.schemas.base import CategoryInPath, Items
from admin_api.schemas.rosters import CategoryIn, CategoryOut
from core.registry import roster
from core.registry.service import put_category

router = APIRouter(prefix="/categories", tags=["categories"])


@router.get("")
async def list_categories(call: Reading, window: Paging) -> Items[CategoryOut]:
    """All categories, by code."""
    page = await roster.categories(call.session, call.actor, window)
    return Items.of(page, CategoryOut.model_validate)


@router.get("/{code}")
async def get_category(call: Reading, code: CategoryInPath) -> CategoryOut:
    """One category."""
    return CategoryOut.model_validate(await roster.category(call.session, call.actor, code))


@router.put("/{code}")
async def replace_category(call: Writing, code: CategoryInPath, body: CategoryIn) -> CategoryOut:
    """Create or replace a category; for administrators of everything."""
    category = await put_category(call.session, call.actor, code, **dict(body))
    return CategoryOut.model_validate(category)
