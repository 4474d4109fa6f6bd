"""Needs and the ledger, which are only read."""

from typing import Any

from admin_api.schemas.base import Answer, Moment
from core.models import AccountKind, OfferState, Outcome, Priority, Status


class PartyOut(Answer):
    """Someone who takes part, by the name they go by."""

    id: int
    display: str


class EventOut(Answer):
    """One line of the timeline; without `actor` the system did it."""

    at: Moment
    event: str
    actor: PartyOut | None
    from_status: str | None
    to_status: str | None
    reason: str | None
    params: dict[str, Any]


class OfferOut(Answer):
    """An offer, as what the candidate was asked (`basis`), why they were chosen, and how it ended."""

    id: int
    basis: str
    team_code: str | None
    candidate: str
    round: int
    wave: int
    state: OfferState
    made_at: Moment
    expires_at: Moment
    ended_at: Moment | None
    decline_reason: str | None
    score: float
    explanation: list[Any]


class NeedOut(Answer):
    """A need."""

    number: str
    status: Status
    outcome: Outcome | None
    category_code: str | None
    area_code: str | None
    priority: Priority
    text: str
    reporter: PartyOut
    assignee: PartyOut | None
    created_at: Moment
    respond_by: Moment | None
    resolve_by: Moment | None
    responded_at: Moment | None
    done_at: Moment | None
    closed_at: Moment | None
    stars: int | None
    followers: int
    parent_number: str | None


class NeedDetail(NeedOut):
    """A need with all that happened to it."""

    timeline: list[EventOut]
    offers: list[OfferOut]


class AccountOut(Answer):
    """An account; `owner` is `person:7`, `organisation:2` or `scheme:issue`, the balance is in points."""

    id: int
    owner: str
    kind: AccountKind
    display: str
    balance: int


class EntryOut(Answer):
    """A transfer from `debit` to `credit` with all that is needed to compute it again."""

    id: int
    at: Moment
    debit: str
    credit: str
    amount: int
    rule: str
    rule_version: int
    inputs: dict[str, Any]
    source: str
    need_number: str | None
