"""Reads the parameters of a call: form, multipart, JSON or query, validated with aiogram's models."""

import json
import types
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin
from urllib.parse import parse_qsl

from aiogram.client.default import Default
from aiogram.methods import SetWebhook
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from webchat.compose import dumps
from webchat.errors import Refusal, bad_request, too_large

MAX_BODY = 52 * 1024 * 1024
_PLAIN = (str, int, float, bool, type(None), Default, InputFile)
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
    "file_id": "file_id is not specified",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    mime_type: str
    data: bytes


async def read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files of a request. Refuses bodies over 52 MB with 413."""
    values: dict[str, Any] = dict(request.query_params) if request.url.query else {}
    if request.method == "GET":
        return values, {}
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise too_large()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    body = await read_body(request, MAX_BODY)
    if kind == "application/json":
        values.update(json_object(body))
    elif kind == "application/x-www-form-urlencoded":
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return values, {}


async def read_body(request: Request, limit: int) -> bytes:
    """The body, refused with 413 as soon as it is longer than `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise too_large()
        parts.append(part)
    return b"".join(parts)


def json_object(body: bytes) -> dict[str, Any]:
    """The object of a JSON body; an empty body is an empty object. Refuses anything else, and half signs."""
    try:
        values = json.loads(body) if body.strip() else {}
        dumps(values).encode()
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected as request body")
    return values


async def _multipart(request: Request, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    uploads: dict[str, Upload] = {}
    try:
        async with request.form(max_files=50, max_fields=200, max_part_size=2 * 1024 * 1024) as form:
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    kind = value.content_type or "application/octet-stream"
                    uploads[key] = Upload(value.filename or key, kind, await value.read())
                    values.setdefault(key, f"attach://{key}")
                else:
                    values[key] = value
    except MultiPartException:
        raise bad_request("can't parse multipart request") from None
    return values, uploads


def validate(model: type[TelegramMethod[Any]], values: dict[str, Any]) -> Any:
    """An instance of aiogram's method. Raises a 400 refusal that names the wrong parameter."""
    nested = _nested(model)
    for key in nested & values.keys():
        if isinstance(values[key], str):
            values[key] = _decode(key, values[key])
    if model is SetWebhook:
        values.setdefault("url", "")
    if values.get("reply_markup") == {}:  # aiogram would take it for ReplyKeyboardRemove
        del values["reply_markup"]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refuse(error) from None


def _decode(key: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise bad_request(f"can't parse {key.replace('_', ' ')} JSON object") from None


def _refuse(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "request"
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f"there is no {name.replace('_', ' ')} in the request"))
    return bad_request(f"can't parse {name.replace('_', ' ')}: {first['msg']}")


@cache
def _nested(model: type[TelegramMethod[Any]]) -> frozenset[str]:
    """Names of the parameters that come as JSON text in a form."""
    fields = model.model_fields.items()
    return frozenset(name for name, field in fields if not _plain(field.annotation))


def _plain(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return all(_plain(part) or _is_time(part) for part in get_args(annotation))
    return annotation in _PLAIN


def _is_time(annotation: Any) -> bool:
    return getattr(annotation, "__module__", "") == "datetime"
