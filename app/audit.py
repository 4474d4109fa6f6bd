"""Computing the ledger again from the command line; it may run beside `run`, as nothing is changed."""

from sqlalchemy.exc import SQLAlchemyError

from app.database import reach
from app.settings import Settings
from app.stop import Stop
from core.points.audit import verify

_NONE = "The database holds no ledger yet: liandong migrate makes it."
_FAULTS = {
    "empty": "it moves nothing",
    "unknown-rule": "its rule and version are not known",
    "inputs": "its inputs are not those of its rule",
    "amounts": "its amounts are not what its rule gives for its inputs",
    "overdrawn": "it overdraws an account that may not be overdrawn",
    "balance": "its balance is not the sum of the entries up to it",
}


async def ledger_words(settings: Settings) -> str:
    """One sentence on a ledger that follows; stops with one on the first row that does not."""
    if settings.database_url is None and not settings.sqlite_file.exists():
        raise Stop(_NONE)
    db = await reach(settings)
    try:
        async with db.read() as session:
            found = await verify(session)
    except SQLAlchemyError:
        raise Stop(_NONE) from None
    finally:
        await db.close()
    if found.fault is not None:
        raise Stop(
            f"The row {found.fault.id} of {found.fault.table} does not follow: {_FAULTS[found.fault.code]}."
        )
    return f"{found.postings} postings with {found.entries} entries: all follow."
