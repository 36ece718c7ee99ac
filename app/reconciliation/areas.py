"""Whose money: statements and remittances belong to an area, not to one village."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_

from app.accounts.rules import Actor
from app.errors import NotFound
from app.regions.rules import village_range

LENGTHS = (6, 9, 12)  # digits of a county, a township, a village


def holds(outer: int, inner: int) -> bool:
    """Tell whether an area lies in another one, or is it."""
    return str(inner).startswith(str(outer))


def within(by: Actor, area: int) -> bool:
    """Tell whether an area lies in one of the person's own."""
    return any(holds(own, area) for own in by.areas)


def require_area(by: Actor, area: int) -> None:
    """Raise NotFound for an area of other people."""
    if not within(by, area):
        raise NotFound("AREA_UNKNOWN")


def below(column: Any, by: Actor) -> ColumnElement[bool]:
    """Return the condition that an area column lies in the person's areas."""
    conditions = []
    for own in by.areas:
        digits = len(str(own))
        for length in LENGTHS:
            if length >= digits:
                scale = 10 ** (length - digits)
                conditions.append(column.between(own * scale, (own + 1) * scale - 1))
    return or_(*conditions) if conditions else false()


def villages_in(column: Any, area: int) -> ColumnElement[bool]:
    """Return the condition that a village column lies in one area."""
    first, last = village_range(area)
    condition: ColumnElement[bool] = column.between(first, last)
    return condition
