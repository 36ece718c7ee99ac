"""The lists of policies and of the people on one: columns and what can be asked of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_

from app.batches.display import SEXES
from app.campaigns.models import Campaign
from app.lists.listing import Column, Filter, Listing
from app.policies.models import Policy
from app.regions.models import Division, Village
from app.words import say


def policies(townships: Sequence[tuple[str, str]], campaigns: Sequence[tuple[str, str]]) -> Listing:
    """Return the list for a person with these townships and campaigns."""
    return Listing(
        "保单",
        [
            Column("no", "保单号", lambda row: row.policy.policy_no, by=Policy.policy_no),
            Column("village", "村", lambda row: row.village_name, by=Policy.village),
            Column("township", "乡镇", lambda row: row.township_name),
            Column("holder", "投保人", lambda row: row.policy.policyholder.get("name")),
            Column("campaign", "活动", lambda row: row.campaign_name, by=Campaign.name),
            Column("lives", "人", lambda row: row.policy.lives, "number", by=Policy.lives),
            Column(
                "premium", "保费（元）", lambda row: row.policy.premium_fen, "money",
                by=Policy.premium_fen,
            ),
            Column(
                "period", "保险期间",
                lambda row: say("{0} 至 {1}", row.policy.start_on, row.policy.end_on),
                by=Policy.start_on,
            ),
            Column("issued", "出单日期", lambda row: row.policy.issued_on, by=Policy.issued_on),
            Column("standing", "状态", _standing, by=Policy.status),
        ],
        (
            Filter("township", "乡镇", townships, lambda code: Village.township == int(code)),
            Filter("campaign", "活动", campaigns, lambda key: Policy.campaign == key),
            Filter(
                "standing", "状态", [("ISSUED", "有效"), ("ENDED", "已撤回或退保")],
                _stands,
            ),
        ),
        search="保单号、村、投保人", in_database=True, matches=_matches,
    )  # fmt: skip


def _stands(wanted: str) -> ColumnElement[bool]:
    return Policy.status == "ISSUED" if wanted == "ISSUED" else Policy.status != "ISSUED"


def _standing(row: Any) -> str:
    ended = row.policy.ended
    if not ended:
        return say("有效")
    return say("已撤回出单") if ended["kind"] == "TAKEN_BACK" else say("已退保")


def _matches(text: str) -> ColumnElement[bool]:
    holder = cast(Policy.policyholder["name"].as_string(), String)
    texts = (Policy.policy_no, Village.name, Division.name, holder)
    return or_(*(column.contains(text, autoescape=True) for column in texts))


def insured(relations: Mapping[str, str]) -> Listing:
    """Return the list of the lines of a policy, ID numbers masked."""
    return Listing(
        "被保险人清单",
        [
            Column("no", "序号", lambda row: row["line_no"], "number"),
            Column("name", "姓名", lambda row: row["name"]),
            Column("sex", "性别", lambda row: SEXES.get(row["sex"])),
            Column("birth", "出生日期", lambda row: row["birth_date"]),
            Column("id_no", "证件号码", lambda row: row["id_no_mask"]),
            Column("relation", "关系", lambda row: relations.get(row["relation"], row["relation"])),
            Column("house", "户号", _house),
            Column("plan", "方案", lambda row: row["plan"]),
            Column("sum", "保额", lambda row: row["sum_insured_fen"], "money"),
            Column("premium", "保费", lambda row: row["premium_fen"], "money"),
            Column("signer", "同意人", _signer),
            Column("start", "生效", lambda row: row["start_on"]),
            Column("end", "终止", lambda row: row["to_on"]),
        ],
        (
            Filter(
                "cover", "状态", [("NOW", "在保"), ("ENDED", "已退出或更正")],
                lambda row, value: (row["to_on"] is None) == (value == "NOW"),
            ),
        ),
        search="姓名、户号、证件号末几位", size=100,
    )  # fmt: skip


def _house(row: Mapping[str, Any]) -> str:
    return f"{row['group_name'] or ''}{row['household_no'] or ''}"


def _signer(row: Mapping[str, Any]) -> str | None:
    signer: str | None = row["parent_name"]
    return say("本人") if row["consent_capacity"] == "SELF" else signer
