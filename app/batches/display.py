"""How numbers, dates and codes look on the console (UX.md section 8)."""

from collections.abc import Callable
from datetime import datetime

from app.clock import SHANGHAI
from app.money import format_yuan
from app.regions.rules import short_name
from app.words import say, words

BATCH_STATES = words(
    {
        "SUBMITTED": ("warn", "clock", "待审"),
        "PARTLY_RETURNED": ("back", "ret", "部分退回"),
        "RETURNED": ("back", "ret", "退回"),
        "APPROVED": ("server", "money", "待到账"),
        "RECONCILED": ("ok", "checks", "已对平"),
        "ISSUED": ("ok", "shield", "已出单"),
        "CANCELLED": ("off", "slash", "已作废"),
    }
)
LINE_STATES = words(
    {
        "RECEIVED": ("server", "check", "已到服务器"),
        "IN_BATCH": ("warn", "clock", "待审"),
        "RETURNED": ("back", "ret", "退回"),
        "ACCEPTED": ("ok", "check", "已受理"),
        "POLICY_ISSUED": ("ok", "shield", "已承保"),
        "WITHDRAWN": ("off", "slash", "已撤回"),
        "EXPIRED": ("off", "clock", "已过期"),
    }
)
RETURN_REASONS = words(
    {
        "COLLECTION_MISSING": "缺收费",
        "AMOUNT_DIFFERS": "金额不符",
        "CONSENT_INVALID": "同意无效",
        "ID_DIFFERS": "证件不符",
        "PHOTO_UNREADABLE": "照片看不清",
        "OTHER": "其他（要写明）",
    }
)
PAYERS = words(
    {
        "FISCAL": "财政补贴",
        "COLLECTIVE": "村集体",
        "SPONSOR": "帮扶单位",
        "INSURER": "公司让利",
        "INDIVIDUAL": "农户应缴",
    }
)
METHODS = words(
    {
        "CASH": "现金",
        "WECHAT": "微信",
        "ALIPAY": "支付宝",
        "TRANSFER": "转账",
        "COLLECTIVE": "村集体代交",
    }
)
LENDERS = words({"MUTUAL_AID": "扶贫资金互助社", "CREDIT_COOP": "信用社", "BANK": "银行"})
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEXES = words({"M": "男", "F": "女"})


def yuan(fen: int | None) -> str:
    """Return `2,470.00`; nothing known is a dash."""
    return "–" if fen is None else format_yuan(fen)


def signed(fen: int | None) -> str:
    """Return a difference with its sign, `−25.00`, `+25.00`, `0.00`."""
    return f"+{yuan(fen)}" if fen is not None and fen > 0 else yuan(fen)


def whole_yuan(fen: int | None) -> str:
    """Return a sum insured, `20,000`; cents only where there are some."""
    return yuan(fen).removesuffix(".00")


def percent(bp: int | None) -> str:
    """Return a ratio of 1/10000 with one decimal, floored: 7496 is 74.9%."""
    return "–" if bp is None else f"{bp // 100}.{bp % 100 // 10}%"


def moment(at: datetime | None, now: datetime) -> str:
    """Return `今天 09:42`, `昨天 18:30`, `3 天前`, or the date (UX.md 8)."""
    if at is None:
        return "–"
    local, here = at.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    days = (here.date() - local.date()).days
    if days in (0, 1):
        return say(say("昨天 {0}") if days else say("今天 {0}"), f"{local:%H:%M}")
    if 1 < days <= 7:
        return say("{0} 天前", days)
    return (
        say("{0}月{1}日", local.month, local.day, MONTHS[local.month - 1])
        if local.year == here.year
        else f"{local:%Y-%m-%d}"
    )


def day(text: str | None) -> str:
    """Return `2027年1月1日` of an ISO date."""
    if not text:
        return "–"
    year, month, date = (int(part) for part in text.split("-"))
    return say("{0}年{1}月{2}日", year, month, date, MONTHS[month - 1])


def batch_name(village: str, batch_no: str | None) -> str:
    """Return `青龙村第 3 批`."""
    return (
        say("{0}第 {1} 批", village, int(batch_no.rsplit("-", 1)[1]))
        if batch_no
        else say("{0} 未编号", village)
    )


def credit_code(text: str | None) -> str:
    """Return a credit code for the screen: first 8, last 2."""
    return "–" if not text else text[:8] + "*" * max(len(text) - 10, 0) + text[-2:]


FILTERS: dict[str, Callable[..., str]] = {
    "yuan": yuan,
    "signed": signed,
    "whole_yuan": whole_yuan,
    "percent": percent,
    "day": day,
    "moment": moment,
    "credit_code": credit_code,
    "village_name": short_name,
}
