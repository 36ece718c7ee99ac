"""Records of a person in the tables that phones see, opened, each with what becomes of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.kinds import Kind
from app.policies.models import Policy, PolicyInsured
from app.privacy.rules import KEEP, Fate, Tie, fate_of, kept_until
from app.sync.kinds import KINDS
from app.text import clean

UNDER_WAY = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """One record. place: code of PLACES. key: its id in the village. facts: all it says, in clear.

    about: what a page shows of it, numbers masked.
    """

    place: str
    village: int
    key: str
    about: str
    facts: Mapping[str, Any]
    fate: Fate


@dataclass(frozen=True)
class Own:
    """A person of the register with the rows that hang on him. fate: of his own records.

    lines, consents, enrollments: rows. covered: consents that others signed for him.
    policies: [(line, policy)] he stands on. alone: nobody else is left in the household.
    """

    row: Row
    home: Row
    lines: Collection[Row]
    consents: Collection[Row]
    covered: Collection[Row]
    enrollments: Collection[Row]
    claims: Collection[Row]
    policies: Collection[tuple[PolicyInsured, Policy]]
    alone: bool
    fate: Fate

    @property
    def village(self) -> int:
        """Return his village."""
        return int(self.row["village"])

    @property
    def entities(self) -> dict[str, str]:
        """Return {id: kind} of the rows that are his alone."""
        return {
            self.row["id"]: "ps",
            **{row["id"]: "in" for row in self.lines},
            **{row["id"]: "co" for row in self.consents},
            **{row["id"]: "cn" for row in self.claims},
        }


def rows_of(session: Session, code: str, county: int, village: int, *conditions: Any) -> list[Row]:
    """Return rows of a wire kind in a village, deleted ones left out."""
    table = KINDS[code].table
    found = session.execute(
        select(table)
        .where(
            table.c.county == county, table.c.village == village, table.c.deleted.is_(False),
            *conditions,
        )
        .order_by(table.c.id)
    ).mappings()  # fmt: skip
    return [dict(row) for row in found]


def clear(kind: Kind, row: Row) -> dict[str, Any]:
    """Return every field of a row that says something, opened."""
    found = {name: kind.value(row, name) for name in kind.fields}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def own_of(
    session: Session, county: int, village: int, person: str, together: Collection[str], today: str
) -> Own | None:
    """Return a person with what hangs on him; None if he is gone.

    together: ids of all whose data the request is about.
    """
    table = KINDS["ps"].table
    found = rows_of(session, "ps", county, village, table.c.id == person)
    if not found:
        return None
    row = found[0]
    home = rows_of(session, "hh", county, village, KINDS["hh"].table.c.id == row["household"])[0]
    others = rows_of(
        session, "ps", county, village, table.c.household == row["household"],
        table.c.id.not_in(sorted(together)),
    )  # fmt: skip
    lines = rows_of(session, "in", county, village, KINDS["in"].table.c.person == person)
    enrollments = rows_of(
        session, "en", county, village, KINDS["en"].table.c.household == row["household"]
    )
    keys = [one["id"] for one in enrollments]
    papers = rows_of(session, "co", county, village, KINDS["co"].table.c.enrollment.in_(keys))
    consents = [one for one in papers if one["signer"] == person]
    covered = [one for one in papers if one["signer"] != person and person in (one["covers"] or ())]
    claims = rows_of(session, "cn", county, village, KINDS["cn"].table.c.person == person)
    policies = _policies(session, county, village, {person})
    signed_for = {key for one in consents for key in one["covers"] or ()} - {person}
    ties = [Tie("POLICY", policy.end_on) for _line, policy in policies]
    family = _policies(session, county, village, signed_for)
    ties += [Tie("FAMILY", policy.end_on) for _line, policy in family]
    ties += [Tie("CLAIM", one["reported_on"]) for one in claims]
    return Own(
        row, home, lines, consents, covered, enrollments, claims, policies, not others,
        fate_of(ties, today),
    )  # fmt: skip


def blocked(session: Session, own: Own) -> str | None:
    """Return why nothing can be erased yet: he stands in an enrollment that is under way."""
    insured = {line.insured_person for line, _policy in own.policies}
    states = {one["id"]: one for one in own.enrollments}
    for line in own.lines:
        enrollment = states.get(line["enrollment"])
        if not line["included"] or line["id"] in insured or enrollment is None:
            continue
        campaign = session.get(Campaign, (own.row["county"], enrollment["campaign"]))
        if enrollment["status"] in UNDER_WAY and campaign and campaign.status == "OPEN":
            return "PRIVACY_ENROLLED"
    return None


def village_records(session: Session, own: Own) -> list[Record]:
    """Return the records of the tables that phones see."""
    county, village, fate = own.row["county"], own.village, own.fate
    found = [_record("PERSON", "ps", own.row, _person(own.row), fate)]
    found += _home(own)
    found += [_record("INSURED", "in", one, one["plan"] or "", fate) for one in own.lines]
    found += [
        _record("ENROLLMENT", "en", one, one["declared_on"] or "", _shared(own))
        for one in own.enrollments
    ]
    found += [_record("CONSENT", "co", one, one["given_on"] or "", fate) for one in own.consents]
    for one in own.covered:
        alone = set(one["covers"] or ()) == {own.row["id"]}
        how = fate if alone else Fate(KEEP, "OTHERS")
        found.append(_record("CONSENT", "co", one, one["given_on"] or "", how))
    found += [
        _record("CLAIM", "cn", one, one["reported_on"], Fate(KEEP, "CLAIM", own.fate.until))
        for one in own.claims
    ]
    keys = [one["id"] for one in own.enrollments]
    for code, place, day in (("cl", "MONEY", "collected_on"), ("wd", "WITHDRAWAL", "told_on")):
        for one in rows_of(
            session, code, county, village, KINDS[code].table.c.enrollment.in_(keys)
        ):
            until = kept_until(one[day]) if one[day] else ""
            found.append(_record(place, code, one, one[day] or "", Fate(KEEP, "MONEY", until)))
    return found


def _home(own: Own) -> Iterable[Record]:
    number = f"{own.home['group_name'] or ''}{own.home['household_no'] or ''}"
    yield _record("HOUSEHOLD", "hh", own.home, number, _shared(own))


def _shared(own: Own) -> Fate:
    return own.fate if own.alone else Fate(KEEP, "SHARED")


def _record(where: str, code: str, row: Row, about: str, fate: Fate) -> Record:
    return Record(where, row["village"], row["id"], about, clear(KINDS[code], row), fate)


def _person(row: Row) -> str:
    return " ".join(filter(None, (row["name"], row["id_no_mask"], row["phone_mask"])))


def same_phone(own: Own) -> bool:
    """Tell whether the phone of the household is the person's own."""
    mine = clean(KINDS["ps"].value(own.row, "phone"))
    return bool(mine) and clean(KINDS["hh"].value(own.home, "phone")) == mine


def _policies(
    session: Session, county: int, village: int, people: Collection[str]
) -> list[tuple[PolicyInsured, Policy]]:
    if not people:
        return []
    rows = session.execute(
        select(PolicyInsured, Policy)
        .join(
            Policy, (Policy.county == PolicyInsured.county) & (Policy.id == PolicyInsured.policy)
        )
        .where(
            PolicyInsured.county == county, PolicyInsured.village == village,
            PolicyInsured.person.in_(sorted(people)),
        )
        .order_by(PolicyInsured.policy, PolicyInsured.line_no)
    )  # fmt: skip
    return [(line, policy) for line, policy in rows]
