"""Slips of households registered and not insured yet; on the phone static/js/daily/slip.js."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.batches.display import METHODS
from app.batches.lines import Line, lines
from app.batches.models import Batch
from app.campaigns.queries import campaign as find_campaign
from app.enrollment.rules.shape import quoted_cover
from app.products.queries import published

STATE = "已登记，尚未承保"
HELP = {
    "FISCAL": "财政补贴",
    "COLLECTIVE": "村集体补助",
    "SPONSOR": "帮扶单位补助",
    "INSURER": "公司让利",
}
NOT_SO = ("POLICY_ISSUED", "WITHDRAWN", "EXPIRED")


@dataclass(frozen=True)
class Slip:
    """One household. people: (name, last four of the ID number, plan, fen). cover: {start, end}."""

    id: str
    household: str
    place: str
    people: list[tuple[str, str, str, int | None]]
    premium_fen: int | None
    help: list[tuple[str, int]]
    own_fen: int
    paid: list[tuple[str, int]]
    declared_on: str | None
    cover: Mapping[str, Any] | None


def slips(session: Session, batch: Batch, only: str | None = None) -> dict[str, Any]:
    """Return {title, slips, agent}: of one line, or of all that are registered and not insured."""
    campaign = find_campaign(batch.county, batch.campaign) or {}
    agent = session.get(User, (batch.county, batch.submitted_by)) if batch.submitted_by else None
    template = published(campaign["product_code"], campaign["product_version"])
    found = [
        _slip(line, template)
        for line in lines(session, batch)
        if line.status not in NOT_SO and only in (None, line.id)
    ]
    return {"title": campaign["name"], "slips": found, "agent": agent.name if agent else ""}


def _slip(line: Line, template: Mapping[str, Any]) -> Slip:
    dossier, row = line.dossier, line.dossier.enrollment
    plans = {plan["code"]: plan["name"]["zh-CN"] for plan in template["plans"]}
    shares = (row.computed or {}).get("shares") or {}
    cover = quoted_cover(dict(template), row.quoted_start_on)
    head, home = dossier.head, dossier.household
    return Slip(
        row.id, f"{(head.name if head else '') or '无户主'}户",
        " ".join(part for part in (home.group_name, home.household_no) if part),
        [
            (
                person.name or "没有姓名", (person.id_no_mask or "")[-4:],
                plans.get(insured.plan or "", ""), (insured.computed or {}).get("premium_fen"),
            )
            for person, insured in dossier.included
        ],
        line.computed_fen,
        [(word, shares[payer]) for payer, word in HELP.items() if shares.get(payer)],
        line.due_fen,
        [
            (
                f"{METHODS.get(one.method or '', '')} "
                f"{'-'.join(part for part in (one.book_no, one.receipt_no) if part)}".strip(),
                one.amount_fen or 0,
            )
            for one in dossier.collections
        ],
        row.declared_on, cover if cover["start"] else None,
    )  # fmt: skip
