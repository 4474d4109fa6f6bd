"""How a bot gets its updates: long polling, or a webhook."""

import json
import time
from typing import Any

from aiogram import methods
from sqlalchemy import and_, bindparam, delete, func, select, update

from webchat.compose import Body, dumps
from webchat.errors import bad_request, conflict
from webchat.methods.base import Call, Method, Raw
from webchat.tables import bots, updates

_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_MAX_WAIT = 50
_from_offset = and_(updates.c.bot_id == bots.c.bot_id, updates.c.update_id >= bindparam("offset"))
_waiting = (
    select(bots.c.webhook_url, updates.c.body)
    .select_from(bots.outerjoin(updates, _from_offset))
    .where(bots.c.bot_id == bindparam("bot"))
    .order_by(updates.c.update_id)
    .limit(bindparam("limit"))
)


async def _get_updates(call: Call, m: methods.GetUpdates) -> Raw:
    """Updates from `offset` on, waiting for the first one at most `timeout` seconds (50 at most)."""
    bot_id, server = call.bot.id, call.server
    mine = server.pollers[bot_id] = object()
    server.hub.wake(("updates", bot_id))
    limit = min(max(m.limit or 100, 1), 100)
    end = time.monotonic() + min(max(m.timeout or 0, 0), _MAX_WAIT)
    await _remember_allowed(call, m.allowed_updates)
    offset = await _confirm(call, m.offset or 0)
    with server.hub.listen(("updates", bot_id)) as news:
        while True:
            news.clear()
            if server.pollers[bot_id] is not mine:
                raise conflict(_TAKEN_OVER)
            found = await _pending(call, offset, limit)
            left = end - time.monotonic()
            if found or left <= 0 or server.hub.closed:
                return Raw(f"[{','.join(found)}]")
            await server.hub.pause(news, left)


async def _pending(call: Call, offset: int, limit: int) -> list[str]:
    values = {"bot": call.bot.id, "offset": offset, "limit": limit}
    async with call.server.read_engine.connect() as connection:
        rows = (await connection.execute(_waiting, values)).all()
    if rows[0].webhook_url:
        raise conflict(_WEBHOOK_ACTIVE)
    return [row.body for row in rows if row.body is not None]


async def _confirm(call: Call, offset: int) -> int:
    """Drop what lies before the offset; a negative one keeps that many of the newest."""
    if offset == 0 or call.server.confirmed.get(call.bot.id) == offset:
        return max(offset, 0)
    mine = updates.c.bot_id == call.bot.id
    polled = select(bots.c.bot_id).where(bots.c.bot_id == call.bot.id, bots.c.webhook_url == "")
    async with call.server.engine.begin() as connection:
        if offset < 0:
            newest = select(updates.c.update_id).where(mine).order_by(updates.c.update_id.desc())
            kept = list((await connection.execute(newest.limit(-offset))).scalars())
            offset = kept[-1] if kept else 0
        await connection.execute(delete(updates).where(mine, updates.c.update_id < offset, polled.exists()))
    call.server.confirmed[call.bot.id] = offset
    return offset


async def _remember_allowed(call: Call, allowed: list[str] | None) -> None:
    """Keep the kinds of updates that the bot asks for; an empty list means the usual ones."""
    if allowed is None:
        return
    value = dumps(allowed) if allowed else None
    known = call.server.allowed
    if call.bot.id in known and known[call.bot.id] == value:
        return
    async with call.server.engine.begin() as connection:
        change = update(bots).where(bots.c.bot_id == call.bot.id).values(allowed_updates=value)
        await connection.execute(change)
    known[call.bot.id] = value


async def _set_webhook(call: Call, m: methods.SetWebhook) -> bool:
    if not m.url:
        return await _delete_webhook(call, m)
    if not m.url.lower().startswith(("https://", "http://")):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if m.secret_token is not None and not _is_secret(m.secret_token):
        raise bad_request("secret token contains unallowed characters")
    values: Body = {"webhook_url": m.url, "webhook_secret": m.secret_token, "last_error_at": 0}
    values |= {"max_connections": min(max(m.max_connections or 40, 1), 100), "last_error": None}
    if m.allowed_updates is not None:
        values["allowed_updates"] = dumps(m.allowed_updates) if m.allowed_updates else None
    await _change_webhook(call, values, m.drop_pending_updates is True)
    call.server.deliver(call.server, call.bot)
    return True


def _is_secret(token: str) -> bool:
    return 1 <= len(token) <= 256 and token.isascii() and token.replace("_", "").replace("-", "").isalnum()


async def _delete_webhook(call: Call, m: Any) -> bool:
    values: Body = {"webhook_url": "", "webhook_secret": None, "last_error_at": 0, "last_error": None}
    await _change_webhook(call, values, m.drop_pending_updates is True)
    return True


async def _change_webhook(call: Call, values: Body, drop: bool) -> None:
    async with call.server.engine.begin() as connection:
        await connection.execute(update(bots).where(bots.c.bot_id == call.bot.id).values(**values))
        if drop:
            await connection.execute(delete(updates).where(updates.c.bot_id == call.bot.id))
    call.server.allowed.pop(call.bot.id, None)
    call.server.hub.wake(("updates", call.bot.id), ("webhook", call.bot.id))


async def _get_webhook_info(call: Call, m: methods.GetWebhookInfo) -> Body:
    waiting = select(func.count()).select_from(updates).where(updates.c.bot_id == call.bot.id)
    async with call.server.read_engine.connect() as connection:
        row = (await connection.execute(select(bots).where(bots.c.bot_id == call.bot.id))).one()
        pending = (await connection.execute(waiting)).scalar_one()
    info: Body = {
        "url": row.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": pending,
    }
    if row.webhook_url:
        info["max_connections"] = row.max_connections
    if row.allowed_updates:
        info["allowed_updates"] = json.loads(row.allowed_updates)
    if row.last_error:
        info |= {"last_error_date": row.last_error_at, "last_error_message": row.last_error}
    return info


METHODS = {
    "getUpdates": Method(methods.GetUpdates, _get_updates),
    "setWebhook": Method(methods.SetWebhook, _set_webhook),
    "deleteWebhook": Method(methods.DeleteWebhook, _delete_webhook),
    "getWebhookInfo": Method(methods.GetWebhookInfo, _get_webhook_info),
}
