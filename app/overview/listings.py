"""Columns of the lists behind the figures, and of the overview itself."""

from collections.abc import Callable, Sequence
from typing import Any

from app.batches.display import LINE_STATES, batch_name
from app.batches.display import METHODS as METHOD_NAMES
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.lists.listing import Column, Filter, Listing
from app.reconciliation.display import COLLECTION_STATES
from app.reconciliation.models import Payment
from app.regions.rules import short_name
from app.rosters.models import Household, Person
from app.words import say, words

STATES = [
    ("STANDING", say("算在内的")), *((code, entry[2]) for code, entry in LINE_STATES.items()),
]  # fmt: skip
OUTCOME_NAMES = words({"ENROLL": "参保", "DECLINED": "不参保", "AWAY": "外出"})
OUTCOMES = list(OUTCOME_NAMES.items())
RECEIPTS = [
    ("TAKEN", say("没作废的")), ("BROUGHT", say("已解缴的")),
    *((code, entry[2]) for code, entry in COLLECTION_STATES.items()),
]  # fmt: skip
METHODS = list(METHOD_NAMES.items())
SOURCES = words([("STATEMENT", "银行流水"), ("MANUAL", "手工登记")])
Matches = Callable[[str], Any]


def households(filters: Sequence[Filter], matches: Matches) -> Listing:
    """Return the list of households in campaigns."""
    return Listing(
        "登记的户",
        [
            Column("village", "村", _village, by=Enrollment.village),
            Column("township", "乡镇", lambda row: row.township),
            Column("no", "户号", _home_no, by=Household.walk_order),
            Column("head", "户主", lambda row: row.head),
            Column("persons", "参保", lambda row: row.persons, "number"),
            Column("premium", "保费（元）", lambda row: row.premium_fen, "money", by=_premium()),
            Column("due", "自缴（元）", lambda row: row.due_fen, "money"),
            Column("outcome", "结果", lambda row: OUTCOME_NAMES.get(row.Enrollment.outcome, "")),
            Column("status", "状态", lambda row: LINE_STATES[row.Enrollment.status][2],
                   by=Enrollment.status),
            Column("batch", "批次", lambda row: row.batch_no),
            Column("agent", "代办员", lambda row: row.agent),
            Column("campaign", "活动", lambda row: row.campaign_name),
            Column("day", "签字日期", lambda row: row.Enrollment.declared_on,
                   by=Enrollment.declared_on),
        ],
        filters, search="户主、户号", in_database=True, matches=matches,
    )  # fmt: skip


def insured(filters: Sequence[Filter], matches: Matches) -> Listing:
    """Return the list of insured people."""
    return Listing(
        "参保人",
        [
            Column("name", "姓名", lambda row: row.name, by=Person.name),
            Column("id_no", "证件号码", lambda row: row.id_no_mask),
            Column("village", "村", _village, by=InsuredPerson.village),
            Column("township", "乡镇", lambda row: row.township),
            Column("no", "户号", _home_no),
            Column("plan", "方案", lambda row: row.InsuredPerson.plan),
            Column("premium", "保费（元）", lambda row: row.premium_fen, "money"),
            Column("status", "状态", lambda row: LINE_STATES[row.status][2]),
            Column("agent", "代办员", lambda row: row.agent),
            Column("campaign", "活动", lambda row: row.campaign_name),
        ],
        filters, search="姓名、证件号末几位", in_database=True, matches=matches,
    )  # fmt: skip


def receipts(filters: Sequence[Filter], matches: Matches) -> Listing:
    """Return the list of receipts for money taken at the door."""
    return Listing(
        "收据",
        [
            Column("receipt", "收据号", _receipt_no, by=Collection.receipt_no),
            Column("on", "收费日期", lambda row: row.Collection.collected_on,
                   by=Collection.collected_on),
            Column("village", "村", _village, by=Collection.village),
            Column("township", "乡镇", lambda row: row.township),
            Column("no", "户号", _home_no),
            Column("method", "方式", lambda row: METHOD_NAMES.get(row.Collection.method, "")),
            Column("fen", "金额（元）", lambda row: row.Collection.amount_fen, "money",
                   by=Collection.amount_fen),
            Column("state", "状态", lambda row: COLLECTION_STATES[row.Collection.status][2],
                   by=Collection.status),
            Column("agent", "代办员", lambda row: row.agent),
            Column("campaign", "活动", lambda row: row.campaign_name),
        ],
        filters, search="收据号", in_database=True, matches=matches,
    )  # fmt: skip


def arrivals(filters: Sequence[Filter], matches: Matches) -> Listing:
    """Return the list of money that arrived."""
    return Listing(
        "到账",
        [
            Column("on", "到账日期", lambda row: row.Payment.received_on, by=Payment.received_on),
            Column("fen", "金额（元）", lambda row: row.Payment.amount_fen, "money",
                   by=Payment.amount_fen),
            Column("village", "村", _village, by=Payment.village),
            Column("township", "乡镇", lambda row: row.township),
            Column("batch", "批次", _batch),
            Column("reference", "凭证号", lambda row: row.Payment.reference),
            Column("source", "来源", lambda row: dict(SOURCES).get(row.Payment.source, "")),
            Column("by", "登记人", lambda row: row.by_name),
            Column("campaign", "活动", lambda row: row.campaign_name),
        ],
        filters, search="凭证号", in_database=True, matches=matches,
    )  # fmt: skip


def _premium() -> Any:
    return Enrollment.computed["premium_fen"].as_integer()


def _village(row: Any) -> str:
    return short_name(row.village_name)


def _home_no(row: Any) -> str:
    return f"{row.group_name or ''}{row.household_no or ''}"


def _receipt_no(row: Any) -> str:
    parts = (row.Collection.book_no, row.Collection.receipt_no)
    return "-".join(part for part in parts if part) or say("没有号")


def _batch(row: Any) -> str:
    return batch_name(short_name(row.village_name), row.batch_no) if row.batch_no else say("全村")
