"""The ledger 积分账: accounts, postings and double entries; balances are sums."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, word


class AccountKind(StrEnum):
    """Whose account it is; `scheme` accounts (issue) may be overdrawn, the others never."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SCHEME = "scheme"


class Account(Base):
    """An account; `owner` is `person:7`, `organisation:2` or `scheme:issue`."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'person' and person_id is not null and organisation_id is null"
            " and owner = 'person:' || person_id)"
            " or (kind = 'organisation' and organisation_id is not null and person_id is null"
            " and owner = 'organisation:' || organisation_id)"
            " or (kind = 'scheme' and person_id is null and organisation_id is null"
            " and substr(owner, 1, 7) = 'scheme:')",
            name="owner_fits",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AccountKind] = mapped_column(word(AccountKind, "account_kind"))
    owner: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class Posting(Base):
    """Why points moved: rule, its version and inputs; `source` makes it happen once."""

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(80), unique=True)
    rule: Mapped[str] = mapped_column(String(40))
    rule_version: Mapped[int]
    inputs: Mapped[dict[str, Any]]
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    at: Mapped[datetime]


class Entry(Base):
    """One transfer in points: from `debit` to `credit`. Never changed, never deleted."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        Index("ix_entry_debit", "debit_id", "id"),
        Index("ix_entry_credit", "credit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    debit_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    credit_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[int]


class Checkpoint(Base):
    """The balance of an account up to and with an entry, so that a sum need not begin at the first."""

    __tablename__ = "checkpoint"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    balance: Mapped[int]
