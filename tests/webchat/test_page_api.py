"""The page's HTTP API: identity, contents, doubles, streams, safety."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, LI, SECRET, House, open_house
from webchat import ChatUser, DemoPhone, Phone, identity
from webchat.identity import COOKIE, read_identity
from webchat.pace import Buckets
from webchat.phone import PICTURE

DEMO = (
    DemoPhone("resident", "R", "Resident", (ANNA, LI)),
    DemoPhone("leader", "L", "Leader", (ChatUser(7003, "Zhou", "zh"),)),
)


async def test_all_kinds_of_messages_arrive(house: House) -> None:
    anna = house.phone()
    first = await anna.text("hello")
    await anna.text("answer", reply_to=first["message_id"])
    await anna.photo(caption="a /dot")
    await anna.photo(b"no picture")
    await anna.album([PICTURE, PICTURE], caption="two")
    await anna.voice(b"OggS", 3)
    await anna.document(b"x", "list.txt")
    await anna.location(31.2, 121.5)
    await anna.sticker()
    await anna.poll("Which?", ["a", "b"])
    await anna.video_note()
    await anna.contact("+8613800000000")
    got = [update.message for update in await house.bot.get_updates() if update.message]
    kinds = ["text", "text", "photo", "document", "photo", "photo", "voice", "document", "location"]
    assert [m.content_type for m in got] == [*kinds, "sticker", "poll", "video_note", "contact"]
    assert got[1].reply_to_message is not None
    assert got[1].reply_to_message.text == "hello"
    assert got[2].caption_entities is not None
    assert got[2].caption_entities[0].type == "bot_command"
    assert got[4].media_group_id == got[5].media_group_id
    assert got[6].voice is not None
    assert got[6].voice.duration == 3
    assert got[12].contact is not None
    assert got[12].contact.user_id == ANNA.id


async def test_long_texts_are_cut_where_there_is_room(house: House) -> None:
    anna = house.phone()
    await anna.text("word " * 1999 + "end")
    texts = [m["text"] for m in await anna.messages()]
    assert len(texts) == 3
    assert all(len(text) <= 4096 for text in texts)
    assert " ".join(texts) == "word " * 1999 + "end"
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        await anna.text("x" * 10001)


async def test_the_same_client_id_is_one_message(house: House) -> None:
    anna = house.phone()
    await anna.start()
    sent: dict[str, Any] = {"kind": "text", "text": "once", "client_id": "c1"}
    cookies = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    answers = await asyncio.gather(
        *(house.client.post("/chat/api/send", json=sent, headers=cookies) for _ in range(5))
    )
    assert {answer.json()["messages"][0]["message_id"] for answer in answers} == {2}
    assert len(await house.bot.get_updates()) == 2
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="y")]])
    message = await house.bot.send_message(ANNA.id, "x", reply_markup=markup)
    tap = {"message_id": message.message_id, "data": "y", "client_id": "t1"}
    taps = [await house.client.post("/chat/api/tap", json=tap, headers=cookies) for _ in range(2)]
    assert taps[0].json() == taps[1].json()
    assert len(await house.bot.get_updates(offset=3)) == 1


async def test_a_blocked_bot_hears_of_it_and_nothing_else(house: House) -> None:
    anna = house.phone()
    await anna.start()
    await anna.block()
    await anna.block()
    with pytest.raises(httpx.HTTPStatusError, match="403"):
        await anna.text("x")
    updates = await house.bot.get_updates(offset=2)
    assert len(updates) == 1
    assert updates[0].my_chat_member is not None
    assert updates[0].my_chat_member.new_chat_member.status == "kicked"
    assert (await anna.changes())["chat"]["blocked"] is True


async def test_unread_counts_and_reading(house: House) -> None:
    anna = house.phone()
    await anna.start()
    last = [await house.bot.send_message(ANNA.id, text) for text in "abc"][-1]
    before = (await anna.changes())["chat"]["unread"]
    await anna.read(last.message_id - 1)
    assert (before, (await anna.changes())["chat"]["unread"]) == (3, 1)


async def test_a_first_visit_makes_a_person(house: House) -> None:
    before = (await house.client.get("/chat/api/session")).json()
    entered = await house.client.post("/chat/api/session", json={"name": " Mia ", "language": "en-GB"})
    cookie = entered.headers["set-cookie"].lower()
    after = (await house.client.get("/chat/api/session")).json()
    await house.client.post("/chat/api/session", json={"name": "Mia Wu", "language": "en-GB"})
    await house.client.post("/chat/api/send", json={"text": "hi"})
    message = (await house.bot.get_updates())[0].message
    assert (before["mode"], before["user"]) == ("real", None)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert after["user"]["first_name"] == "Mia"
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Mia Wu", "en-gb")
    assert message.chat.id == after["user"]["id"]


def test_identities_cannot_be_forged() -> None:
    value = identity(SECRET, ANNA)
    packed, _, signature = value.partition(".")
    other = identity(b"other secret", LI).partition(".")[0]
    assert read_identity(SECRET, value) == ANNA
    for wrong in (
        "",
        ".",
        packed,
        f"{other}.{signature}",
        identity(b"other", ANNA),
        f"{value}0",
        "\u00e9.\u00e9",
    ):
        assert read_identity(SECRET, wrong) is None


async def test_nobody_reads_or_writes_for_another(house: House) -> None:
    await house.phone(LI).text("private")
    cookies = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    paths = [f"messages?user={LI.id}", f"events?watch={LI.id}:0", f"commands?user={LI.id}"]
    answers = [await house.client.get(f"/chat/api/{path}", headers=cookies) for path in paths]
    answers.append(
        await house.client.post(f"/chat/api/send?user={LI.id}", json={"text": "x"}, headers=cookies)
    )
    answers.append(await house.client.get("/chat/api/messages"))
    assert [answer.status_code for answer in answers] == [401] * 5


async def test_other_sites_and_forms_are_refused(house: House) -> None:
    cookies = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    text = {"text": "x"}
    tries: list[tuple[dict[str, str], dict[str, Any], int]] = [
        ({"origin": "https://evil.example"}, {"json": text}, 403),
        ({"sec-fetch-site": "cross-site"}, {"json": text}, 403),
        ({}, {"data": text}, 415),
        ({"content-type": "text/plain"}, {"content": b"{}"}, 415),
        ({}, {"json": {"text": "x" * 300_000}}, 413),
        ({}, {"json": []}, 400),
        ({}, {"json": {"kind": "gift"}}, 400),
        ({"origin": house.url}, {"json": text}, 200),
        ({"sec-fetch-site": "same-origin"}, {"json": text}, 200),
    ]
    for headers, content, status in tries:
        answer = await house.client.post("/chat/api/send", headers=cookies | headers, **content)
        assert answer.status_code == status, answer.text


async def test_what_is_no_text_or_number_is_refused(house: House) -> None:
    cookies = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}", "content-type": "application/json"}
    for user in ("\u00b2", "9" * 5000):
        assert (await house.client.get(f"/chat/api/messages?user={user}", headers=cookies)).status_code == 401
    await house.phone().start()
    half = {"text": "x\ud800", "data": "\ud800", "message_id": 1, "name": "\ud800", "language": "en"}
    for path in ("send", "tap", "session"):
        answer = await house.client.post(f"/chat/api/{path}", headers=cookies, content=json.dumps(half))
        assert (answer.status_code, answer.json()) == (400, {"error": "bad_json"})
    raw = b'{"text":"x\xed\xa0\x80"}'
    assert (await house.client.post("/chat/api/send", headers=cookies, content=raw)).status_code == 400


async def test_uploads_are_limited_and_served_safely(house: House) -> None:
    anna = house.phone()
    page = await anna.document(b"<script>alert(1)</script>", "page.html")
    headers = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    shown = await house.client.get(f"/chat/api/file/{page['document']['file_id']}", headers=headers)
    assert shown.headers["content-disposition"] == "attachment"
    assert "sandbox" in shown.headers["content-security-policy"]
    with pytest.raises(httpx.HTTPStatusError, match="413"):
        await anna.document(b"x" * (30 * 1024 * 1024 + 1))
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await anna.download("nothing")
    foreign = {"kind": "files", "files": [page["document"]["file_id"]]}
    li = {"cookie": f"{COOKIE}={identity(SECRET, LI)}"}
    stolen = await house.client.post("/chat/api/send", json=foreign, headers=li)
    assert stolen.json() == {"error": "files"}


async def test_who_is_too_fast_has_to_wait(house: House) -> None:
    cookies = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    house.app.state.webchat.pace = Buckets(rate=0.4, burst=1)
    house.app.state.webchat.pace.take(ANNA.id)
    answer = await house.client.post("/chat/api/send", json={"text": "x"}, headers=cookies)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert (await house.phone().text("patient"))["text"] == "patient"


async def test_the_stream_resumes_where_it_ended(house: House) -> None:
    anna = house.phone()
    await anna.start()
    headers = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}

    async def next_event(watch: str, last: str = "") -> tuple[str, dict[str, Any]]:
        more = headers | ({"last-event-id": last} if last else {})
        async with house.client.stream("GET", f"/chat/api/events?watch={watch}", headers=more) as answer:
            mark = ""
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    mark = line.removeprefix("id: ")
                if line.startswith("data: "):
                    return mark, json.loads(line.removeprefix("data: "))
        raise AssertionError("the stream ended")

    mark, first = await next_event(f"{ANNA.id}:0")
    await house.bot.send_message(ANNA.id, "while away")
    _, second = await next_event(f"{ANNA.id}:0", mark)
    assert [m["text"] for m in first["messages"]] == ["/start"]
    assert [m["text"] for m in second["messages"]] == ["while away"]


async def test_older_messages_come_in_pages(house: House) -> None:
    anna = house.phone()
    await anna.start()
    for number in range(5):
        await house.bot.send_message(ANNA.id, str(number))
    headers = {"cookie": f"{COOKIE}={identity(SECRET, ANNA)}"}
    newest = (await house.client.get("/chat/api/messages?limit=2", headers=headers)).json()
    older = (await house.client.get("/chat/api/messages?limit=2&before=5", headers=headers)).json()
    assert [m["text"] for m in newest["messages"]] == ["3", "4"]
    assert newest["more"] is True
    assert [m["text"] for m in older["messages"]] == ["1", "2"]


async def test_anyone_may_hold_the_phones_of_the_demo(engine: AsyncEngine) -> None:
    async with open_house(engine, demo=DEMO) as house:
        session = (await house.client.get("/chat/api/session")).json()
        li = Phone(house.client, None, LI)
        await li.start()
        stranger = await house.client.get("/chat/api/messages?user=9999")
        assert [phone["key"] for phone in session["phones"]] == ["resident", "leader"]
        assert (await li.messages())[0]["from"]["first_name"] == "Li"
        assert stranger.status_code == 401


async def test_the_page_is_guarded(house: House) -> None:
    page = await house.client.get("/")
    font = await house.client.get("/chat/static/noto-sans-sc.woff2")
    script = await house.client.get("/chat/static/main.js")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "immutable" in font.headers["cache-control"]
    assert script.headers["content-type"].startswith(("text/javascript", "application/javascript"))
