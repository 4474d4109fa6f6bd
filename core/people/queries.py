"""Looking up people and the contact by which they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Contact, Person, PersonStatus, Role, RoleKind


@dataclass(frozen=True)
class Recipient:
    """Where a message to a person goes, and in which language."""

    person_id: int
    name: str
    locale: str
    contact_id: int
    channel: str
    address: str


def reachable() -> ColumnElement[bool]:
    """A condition on `Person`: active, with a contact that can be written to."""
    return (Person.status == PersonStatus.ACTIVE) & exists().where(
        Contact.person_id == Person.id, Contact.unreachable_since.is_(None)
    )


_RECIPIENT = (
    select(Person.id, Person.name, Person.locale, Contact.id, Contact.channel, Contact.address)
    .join(Contact, Contact.person_id == Person.id)
    .where(
        Person.id == bindparam("person"),
        Person.status == PersonStatus.ACTIVE,
        Contact.unreachable_since.is_(None),
    )
    .order_by(Contact.last_used_at.desc(), Contact.id.desc())
    .limit(1)
)


async def recipient(session: AsyncSession, person_id: int) -> Recipient | None:
    """The contact last used and reachable of an active person; None if there is none."""
    row = (await session.execute(_RECIPIENT, {"person": person_id})).first()
    return Recipient(*row) if row else None


async def holders(
    session: AsyncSession, kinds: Sequence[RoleKind], *, scope: str, on_duty: bool = False
) -> list[Person]:
    """Reachable people with one of these roles at exactly this scope, by id."""
    where: list[ColumnElement[bool]] = [
        Role.scope == scope,
        Role.kind.in_(kinds),
        Role.ended_at.is_(None),
        reachable(),
    ]
    if on_duty:
        where.append(Person.on_duty.is_(True))
    query = select(Person).join(Role, Role.person_id == Person.id).where(*where).order_by(Person.id)
    return list((await session.scalars(query)).unique())
