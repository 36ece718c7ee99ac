"""What an endorsement would do: the money by the product's rules, and what the checks find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.claims.queries import people_with_open_claims
from app.endorsements import rules
from app.endorsements.inforce import Line, covered_persons, find_lines
from app.endorsements.snapshots import added_facts, corrected_facts, named_facts
from app.enrollment.dossiers import as_rule_rows
from app.enrollment.rules.beneficiaries import check_beneficiaries
from app.enrollment.rules.household import check_household
from app.enrollment.rules.shape import rule_household
from app.errors import Conflict, Invalid, NotFound
from app.findings import finding
from app.policies.doubles import in_force
from app.policies.models import Policy
from app.products.queries import published
from app.products.rules.benefits import death_sum, plan_of
from app.products.rules.pricing import quote_household
from app.products.rules.refund import refund
from app.rosters.models import Household, Person

# A correction is of who somebody is; what he agreed to was judged when he joined.
IDENTITY = ("id_no", "id_type", "name", "birth_date", "sex", "age", "plan", "phone")
# The sale is long over when somebody joins a policy that runs.
NOT_ASKED = ("OUT_OF_SALE", "HEAD_MISSING", "HEAD_MULTIPLE")


@dataclass(frozen=True)
class Wanted:
    """One line as it is asked for. op: A, D, U. body: keys by kind, see forms.py."""

    op: str
    policy_line: int | None = None
    person: str | None = None
    claimed: bool = False
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What a line would do. shares: {payer: fen}, less than 0 of money that goes back.

    facts: the line that it makes, as open_line shows it. refund: result of the rule of refunds.
    """

    wanted: Wanted
    name: str
    shares: Mapping[str, int]
    findings: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] | None = None
    refund: Mapping[str, Any] | None = None
    line: Line | None = None


@dataclass(frozen=True)
class Case:
    """An endorsement as it is judged. effective_on, notice_on: of the endorsement."""

    policy: Policy
    kind: str
    effective_on: str | None
    notice_on: str | None
    today: str

    @property
    def template(self) -> dict[str, Any]:
        """Return the template of the policy."""
        return published(self.policy.product_code, self.policy.product_version)


def judge(session: Session, case: Case, wanted: Sequence[Wanted]) -> list[Judged]:
    """Judge every line. Raises NotFound, Conflict LINE_ENDED, ALREADY_COVERED, Invalid."""
    policy = case.policy
    numbers = [one.policy_line for one in wanted if one.policy_line is not None]
    known = find_lines(session, policy.county, policy.id, numbers)
    for number in numbers:
        if number not in known:
            raise NotFound("POLICY_LINE_UNKNOWN")
        if not known[number].in_force:
            raise Conflict("LINE_ENDED")
    claiming = people_with_open_claims(
        session, policy.county, policy.village, [known[number].row.person for number in numbers]
    )
    found = []
    for one in wanted:
        line = known.get(one.policy_line or 0)
        if one.op == "A":
            found.append(_joins(session, case, one))
        elif line is not None and one.op == "D":
            claimed = one.claimed or line.row.person in claiming
            found.append(_leaves(case, replace(one, claimed=claimed), line))
        elif line is not None:
            found.append(_changes(session, case, one, line))
    return found


def blocking(judged: Sequence[Judged]) -> list[Mapping[str, Any]]:
    """Return the findings that stop an endorsement."""
    return [one for row in judged for one in row.findings if one["severity"] == "BLOCK"]


def _leaves(case: Case, one: Wanted, line: Line) -> Judged:
    facts, notice = line.facts, case.notice_on or case.today
    result = refund(
        line.row.premium_fen, line.row.shares, case.template["refund"]["expense_bp"],
        facts["start_on"], facts["end_on"], notice, one.claimed,
    )  # fmt: skip
    back = {payer: -fen for payer, fen in result["shares"].items()}
    return Judged(one, facts["name"], back, result["findings"], refund=result, line=line)


