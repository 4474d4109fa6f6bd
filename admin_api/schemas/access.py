"""People, invitations and tokens."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from admin_api.schemas.base import Answer, Code, Moment, Request, Words100, example
from core.models import PersonStatus, RoleKind
from core.people.invitations import MOST_USES


def _written(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_type", "a moment is written in ISO 8601")
    return value


class RoleIn(Request):
    """A role and where it is held; without a code an administrator holds it everywhere."""

    role: Annotated[RoleKind, Field(strict=False, description="What the person may do.")]
    area_code: Code | None = Field(None, description="Where, for roles that belong to an area.")
    team_code: Code | None = Field(None, description="Where, for `team_member` and `team_leader`.")
    organisation_code: Code | None = Field(None, description="Where, for `org_manager`.")


class RoleOut(Answer):
    """A role that is held since a moment."""

    role: RoleKind
    area_code: str | None
    team_code: str | None
    organisation_code: str | None
    since: Moment


class InvitationIn(RoleIn):
    """An invitation to a role, for so many people."""

    model_config = example("InvitationIn")

    uses: Annotated[int, Field(ge=1, le=MOST_USES, description="How many people may take it.")] = 1


class InvitationOut(Answer):
    """An invitation; what it opens is not shown again."""

    id: int
    role: RoleKind
    area_code: str | None
    team_code: str | None
    organisation_code: str | None
    uses_left: int
    created_at: Moment
    expires_at: Moment
    revoked_at: Moment | None


class InvitationMade(InvitationOut):
    """A new invitation: `/start {payload}` in chat takes the role, and so does the link."""

    payload: str
    url: str


class ContactOut(Answer):
    """An address on a channel."""

    channel: str
    address: str


class HomeOut(Answer):
    """Where a person lives and is reached; reading it is noted in the audit."""

    building_code: str | None
    unit: str | None
    contacts: list[ContactOut]


class PersonOut(Answer):
    """A person without contact data."""

    id: int
    display: str
    locale: str
    status: PersonStatus
    home_area_code: str | None
    roles: list[RoleOut]


class PersonDetail(PersonOut):
    """A person; `contact` is empty for those not entitled to it."""

    contact: HomeOut | None


class RolesIn(Request):
    """Roles to give and to end."""

    add: list[RoleIn] = Field(default=[], max_length=50, description="Roles to give.")
    remove: list[RoleIn] = Field(default=[], max_length=50, description="Roles to end.")


class PersonIn(Request):
    """What to change about a person; what is left out stays."""

    model_config = example("PersonIn")

    roles: RolesIn = Field(RolesIn(), description="What to change about the roles.")
    status: Literal["active", "suspended"] | None = Field(None, description="Suspend, or let back in.")


class TokenIn(Request):
    """A token for an area and all below it, or for everything."""

    model_config = example("TokenIn")

    name: Words100 | None = Field(None, description="What it is for; the audit shows it.")
    role: Literal["admin", "coordinator", "evaluator"] = Field(description="What it may do.")
    area_code: Code | None = Field(None, description="Where, with all below; none for everywhere.")
    expires_at: Annotated[AwareDatetime | None, Field(strict=False), BeforeValidator(_written)] = Field(
        None, description="When it ends, with an offset; none for never."
    )


class TokenOut(Answer):
    """A token; the bearer is not shown again."""

    id: int
    name: str
    role: RoleKind
    area_code: str | None
    created_at: Moment
    expires_at: Moment | None
    revoked_at: Moment | None


class TokenMade(TokenOut):
    """A new token with the bearer to send as `Authorization: Bearer ...`."""

    token: str


class GrantOut(Answer):
    """A role of this token and the area it reaches; empty for everything."""

    role: RoleKind
    area_code: str | None


class Me(Answer):
    """What the token of this request may do."""

    name: str
    grants: list[GrantOut]
    may_write: bool
