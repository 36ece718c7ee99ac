"""What papers are made from: a policy with its lines in force, or a village before it has one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.endorsements.models import Endorsement
from app.enrollment.dossiers import Dossier, dossiers
from app.enrollment.models import Enrollment
from app.policies.frozen import open_line
from app.policies.models import Policy, PolicyInsured
from app.policies.units import STANDING
from app.products.queries import labels, published
from app.reconciliation.view import village_view
from app.rosters.models import Household, Person

Tick = Callable[[int], None]  # told how many rows are done


@dataclass(frozen=True)
class PolicyFacts:
    """A policy as its papers show it. lines: as open_line, with `line_no`. made: date of papers."""

    policy: Policy
    template: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    village_name: str
    township_name: str
    relations: Mapping[str, str]
    made: datetime

    @property
    def plans(self) -> dict[str, Mapping[str, Any]]:
        """Return the plans that somebody has, by code."""
        used = {line["plan"] for line in self.lines}
        return {plan["code"]: plan for plan in self.template["plans"] if plan["code"] in used}


@dataclass(frozen=True)
class Home:
    """A household on a collection sheet: who lives there and what was taken so far."""

    household: Household
    persons: Sequence[Person]
    dossier: Dossier | None

    @property
    def head(self) -> str:
        """Return the name of the head of the household."""
        heads = [person for person in self.persons if person.relation in ("01", "02")]
        return next((person.name or "" for person in [*heads, *self.persons]), "")


@dataclass(frozen=True)
class VillageFacts:
    """A village in a campaign as its collection sheet shows it."""

    campaign: Mapping[str, Any]
    homes: Sequence[Home]
    village_name: str
    township_name: str
    made: datetime


def policy_facts(session: Session, policy: Policy) -> PolicyFacts:
    """Read a policy with the lines in force."""
    rows = session.scalars(
        select(PolicyInsured)
        .where(
            PolicyInsured.county == policy.county,
            PolicyInsured.policy == policy.id,
            PolicyInsured.ended_by.is_(None),
        )
        .order_by(PolicyInsured.line_no)
    ).all()
    names = village_view(session, policy.county, policy.village)
    return PolicyFacts(
        policy, published(policy.product_code, policy.product_version),
        [{**open_line(row), "line_no": row.line_no} for row in rows], names["village_name"],
        names["township_name"],
        labels("RELATION"),
        _changed_at(session, policy),
    )  # fmt: skip


def village_facts(
    session: Session, county: int, village: int, campaign: Mapping[str, Any], made: datetime
) -> VillageFacts:
    """Read the households of a village, with what is enrolled in a campaign."""
    names = village_view(session, county, village)
    homes = _rows(session, Household, county, village)
    people: dict[str, list[Person]] = {}
    for person in _rows(session, Person, county, village):
        if person.life_status not in ("DEAD", "MOVED"):
            people.setdefault(person.household, []).append(person)
    wanted = session.scalars(
        select(Enrollment.id).where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign["id"], Enrollment.status.in_(STANDING),
            Enrollment.outcome == "ENROLL", Enrollment.deleted.is_(False),
        )
    ).all()  # fmt: skip
    enrolled = {one.household.id: one for one in dossiers(session, county, village, list(wanted))}
    found = [
        Home(home, people[home.id], enrolled.get(home.id)) for home in homes if home.id in people
    ]
    return VillageFacts(
        campaign, sorted(found, key=_walk), names["village_name"], names["township_name"], made
    )


def by_household(lines: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group lines by household, in the order of the first line of each."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for line in lines:
        known = (line["group_name"], line["household_no"], line["head"])
        groups.setdefault(line.get("household") or known, []).append(line)
    return list(groups.values())


def _changed_at(session: Session, policy: Policy) -> datetime:
    """Return when the lines in force came to be: the date that papers bear."""
    last = session.scalar(
        select(func.max(Endorsement.effective_at)).where(
            Endorsement.county == policy.county, Endorsement.policy == policy.id
        )
    )
    return last or policy.issued_at


def _rows(session: Session, model: Any, county: int, village: int) -> Sequence[Any]:
    query = select(model).where(
        model.county == county, model.village == village, model.deleted.is_(False)
    )
    return session.scalars(query.order_by(model.id)).all()


def _walk(home: Home) -> tuple[int, str, str, str]:
    row = home.household
    far = row.walk_order if row.walk_order is not None else 1 << 30
    return far, row.group_name or "", row.household_no or "", row.id
