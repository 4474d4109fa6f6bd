"""The page on which anybody can check the number of a volunteer: valid or not, an initial, a community."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from admin_api.context import parts_of
from admin_api.docs import STYLE
from admin_api.problems import language
from core.people import volunteers

router = APIRouter(include_in_schema=False)


@router.get("/check/{number}")
async def check(request: Request, number: str) -> HTMLResponse:
    """Whether a number is that of a volunteer who serves now; what is asked is not kept."""
    parts, locale = parts_of(request), language(request.headers.get("accept-language"))
    plain = number.strip().upper()
    found = None
    if volunteers.is_number(plain):
        async with parts.db.read() as session:
            found = await volunteers.check(session, plain)

    def say(key: str, **params: Any) -> str:
        return escape(parts.texts(locale, key, params))

    about = say("check-who", initial=found.initial, area=found.area) if found else escape(plain[:48])
    verdict = say("check-valid" if found else "check-invalid")
    title = say("check-title")
    return HTMLResponse(
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1><section><h2>{verdict}</h2>"
        f"<p>{about}</p></section></main></body></html>",
        200 if found else 404,
        headers={"cache-control": "no-store"},
    )
