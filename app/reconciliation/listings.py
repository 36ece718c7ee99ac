"""The lists of money: their columns and what can be asked of them."""

from collections.abc import Callable, Mapping
from typing import Any

from app.batches.display import METHODS
from app.clock import SHANGHAI
from app.lists.listing import Cell, Column, Filter, Listing
from app.reconciliation.display import (
    REFUND_CAUSES,
    REMITTANCE_STATES,
    SOURCES,
    WRITE_OFF_STATES,
)
from app.words import listed, say, words

MATTERS = words({"UNPAID": "没到或没到齐", "OVER": "多到了"})


def statements(areas: Mapping[int, str]) -> Listing:
    """Return the list of bank statements; areas: names by code."""
    return Listing(
        "对账单",
        [
            Column("file", "文件", lambda row: row.statement.filename),
            Column("days", "日期", lambda row: row.statement.first_on),
            Column("area", "辖区", lambda row: areas.get(row.statement.area, "")),
            Column("lines", "流水", lambda row: row.statement.line_count, "number"),
            Column("in", "收入（元）", lambda row: row.in_fen, "money"),
            Column("booked", "已入账（元）", lambda row: row.booked_fen, "money"),
            Column("open", "待处理", lambda row: row.open_count, "number"),
            Column(
                "imported", "导入",
                lambda row: f"{_time(row.statement.imported_at)} {row.by_name}",
                by=lambda row: row.statement.imported_at,
            ),
        ],
        [Filter("open", "处理", [("1", "有待处理")], lambda row, _: bool(row.open_count))],
        search="文件、导入人", sort="-imported",
    )  # fmt: skip


HOLDERS = Listing(
    "代办员手里的现金",
    [
        Column("agent", "代办员", lambda row: row.name),
        Column("fen", "现金（元）", lambda row: row.fen, "money"),
        Column("receipts", "收据", lambda row: row.receipts, "number"),
        Column("oldest", "最早一张", lambda row: row.oldest_on, by=lambda row: row.oldest_on),
        Column("days", "天数", lambda row: row.days, "number"),
    ],
    search="代办员", sort="-fen", prefix="h-",
)  # fmt: skip
REMITTANCES = Listing(
    "解缴记录",
    [
        Column("on", "解缴日期", lambda pair: pair[0].remitted_on),
        Column("agent", "代办员", lambda pair: pair[1]),
        Column("fen", "金额（元）", lambda pair: pair[0].amount_fen, "money"),
        Column("reference", "凭证号", lambda pair: pair[0].reference),
        Column("state", "状态", lambda pair: REMITTANCE_STATES[pair[0].state][2]),
    ],
    [
        Filter(
            "state", "状态", [(key, entry[2]) for key, entry in REMITTANCE_STATES.items()],
            lambda pair, state: pair[0].state == state,
        )
    ],
    search="代办员、凭证号", sort="-on", prefix="r-",
)  # fmt: skip
MISSING = Listing(
    "有差额的批次",
    [
        Column("batch", "批次", lambda row: row.due.name),
        Column("received", "已到（元）", lambda row: row.due.received_fen, "money"),
        Column("difference", "差额", lambda row: -row.fen, "money"),
        Column("way", "在路上", lambda row: row.on_the_way_fen, "money"),
    ],
    [
        Filter(
            "matter", "差额", list(MATTERS.items()),
            lambda row, matter: (row.fen > 0) == (matter == "UNPAID"),
        )
    ],
    search="村、批次", prefix="d-",
)  # fmt: skip
WRITE_OFFS = Listing(
    "核销",
    [
        Column("batch", "批次", lambda row: row.batch_name),
        Column("fen", "差额（元）", lambda row: -row.row.fen, "money"),
        Column("reason", "理由", lambda row: row.row.reason),
        Column(
            "proposed", "提出", lambda row: f"{_time(row.row.proposed_at)} {row.proposed_by}",
            by=lambda row: row.row.proposed_at,
        ),
        Column("state", "状态", lambda row: WRITE_OFF_STATES[row.row.state][2]),
    ],
    [
        Filter(
            "state", "状态", [(key, entry[2]) for key, entry in WRITE_OFF_STATES.items()],
            lambda row, state: row.row.state == state,
        )
    ],
    search="批次、理由、提出的人", prefix="w-",
)  # fmt: skip
REFUNDS = Listing(
    "退费",
    [
        Column("to", "退给", lambda row: row.to_name or say("原付款人")),
        Column("source", "出资方", lambda row: SOURCES.get(row.source, say("原付款人"))),
        Column("fen", "金额（元）", lambda row: row.fen, "money"),
        Column("why", "为什么", lambda row: say("{0}：{1}", REFUND_CAUSES[row.cause], row.reason)),
        Column("paid", "付款", lambda row: row.paid_on, by=lambda row: row.paid_on),
        Column("reference", "凭证号", lambda row: row.reference),
    ],
    [
        Filter(
            "state", "付款", [("DUE", "没付"), ("PAID", "已付")],
            lambda row, state: row.state == state,
        ),
        Filter(
            "cause", "原因", list(REFUND_CAUSES.items()), lambda row, cause: row.cause == cause
        ),
    ],
    search="退给谁、理由、凭证号",
)  # fmt: skip

