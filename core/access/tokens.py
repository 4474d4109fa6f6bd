"""Bearer tokens for programs: issued, listed, revoked, recognised."""

import hmac
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.access.audit import record
from core.access.paging import Page, Window, fetch
from core.access.scope import RANK, TOP, outranks, require_officer, scope_word, within
from core.actor import ALL, AREA_OFFICERS, SYSTEM, Actor, Grant
from core.crypto import fingerprint, new_token
from core.errors import Forbidden, Invalid, NotFound
from core.models import Area, RoleKind, Token

BOOTSTRAP = Actor(label="bootstrap", name="bootstrap", grants=SYSTEM.grants)


async def authenticate(session: AsyncSession, bearer: str, bootstrap_token: str | None) -> Actor | None:
    """The actor behind a bearer; None if it is unknown, expired or revoked.

    The bootstrap token of the deployment, if one is set, is an administrator of everything.
    """
    if bootstrap_token and hmac.compare_digest(fingerprint(bearer), fingerprint(bootstrap_token)):
        return BOOTSTRAP
    known = select(Token, Area.path).outerjoin(Area, Area.id == Token.area_id)
    row = (await session.execute(known.where(Token.token_hash == fingerprint(bearer)))).first()
    if row is None:
        return None
    token, path = row
    if token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= clock.now()):
        return None
    scope = ALL if token.area_id is None else f"area:{token.area_id}"
    held = Grant(token.role, scope, area_id=token.area_id, area_path=path)
    return Actor(label=f"token:{token.id}", name=token.name, grants=(held,))


async def issue(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    role: RoleKind,
    area: Area | None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """Issue a token for an area (None: everything); returns it with the bearer, which is shown this once.

    Raises Invalid `token-role`, `token-term`; Forbidden `role-not-yours` above the actor's own role or scope.
    """
    if role not in RANK:
        raise Invalid("token-role")
    now = clock.now()
    if expires_at is not None and expires_at <= now:
        raise Invalid("token-term")
    if not outranks(actor, role, area.path if area else TOP):
        raise Forbidden("role-not-yours", role=role.value)
    bearer = new_token()
    token = Token(
        name=name,
        token_hash=fingerprint(bearer),
        role=role,
        area_id=area.id if area else None,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(token)
    await session.flush()
    record(session, actor, "issue-token", f"token:{token.id}", role=role.value, scope=scope_word(area))
    await session.flush()
    return token, bearer


async def revoke(session: AsyncSession, actor: Actor, token_id: int) -> Token:
    """End a token; doing it again is fine. Raises NotFound `token-unknown`, also for one out of reach."""
    token = await session.scalar(select(Token).where(Token.id == token_id).with_for_update())
    path = TOP
    if token is not None and token.area_id is not None:
        path = (await session.get_one(Area, token.area_id)).path
    if token is None or not outranks(actor, token.role, path):
        raise NotFound("token-unknown")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record(session, actor, "revoke-token", f"token:{token.id}")
        await session.flush()
    return token


async def tokens(session: AsyncSession, actor: Actor, window: Window) -> Page[tuple[Token, str | None]]:
    """The tokens that the actor may revoke, newest first, each with the code of its area."""
    require_officer(actor)
    listed = select(Token.id, Token, Area.code).outerjoin(Area, Area.id == Token.area_id)
    page = await fetch(session, listed.where(_within_reach(actor)), Token.id, window, newest_first=True)
    return page.map(lambda row: (row[1], row[2]))


def _within_reach(actor: Actor) -> ColumnElement[bool]:
    reach: list[ColumnElement[bool]] = []
    for role, rank in RANK.items():
        officers = [kind for kind in AREA_OFFICERS if RANK[kind] >= rank]
        top = [g for g in actor.grants if g.scope == ALL and g.kind in officers]
        there = within(actor, Area.path, *officers)
        reach.append(and_(Token.role == role, there if top else and_(Area.id.is_not(None), there)))
    return or_(*reach)
