"""Messages to one person arrive in order, whatever the channel does in between."""

from tests.town import Town, words
from webchat import Fault


async def test_what_is_tried_again_keeps_its_place(town: Town) -> None:
    resident = await town.resident()
    town.faults.append(Fault("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1))
    before = len(await resident.sees())
    await resident.says("我家着火了，快来人")
    while len(new := (await resident.sees())[before:]) < 2:
        await town.settle()
    assert "119" in words(new[0]).splitlines()[0]
    assert "XQ-" in words(new[1])