STATEMENT_LINES = Listing(
    "对账单流水",
    [
        Column("no", "笔", lambda row: row.line.line_no, "number"),
        Column("on", "日期", lambda row: f"{row.line.received_on} {row.line.time[:5]}".strip()),
        Column("payer", "付款人", lambda row: row.line.payer),
        Column("summary", "摘要", lambda row: f"{row.line.summary} {row.line.remark}".strip()),
        Column("serial", "流水号", lambda row: row.line.serial),
        Column("fen", "金额（元）", lambda row: row.line.in_fen or -row.line.out_fen, "money"),
        Column("booked", "已入账（元）", lambda row: row.booked_fen, "money"),
        Column("state", "结果", lambda row: row.state[2]),
        Column("why", "为什么", lambda row: row.why),
    ],
    size=100,
)  # fmt: skip


def payments(names: Mapping[str, str], numbers: Mapping[str, str | None]) -> Listing:
    """Return the list of what arrived for a village; names of people, numbers of batches."""

    def batch(row: Any) -> str:
        return numbers.get(row.batch) or say("全村")

    return Listing(
        "到账记录",
        [
            Column("on", "到账日期", lambda row: row.received_on),
            Column("fen", "金额（元）", lambda row: row.amount_fen, "money"),
            Column("batch", "批次", batch),
            Column("reference", "凭证号", lambda row: row.reference),
            Column("by", "登记人", lambda row: names.get(row.entered_by, "")),
        ],
        [
            Filter(
                "source", "来源", [("STATEMENT", "银行流水"), ("MANUAL", "手工登记")],
                lambda row, source: row.source == source,
            )
        ],
        search="凭证号、登记人", sort="-on",
    )  # fmt: skip


def lines(states: Mapping[str, tuple[str, str, str]], found: Callable[[Any], str]) -> Listing:
    """Return the households of a batch as a list; found: what was found about one, in words."""
    return Listing(
        "批次明细",
        [
            Column("no", "户号", _household_no, by=_walk),
            Column("head", "户主", _head),
            Column("persons", "人", lambda line: len(line.dossier.included), "number"),
            Column("premium", "保费（元）", lambda line: line.computed_fen, "money"),
            Column("due", "应缴（元）", lambda line: line.due_fen, "money"),
            Column("collected", "已收（元）", lambda line: line.collected_fen, "money"),
            Column("difference", "差额", lambda line: line.difference_fen, "money"),
            Column("methods", "方式", _methods),
            Column("status", "状态", lambda line: states[line.status][2]),
            Column("found", "例外", found),
        ],
        [
            Filter(
                "status", "状态", [(key, entry[2]) for key, entry in states.items()],
                lambda line, status: line.status == status,
            ),
            Filter(
                "matter", "例外", [("1", "有例外"), ("0", "一致")],
                lambda line, matter: line.clean == (matter == "0"),
            ),
        ],
        search="户主、户号、例外", size=500,
    )  # fmt: skip


def _household_no(line: Any) -> str:
    home = line.dossier.household
    return f"{home.group_name or ''}{home.household_no or ''}"


def _walk(line: Any) -> tuple[int, str]:
    home = line.dossier.household
    far = home.walk_order if home.walk_order is not None else 1 << 30
    return far, home.household_no or ""


def _head(line: Any) -> Cell:
    return line.dossier.head.name if line.dossier.head else None


def _methods(line: Any) -> str:
    used = dict.fromkeys(row.method for row in line.dossier.collections)
    return listed([METHODS.get(one, one or "") for one in used])


def _time(at: Any) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
