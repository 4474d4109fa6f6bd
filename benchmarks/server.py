"""The Bot API server of the benchmarks in its own process, with a stopwatch on what passes through it."""

import asyncio
import json
import re
import socket
import sys
import time
from urllib.parse import parse_qs

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import webchat
from benchmarks.common import ACCOUNT, SECRET, until_input_ends
from core.db import connect

_CHAT = re.compile(rb"(?:^|&)chat_id=(\d+)")


class Stopwatch:
    """Notes when a person's sentence came and when the bot's first message after it was there.

    `GET /bench` tells [person, came, answered or null] of all since the last `POST /bench`, in seconds of the
    clock that all processes of a machine share.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._came: dict[int, float] = {}
        self._answered: dict[int, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what it was."""
        path = scope.get("path", "")
        if path == "/bench":
            await self._tell(scope, send)
        elif path == "/chat/api/send":
            person = int(parse_qs(scope["query_string"].decode())["user"][0])
            self._came.setdefault(person, time.monotonic())
            await self._app(scope, receive, send)
        elif path.endswith("/sendMessage"):
            await self._send_message(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _send_message(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()

        async def reading() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        await self._app(scope, reading, send)
        found = _CHAT.search(body)
        if found and int(found[1]) in self._came:
            self._answered.setdefault(int(found[1]), time.monotonic())

    async def _tell(self, scope: Scope, send: Send) -> None:
        told = [[person, came, self._answered.get(person)] for person, came in self._came.items()]
        if scope["method"] == "POST":
            self._came, self._answered = {}, {}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def main(database: str) -> None:
    """Serve on a free port until the input ends; prints the address."""
    db = connect(database)
    await webchat.migrate(db.writer)
    app = webchat.create_app(db.writer, bots=[ACCOUNT], secret=SECRET, read_engine=db.reader)
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(Stopwatch(app), log_level="warning", access_log=False, timeout_keep_alive=75)
    )
    serving = asyncio.create_task(server.serve([listener]))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    await until_input_ends()
    await webchat.close(app)
    server.should_exit = True
    await serving
    await db.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
