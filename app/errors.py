"""The outcomes of a request that cannot be done; each audience answers them in its own way."""

from typing import Any


class DomainError(Exception):
    """A request that cannot be done, with a stable code.

    code: UPPER_SNAKE, has a sentence in app/messages.json.
    detail: facts for the caller (field names, counts); never personal data.
    """

    status = 400

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Invalid(DomainError):
    """The request itself is wrong; the caller must change it."""

    status = 400


class SignedOut(DomainError):
    """Nobody is signed in, or the proof of who is signed in does not hold."""

    status = 401


class Forbidden(DomainError):
    """The person may not do this."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or not for this person: the two are never told apart."""

    status = 404


class Conflict(DomainError):
    """The state of things does not allow it now."""

    status = 409


class TooLarge(DomainError):
    """More than one request may carry."""

    status = 413


class TooMany(DomainError):
    """Tried too often; detail `retry_after` says how many seconds to wait."""

    status = 429


class Checksum(DomainError):
    """What came is not what was announced (tus 1.0, checksum extension)."""

    status = 460


class Busy(DomainError):
    """Too much at once; detail `retry_after` says how many seconds to wait."""

    status = 503
