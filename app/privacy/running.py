"""Drop photos of erased persons from the store of files, after the erasure is committed."""

from app.db import db, transaction
from app.privacy import service


def drop(county: int, request: str, hashes: list[str]) -> None:
    """Drop the files of a request; what a fault leaves is dropped by the hourly job."""
    service.drop_files(county, hashes)
    with transaction() as session:
        service.forget_files(session, county, request)


def drop_all() -> int:
    """Drop what was left to be dropped; return for how many requests."""
    found = service.waiting_files(db.session())
    for county, key, hashes in found:
        drop(county, key, hashes)
    return len(found)
