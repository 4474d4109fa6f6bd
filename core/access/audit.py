"""The record of who changed or read what: ids, codes and numbers, never words."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.actor import Actor
from core.models import Audit


def record(session: AsyncSession, actor: Actor, action: str, subject: str, **params: Any) -> None:
    """Note an action (`put-area`, `read-contact`) on a subject (`area:CODE`) in the running transaction."""
    session.add(Audit(at=clock.now(), actor=actor.label, action=action, subject=subject, params=params))
