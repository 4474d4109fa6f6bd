"""Messages to one person arrive in order, whatever the channel does in between."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core import clock
from core.inbox import service as inbox
from core.models import Card, Inbox, InboxState, Outbox, OutboxState
from core.outbox import results
from core.outbox import service as outbox
from core.outbox.results import Sent
from tests.town import Citizen, Town, open_channel, words
from webchat import Fault
from webchat.phone import PICTURE


async def test_what_is_tried_again_keeps_its_place(town: Town) -> None:
    resident = await town.resident()
    town.faults.append(Fault("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1))
    before = len(await resident.sees())
    await resident.says("我家着火了，快来人")
    while len(new := (await resident.sees())[before:]) < 2:
        await town.settle()
    assert "119" in words(new[0]).splitlines()[0]
    assert "XQ-" in words(new[1])


def _asked_to_wait(citizen: Citizen, seconds: int) -> Fault:
    text = f"Too Many Requests: retry after {seconds}"
    return Fault("sendMessage", 429, text, retry_after=seconds, chat_id=citizen.phone.user.id)


async def test_a_chat_that_must_wait_does_not_hold_up_the_others(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        leader, resident = await town.leader(), await town.resident()
        town.faults.append(_asked_to_wait(leader, 30))
        number = await resident.need("楼下下水道堵了")
        assert "正在等人接单" in words(await resident.last(number))
        await resident.says("/mine")
        assert await resident.seen("您的诉求")
        assert not await leader.seen(number)
        time.advance(seconds=31)
        await town.settle()
        assert await leader.seen(number) == 1


async def test_what_a_sender_is_still_at_is_not_taken_by_another(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        await town.resident()
        async with town.db.write() as session:
            person = await session.scalar(select(Outbox.person_id).limit(1))
            assert person is not None
            await outbox.tell(session, person, "welcome")
            (row,) = await outbox.claim(session, clock.now())
        for _ in range(4):
            time.advance(seconds=20)
            async with town.db.write() as session:
                await outbox.renew(session, [row.id], clock.now())
                assert await outbox.claim(session, clock.now()) == []
        time.advance(seconds=31)
        async with town.db.write() as session:
            assert [again.id for again in await outbox.claim(session, clock.now())] == [row.id]
        assert await town.count(Outbox, Outbox.state == OutboxState.LEASED) == 1


async def test_an_update_that_cannot_be_read_is_given_up_and_the_chat_goes_on(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        resident = await town.resident()
        chat = str(resident.phone.user.id)
        async with town.db.write() as session:
            await inbox.receive(session, "webchat", [(10**9, chat, '{"update_id": "?"}')])
        for _ in range(inbox.GIVE_UP_AFTER):
            time.advance(seconds=60)
            await town.settle()
        assert await town.count(Inbox, Inbox.state == InboxState.FAILED) == 1
        assert "XQ-" in await resident.need("楼下下水道堵了")
        time.advance(seconds=(inbox.KEEP_FAILED + timedelta(hours=1)).total_seconds())
        async with town.db.write() as session:
            assert await inbox.forget_old(session, clock.now()) > 0
        assert await town.count(Inbox) == 0


async def test_a_copy_that_cannot_be_deleted_makes_no_more_copies(town: Town) -> None:
    resident = await town.resident()
    number = await resident.need("楼下下水道堵了")
    for method in ("deleteMessage", "editMessageReplyMarkup"):
        town.faults.append(Fault(method, 429, "Too Many Requests: retry after 3", retry_after=3, times=3))
    await resident.says("/mine")
    await resident.taps("疏通下水", "您的诉求")
    for _ in range(3):
        await town.settle()
    assert await resident.seen(f"疏通下水 · {number}") == 2  # the one that could not go, and the new one


async def test_a_card_that_moves_while_it_is_edited_still_comes_anew(town: Town) -> None:
    resident = await town.resident()
    number = await resident.need("楼下下水道堵了")
    shown = (await resident.last(f"疏通下水 · {number}"))["message_id"]
    async with town.db.write() as session:
        card = await session.scalar(select(Card).where(Card.message_id == shown))
        assert card is not None
        await outbox.refresh_cards(session, card.need_id)
        (row,) = await outbox.claim(session, clock.now())
    async with town.db.write() as session:
        await outbox.move_card(session, card.person_id, card.kind, card.subject_id)
        await outbox.show_card(session, card.person_id, card.kind, card.subject_id, card.need_id)
    async with town.db.write() as session:
        sent = Sent(row.id, OutboxState.SENT, card.contact_id, shown, card.id, card.wanted + 1)
        await results.record(session, [sent])
    await town.settle()
    assert (await resident.last(f"疏通下水 · {number}"))["message_id"] > shown
    assert await resident.seen(f"疏通下水 · {number}") == 1


async def test_a_picture_that_cannot_be_had_does_not_hold_up_what_follows(town: Town) -> None:
    with clock.stopped(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) as time:
        leader = await town.leader()
        async with open_channel(town, "telegram") as other:
            resident = await other.resident()
            number = await resident.need("楼下下水道堵了")
            await leader.taps("接单", number)
            town.faults.append(Fault("getFile", 500, "Internal Server Error", times=50))
            await resident.taps("联系", number)
            await resident.sends("photo", PICTURE)
            await resident.says("您到哪了")
            time.advance(seconds=2)
            await town.settle()
            assert await leader.seen("您到哪了") == 1
