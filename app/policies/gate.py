"""The gate before a policy: everything judged with the dates and facts of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import CampaignVillage, Policyholder
from app.campaigns.queries import campaign as find_campaign
from app.enrollment.dossiers import Dossier, as_household, dossiers, opened
from app.enrollment.rules.group import check_group
from app.enrollment.rules.household import check_household
from app.errors import NotFound
from app.policies import doubles, register, rules
from app.policies.models import GateOverride
from app.policies.units import subject_of
from app.products.queries import published
from app.products.rules.period import cover_period
from app.products.rules.pricing import quote_household
from app.reconciliation.queries import Book
from app.secrets import vault


@dataclass(frozen=True)
class Gate:
    """What stands at the gate. unit: '' of a whole village; name: of the group or the borrowers.

    figures: eligible, insured, participation_bp, lives, min_bp, missing.

    inputs: what the figures were made from, with ID numbers as blind indexes; sha names it all.
    """

    county: int
    village: int
    unit: str
    name: str
    campaign: dict[str, Any]
    template: dict[str, Any]
    policyholder: Policyholder | None
    roster_version: int | None
    cover: dict[str, Any]
    figures: dict[str, Any]
    findings: Sequence[dict[str, Any]]
    dossiers: Sequence[Dossier]
    judged: Sequence[rules.Judged]
    book: Book
    override: GateOverride | None
    inputs: dict[str, Any]
    sha: str
    waiting: int = 0

    @property
    def refusals(self) -> list[str]:
        """Return why no policy can be issued now, as codes."""
        return rules.issue_refusals(
            batches=[
                line.batch.status for line in self.book.batches if line.batch.status != "ISSUED"
            ],
            group=self.findings,
            cover=self.cover["findings"],
            judged=self.judged,
            overridden=self.override is not None,
            waiting=self.waiting,
        )

    @property
    def needs_decision(self) -> bool:
        """Tell whether something differs from what was accepted."""
        return rules.needs_decision(self.judged, self.cover["findings"])


def gate(
    session: Session, county: int, village: int, campaign_id: str, *, today: str, unit: str = ""
) -> Gate:
    """Judge everything accepted as if the policy were issued today.

    unit: the group or borrower where a campaign is not issued by village; see units.py.
    """
    campaign = find_campaign(county, campaign_id)
    sold = session.get(CampaignVillage, (county, campaign_id, village))
    if campaign is None or sold is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    template = published(campaign["product_code"], campaign["product_version"])
    subject = subject_of(session, county, campaign, sold, unit, today)
    accepted = dossiers(session, county, village, subject.accepted)
    cover = cover_period(
        template=template, received_on=subject.money.completed_on or today, issued_on=today,
        scheme_start=campaign["scheme_start_on"], loan=_loan(accepted),
    )  # fmt: skip
    covered = _covered(session, county, campaign, accepted, cover)
    judged = [_judge(dossier, template, cover, covered) for dossier in accepted]
    effective = cover["start"] or campaign["scheme_start_on"] or today
    lines = [line for case in judged for line in _lines(case)]
    facts = _policyholder_facts(subject.holder)
    group = check_group(
        template=template, stage="ISSUE", lines=lines, roster=subject.roster, policyholder=facts,
        effective=effective, today=today,
    )  # fmt: skip
    insured = [line["person_id"] for line in lines]
    figures = register.figures_of(template, subject.roster, insured, effective)
    figures["lives"] = group["lives"]
    inputs = {
        "village": village, "campaign": campaign_id, "unit": unit, "effective": effective,
        "roster_version": subject.version, "roster": subject.roster, "policyholder": facts,
        "product": [campaign["product_code"], campaign["product_version"]],
        "lines": [_named(line) for line in lines],
    }  # fmt: skip
    sha = rules.gate_sha(inputs, {"figures": figures, "findings": group["findings"]})
    passed = _override(session, county, village, campaign_id, sha)
    return Gate(
        county, village, unit, subject.name, campaign, template, subject.holder, subject.version,
        cover, figures, group["findings"], accepted, judged, subject.money, passed, inputs, sha,
        subject.waiting,
    )  # fmt: skip


def _loan(accepted: Sequence[Dossier]) -> dict[str, Any] | None:
    """Return the loan that bounds the cover: the first one of those insured."""
    found = (opened(line, "loan") for dossier in accepted for _, line in dossier.included)
    return next((loan for loan in found if loan), None)


def _covered(
    session: Session, county: int, campaign: dict[str, Any], accepted: Sequence[Dossier],
    cover: dict[str, Any],
) -> set[bytes]:  # fmt: skip
    """Return who of those accepted is insured already for a time of the cover."""
    if cover["start"] is None or cover["end"] is None:
        return set()
    people = [person.id_no_index for dossier in accepted for person, _ in dossier.included]
    return doubles.in_force(
        session, county, campaign["product_code"], people, cover["start"], cover["end"]
    )


def _judge(
    dossier: Dossier, template: dict[str, Any], cover: dict[str, Any], covered: set[bytes]
) -> rules.Judged:
    row = dossier.enrollment
    household = as_household(dossier)
    dates = {"start": cover["start"] or row.quoted_start_on, "end": cover["end"]}
    today = row.declared_on or ""
    quote = quote_household(template=template, household=household, cover=dates, today=today)
    found = check_household(template=template, household=household, cover=dates, today=today)
    findings = [*found["findings"], *doubles.findings(dossier, covered)]
    accepted = row.computed or {}
    return rules.Judged(
        row.id, household, quote, findings, rules.new_findings(findings, row.findings or []),
        premium_moved=quote["premium_fen"] != accepted.get("premium_fen"),
        start_moved=cover["start"] is not None and cover["start"] != row.quoted_start_on,
    )  # fmt: skip


def _lines(case: rules.Judged) -> list[dict[str, Any]]:
    shares = {member["id"]: member["shares"] for member in case.quote["members"]}
    return [
        {
            "person_id": member["id"],
            "id_type": member["id_type"],
            "id_no": member["id_no"],
            "shares": shares.get(member["id"]),
            "loan_contract_no": (member.get("loan") or {}).get("contract_no"),
        }
        for member in case.household["members"]
        if member["included"]
    ]


def _named(line: dict[str, Any]) -> dict[str, Any]:
    mark = vault().blind_index(line["id_type"] or "RESIDENT_ID", line["id_no"] or "").hex()
    return {"person": line["person_id"], "identity": mark, "shares": line["shares"]}


def _policyholder_facts(holder: Policyholder | None) -> dict[str, Any]:
    if holder is None:
        return {"uscc": None, "resolution": None, "answers": {}}
    return {
        "uscc": holder.uscc,
        "resolution": holder.resolution,
        "answers": holder.answers or {},
    }


def _override(session: Session, county: int, village: int, campaign: str, sha: str) -> Any:
    return session.scalar(
        select(GateOverride)
        .where(
            GateOverride.county == county, GateOverride.village == village,
            GateOverride.campaign == campaign, GateOverride.gate_sha == sha,
        )
        .limit(1)
    )  # fmt: skip