def _joins(session: Session, case: Case, one: Wanted) -> Judged:
    policy, body = case.policy, one.body
    person = session.get(Person, (policy.county, policy.village, one.person or ""))
    if person is None or person.deleted:
        raise NotFound("PERSON_UNKNOWN")
    covered = covered_persons(session, policy.county, policy.id)
    if person.id in covered:
        raise Conflict("ALREADY_COVERED")
    plan = plan_of(case.template, body.get("plan"))
    if plan is None:
        raise Invalid("PLAN_MISSING")
    row = {
        "included": True, "plan": plan["code"], "copies": body.get("copies") or 1,
        "other_death_cover_fen": body.get("other_death_cover_fen"), "beneficiaries": [],
        "answers": {}, "claimed": None, "loan": None,
    }  # fmt: skip
    consent = _consent(case.template, plan, person.id, row, body)
    home = _home(session, person, {person.id: row}, [consent])
    for member in home["members"]:
        if member["id"] == person.id and body.get("occupation"):
            member["occupation"] = body["occupation"]
    cover = {"start": policy.start_on, "end": policy.end_on, "from": case.effective_on}
    member, found = _judged(case, home, person.id, cover)
    if in_force(
        session, policy.county, policy.product_code, [person.id_no_index],
        case.effective_on or case.today, policy.end_on,
    ):  # fmt: skip
        found.append(finding("PERSON_IN_FORCE", "insured[0]"))
    free = plan["basis"] == "HOUSEHOLD" and _home_insured(session, person, covered)
    premium = 0 if free else member["premium_fen"]
    shares = dict.fromkeys(rules.PAYERS, 0) if free else member["shares"]
    facts = added_facts(
        session, case.policy, person, home, row | dict(body), plan, case.effective_on or ""
    )
    facts |= {"premium_fen": premium or 0, "shares": shares or dict.fromkeys(rules.PAYERS, 0)}
    return Judged(one, person.name or "", facts["shares"], found, facts=facts)


def _changes(session: Session, case: Case, one: Wanted, line: Line) -> Judged:
    facts = dict(line.facts)
    if case.kind == "BENEFICIARY":
        new = named_facts(facts, one.body)
        wrong = check_beneficiaries(case.template, {"beneficiaries": new["beneficiaries"]})
        return Judged(one, facts["name"], {}, wrong, facts=new, line=line)
    person = session.get(Person, (case.policy.county, case.policy.village, line.row.person))
    if person is None:
        raise NotFound("PERSON_UNKNOWN")
    new = corrected_facts(facts, one.body, case.today)
    row = {
        "included": True, "plan": facts["plan"], "copies": facts["copies"], "claimed": None,
        "other_death_cover_fen": facts["other_death_cover_fen"], "beneficiaries": [],
        "answers": {}, "loan": facts.get("loan"),
    }  # fmt: skip
    home = _home(session, person, {person.id: row}, [])
    names = ("name", "id_type", "id_no", "birth_date", "sex", "relation")
    for member in home["members"]:
        if member["id"] == person.id:
            member.update({name: new[name] for name in names})
    policy = case.policy
    cover = {"start": policy.start_on, "end": policy.end_on, "from": facts["start_on"]}
    member, found = _judged(case, home, person.id, cover)
    found = [
        one for one in found
        if one["path"].split(".", 1)[-1].split("[")[0] in IDENTITY
    ]  # fmt: skip
    plan = plan_of(case.template, facts["plan"]) or {}
    if plan.get("basis") != "PERSON" or member["premium_fen"] is None:
        return Judged(one, new["name"], {}, found, facts=new, line=line)
    new |= {"premium_fen": member["premium_fen"], "shares": member["shares"]}
    moved = rules.difference(member["shares"], line.row.shares)
    return Judged(one, new["name"], moved, found, facts=new, line=line)


def _judged(
    case: Case, home: dict[str, Any], person: str, cover: dict[str, Any]
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return what the person costs and what the checks say of him."""
    quote = quote_household(case.template, home, cover, case.today)
    found = check_household(case.template, home, cover, case.today)["findings"]
    member = next(one for one in quote["members"] if one["id"] == person)
    return member, [one for one in found if one["code"] not in NOT_ASKED]


def _home(
    session: Session, person: Person, lines: dict[str, Any], consents: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the person's household in rule shape with nobody insured but who the lines name."""
    household = session.get_one(Household, (person.county, person.village, person.household))
    people = session.scalars(
        select(Person)
        .where(
            Person.county == person.county, Person.village == person.village,
            Person.household == person.household, Person.deleted.is_(False),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip
    plain, rows = as_rule_rows(household, people)
    return rule_household(plain, {"answers": {}, "claimed": None}, rows, lines, consents)


def _home_insured(session: Session, person: Person, covered: Mapping[str, int]) -> bool:
    people = session.scalars(
        select(Person.id).where(
            Person.county == person.county,
            Person.village == person.village,
            Person.household == person.household,
        )
    )
    return any(one in covered for one in people)


def _consent(
    template: Mapping[str, Any], plan: dict[str, Any], person: str, row: dict[str, Any],
    body: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return the signed paper as a consent to all that the product asks for."""
    listed = template.get("consents") or []
    kinds = {"INSURED_DEATH_COVER", *(one["kind"] for one in listed)}
    version = next((one["text_version"] for one in listed), "")
    return {
        "kinds": sorted(kinds), "covers": [person], "sums_fen": [death_sum(plan, row, 1)],
        "capacity": body.get("capacity"), "method": body.get("method"), "text_version": version,
        "given_on": body.get("given_on"), "signer": body.get("signer"), "withdrawn_on": None,
    }  # fmt: skip
