"""All lists of codes, those that are kept in the database and those the program fixes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.batches.display import METHODS, PAYERS, RETURN_REASONS
from app.canonical import canonical_sha
from app.dictionaries.service import EDITABLE
from app.endorsements.forms import ID_TYPES
from app.errors import NotFound
from app.exports.insured_list import ID_TYPES as ID_TYPE_NAMES
from app.lists.listing import Column, Filter, Listing, Page, page_of
from app.products.models import CodeItem
from app.products.queries import dictionary
from app.words import say, words

STORED = words({
    "OCCUPATION": ("职业", "保险公司的职业分类；改一项要写原因，手机下次联网换成新的"),
    "RELATION": ("与户主关系", "国家标准 GB/T 4761，不能改"),
    "CONSENT_TEXT": ("同意书文本", "随产品批准，在产品模板里换下一版，旧版永远不变"),
})  # fmt: skip
FIXED = words({
    "RETURN_REASON": ("退回原因", "程序里定的，换版本才会变"),
    "METHOD": ("收款方式", "程序里定的，换版本才会变"),
    "PAYER": ("出资方", "产品按它算保费，换版本才会变"),
    "ID_TYPE": ("证件类型", "证件号按它查对，换版本才会变"),
})  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An entry. risk: occupation class, None where there is none. rev: how often it was changed."""

    code: str
    label: str
    risk: int | None
    retired: bool
    rev: int


@dataclass(frozen=True)
class Head:
    """A dictionary in the list. version: beginning of the hash that phones compare."""

    name: str
    label: str
    about: str
    count: int
    version: str
    editable: bool


@dataclass(frozen=True)
class Change:
    """A change by an administrator of the county."""

    at: datetime
    who: str
    action: str
    code: str


LISTING = Listing(
    "字典",
    [
        Column("code", "代码", lambda row: row.code),
        Column("label", "名称", lambda row: row.label),
        Column("risk", "职业类别", lambda row: row.risk, "number"),
        Column("offered", "状态", lambda row: say("不再用") if row.retired else say("在用")),
    ],
    (
        Filter(
            "risk", "职业类别", [(str(one), str(one)) for one in range(1, 7)],
            lambda row, value: str(row.risk) == value,
        ),
        Filter(
            "offered", "状态", [("yes", "在用"), ("no", "不再用")],
            lambda row, value: row.retired == (value == "no"),
        ),
    ),
    search="代码、名称", size=100,
)  # fmt: skip


def heads(session: Session) -> list[Head]:
    """Return all dictionaries."""
    return [head(session, name) for name in (*STORED, *FIXED)]


def head(session: Session, name: str) -> Head:
    """Return one dictionary. Raises NotFound DICTIONARY_UNKNOWN."""
    label, about = {**STORED, **FIXED}.get(name, (None, None))
    if label is None or about is None:
        raise NotFound("DICTIONARY_UNKNOWN")
    items = lines(session, name)
    sha = dictionary(name)["sha"] if name in STORED else canonical_sha([one.code for one in items])
    return Head(name, label, about, len(items), sha[:8], name in EDITABLE)


def lines(session: Session, name: str) -> list[Line]:
    """Return the entries of a dictionary, in its order."""
    if name not in STORED:
        return [Line(code, label, None, False, 0) for code, label in _fixed(name).items()]
    rows = session.scalars(
        select(CodeItem).where(CodeItem.dictionary == name).order_by(CodeItem.sort, CodeItem.code)
    )
    return [
        Line(
            row.code, words(row.label), row.body.get("class"), bool(row.body.get("retired")),
            row.rev,
        )
        for row in rows
    ]  # fmt: skip


def page(session: Session, name: str, args: Mapping[str, str]) -> Page:
    """Return a page of the entries of a dictionary."""
    return page_of(LISTING, lines(session, name), args)


def changes(session: Session, county: int, name: str, limit: int = 20) -> list[Change]:
    """Return what administrators of the county changed in a dictionary, the newest first."""
    rows = session.execute(
        select(AuditEntry.at, User.name, AuditEntry.action, AuditEntry.subject)
        .join(User, (User.county == AuditEntry.county) & (User.id == AuditEntry.actor))
        .where(
            AuditEntry.county == county,
            AuditEntry.chain == county,
            AuditEntry.subject.startswith(f"dictionary:{name}:", autoescape=True),
        )
        .order_by(AuditEntry.no.desc())
        .limit(limit)
    )
    return [Change(at, who, action, what.rsplit(":", 1)[1]) for at, who, action, what in rows]


def _fixed(name: str) -> Mapping[str, str]:
    tables: Mapping[str, Mapping[str, str]] = {
        "RETURN_REASON": RETURN_REASONS, "METHOD": METHODS, "PAYER": PAYERS,
        "ID_TYPE": words({code: ID_TYPE_NAMES.get(code, code) for code in ID_TYPES}),
    }  # fmt: skip
    return tables[name]
