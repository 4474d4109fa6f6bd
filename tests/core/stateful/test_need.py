"""The life of a need: whatever people do in whatever order, what must hold holds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from core import clock
from core.drafts import submission
from core.followers import service as followers
from core.models import (
    Assignment,
    Contact,
    Lane,
    MessageKind,
    Need,
    OfferRecipient,
    Person,
    Status,
    Team,
    Verdict,
)
from core.people import service as people
from core.relay import service as relay
from core.routing import answers
from core.sweeps import ON_CARDS, ON_NEEDS
from core.triage import service as triage
from core.verdicts import service as verdicts
from core.work import handover, pauses, visits
from core.work import service as work
from tests import invariants, village
from tests.core.stateful.machine import PEOPLE, RESIDENTS, Machine

CODES = ("drain", "elder_visit", "noise", "water_supply", "ebike_charging", "legal_advice")
one_of = st.sampled_from
any_number = st.integers(0, 20)


class NeedMachine(Machine):
    """People of a village with a few needs."""

    @initialize(resident=one_of(RESIDENTS), code=one_of(CODES))
    def the_first(self, resident: str, code: str) -> None:
        self.submit(resident, code)

    def need(self, number: int, *statuses: Status) -> Need | None:
        """One of the needs, of these statuses if there is one."""
        found = self.run(self._select(select(Need).order_by(Need.id)))
        fitting = [need for need in found if need.status in statuses] or found
        return fitting[number % len(fitting)] if fitting else None

    async def _select(self, query: Any) -> Sequence[Any]:
        async with self.db.read() as session:
            return (await session.scalars(query)).all()

    def name_of(self, person_id: int | None) -> str:
        query = select(Contact.address).where(Contact.person_id == person_id)
        return (self.run(self._select(query)) or ["居民"])[0]

    def handler(self, need: Need) -> str:
        """Who holds the need, or held it last."""
        query = select(Assignment.person_id).where(Assignment.need_id == need.id)
        found = self.run(self._select(query.order_by(Assignment.id.desc())))
        return self.name_of(found[0]) if found else "队长"

    def tries(self, name: str, use_case: Any, *args: Any) -> Any:
        return self.run(self.village.tries(name, use_case, *args))

    @rule(resident=one_of(RESIDENTS), code=one_of(CODES))
    def submit(self, resident: str, code: str) -> None:
        if len(self.run(self._select(select(Need.id)))) < 5:
            self.tries(resident, village.submit, code)

    @rule(resident=one_of(RESIDENTS), submits=st.booleans(), number=any_number)
    def draft(self, resident: str, submits: bool, number: int) -> None:
        need = self.need(number, Status.DRAFT)
        if submits and need is not None:
            self.tries(self.name_of(need.reporter_id), submission.submit, need.id)
        elif len(self.run(self._select(select(Need.id)))) < 5:
            self.tries(resident, village.say, "drain")

    @rule(minutes=one_of((0, 0, 1, 11, 45, 60 * 25, 60 * 80, 60 * 24 * 8)))
    def time_passes(self, minutes: int) -> None:
        self.clock.stopped_at = clock.now() + timedelta(minutes=minutes)
        for sweep in (*ON_NEEDS, *ON_CARDS):
            self.run(self.village.system(sweep, clock.now()))

    @rule(number=any_number, declines=one_of((False, False, True)), stranger=one_of((None, None, *PEOPLE)))
    def answer(self, number: int, declines: bool, stranger: str | None) -> None:
        asked = self.run(
            self._select(select(OfferRecipient).order_by(OfferRecipient.offer_id.desc()).limit(6))
        )
        if asked:
            one = asked[number % len(asked)]
            args = (answers.decline, one.offer_id, "busy") if declines else (answers.accept, one.offer_id)
            self.tries(stranger or self.name_of(one.person_id), *args)

    @rule(number=any_number, stranger=one_of((None, None, None, *PEOPLE)))
    def arrive(self, number: int, stranger: str | None) -> None:
        need = self.need(number, Status.ASSIGNED)
        if need is not None:
            self.tries(stranger or self.handler(need), visits.check_in_at, need.id, *village.HOME)

    @rule(number=any_number, stranger=one_of((None, None, None, *PEOPLE)))
    def finish(self, number: int, stranger: str | None) -> None:
        need = self.need(number, Status.IN_PROGRESS)
        if need is not None:
            self.tries(stranger or self.handler(need), work.done, need.id)

    @rule(number=any_number, reason=one_of(work.RETURN_REASONS))
    def give_back(self, number: int, reason: str) -> None:
        need = self.need(number, Status.ASSIGNED, Status.IN_PROGRESS)
        if need is not None:
            self.tries(self.handler(need), work.give_back, need.id, reason)

    @rule(number=any_number, to=one_of(PEOPLE))
    def hand_over(self, number: int, to: str) -> None:
        need = self.need(number, Status.ASSIGNED, Status.IN_PROGRESS)
        other = self.run(self._select(select(Person).where(Person.name == to)))[0]
        if need is not None:
            self.tries("队长", handover.hand_over, need.id, other.id)

    @rule(number=any_number)
    def ask(self, number: int) -> None:
        need = self.need(number, Status.ASSIGNED, Status.IN_PROGRESS)
        if need is not None:
            self.tries(self.handler(need), _ask, need.id)

    @rule(number=any_number, from_resident=st.booleans())
    def talk(self, number: int, from_resident: bool) -> None:
        need = self.need(number, Status.AWAITING_RESIDENT, Status.IN_PROGRESS)
        if need is not None:
            name = self.name_of(need.reporter_id) if from_resident else self.handler(need)
            self.tries(name, relay.open_relay, need.id)
            self.tries(name, relay.pass_on, need.id, MessageKind.TEXT, "你好")

    @rule(number=any_number, verdict=one_of(list(Verdict)), by=one_of((None, None, *PEOPLE)))
    def judge(self, number: int, verdict: Verdict, by: str | None) -> None:
        need = self.need(number, Status.DONE)
        if need is not None:
            name = by or self.name_of(need.reporter_id)
            self.tries(name, verdicts.judge, need.id, need.round, verdict)

    @rule(number=any_number, stars=one_of((None, 1, 2, 3, 5)), rounds_ago=one_of((0, 0, 1)))
    def rate(self, number: int, stars: int | None, rounds_ago: int) -> None:
        need = self.need(number, Status.DONE)
        if need is not None:
            name = self.name_of(need.reporter_id)
            self.tries(name, verdicts.rate, need.id, need.round - rounds_ago, stars)

    @rule(number=any_number, who=one_of((*RESIDENTS, "队长")))
    def join_or_cancel(self, number: int, who: str) -> None:
        need = self.need(number)
        if need is not None:
            mine = self.name_of(need.reporter_id) == who
            self.tries(who, submission.cancel if mine and number > 15 else followers.join, need.id)

    @rule(number=any_number, do=one_of(("take", "T1", "T2", "recategorise", "transfer", "reject")))
    def decide(self, number: int, do: str) -> None:
        need = self.need(number, Status.TRIAGE)
        if need is not None:
            self.tries("网格员", _decide, need.id, do)

    @rule(number=any_number, back=st.booleans())
    def authority(self, number: int, back: bool) -> None:
        need = self.need(number, Status.TRANSFERRED)
        if need is not None:
            args = (triage.take_back, need.id) if back else (triage.enter_result, need.id, "修好了")
            self.tries("网格员", *args)

    @rule(who=one_of(PEOPLE), on_duty=st.booleans())
    def duty(self, who: str, on_duty: bool) -> None:
        self.tries(who, people.set_duty, on_duty)

    @invariant()
    def all_holds(self) -> None:
        self.run(self._check())

    async def _check(self) -> None:
        async with self.db.read() as session:
            await invariants.check(session)


async def _ask(session: Any, actor: Any, need_id: int) -> None:
    message = await work.write(session, actor, need_id, Lane.RELAY, "几号楼？")
    await pauses.ask_resident(session, actor, need_id, message.id)


async def _decide(session: Any, actor: Any, need_id: int, do: str) -> None:
    if do == "take":
        await triage.take_it(session, actor, need_id)
    elif do == "recategorise":
        await triage.recategorise(session, actor, need_id, "drain")
    elif do == "transfer":
        later = clock.now() + timedelta(days=2)
        await triage.transfer(session, actor, need_id, "水务局", "1", later)
    elif do == "reject":
        await triage.reject(session, actor, need_id, "outside-remit")
    else:
        team = await session.scalar(select(Team.id).where(Team.code == do))
        await triage.choose_team(session, actor, need_id, team)


TestNeed = NeedMachine.TestCase
TestNeed.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
