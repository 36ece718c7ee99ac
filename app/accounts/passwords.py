"""Password hashes: Argon2id, with the same work for names that do not exist."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()  # the library's defaults follow RFC 9106


def hash_password(password: str) -> str:
    """Return the hash to store."""
    return HASHER.hash(password)


def password_holds(stored: str | None, password: str) -> bool:
    """Check a password; `stored` None (no such person) takes the same time and fails."""
    try:
        return HASHER.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return HASHER.hash("nobody signs in with this")
