"""Whose villages: what lies outside a person's areas does not exist for him."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_

from app.accounts.rules import Actor
from app.errors import NotFound
from app.regions.rules import in_scope, village_range


def require_village(by: Actor, village: int) -> None:
    """Raise NotFound for a village of other people."""
    if not in_scope(by.areas, village):
        raise NotFound("VILLAGE_UNKNOWN")


def in_areas(column: Any, by: Actor) -> ColumnElement[bool]:
    """Return the condition that a village column lies in the person's areas."""
    conditions = [column.between(*village_range(area)) for area in by.areas]
    return or_(*conditions) if conditions else false()
