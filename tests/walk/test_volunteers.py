"""A volunteer gets a number, and whoever opens the door to them can check it."""

import re

from tests.town import Town, words


async def test_the_number_comes_with_the_role(town: Town) -> None:
    volunteer = await town.volunteer("周敏")
    told = words(await volunteer.last("志愿者编号"))
    numbers = re.findall(r"VXFL[0-9A-Z]{6}", told)
    assert len(numbers) == 2 and numbers[0] == numbers[1], told
    assert f"/check/{numbers[0]}" in told
    await volunteer.starts()
    assert numbers[0] in words(await volunteer.last())
