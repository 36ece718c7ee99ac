"""Words for the lines of a statement: states, and why a line was matched as it was."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.batches.display import PAYERS, yuan
from app.reconciliation.lines import as_line
from app.reconciliation.models import StatementLine
from app.reconciliation.rules.matching import is_reversal
from app.words import listed, say, words

# tone, icon, word
STATES = words(
    {
        "MATCHED": ("ok", "check", "金额一致"),
        "MERGED": ("ok", "merge", "一笔付几项"),
        "SPLIT": ("ok", "checks", "几笔凑齐"),
        "AMOUNT_DIFF": ("warn", "warn", "金额不符"),
        "AMBIGUOUS": ("warn", "info", "有几种可能"),
        "SUGGESTED": ("warn", "info", "像是这一项"),
        "UNMATCHED": ("err", "err", "没对上"),
        "REVERSED": ("off", "ret", "已冲正"),
        "DUPLICATE": ("off", "slash", "重复"),
        "OUTGOING": ("off", "slash", "支出"),
        "IGNORED": ("off", "slash", "利息"),
        "BOOKED": ("ok", "checks", "已入账"),
        "PART": ("warn", "money", "入账一部分"),
        "TAKEN_BACK": ("err", "ret", "银行冲正了"),
        "ASIDE": ("off", "slash", "不是保费"),
    }
)
REMITTANCE_STATES = words(
    {
        "RECORDED": ("warn", "clock", "等到账"),
        "MATCHED": ("ok", "checks", "已到账"),
        "CANCELLED": ("off", "slash", "已作废"),
    }
)
PAYIN_STATES = words(
    {
        "SENT": ("warn", "clock", "等点收"),
        "ACKNOWLEDGED": ("ok", "checks", "已点收"),
        "DISPUTED": ("err", "err", "有出入"),
        "VOID": ("off", "slash", "代办员撤回"),
        "REVOKED": ("off", "undo", "点收已作废"),
    }
)
COLLECTION_STATES = words(
    {
        "COLLECTED": ("warn", "money", "已收"),
        "REMITTED": ("server", "clock", "已解缴"),
        "MATCHED": ("ok", "checks", "已到账"),
        "VOID": ("off", "slash", "已作废"),
    }
)
WRITE_OFF_STATES = words(
    {
        "PROPOSED": ("warn", "clock", "等复核"),
        "APPROVED": ("ok", "check", "已核销"),
        "REJECTED": ("back", "ret", "已驳回"),
        "WITHDRAWN": ("off", "slash", "已撤回"),
        "REVOKED": ("off", "undo", "已取消"),
    }
)
REFUND_CAUSES = words({"OVERPAID": "多付", "LEFT": "退保", "CORRECTED": "更正退差"})
SOURCES = words({**PAYERS, "INDIVIDUAL": "个人自缴"})
STATUSES = {status: entry[2] for status, entry in STATES.items()}


def explain(line: StatementLine) -> str:
    """Return in one sentence why a line was judged as it was."""
    return _SENTENCES[line.status](line)


def _named(line: StatementLine) -> str:
    """Return what points at the dues: the village named, or the payer."""
    if line.named_by == "KEYWORD":
        found = dict.fromkeys(one["word"] for one in line.candidates if one["word"])
        return say("写明{0}", listed([say("“{0}”", word) for word in found]))
    return say("付款人是 {0}", line.payer)


def _names(entries: Sequence[Mapping[str, Any]]) -> str:
    return listed([one["name"] for one in entries])


def _matched(line: StatementLine) -> str:
    return say("{0}，金额正好是{1}还没到的 {2}", _named(line), _names(line.refs), yuan(line.in_fen))


def _merged(line: StatementLine) -> str:
    parts = " + ".join(yuan(one["fen"]) for one in line.refs)
    return say("{0}，{1} 合计正好", _named(line), parts)


def _split(line: StatementLine) -> str:
    return say("{0}，几笔合起来正好是{1}还没到的钱", _named(line), _names(line.refs))


def _amount_diff(line: StatementLine) -> str:
    (ref,) = line.refs
    if not ref["fen"]:
        return say("{0}，{1}已经到齐，这一笔多出来", _named(line), ref["name"])
    if line.excess_fen:
        return say(
            "{0}，{1}只差 {2}，多了 {3}",
            _named(line),
            ref["name"],
            yuan(ref["fen"]),
            yuan(line.excess_fen),
        )
    open_fen = line.candidates[0]["open_fen"]
    return say(
        "{0}，{1}还没到 {2}，少了 {3}",
        _named(line),
        ref["name"],
        yuan(open_fen),
        yuan(open_fen - ref["fen"]),
    )


def _ambiguous(line: StatementLine) -> str:
    equal = [one for one in line.candidates if one["open_fen"] == line.in_fen]
    return say("{0}，金额和 {1} 项一样：{2}，请选一项", _named(line), len(equal), _names(equal))


def _suggested(line: StatementLine) -> str:
    return say("没写是谁付的，只有{0}是这个金额", _names(line.refs))


def _unmatched(line: StatementLine) -> str:
    if line.candidates and line.named_by is None:
        return say("没有写明哪个村，金额和{0}一样，请选一项", _names(line.candidates))
    if line.candidates:
        return say("{0}，可能是{1}，金额都对不上", _named(line), _names(line.candidates))
    return say("没有写明哪个村，也没有这个金额的应到账")


def _reversed(line: StatementLine) -> str:
    return say("和第 {0} 笔互相冲正，不入账", line.partner)


def _duplicate(line: StatementLine) -> str:
    where = say("第 {0} 笔", line.partner) if line.partner else say("以前导入的对账单里有一笔")
    return say("流水号和{0}相同，不再入账", where)


def _outgoing(line: StatementLine) -> str:
    if line.candidates:
        return say("冲正的是{0}，它要是入过账，请撤销", _names(line.candidates))
    if is_reversal(as_line(line)):
        return say("是冲正，但原来那一笔不在这份对账单里")
    return say("付出去的钱，不是保费")


def _ignored(line: StatementLine) -> str:
    return say("{0}，不是保费", line.summary or say("银行利息"))


_SENTENCES: dict[str, Callable[[StatementLine], str]] = {
    "MATCHED": _matched,
    "MERGED": _merged,
    "SPLIT": _split,
    "AMOUNT_DIFF": _amount_diff,
    "AMBIGUOUS": _ambiguous,
    "SUGGESTED": _suggested,
    "UNMATCHED": _unmatched,
    "REVERSED": _reversed,
    "DUPLICATE": _duplicate,
    "OUTGOING": _outgoing,
    "IGNORED": _ignored,
}
