"""Methods that send files, albums, and copies of messages."""

import json
import secrets
from typing import Any, NamedTuple

from aiogram import methods
from sqlalchemy import RowMapping

from webchat import compose
from webchat.compose import Body
from webchat.errors import bad_request
from webchat.files import NewFile, content, find, prepare
from webchat.methods.base import Call, Method, chat_number, plain
from webchat.methods.sending import caption_body, post
from webchat.store import chat_owner, find_message

_NAMES = {"photo": "Photo", "voice": "VoiceNote", "video_note": "VideoNote"}


class Media(NamedTuple):
    """A file to be sent: the part of the body that shows it, and either its bytes or its known id."""

    body: Body
    new: NewFile | None
    known: str | None


async def take_file(call: Call, kind: str, value: str, m: Any) -> Media:
    """The file that a parameter names: an upload (`attach://name`) or a file id. Refuses anything else."""
    more = {name: getattr(m, name, None) for name in ("title", "performer")} if kind == "audio" else {}
    if value.startswith("attach://"):
        upload = call.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        sizes = {name: getattr(m, name, None) or 0 for name in ("width", "height", "duration")}
        sizes["width"] = sizes["width"] or getattr(m, "length", None) or 0
        new = prepare(call.bot.id, None, kind, upload, **sizes)
        return Media(content(new.row, **more), new, None)
    async with call.server.read_engine.connect() as connection:
        row = await find(connection, call.bot.id, value)
    if row is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if row["kind"] != kind:
        wanted, got = (_NAMES.get(name, name.capitalize()) for name in (kind, row["kind"]))
        raise bad_request(f"can't use file of type {got} as {wanted}")
    return Media(content(row, **more), None, value)


def _sender(kind: str) -> Any:
    async def send(call: Call, m: Any) -> Body:
        caption = caption_body(m) if hasattr(m, "caption") else {}
        media = await take_file(call, kind, getattr(m, kind), m)
        if getattr(m, "has_spoiler", None) is True:
            caption["has_media_spoiler"] = True
        return (await post(call, m, [media.body | caption], *stores([media])))[0]

    return send


def stores(media: list[Media]) -> tuple[tuple[NewFile, ...], tuple[str, ...]]:
    """New files and known ids of what is sent, as `post` takes them."""
    new = tuple(one.new for one in media if one.new is not None)
    return new, tuple(one.known for one in media if one.known is not None)


async def _send_media_group(call: Call, m: methods.SendMediaGroup) -> list[Body]:
    items: list[Any] = list(m.media)
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {plain(item.type) for item in items}
    if not kinds <= {"photo", "video"} and (len(kinds) > 1 or kinds - {"audio", "document"}):
        raise bad_request("documents and audio files can't be mixed with other media types in an album")
    group = str(secrets.randbelow(9 * 10**16) + 10**16)
    bodies: list[Body] = []
    media: list[Media] = []
    for item in items:
        one = await take_file(call, plain(item.type), item.media, item)
        media.append(one)
        bodies.append(({"media_group_id": group} if len(items) > 1 else {}) | one.body | caption_body(item))
    return await post(call, m, bodies, *stores(media))


async def _original(call: Call, from_chat: int, message_id: int, verb: str) -> RowMapping:
    async with call.server.read_engine.connect() as connection:
        row = await find_message(connection, call.bot.id, from_chat, message_id)
    if row is None:
        raise bad_request(f"message to {verb} not found")
    if "has_protected_content" in json.loads(row["body"]):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return row


async def _copy_message(call: Call, m: methods.CopyMessage) -> Body:
    row = await _original(call, chat_number(m.from_chat_id), m.message_id, "copy")
    body = _bare(json.loads(row["body"]))
    if m.caption is not None and "text" not in body:
        body = {key: value for key, value in body.items() if not key.startswith("caption")} | caption_body(m)
    view = (await post(call, m, [body]))[0]
    return {"message_id": view["message_id"]}


async def _forward_message(call: Call, m: methods.ForwardMessage) -> Body:
    from_chat = chat_number(m.from_chat_id)
    row = await _original(call, from_chat, m.message_id, "forward")
    origin: Body = {"type": "user", "date": row["date"]}
    async with call.server.read_engine.connect() as connection:
        owner = await chat_owner(connection, call.bot.id, from_chat)
    origin["sender_user"] = compose.bot_user(call.bot) if row["from_bot"] else compose.person(owner)
    return (await post(call, m, [{"forward_origin": origin} | _bare(json.loads(row["body"]))]))[0]


def _bare(body: Body) -> Body:
    left_out = ("reply_markup", "reply_to_message", "media_group_id", "_reactions")
    return {key: value for key, value in body.items() if key not in left_out}


METHODS = {
    "sendPhoto": Method(methods.SendPhoto, _sender("photo")),
    "sendVoice": Method(methods.SendVoice, _sender("voice")),
    "sendDocument": Method(methods.SendDocument, _sender("document")),
    "sendAudio": Method(methods.SendAudio, _sender("audio")),
    "sendVideo": Method(methods.SendVideo, _sender("video")),
    "sendAnimation": Method(methods.SendAnimation, _sender("animation")),
    "sendVideoNote": Method(methods.SendVideoNote, _sender("video_note")),
    "sendSticker": Method(methods.SendSticker, _sender("sticker")),
    "sendMediaGroup": Method(methods.SendMediaGroup, _send_media_group),
    "copyMessage": Method(methods.CopyMessage, _copy_message),
    "forwardMessage": Method(methods.ForwardMessage, _forward_message),
}
