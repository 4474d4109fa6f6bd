"""What the processes of a benchmark agree on: the bot, the people, and how they talk to each other."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from webchat import BotAccount, ChatUser, identity

SECRET = b"a secret of the benchmarks"
ACCOUNT = BotAccount(4300, "4300:bench-token", "liandong_bench_bot", "联动")
HOOK_SECRET = "benchmarks"
HOOK_PATH = "/telegram/bench"
AREA = "BENCH"
SENTENCES = (
    "楼下下水道堵了，污水都漫出来了",
    "{n}栋厨房水管漏水，地板都湿了",
    "楼道的灯坏了三天了，老人晚上不敢下楼",
    "The drain downstairs is blocked and sewage is coming up",
    "想请人帮我妈量一下血压，她腿脚不方便",
    "{n}单元门口垃圾堆了好几天没人收，味道很大",
)


def person(user_id: int) -> ChatUser:
    """A person of the load."""
    return ChatUser(user_id, f"住户{user_id}", "zh-hans")


def cookie(user_id: int) -> str:
    """The cookie by which the page knows a person."""
    return identity(SECRET, person(user_id))


def sentence(number: int) -> str:
    """What the person with this number says."""
    return SENTENCES[number % len(SENTENCES)].format(n=number % 20 + 1)


@dataclass
class Process:
    """A process of the benchmark: it prints a line when it is ready and ends when its input does."""

    inner: asyncio.subprocess.Process
    said: str

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.inner.pid

    async def stop(self) -> None:
        """Close its input and wait for its end; kill it if it does not come."""
        assert self.inner.stdin is not None
        self.inner.stdin.close()
        try:
            await asyncio.wait_for(self.inner.wait(), 15)
        except TimeoutError:
            self.inner.kill()
            await self.inner.wait()


async def start(module: str, arguments: Sequence[str]) -> Process:
    """Start a module in a process of its own and wait for its first line."""
    inner = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert inner.stdout is not None
    line = await asyncio.wait_for(inner.stdout.readline(), 60)
    if not line:
        raise RuntimeError(f"{module} did not start")
    return Process(inner, line.decode().strip())


async def until_input_ends() -> None:
    """Wait until whoever started this process closes its input."""
    await asyncio.to_thread(sys.stdin.read)
