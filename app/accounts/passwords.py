"""Password hashes: Argon2id, with the same work for names that do not exist."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()  # the library's defaults follow RFC 9106
QUICK = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)  # a list of 500 at once


def hash_password(password: str) -> str:
    """Return the hash to store."""
    return HASHER.hash(password)


def hash_random(password: str) -> str:
    """Return the hash of a password made by chance: too long to guess, so a cheap one will do."""
    return QUICK.hash(password)


def password_holds(stored: str | None, password: str) -> bool:
    """Check a password; `stored` None (no such person) takes the same time and fails."""
    try:
        return HASHER.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return HASHER.hash("nobody signs in with this")
