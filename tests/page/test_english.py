"""A visitor whose browser speaks English: all three phones do as well."""

from playwright.async_api import Browser, expect

from tests.app.liandong import Running
from tests.page.phones import WIDE, open_page

RESIDENT, LEADER, COORDINATOR = "Resident", "Team", "Coordinator"


async def test_a_need_goes_its_way_in_english(browser: Browser, running: Running) -> None:
    async with open_page(browser, running.url, "english", WIDE, "en-GB") as walk:
        resident, leader = walk.phone(RESIDENT), walk.phone(LEADER)
        await resident.message("Welcome to")
        await expect(resident.region.get_by_role("combobox")).to_have_value("8003")
        await resident.says("The drain downstairs is blocked")
        await resident.taps("Submit", "Blocked drain")
        number = await resident.reads(r"(XQ-\d{8}-\d{4})", "Blocked drain", "Waiting for someone")
        await leader.message("Blocked drain", number)
        await leader.taps("Accept", number)
        await resident.message(number, "Arrival code")
        await walk.phone(COORDINATOR).message("someone trapped", "urgent")
        await walk.picture("taken")
