"""A role that ended, or a person who is suspended, opens no door any more."""

from sqlalchemy import select

from core.actor import SYSTEM
from core.models import Area, Contact, Offer, OfferState, Person, PersonStatus, Role, RoleKind, Status, Team
from core.people.roles import end_role
from core.people.roster import change_person
from core.sweeps import ON_CARDS
from tests.town import Citizen, Town, words

DRAIN = "楼下下水道堵了，污水都漫出来了"
GAS = "家里煤气味很重"


async def person_id(town: Town, citizen: Citizen) -> int:
    async with town.db.read() as session:
        mine = select(Contact.person_id).where(Contact.address == str(citizen.phone.user.id))
        return (await session.scalars(mine)).one()


async def ended(town: Town, citizen: Citizen) -> None:
    """The newest role of this person ends."""
    someone = await person_id(town, citizen)
    async with town.db.write() as session:
        held = await session.scalar(select(Role).where(Role.person_id == someone).order_by(Role.id.desc()))
        assert held is not None
        place = await session.get(Team, held.team_id) if held.team_id else None
        if held.area_id:
            place = await session.get(Area, held.area_id)
        assert await end_role(session, SYSTEM, someone, held.kind, place)
    await town.settle()


async def put_status(town: Town, citizen: Citizen, status: PersonStatus) -> None:
    someone = await person_id(town, citizen)
    async with town.db.write() as session:
        await change_person(session, SYSTEM, someone, status=status)
    await town.settle()


async def later(town: Town) -> None:
    """What is looked at now and then is looked at."""
    await town.service._sweep(ON_CARDS)
    await town.settle()


async def states(town: Town) -> list[OfferState]:
    async with town.db.read() as session:
        return list(await session.scalars(select(Offer.state).order_by(Offer.id)))


async def test_a_former_leader_cannot_take_what_was_offered(town: Town) -> None:
    former = await town.leader()
    number = await (await town.resident()).need(DRAIN)
    await ended(town, former)
    assert "现在没有" in await former.taps("接单", number)
    assert not await former.seen("3栋") and (await town.find(number)).status is Status.OFFERED


async def test_a_volunteer_and_a_coordinator_need_the_role_for_the_place(town: Town) -> None:
    helper, officer = await town.volunteer("小刘"), await town.officer()
    resident = await town.resident()
    visit = await resident.need("想找人陪我爷爷聊聊天，他一个人在家")
    noise = await resident.need("隔壁太吵了，半夜还在装修")
    for asked, number in ((helper, visit), (officer, noise)):
        await ended(town, asked)
        assert "现在没有" in await asked.taps("接单", number)
        assert (await town.find(number)).status is Status.OFFERED


async def test_the_offer_of_a_former_leader_goes_on_and_is_no_silence(town: Town) -> None:
    former, other = await town.leader(), await town.leader("赵队长", "T2")
    number = await (await town.resident()).need(DRAIN)
    asked, second = (former, other) if await former.seen(number) else (other, former)
    await ended(town, asked)
    await later(town)
    assert await states(town) == [OfferState.WITHDRAWN, OfferState.PENDING]
    await second.taps("接单", number)
    assert "不需要接" in words(await asked.last(number)) or "他人接单" in words(await asked.last(number))


async def test_the_offer_of_a_suspended_leader_goes_to_the_members(town: Town) -> None:
    leader, member = await town.leader(), await town.member("小孙")
    number = await (await town.resident()).need(DRAIN)
    await put_status(town, leader, PersonStatus.SUSPENDED)
    await later(town)
    assert await states(town) == [OfferState.PENDING]
    await member.taps("接单", number)
    assert (await town.find(number)).status is Status.ASSIGNED


async def test_the_card_of_a_former_coordinator_has_no_words_and_no_door(town: Town) -> None:
    former, still = await town.officer(), await town.officer("新网格员")
    await (await town.resident()).says(GAS)
    assert "501" in words(await former.last("紧急"))
    await ended(town, former)
    for card in await former.sees():
        assert "501" not in words(card) and GAS not in words(card), words(card)
    assert "501" in words(await still.last(GAS))


async def test_a_suspended_coordinator_gets_nothing(town: Town) -> None:
    suspended, still = await town.officer(), await town.officer("新网格员")
    resident = await town.resident()
    await resident.says(GAS)
    await put_status(town, suspended, PersonStatus.SUSPENDED)
    before = [words(card) for card in await suspended.sees()]
    await resident.says("煤气味还是很重，请到9单元999室来")
    assert [words(card) for card in await suspended.sees()] == before
    assert await still.seen("999")


async def test_nobody_appoints_themselves_again(town: Town) -> None:
    former = await town.officer()
    await former.says("/invite")
    await former.taps("协调员")
    payload = words(await former.last("start=")).split("start=")[1].split()[0]
    await ended(town, former)
    await former.starts(payload)
    assert await former.seen("已撤销")
    stranger = await town.resident("刘叔")
    await stranger.starts(payload)
    assert await stranger.seen("已撤销")
    assert not await town.count(Role, Role.kind == RoleKind.COORDINATOR, Role.ended_at.is_(None))


async def test_the_invitations_of_the_suspended_rest(town: Town) -> None:
    officer, helper = await town.officer(), await town.resident("刘叔")
    await officer.says("/invite")
    await officer.taps("志愿者")
    payload = words(await officer.last("start=")).split("start=")[1].split()[0]
    await put_status(town, officer, PersonStatus.SUSPENDED)
    await helper.starts(payload)
    assert await helper.seen("已撤销")
    await put_status(town, officer, PersonStatus.ACTIVE)
    await helper.starts(payload)
    assert await town.count(Role, Role.kind == RoleKind.VOLUNTEER) == 1
    assert await town.count(Person, Person.status == PersonStatus.ACTIVE) == 2
