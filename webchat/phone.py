"""The person's side in Python: a small client of the page's HTTP API, for tests, benchmarks and probes."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from webchat.accounts import ChatUser
from webchat.identity import COOKIE

if TYPE_CHECKING:
    import httpx

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63606060f80f0001040100a0b3b1c70000000049454e44ae426082"
)
Message = dict[str, Any]


class Phone:
    """One person with a phone. `client` has the server's base URL; `cookie` is `identity(secret, user)`.

    Messages are dictionaries as the Bot API has them, with `out` (sent by the person), `version`,
    `deleted` and, once edited, `edit_date`. Refusals raise `httpx.HTTPStatusError`; when the server asks to
    slow down, the phone waits as long as it is told and tries again.
    """

    def __init__(
        self, client: "httpx.AsyncClient", cookie: str | None, user: ChatUser, bot: str | None = None
    ) -> None:
        self._client = client
        self._headers = {"cookie": f"{COOKIE}={cookie}"} if cookie else {}
        self._query: dict[str, str | int] = {"user": user.id} | ({"bot": bot} if bot else {})
        self._toasts_from = 1
        self.user = user

    async def start(self, payload: str = "") -> Message:
        """Press START, with the payload of a deep link if there is one."""
        return await self.text(f"/start {payload}".strip())

    async def text(self, text: str, reply_to: int | None = None) -> Message:
        """Write. A text of more than 4,096 characters becomes several messages; the first is returned."""
        return (await self._send(kind="text", text=text, reply_to=reply_to))[0]

    async def photo(self, data: bytes = PICTURE, caption: str = "") -> Message:
        """Send a picture (PNG, JPEG, GIF or WebP; anything else arrives as a document)."""
        return (await self._send_files([data], "photo", "photo.jpg", caption))[0]

    async def album(self, pictures: Sequence[bytes], caption: str = "") -> list[Message]:
        """Send 2 to 10 pictures as an album; the caption stands with the first."""
        return await self._send_files(pictures, "photo", "photo.jpg", caption)

    async def voice(self, data: bytes, duration: int = 1) -> Message:
        """Send a voice message; `duration` in seconds."""
        return (await self._send_files([data], "voice", "voice.ogg", "", duration))[0]

    async def document(self, data: bytes, name: str = "file.bin", caption: str = "") -> Message:
        """Send a file."""
        return (await self._send_files([data], "document", name, caption))[0]

    async def sticker(self, data: bytes = PICTURE) -> Message:
        """Send a sticker."""
        return (await self._send_files([data], "sticker", "sticker.webp", ""))[0]

    async def video_note(self, data: bytes = b"\0\0\0\x18ftypmp42") -> Message:
        """Send a round video."""
        return (await self._send_files([data], "video_note", "note.mp4", "", 1))[0]

    async def location(self, lat: float, lon: float) -> Message:
        """Send a position in degrees, WGS-84."""
        return (await self._send(kind="location", latitude=lat, longitude=lon))[0]

    async def contact(self, phone: str) -> Message:
        """Send the person's own phone number."""
        return (await self._send(kind="contact", phone_number=phone))[0]

    async def poll(self, question: str = "?", options: Sequence[str] = ("1", "2")) -> Message:
        """Send a poll."""
        return (await self._send(kind="poll", question=question, options=list(options)))[0]

    async def tap(self, message: Message, button: str) -> str:
        """Press an inline button by its exact data, else by a part of its label; the callback query's id.

        Raises LookupError when the message has no such button.
        """
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = [key["callback_data"] for row in rows for key in row if "callback_data" in key]
        labels = [key for row in rows for key in row if button in key["text"]]
        if button in data:
            return await self.tap_raw(message["message_id"], button)
        if not labels or "callback_data" not in labels[0]:
            shown = [key["text"] for row in rows for key in row]
            raise LookupError(f"no button {button!r} in message {message['message_id']}, only {shown}")
        return await self.tap_raw(message["message_id"], labels[0]["callback_data"])

    async def tap_raw(self, message_id: int, data: str) -> str:
        """Press a button with any data, shown or not (`POST /chat/api/tap`); the callback query's id."""
        answer = await self._post("tap", {"message_id": message_id, "data": data, "client_id": _once()})
        return answer["callback_id"]

    async def block(self) -> None:
        """Block the bot."""
        await self._post("block", {"blocked": True})

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._post("block", {"blocked": False})

    async def read(self, message_id: int) -> None:
        """Mark all up to a message as read."""
        await self._post("read", {"message_id": message_id})

    async def changes(self, since: int = 0, wait: float = 0.0) -> dict[str, Any]:
        """What changed after version `since`: version, messages, toasts, chat. Waits up to `wait` seconds."""
        return await self._get("messages", since=since, wait=round(wait), limit=2000)

    async def messages(self, since: int = 0) -> list[Message]:
        """All messages, or those new, edited or deleted after version `since`, oldest first."""
        return (await self.changes(since))["messages"]

    async def wait_for(self, check: Callable[[Message], object], seconds: float = 5.0) -> Message:
        """The newest message from the bot for which `check` holds, waiting for it up to `seconds`.

        Raises TimeoutError with the texts that came instead.
        """
        end, since = time.monotonic() + seconds, 0
        seen: dict[int, Message] = {}
        while True:
            change = await self.changes(since, max(0.0, end - time.monotonic()) if since else 0)
            seen |= {message["message_id"]: message for message in change["messages"]}
            since = change["version"]
            fitting = [m for m in seen.values() if not m["out"] and not m["deleted"] and check(m)]
            if fitting:
                return max(fitting, key=lambda message: message["message_id"])
            if time.monotonic() >= end:
                raise TimeoutError(f"only {[m.get('text') or m.get('caption') for m in seen.values()]}")

    async def toasts(self) -> list[dict[str, Any]]:
        """Answers to pressed buttons, all so far: id, message_id, text, show_alert, url."""
        return (await self.changes(self._toasts_from))["toasts"]

    async def toast(self, callback_id: str, seconds: float = 5.0) -> dict[str, Any]:
        """The answer to one pressed button, waiting for it up to `seconds`; raises TimeoutError."""
        end = time.monotonic() + seconds
        while True:
            change = await self.changes(self._toasts_from)
            for toast in change["toasts"]:
                if toast["id"] == callback_id:
                    return toast
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"callback query {callback_id} was not answered")
            await self.changes(change["version"], left)

    async def commands(self) -> list[dict[str, str]]:
        """The command menu that this person sees."""
        return (await self._get("commands"))["commands"]

    async def download(self, file_id: str) -> bytes:
        """The bytes of a file that a message shows."""
        return (await self._request("GET", f"file/{file_id}")).content

    async def _send_files(
        self, contents: Sequence[bytes], kind: str, name: str, caption: str, duration: int = 0
    ) -> list[Message]:
        query: dict[str, str | int] = {"kind": kind, "name": name, "duration": duration}
        ids: list[str] = []
        for data in contents:
            headers = {"content-type": "application/octet-stream"}
            answer = await self._request("POST", "upload", query, content=data, headers=headers)
            ids.append(answer.json()["file_id"])
        return await self._send(kind="files", files=ids, caption=caption)

    async def _send(self, **content: Any) -> list[Message]:
        return (await self._post("send", content | {"client_id": _once()}))["messages"]

    async def _post(self, path: str, content: dict[str, Any]) -> Any:
        return (await self._request("POST", path, json=content)).json()

    async def _get(self, path: str, **query: str | int) -> Any:
        return (await self._request("GET", path, query)).json()

    async def _request(
        self, method: str, path: str, query: dict[str, str | int] | None = None, **more: Any
    ) -> "httpx.Response":
        more["headers"] = self._headers | more.get("headers", {})
        while True:
            answer = await self._client.request(
                method, f"/chat/api/{path}", params=self._query | (query or {}), timeout=40, **more
            )
            if answer.status_code != 429:
                answer.raise_for_status()
                return answer
            await asyncio.sleep(float(answer.headers["retry-after"]))


def _once() -> str:
    return secrets.token_urlsafe(12)
