"""Files: stored once by content, named by ids that cannot be guessed."""

import hashlib
import mimetypes
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from webchat.compose import Body
from webchat.errors import bad_request, too_large
from webchat.images import picture
from webchat.params import Upload
from webchat.server import Server, now
from webchat.store import insert_missing
from webchat.tables import blobs, files

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
KINDS = ("photo", "voice", "audio", "video", "document", "animation", "video_note", "sticker")
_DEFAULT_TYPES = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "animation": "video/mp4",
    "video_note": "video/mp4",
    "sticker": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file's bytes and how to serve them."""

    data: bytes
    kind: str
    name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is about to be stored: its row and its bytes."""

    row: dict[str, Any]
    data: bytes


def prepare(bot_id: int, owner_id: int | None, kind: str, upload: Upload, **sizes: int) -> NewFile:
    """Look at an upload and make its row. Refuses what is empty, too large or no picture.

    `sizes` are width, height (pixels) and duration (seconds) as the sender states them.
    """
    data = upload.data
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > (MAX_PHOTO if kind == "photo" else MAX_UPLOAD):
        raise too_large() if kind != "photo" else bad_request("file is too big")
    look = picture(data)
    if kind == "photo" and (look is None or not look[1] or not look[2]):
        raise bad_request("IMAGE_PROCESS_FAILED")
    mime_type = look[0] if look else _mime_type(kind, upload)
    if look:
        sizes = {**sizes, "width": look[1], "height": look[2]}
    suffix = mimetypes.guess_extension(mime_type) or ".bin"
    token = secrets.token_urlsafe(24)
    row = {
        "file_id": f"wc{KINDS.index(kind)}{token}",
        "bot_id": bot_id,
        "owner_id": owner_id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": kind,
        "path": f"{kind}s/file_{token}{suffix}",
        "name": upload.name[:200] or f"file{suffix}",
        "mime_type": mime_type,
        "size": len(data),
        "width": sizes.get("width", 0),
        "height": sizes.get("height", 0),
        "duration": sizes.get("duration", 0),
        "used_at": now(),
    }
    return NewFile(row, data)


def _mime_type(kind: str, upload: Upload) -> str:
    stated = upload.mime_type.partition(";")[0].strip().lower()
    if "/" in stated and stated != "application/octet-stream":
        return stated
    guessed = mimetypes.guess_type(upload.name)[0]
    return _DEFAULT_TYPES.get(kind) or guessed or "application/octet-stream"


async def save(connection: AsyncConnection, new: NewFile) -> None:
    """Store a file; equal bytes are kept once."""
    await insert_missing(connection, blobs, {"sha256": new.row["sha256"], "data": new.data})
    await connection.execute(insert(files).values(**new.row))


async def find(connection: AsyncConnection, bot_id: int, file_id: str) -> dict[str, Any] | None:
    """The row of a file that this bot knows."""
    query = select(files).where(files.c.file_id == file_id, files.c.bot_id == bot_id)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else dict(row)


async def keep(connection: AsyncConnection, file_ids: list[str]) -> None:
    """Note that files are used again now, so that they are kept as long as the message."""
    await connection.execute(update(files).where(files.c.file_id.in_(file_ids)).values(used_at=now()))


async def download(
    server: Server, bot_id: int, *, path: str | None = None, file_id: str | None = None
) -> Download | None:
    """The bytes of a file by its path or its id."""
    which: ColumnElement[bool] = files.c.path == path if path is not None else files.c.file_id == file_id
    query = (
        select(blobs.c.data, files.c.kind, files.c.name, files.c.mime_type)
        .join(blobs, blobs.c.sha256 == files.c.sha256)
        .where(files.c.bot_id == bot_id, which)
    )
    async with server.read_engine.connect() as connection:
        row = (await connection.execute(query)).first()
    return None if row is None else Download(*row)


def describe(row: dict[str, Any], **more: Any) -> Body:
    """The file as the Bot API shows it in a message: a Voice, Document, ... or one PhotoSize."""
    kind = row["kind"]
    body: Body = {"file_id": row["file_id"], "file_unique_id": unique_id(row), "file_size": row["size"]}
    if kind in ("photo", "video", "animation", "sticker"):
        body |= {"width": row["width"], "height": row["height"]}
    if kind in ("voice", "audio", "video", "animation", "video_note"):
        body["duration"] = row["duration"]
    if kind in ("voice", "audio", "video", "animation", "document"):
        body["mime_type"] = row["mime_type"]
    if kind in ("audio", "video", "animation", "document"):
        body["file_name"] = row["name"]
    if kind == "video_note":
        body["length"] = row["width"] or 240
    if kind == "sticker":
        body |= {"type": "regular", "is_animated": False, "is_video": False}
    return body | {key: value for key, value in more.items() if value is not None}


def content(row: dict[str, Any], **more: Any) -> Body:
    """The part of a message's body that holds the file."""
    if row["kind"] == "photo":
        return {"photo": [describe(row)]}
    body: Body = {row["kind"]: describe(row, **more)}
    if row["kind"] == "animation":
        body["document"] = describe(row | {"kind": "document"})
    return body


def unique_id(row: dict[str, Any]) -> str:
    """The same for equal bytes, over time and between bots."""
    return f"{KINDS.index(row['kind'])}{row['sha256'][:20]}"
