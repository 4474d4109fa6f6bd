"""How the page looks: nothing cut, nothing torn, nothing shown that is not for people."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from playwright.async_api import Browser, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.webchat.conftest import ANNA, LI
from tests.webchat.page import DEMO, answering, open_page
from webchat import DemoPhone

LINES = """wanted => {
  const counts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(wanted);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + wanted.length);
    counts.push(new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size);
  }
  return counts;
}"""
"""On how many lines each occurrence of a text stands."""
RING = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const name = `${element.tagName}.${element.classList[0] ?? ""}`;
  const width = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset) - 0.5;
  const box = element.getBoundingClientRect();
  if (element === document.body || style.outlineStyle === "none") return [name, ""];
  for (let around = element.parentElement; around; around = around.parentElement) {
    const edge = around === document.documentElement
      ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : around.getBoundingClientRect();
    if (around !== document.documentElement && getComputedStyle(around).overflow === "visible") continue;
    const whole = box.left - width >= edge.left && box.right + width <= edge.right
      && box.top - width >= edge.top && box.bottom + width <= edge.bottom;
    if (!whole) return [name, `${around.tagName}.${around.className}`];
  }
  return [name, ""];
}"""
"""What has the focus, and the element that cuts off a part of its ring."""


async def test_the_payload_of_a_link_reaches_the_bot_and_is_not_shown(
    file_engine: AsyncEngine, browser: Browser
) -> None:
    async with answering(file_engine, DEMO) as house:
        page = await open_page(browser, f"{house.url}/?start=join_geheim")
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_text("Welcome join_geheim")).to_be_visible()
        mine = page.locator(".msg.out")
        await expect(mine.locator(".text")).to_have_text("/start")
        assert "geheim" not in await mine.evaluate("element => element.outerHTML")
        await mine.focus()
        await page.keyboard.press("Enter")
        await page.get_by_role("menuitem", name="Reply").click()
        await expect(page.locator(".replying i")).to_have_text("/start")


async def test_numbers_with_hyphens_stay_on_one_line(file_engine: AsyncEngine, browser: Browser) -> None:
    async with answering(file_engine, DEMO) as house:
        await house.phone().start()
        page = await open_page(browser, house.url)
        for count in range(1, 24):
            text = f"{'o ' * count}XQ-20261123-0042"
            key = InlineKeyboardButton(text=text, callback_data="a")
            markup = InlineKeyboardMarkup(inline_keyboard=[[key, key]])
            await house.bot.send_message(ANNA.id, text, reply_markup=markup)
        await expect(page.locator(".key")).to_have_count(46)
        lines = await page.evaluate(LINES, "XQ-20261123-0042")
        assert lines == [1] * 69


async def test_the_ring_of_what_has_the_focus_is_never_cut(
    file_engine: AsyncEngine, browser: Browser
) -> None:
    async with answering(file_engine, DEMO) as house:
        anna = house.phone()
        await anna.start()
        await anna.text("the lift is broken, see /help")
        await anna.wait_for(lambda message: "got" in message.get("text", ""))
        for width in (390, 1440):
            page = await open_page(browser, house.url, width)
            await expect(page.get_by_text("got the lift").first).to_be_visible()
            seen: set[str] = set()
            for _ in range(40):
                await page.keyboard.press("Tab")
                name, cut = await page.evaluate(RING)
                assert cut == "", f"the ring of {name} is cut by {cut}"
                seen.add(name)
            assert {"BUTTON.quote", "BUTTON.key", "BUTTON.command", "BUTTON.round", "TEXTAREA."} <= seen, seen


async def test_each_visitor_is_first_met_by_who_speaks_their_language(
    file_engine: AsyncEngine, browser: Browser
) -> None:
    demo = (DemoPhone("a", "A", "Resident", (LI, ANNA)),)
    async with answering(file_engine, demo) as house:
        page = await open_page(browser, house.url)
        holder = page.get_by_role("combobox")
        await expect(holder).to_have_value(str(ANNA.id))
        await page.evaluate("localStorage.setItem('webchat.language', 'zh')")
        await page.reload()
        await expect(holder).to_have_value(str(LI.id))
        await holder.select_option(label="Anna")
        await page.reload()
        await expect(holder).to_have_value(str(ANNA.id))


async def test_the_newest_message_stands_right_above_the_line_to_write_in(
    file_engine: AsyncEngine, browser: Browser
) -> None:
    async with answering(file_engine, DEMO) as house:
        await house.phone().start()
        for count in range(20):
            await house.bot.send_message(ANNA.id, f"{count} {'a long story ' * 9}")
        page = await open_page(browser, house.url)
        await page.evaluate("localStorage.setItem('webchat.size', 'large')")
        await page.reload()
        await expect(page.get_by_text("19 a long story")).to_be_in_viewport()
        await expect(page.get_by_role("button", name="Jump to the newest")).to_be_hidden()
        below = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
        assert await page.get_by_role("log").evaluate(below) < 2
