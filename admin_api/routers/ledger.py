"""The ledger of points, read only."""

from typing import Annotated

from fastapi import APIRouter, Query

from admin_api.context import Paging, Reading
from admin_api.schemas.base import NUMBER, Items
from admin_api.schemas.records import AccountOut, EntryOut
from core.models import AccountKind
from core.points import roster

router = APIRouter(prefix="/ledger", tags=["ledger"])


@router.get("/accounts")
async def list_accounts(
    call: Reading,
    window: Paging,
    kind: Annotated[AccountKind | None, Query(description="Only those of a kind.")] = None,
) -> Items[AccountOut]:
    """Accounts of people and organisations in your scope, with their balances."""
    page = await roster.accounts(call.session, call.actor, window, kind=kind)
    return Items.of(page, AccountOut.model_validate)


@router.get("/entries")
async def list_entries(
    call: Reading,
    window: Paging,
    account: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="`id` of an account: only what touches it.")
    ] = None,
    need: Annotated[
        str | None, Query(pattern=NUMBER, description="Number of a need: only what was paid for it.")
    ] = None,
) -> Items[EntryOut]:
    """Transfers of points that touch an account in your scope, oldest first, with rule, inputs and source."""
    page = await roster.entries(call.session, call.actor, window, account_id=account, need_number=need)
    return Items.of(page, EntryOut.model_validate)
