"""The application: routes, errors, limits, put together."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from admin_api import check, docs, health
from admin_api.context import Parts, Texts
from admin_api.guard import Guard
from admin_api.problems import MEDIA_TYPE, answer_problems
from admin_api.routers import (
    areas,
    buildings,
    categories,
    invitations,
    ledger,
    me,
    needs,
    organisations,
    people,
    teams,
    tokens,
)
from admin_api.schemas.base import Problem
from core.db import Database

VERSION = "1"
DESCRIPTION = (
    "Send `Authorization: Bearer TOKEN`. The first token is LIANDONG_ADMIN_TOKEN, or with the demo in the"
    " file `admin_token` of LIANDONG_DATA_DIR (`data`); `POST /api/v1/tokens` issues more. Codes are the "
    "keys: PUT creates or replaces whole, what is left out takes its default. A catalogue of categories "
    "is there already: `GET /api/v1/categories` shows it. Lists come in pages: pass `next_cursor` as "
    "`cursor`. Times carry an offset. What is refused is answered as `application/problem+json`, in the "
    "language of Accept-Language (zh, zh-Hant, en)."
)
REFUSALS = {
    400: "Not JSON",
    401: "No token, or one that opens nothing",
    403: "Outside your scope or role",
    404: "Not there, or not for you",
    405: "A method that this path does not know",
    409: "The present state does not allow it",
    413: "Too large",
    415: "Not application/json",
    422: "Something sent cannot be used",
    503: "The database does not answer",
}
RESOURCES = (
    me,
    areas,
    buildings,
    categories,
    organisations,
    teams,
    invitations,
    people,
    needs,
    ledger,
    tokens,
)


def create_api(
    db: Database,
    *,
    admin_token: str | None,
    texts: Texts,
    public_url: str,
    bot_link: Callable[[str], str],
) -> FastAPI:
    """The API over a database.

    `admin_token` is the bootstrap administrator's bearer, `texts(locale, key, params)` gives a sentence,
    `bot_link(payload)` the link that opens the bot with a payload.
    """
    app = FastAPI(
        title="Liandong Admin API",
        description=DESCRIPTION,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": public_url}],
        openapi_tags=[
            {"name": each.router.tags[0], "description": each.__doc__} for each in (*RESOURCES, health)
        ],
    )
    app.state.parts = Parts(db, admin_token, texts, public_url, bot_link)
    answer_problems(app)
    app.add_middleware(Guard, texts=texts)
    api = APIRouter(prefix="/api/v1", responses=_refusals())
    for resource in RESOURCES:
        api.include_router(resource.router)
    app.include_router(api)
    app.include_router(health.router)
    app.include_router(docs.router)
    app.include_router(check.router)
    app.openapi = lambda: _openapi(app)
    return app


def _refusals() -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, text in REFUSALS.items()
    }


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            servers=app.servers,
            tags=app.openapi_tags,
        )
        schemas = made["components"]["schemas"]
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {}) | {"Problem": problem}
        app.openapi_schema = made
    return app.openapi_schema
