"""Which villages lie in the areas a person works in."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.regions.models import Division, Village
from app.regions.rules import village_range


@dataclass(frozen=True)
class VillageLine:
    """A village: its code, township code, name and last version."""

    id: int
    township: int
    name: str
    ver: int


def villages_of(session: Session, county: int, areas: Iterable[int]) -> list[VillageLine]:
    """Return the villages of some areas of one county, by code."""
    ranges = [Village.id.between(*village_range(area)) for area in areas]
    if not ranges:
        return []
    rows = session.execute(
        select(Village.id, Village.township, Village.name, Village.ver)
        .where(Village.county == county, or_(*ranges))
        .order_by(Village.id)
    )
    return [VillageLine(*row) for row in rows]


def division_names(session: Session, codes: Iterable[int]) -> dict[int, str]:
    """Return {code: name} of divisions of any level."""
    rows = session.execute(select(Division.code, Division.name).where(Division.code.in_(codes)))
    return dict(rows.all())


def townships_of(session: Session, county: int, areas: Iterable[int]) -> list[tuple[str, str]]:
    """Return (code, name) of the townships that hold villages of some areas, by code."""
    ranges = [Village.id.between(*village_range(area)) for area in areas]
    if not ranges:
        return []
    rows = session.execute(
        select(Village.township, Division.name)
        .outerjoin(Division, Division.code == Village.township)
        .where(Village.county == county, or_(*ranges))
        .group_by(Village.township, Division.name)
        .order_by(Village.township)
    )
    return [(str(code), name or str(code)) for code, name in rows]
