"""A small town on a real database, our own Bot API server, and the whole bot, driven through phones."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import func, select

import webchat
from bot.house import House
from bot.receive import Poller
from bot.service import BotService
from core.actor import SYSTEM
from core.db import Database
from core.models import Area, Level, Need, OrganisationKind, RoleKind, Team
from core.people.invitations import invite
from core.registry import service as registry
from core.registry.catalogue import load_default_catalogue
from core.registry.checks import Position
from webchat import BotAccount, ChatUser, Fault, Phone

SECRET = b"a secret of the tests"
ACCOUNT = BotAccount(4200, "4200:test-token", "liandong_test_bot", "联动")
HOME = (30.5901, 114.3001)
FAR = (48.85, 2.35)
NUMBER = re.compile(r"XQ-\d{8}-\d{4,}")


@dataclass
class Citizen:
    """A person with a phone."""

    phone: Phone
    town: "Town"

    async def says(self, text: str, **kwargs: Any) -> None:
        await self.phone.text(text, **kwargs)
        await self.town.settle()

    async def starts(self, payload: str = "") -> None:
        await self.phone.start(payload)
        await self.town.settle()

    async def sends(self, kind: str, *args: Any, **kwargs: Any) -> None:
        await getattr(self.phone, kind)(*args, **kwargs)
        await self.town.settle()

    async def sees(self) -> list[dict[str, Any]]:
        """Messages of the bot that are there now, oldest first."""
        return [m for m in await self.phone.messages() if not m["out"] and not m.get("deleted")]

    async def last(self, fragment: str = "") -> dict[str, Any]:
        """The newest message of the bot that contains a text."""
        found = [m for m in await self.sees() if fragment in words(m)]
        assert found, f"no message with {fragment!r} in {[words(m) for m in await self.sees()]}"
        return found[-1]

    async def taps(self, label: str, fragment: str = "") -> str:
        """Tap a button on the newest message that has it; returns what the toast says."""
        for message in reversed(await self.sees()):
            if fragment in words(message) and any(label in b for b in buttons(message)):
                callback = await self.phone.tap(message, label)
                await self.town.settle()
                return (await self.phone.toast(callback)).get("text", "")
        raise AssertionError(f"no button {label!r} in {[(words(m), buttons(m)) for m in await self.sees()]}")

    async def need(self, sentence: str) -> str:
        """Say it, submit it; returns the number."""
        await self.says(sentence)
        toast = await self.taps("提交" if self.phone.user.language_code.startswith("zh") else "Submit")
        found = NUMBER.search(toast)
        assert found is not None, toast
        return found.group()

    async def taps_data(self, data: str, message_id: int = 1) -> str:
        """Send back any callback data; returns what the toast says."""
        callback = await self.phone.tap_raw(message_id, data)
        await self.town.settle()
        return (await self.phone.toast(callback)).get("text", "")

    async def seen(self, fragment: str) -> int:
        """How many messages of the bot contain a text now."""
        return sum(fragment in words(message) for message in await self.sees())

    async def taps_old(self, message: dict[str, Any], label: str) -> str:
        """Tap a button of a message as it was when it was read."""
        data = next(
            b["callback_data"]
            for row in message["reply_markup"]["inline_keyboard"]
            for b in row
            if label in b["text"]
        )
        callback = await self.phone.tap_raw(message["message_id"], data)
        await self.town.settle()
        return (await self.phone.toast(callback)).get("text", "")


def words(message: dict[str, Any]) -> str:
    return message.get("text") or message.get("caption") or ""


def buttons(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@dataclass
class Town:
    """The town: people come to it one by one."""

    db: Database
    url: str
    client: httpx.AsyncClient
    service: BotService
    faults: list[Fault]
    _next: int = 7000
    people: dict[str, Citizen] = field(default_factory=dict)

    async def settle(self) -> None:
        """Let the bot do all that is to be done now."""
        for poller in self.service.pollers.values():
            while await poller.once():
                pass
        await self.service.settle()

    async def find(self, number: str) -> Need:
        """The row of a need."""
        async with self.db.read() as session:
            need = await session.scalar(select(Need).where(Need.number == number))
            assert need is not None
            return need

    async def count(self, model: type[Any], *where: Any) -> int:
        """How many rows there are."""
        async with self.db.read() as session:
            return int(await session.scalar(select(func.count()).select_from(model).where(*where)) or 0)

    async def leader(self, name: str = "李队长", team: str = "T1", language: str = "zh-hans") -> "Citizen":
        """A leader of a team."""
        return await self.joined(name, RoleKind.TEAM_LEADER, team, language)

    async def member(self, name: str, team: str = "T1") -> "Citizen":
        """A member of a team."""
        return await self.joined(name, RoleKind.TEAM_MEMBER, team)

    async def officer(self, name: str = "张网格员", area: str = "XFL") -> "Citizen":
        """A coordinator of an area."""
        return await self.joined(name, RoleKind.COORDINATOR, area)

    async def volunteer(self, name: str, area: str = "XFL") -> "Citizen":
        """A volunteer of an area."""
        return await self.joined(name, RoleKind.VOLUNTEER, area)

    def citizen(self, name: str, language: str = "zh-hans") -> Citizen:
        if name not in self.people:
            self._next += 1
            user = ChatUser(self._next, name, language)
            phone = Phone(self.client, webchat.identity(SECRET, user), user)
            self.people[name] = Citizen(phone, self)
        return self.people[name]

    async def resident(
        self, name: str = "王奶奶", language: str = "zh-hans", home: str = "3栋2单元501"
    ) -> Citizen:
        """Someone who came by the poster and has given the address."""
        citizen = self.citizen(name, language)
        await citizen.starts("area_XFL")
        if home:
            await citizen.says("/settings")
            await citizen.taps("门牌" if language.startswith("zh") else "Door")
            await citizen.says(home)
        return citizen

    async def joined(self, name: str, role: RoleKind, place: str, language: str = "zh-hans") -> Citizen:
        """Someone who took an invitation to a role at the place with this code."""
        citizen = self.citizen(name, language)
        async with self.db.write() as session:
            model = Team if role in (RoleKind.TEAM_LEADER, RoleKind.TEAM_MEMBER) else Area
            found = await session.scalar(
                model.__table__.select().with_only_columns(model.id).where(model.code == place)
            )
            where = await session.get(model, found)
            assert where is not None
            _, payload = await invite(session, SYSTEM, role, where)
        await citizen.starts(payload)
        return citizen


async def build(db: Database, overrides: dict[str, Any] | None = None) -> None:
    """City, street, 幸福里社区 with a grid and two buildings, an organisation, two teams, all categories."""
    async with db.write() as session:
        await load_default_catalogue(session)
        await registry.put_area(session, SYSTEM, "CITY", name="江城市", level=Level.CITY)
        await registry.put_area(
            session, SYSTEM, "HPJ", name="和平街道", level=Level.STREET, parent_code="CITY"
        )
        place = Position(*HOME, radius_m=800)
        await registry.put_area(
            session,
            SYSTEM,
            "XFL",
            name="幸福里社区",
            level=Level.COMMUNITY,
            parent_code="HPJ",
            position=place,
            overrides=overrides,
        )
        await registry.put_area(
            session, SYSTEM, "XFL-2", name="第二网格", level=Level.GRID, parent_code="XFL"
        )
        for number in (3, 5):
            await registry.put_building(
                session,
                SYSTEM,
                f"B{number}",
                name=f"{number}栋",
                aliases=[f"{number}号楼", f"Building {number}"],
                area_code="XFL-2",
                position=Position(*HOME),
            )
        await registry.put_organisation(
            session,
            SYSTEM,
            "ORG",
            name="暖邻服务中心",
            kind=OrganisationKind.FILED,
            area_code="XFL",
        )
        for code, name in (("T1", "水电维修队"), ("T2", "应急服务队")):
            await registry.put_team(
                session,
                SYSTEM,
                code,
                name=name,
                organisation_code="ORG",
                category_codes=["drain", "water_leak"],
                area_codes=["XFL"],
            )


@asynccontextmanager
async def serving(db: Database, account: BotAccount, faults: list[Fault]) -> AsyncIterator[tuple[str, Bot]]:
    """A Bot API server on a port of its own, and a bot that talks to it."""
    app = webchat.create_app(db.writer, bots=[account], secret=SECRET, read_engine=db.reader, faults=faults)
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only where this is named
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    running = asyncio.create_task(server.serve([listener]))
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(account.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield url, bot
    await bot.session.close()
    await webchat.close(app)
    server.should_exit = True
    await running


@asynccontextmanager
async def open_town(
    db: Database, overrides: dict[str, Any] | None = None, *, empty: bool = False
) -> AsyncIterator[Town]:
    """The town (`empty`: a place without any area) with its bot run by hand: only `settle` moves it."""
    if not empty:
        await build(db, overrides)
    faults: list[Fault] = []
    async with serving(db, ACCOUNT, faults) as (url, bot):
        house = House(db, {"webchat": bot}, {"webchat": ACCOUNT.username}, frozenset({"webchat"}), url)
        service = BotService(house, rates={"webchat": 0})
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            yield Town(db, url, client, service, faults)
        await service.stop()


@asynccontextmanager
async def open_channel(town: Town, name: str) -> AsyncIterator[Town]:
    """Another channel of the same house, with a server, a bot and people of its own."""
    account = BotAccount(ACCOUNT.id + 1, f"{ACCOUNT.id + 1}:test-token", "liandong_other_bot", "联动")
    async with serving(town.db, account, town.faults) as (url, bot):
        house = town.service.house
        house.bots[name], house.names[name] = bot, account.username
        town.service.pollers[name] = Poller(house, town.service.runner, name)
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            yield Town(town.db, url, client, town.service, town.faults, _next=8000)
        town.service.pollers.pop(name)
        house.bots.pop(name)
