"""What the pages of this stage show, read at one moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.attachments.rules import files_of_consent
from app.batches import display, review
from app.batches.lines import Line, as_line, lines
from app.batches.models import Batch
from app.batches.queries import submitted_at
from app.batches.sentences import rule_of, sentence, trouble
from app.batches.service import Decision
from app.campaigns.models import CampaignVillage
from app.campaigns.queries import campaign as find_campaign
from app.civil_date import age_on
from app.enrollment.dossiers import Dossier, dossiers, identity, opened
from app.errors import NotFound
from app.lists.listing import page_of
from app.products.queries import labels
from app.reconciliation import listings, page
from app.reconciliation.queries import book, lines_behind
from app.regions.models import Division, Village
from app.regions.rules import short_name
from app.words import listed, say, words

WANTED = words({"ACCEPT": "受理", "RETURN": "退回", "UNDO": "撤销"})


def batch_view(
    session: Session, batch: Batch, args: Mapping[str, str], *, by: Actor
) -> dict[str, Any]:
    """Return everything the page of a batch shows; its lines as the address asks for them."""
    found = lines(session, batch)
    asked = page_of(listings.lines(display.LINE_STATES, _words), found, args)
    place = village_view(session, batch.county, batch.village)
    agent = session.get(User, (batch.county, batch.submitted_by)) if batch.submitted_by else None
    money = book(session, batch.county, batch.village, batch.campaign)
    arrived = next((row.received_fen for row in money.batches if row.batch.id == batch.id), 0)
    sold = session.get(CampaignVillage, (batch.county, batch.campaign, batch.village))
    campaign = find_campaign(batch.county, batch.campaign) or {}
    partly = batch.status == "SUBMITTED" and any(line.status == "RETURNED" for line in found)
    refusal = review.batch_refusal(batch.status, batch.submitted_by, by.id)
    return {
        "batch": batch,
        "state_name": "PARTLY_RETURNED" if partly else batch.status,
        "title": display.batch_name(place["village_name"], batch.batch_no),
        **place,
        "agent": agent.name if agent else "",
        "submitted": submitted_at(session, [batch]).get(batch.id),
        "campaign": campaign,
        "lines": found,
        "found": asked,
        "exceptions": [line for line in asked.rows if _open(line) and not line.clean],
        "clean": [line for line in asked.rows if line.clean],
        "decided": [line for line in asked.rows if not _open(line)],
        "columns": page.columns(batch.totals or {}, found, arrived),
        "partings": page.partings(found),
        "refusal": refusal,
        "needs_policyholder": campaign.get("kind") in review.NEEDS_POLICYHOLDER
        and (sold is None or sold.policyholder is None),
        "who": page.who, "trouble": trouble, "sentence": sentence, "rule_of": rule_of,
    }  # fmt: skip


def line_view(session: Session, batch: Batch, wanted: str, *, by: Actor) -> dict[str, Any]:
    """Return one household of a batch, ID numbers masked."""
    found = dossiers(session, batch.county, batch.village, [wanted])
    if not found or found[0].enrollment.batch != batch.id:
        raise NotFound("LINE_UNKNOWN")
    line = as_line(found[0])
    return {
        "batch": batch,
        **village_view(session, batch.county, batch.village),
        "title": display.batch_name("", batch.batch_no),
        "line": line,
        "members": [_member(line, person.id) for person in line.dossier.persons],
        "refusal": review.batch_refusal(batch.status, batch.submitted_by, by.id),
        "relations": words(labels("RELATION")),
        "who": page.who, "trouble": trouble, "sentence": sentence, "rule_of": rule_of,
    }  # fmt: skip


def payments_view(session: Session, county: int, village: int, campaign: str) -> dict[str, Any]:
    """Return the money book of a village in a campaign."""
    found = find_campaign(county, campaign)
    if found is None or village not in {row["village"] for row in found["villages"]}:
        raise NotFound("CAMPAIGN_UNKNOWN")
    place = village_view(session, county, village)
    money = book(session, county, village, campaign)
    from_bank = lines_behind(session, county, money.payments)
    return {"campaign": found, "book": money, "from_bank": from_bank, **place}


def village_view(session: Session, county: int, village: int) -> dict[str, Any]:
    """Return the names of a village and its township."""
    row = session.get(Village, (county, village))
    if row is None:
        raise NotFound("VILLAGE_UNKNOWN")
    township = session.get(Division, row.township)
    name = township.name if township else ""
    return {"village": village, "village_name": short_name(row.name), "township_name": name}


def clash(found: Sequence[Line], decision: Decision) -> list[dict[str, str]]:
    """Return the lines somebody else changed meanwhile: what was wanted, what stands now."""
    rows = []
    for line in found:
        row = line.dossier.enrollment
        if line.id in decision.lines and row.ver > decision.lines[line.id]:
            head = line.dossier.head
            rows.append({
                "name": (head.name if head else "") or line.id,
                "wanted": WANTED[decision.action],
                "now": display.LINE_STATES[row.status][2],
                "by": row.returns[-1]["by_name"] if row.status == "RETURNED" else "",
            })  # fmt: skip
    return rows


def _open(line: Line) -> bool:
    return line.status == "IN_BATCH"


def _member(line: Line, person_id: str) -> dict[str, Any]:
    dossier = line.dossier
    person = next(person for person in dossier.persons if person.id == person_id)
    insured = dossier.insured.get(person_id)
    number = dossier.persons.index(person)
    start = dossier.enrollment.quoted_start_on or ""
    age = age_on(identity(person, start)[1] or "", start)
    return {
        "person": person,
        "insured": insured if insured is not None and insured.included else None,
        "age": age["years"] if age["ok"] else None,
        "findings": [f for f in line.findings if f["path"].startswith(f"members[{number}].")],
        "consents": _consents(dossier, person_id),
    }


def _consents(dossier: Dossier, person_id: str) -> list[dict[str, Any]]:
    """Return who agreed for a person, and whether his signature is there."""
    names = {person.id: person.name for person in dossier.persons}
    evidence = {row.id: opened(row, "evidence") or {} for row in dossier.consents}
    return [
        {
            "signer": names.get(row.signer, ""),
            "own": row.signer == person_id,
            "given_on": row.given_on,
            "withdrawn_on": row.withdrawn_on,
            "signed": _signed(evidence, row.id),
            "photos": files_of_consent(evidence.get(row.id)),
        }
        for row in dossier.consents
        if person_id in (row.covers or [])
    ]


def _signed(evidence: dict[str, dict[str, Any]], row: str) -> bool:
    """Tell whether there is a signature: its own, or the one it refers to."""
    own = evidence.get(row) or {}
    if "same_as" in own:
        own = evidence.get(own["same_as"]) or {}
    return bool(own.get("strokes") or own.get("files"))


def _words(line: Line) -> str:
    """Return what was found about a line, for its file."""
    told = [say("{0} {1}", page.who(line, one), sentence(one)) for one in line.findings]
    return listed(told, "{0}；{1}")
