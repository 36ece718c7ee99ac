"""Every kind of file that can be asked for, by the word in its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.exports import policy_papers as papers
from app.exports.collection_sheet import collection_sheet
from app.exports.endorsement_paper import endorsement_paper
from app.exports.facts import PolicyFacts, Tick
from app.exports.insured_list import insured_csv, insured_list
from app.words import say

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Format:
    """kind: as recorded. what: facts it is made from. whole: shows whole ID numbers."""

    kind: str
    label: str
    extension: str
    mimetype: str
    make: Callable[[Any, Tick], bytes]
    what: str = "POLICY"
    whole: bool = False


def _xlsx(facts: PolicyFacts, tick: Tick) -> bytes:
    title = f"被保险人清单 {facts.policy.policy_no}"
    content = insured_list(title, facts.lines, facts.relations)
    tick(len(facts.lines))
    return content


def _csv(facts: PolicyFacts, tick: Tick) -> bytes:
    content = insured_csv(facts.lines, facts.relations)
    tick(len(facts.lines))
    return content


FORMATS = {
    "schedule": Format("SCHEDULE_PDF", say("保险单"), "pdf", PDF, papers.schedule),
    "insured-list": Format(
        "INSURED_LIST_XLSX", say("被保险人清单"), "xlsx", XLSX, _xlsx, whole=True
    ),
    "insured-csv": Format("INSURED_LIST_CSV", say("被保险人清单"), "csv", CSV, _csv, whole=True),
    "insured-pdf": Format(
        "INSURED_LIST_PDF", say("被保险人清单"), "pdf", PDF, papers.insured_pdf, whole=True
    ),
    "notice": Format("NOTICE_PDF", say("村公示表"), "pdf", PDF, papers.notice),
    "households": Format(
        "HOUSEHOLD_CERTIFICATES_PDF", say("参保告知单"), "pdf", PDF, papers.household_certificates
    ),
    "persons": Format(
        "PERSON_CERTIFICATES_PDF", say("保险凭证"), "pdf", PDF, papers.person_certificates
    ),
    "collection": Format(
        "COLLECTION_SHEET_PDF", say("收费表"), "pdf", PDF, collection_sheet, what="VILLAGE"
    ),
    "endorsement": Format(
        "ENDORSEMENT_PDF", say("批单"), "pdf", PDF, endorsement_paper, what="ENDORSEMENT"
    ),
}  # fmt: skip
BY_KIND = {one.kind: one for one in FORMATS.values()}
