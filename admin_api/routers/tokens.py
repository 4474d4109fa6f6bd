"""Bearer tokens."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from admin_api.context import Paging, Reading, Writing
from admin_api.repeats import Key, once
from admin_api.schemas.access import TokenIn, TokenMade, TokenOut
from admin_api.schemas.base import IdInPath, Items
from core.access.tokens import issue, revoke, tokens
from core.models import Area, RoleKind, Token
from core.registry.rows import named

router = APIRouter(prefix="/tokens", tags=["tokens"])


def _shown(token: Token, area_code: str | None) -> TokenOut:
    return TokenOut(
        id=token.id,
        name=token.name,
        role=token.role,
        area_code=area_code,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
    )


@router.get("")
async def list_tokens(call: Reading, window: Paging) -> Items[TokenOut]:
    """Tokens that you may revoke, newest first."""
    page = await tokens(call.session, call.actor, window)
    return Items.of(page, lambda row: _shown(*row))


@router.post("", status_code=201, response_model=TokenMade)
async def issue_token(call: Writing, request: Request, body: TokenIn, key: Key = None) -> Response:
    """Issue a token, not above your own role and scope; it is shown this once."""

    async def work() -> TokenMade:
        area = await named(call.session, Area, "area_code", body.area_code) if body.area_code else None
        role = RoleKind(body.role)
        token, bearer = await issue(
            call.session, call.actor, name=body.name or "", role=role, area=area, expires_at=body.expires_at
        )
        return TokenMade(**dict(_shown(token, body.area_code)), token=bearer)

    return await once(call, request, key, work)


@router.delete("/{token_id}", status_code=204)
async def end_token(call: Writing, token_id: IdInPath) -> None:
    """Revoke a token: from now on it opens nothing."""
    await revoke(call.session, call.actor, token_id)
