"""The command menu follows the roles of a person."""

from sqlalchemy import select

from core.actor import SYSTEM
from core.models import Area, Contact, RoleKind
from core.outbox import service as outbox
from core.people.roles import grant
from tests.town import Town


async def test_a_role_given_by_others_brings_its_commands(town: Town) -> None:
    resident = await town.resident()
    assert "desk" not in {each["command"] for each in await resident.phone.commands()}
    async with town.db.write() as session:
        found = select(Contact.person_id).where(Contact.address == str(resident.phone.user.id))
        person_id = (await session.scalars(found)).one()
        area = (await session.scalars(select(Area).where(Area.code == "XFL"))).one()
        role = await grant(session, SYSTEM, person_id, RoleKind.COORDINATOR, area)
        await outbox.tell(session, person_id, "role-taken", dedup=f"role:{role.id}", role=role.id)
    await town.settle()
    assert {"desk", "tasks", "mine"} <= {each["command"] for each in await resident.phone.commands()}
