"""One server for all: the admin API, Telegram's webhook, and the web chat for the rest."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

API_PATHS = ("api", "check", "docs", "healthz", "metrics", "openapi.json", "readyz")


class Front:
    """Chooses the app by the first part of the path."""

    def __init__(self, parts: Mapping[str, ASGIApp], rest: ASGIApp) -> None:
        self._parts = parts
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request over."""
        first = str(scope.get("path", "")).split("/", 2)[1:2]
        await self._parts.get(first[0] if first else "", self._rest)(scope, receive, send)


def make_front(api: ASGIApp, chat: ASGIApp, telegram: ASGIApp | None) -> Front:
    """The front of a process; without a webhook its path belongs to nobody."""
    parts = dict.fromkeys(API_PATHS, api)
    return Front(parts | ({"telegram": telegram} if telegram else {}), chat)
