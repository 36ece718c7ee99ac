"""The JSON edge of sign-in: what phones send and what they get."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.accounts.rules import MAX_PASSWORD, Actor
from app.errors import Invalid

Password = Annotated[str, StringConstraints(max_length=MAX_PASSWORD)]
Shape = TypeVar("Shape", bound="Body")


class Body(BaseModel):
    """A body of a request: unknown keys are refused, types are not guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class SignIn(Body):
    """POST /api/v1/session. install: the phone's own, if it has registered before."""

    login: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)]
    password: Password
    install: Annotated[str, StringConstraints(max_length=10)] | None = None


class NewPassword(Body):
    """POST /api/v1/session/password."""

    old: Password
    new: Password


def parse(shape: type[Shape], value: Any) -> Shape:
    """Return the body in its shape. Raises Invalid with the paths at fault, never the input."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        paths = [".".join(str(part) for part in fault["loc"]) for fault in error.errors()]
        raise Invalid("BAD_BODY", paths=paths) from None


def dump_session(actor: Actor, *, server_time: int) -> dict[str, Any]:
    """Return who is signed in, as contracts.md 2.1. server_time: epoch seconds."""
    return {
        "user": {"id": actor.id, "name": actor.name, "role": actor.role},
        "county": actor.county,
        "must_change_password": actor.must_change_password,
        "server_time": server_time,
    }
