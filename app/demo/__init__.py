"""The demo community: one that has lived for some weeks, and the phones with which it is visited."""

from sqlalchemy import select

from app.demo.delivery import deliver_what_is_live
from app.demo.people import make_phones
from app.demo.telling import tell_stories
from app.demo.town import let_people_come, put_town
from core import clock
from core.access.locks import hold
from core.db import Database
from core.models import Area

PHONES = make_phones()


async def load_demo(db: Database) -> None:
    """Load the demo community into a database without areas, in one transaction; else do nothing.

    History is told by running the use cases with the clock set back, so nothing else may run meanwhile.
    """
    async with db.write() as session:
        await hold(session, "demo")
        if await session.scalar(select(Area.id).limit(1)) is not None:
            return
        now = clock.now()
        with clock.stopped(now):
            await put_town(session)
            people = await let_people_come(session, now)
            await tell_stories(session, people, now)
            await deliver_what_is_live(session, people)
