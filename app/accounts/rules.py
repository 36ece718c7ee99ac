"""Who acts, and where: pure facts about the person behind a request."""

from dataclasses import dataclass

ROLES = ("AGENT", "SUPERVISOR", "ADMIN")
STOPPED = ("REVOKED", "WIPED")  # states of a phone that gets nothing more
MIN_PASSWORD = 8
MAX_PASSWORD = 128  # more is work for the server, not safety for the person


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as the database knew him when the request began.

    areas: division codes of any level; session: id of the sign-in; install: phone, if it has one.
    """

    county: int
    id: str
    name: str
    role: str
    areas: tuple[int, ...]
    session: str
    install: str | None
    must_change_password: bool


def may_see(actor: Actor, village: int) -> bool:
    """Tell whether a village (12 digits) lies in one of the person's areas."""
    return any(str(village).startswith(str(area)) for area in actor.areas)


def password_fault(new: str, old: str, login: str) -> str | None:
    """Return the code of what is wrong with a new password, or None."""
    if not MIN_PASSWORD <= len(new) <= MAX_PASSWORD:
        return "PASSWORD_LENGTH"
    if new == old:
        return "PASSWORD_UNCHANGED"
    if login.casefold() in new.casefold() or len(set(new)) < 4:
        return "PASSWORD_GUESSABLE"
    return None
