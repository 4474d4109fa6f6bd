"""Refusals as RFC 9457 problem documents, in the language of the request."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from admin_api.context import Texts, Unauthenticated, UnsupportedMedia, parts_of
from core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 20
STATUS_OF: dict[type[Refusal], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
CODE_OF_STATUS = {400: "body-not-json", 404: "not-found", 405: "method-not-allowed"}
FIELD_CODES = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "string_too_long": "field-too-long",
    "too_long": "field-too-long",
    "string_too_short": "field-empty",
    "string_pattern_mismatch": "field-form",
    "enum": "field-choice",
    "literal_error": "field-choice",
    "control_sign": "field-control",
    "greater_than": "field-range",
    "greater_than_equal": "field-range",
    "less_than": "field-range",
    "less_than_equal": "field-range",
    "finite_number": "field-range",
}
_TYPES = ("_type", "_parsing", "_attributes_type", "_from_float")


def language(accepted: str | None) -> str:
    """The first language of an Accept-Language header that is spoken here: `zh`, `zh-Hant` or `en`."""
    ranked: list[tuple[float, str]] = []
    for part in (accepted or "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), tag.lower()))
        except ValueError:
            continue
    for _, tag in sorted(ranked, key=lambda pair: pair[0]):
        if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "zh-Hant"
        if tag[:2] in ("zh", "en"):
            return tag[:2]
    return "zh"


def problem(
    texts: Texts,
    locale: str,
    status: int,
    code: str,
    params: dict[str, Any] | None = None,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer that says what is wrong: `code` for programs, `detail` for people."""
    params = params or {}
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": texts(locale, f"error-{code}", params),
        "code": code,
        "params": params,
    }
    if errors:
        body["errors"] = errors
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(
        content, status, headers={"content-language": locale, **(headers or {})}, media_type=MEDIA_TYPE
    )


def _answer(
    request: Request, status: int, code: str, params: dict[str, Any] | None = None, **more: Any
) -> Response:
    locale = language(request.headers.get("accept-language"))
    return problem(parts_of(request).texts, locale, status, code, params, **more)


async def _refused(request: Request, refusal: Refusal) -> Response:
    status = next(status for kind, status in STATUS_OF.items() if isinstance(refusal, kind))
    errors = None
    if field := refusal.params.get("field"):
        locale = language(request.headers.get("accept-language"))
        detail = parts_of(request).texts(locale, f"error-{refusal.code}", refusal.params)
        errors = [{"field": field, "code": refusal.code, "detail": detail}]
    return _answer(request, status, refusal.code, refusal.params, errors=errors)


async def _unauthenticated(request: Request, refusal: Unauthenticated) -> Response:
    return _answer(request, 401, refusal.code, headers={"www-authenticate": 'Bearer realm="liandong"'})


async def _unsupported(request: Request, _: Exception) -> Response:
    return _answer(request, 415, "not-json", headers={"accept": "application/json"})


async def _http(request: Request, refusal: HTTPException) -> Response:
    code = CODE_OF_STATUS.get(refusal.status_code, "refused")
    return _answer(request, refusal.status_code, code, headers=dict(refusal.headers or {}))


async def _invalid(request: Request, refusal: RequestValidationError) -> Response:
    found = list(refusal.errors())
    if any(error["type"] == "json_invalid" for error in found):
        return _answer(request, 400, "body-not-json")
    locale = language(request.headers.get("accept-language"))
    errors = list(_field_errors(parts_of(request).texts, locale, found[:MOST_ERRORS]))
    detail = {"count": len(found), "first": errors[0]["detail"]}
    return _answer(request, 422, "invalid-request", detail, errors=errors)


def _field_errors(texts: Texts, locale: str, found: list[Any]) -> Iterator[dict[str, str]]:
    for error in found:
        field = ".".join(str(part) for part in error["loc"][1:])[:100] or str(error["loc"][0])
        code = _field_code(error["type"])
        context = error.get("ctx") or {}
        shown = {
            name: str(context[name]) for name in ("expected", "max_length", "pattern") if name in context
        }
        limits = [f"{sign} {context[name]}" for name, sign in _SIGNS if name in context]
        params = {
            "field": field,
            "limit": ", ".join(limits),
            "wanted": error["type"].partition("_")[0],
            **shown,
        }
        yield {"field": field, "code": code, "detail": texts(locale, f"error-{code}", params)}


_SIGNS = (("gt", ">"), ("ge", "≥"), ("lt", "<"), ("le", "≤"))


def _field_code(kind: str) -> str:
    if kind in FIELD_CODES:
        return FIELD_CODES[kind]
    return "field-type" if kind.endswith(_TYPES) else "field-invalid"


def answer_problems(app: FastAPI) -> None:
    """Register an answer for each kind of refusal."""
    app.exception_handler(Refusal)(_refused)
    app.exception_handler(Unauthenticated)(_unauthenticated)
    app.exception_handler(UnsupportedMedia)(_unsupported)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
