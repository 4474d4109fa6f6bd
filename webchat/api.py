"""The Bot API's own routes: calls of methods and downloads of files."""

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from webchat.accounts import BotAccount, Fault
from webchat.compose import dumps
from webchat.errors import Refusal
from webchat.files import download
from webchat.methods import METHODS, Call, Raw
from webchat.params import Upload, read, validate
from webchat.server import Server

_log = logging.getLogger("webchat")


async def call_method(request: Request) -> Response:
    """`/bot{token}/{method}`: answers as Telegram does, also when it refuses."""
    server: Server = request.app.state.webchat
    try:
        bot = server.bots.get(request.path_params["token"])
        if bot is None:
            raise Refusal(401, "Unauthorized")
        values, uploads = await read(request)
        return _answer(200, await run(server, bot, request.path_params["method"], values, uploads))
    except Refusal as refusal:
        return refused(refusal)
    except Exception:
        _log.exception("method %s failed", request.path_params["method"])
        return refused(Refusal(500, "Internal Server Error"))


async def run(
    server: Server, bot: BotAccount, name: str, values: dict[str, Any], uploads: dict[str, Upload]
) -> object:
    """Run one method and return its result. Raises `Refusal`, also for the faults that are set."""
    method = METHODS.get(name.lower())
    if method is None:
        raise Refusal(404, "Not Found: method not found")
    fault = _due(server.faults, name, str(values.get("chat_id", "")))
    if fault is not None and not fault.after_effect:
        raise _played(fault)
    result = await method.run(Call(server, bot, uploads), validate(method.model, values))
    if fault is not None:
        raise _played(fault)
    return result


def refused(refusal: Refusal) -> Response:
    """The answer to a call that was refused."""
    content: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.retry_after is not None:
        content["parameters"] = {"retry_after": refusal.retry_after}
    return Response(dumps(content), refusal.status, media_type="application/json")


async def get_file(request: Request) -> Response:
    """`/file/bot{token}/{file_path}`: the bytes of a file that `getFile` named."""
    server: Server = request.app.state.webchat
    bot = server.bots.get(request.path_params["token"])
    if bot is None:
        return refused(Refusal(401, "Unauthorized"))
    found = await download(server, bot.id, path=request.path_params["path"])
    if found is None:
        return refused(Refusal(404, "Not Found"))
    return Response(found.data, media_type=found.mime_type)


def _answer(status: int, result: object) -> Response:
    text = result.text if isinstance(result, Raw) else dumps(result)
    return Response(f'{{"ok":true,"result":{text}}}', status, media_type="application/json")


def _due(faults: list[Fault], method: str, chat_id: str) -> Fault | None:
    if not faults:
        return None
    fault = next((fault for fault in faults if fault.matches(method, chat_id)), None)
    if fault is not None:
        fault.times -= 1
    return fault


def _played(fault: Fault) -> Refusal:
    return Refusal(fault.status, fault.description, fault.retry_after)
