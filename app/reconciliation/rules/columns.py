"""Which column of a bank statement holds what, by the words banks put over them."""

import re
from collections.abc import Mapping, Sequence

from app.reconciliation.rules.cells import amount_fen, day_and_clock, plain

HEADER_WITHIN = 40  # banks put account, period and totals above the header
# role: names, best first; a name that matches the second pattern is another column.
_NAMES: dict[str, tuple[tuple[str, ...], str]] = {
    "serial": (
        (
            "^(交易|核心|银行|账户|主机|系统)?流水(号|号码)?$",
            "流水",
            "日志号|交易编号|业务编号|参考号",
        ),
        "摘要|明细",
    ),
    "date": (("^交易日期?", "日期?$", "日期"), "起息|到期|打印|生效|金额"),
    "time": (("交易时间", "时间|时刻"), "打印|到期"),
    "flag": (
        ("借.{0,2}贷|收.?支|收.?付|进出|方向|流向", "^借.*标[志识记]$"),
        "金额|发生额|余额|户名|账号|名称|人",
    ),
    "in": (
        (
            "(贷方|收入|存入|转入|贷记).*额",
            "贷方|收入|存入|转入|贷记|来账|入账金额|收款金额",
            "^[贷收]方?$",
        ),
        "标[志识记]|方向|账号|账户|户名|名称|余额|笔数|累计|合计|行|借|支|日|时间",
    ),
    "out": (
        (
            "(借方|支出|支取|转出|借记).*额",
            "借方|支出|支取|转出|借记|往账|付出|付款金额",
            "^[借支付]方?$",
        ),
        "标[志识记]|方向|账号|账户|户名|名称|余额|笔数|累计|合计|行|贷|收|日|时间",
    ),
    "amount": (
        ("^(交易|发生)?金额$", "发生额|交易额", "金额"),
        "余额|限额|手续费|税|笔数|累计|合计|大写",
    ),
    "payer": (
        (
            "^(对方|对手|对端|往来|交易对[手方]).*(户名|名称|姓名|单位|名)$",
            "^(付款|汇款|缴款|来款|付).*(户名|名称|姓名|单位|名)$",
            "收.?付款?[人方]?(户名|名称)",
            "^(付款[人方]|汇款人|缴款人|交易对[手方]|对方|对手)$",
            "户名|客户名称",
        ),
        "行|机构|网点|^收款|^本",
    ),
    "payee": (("^收款.*(户名|名称|姓名|单位|名)$", "^收款[人方]$"), "行|机构|网点"),
    "summary": (("摘要",), ""),
}  # fmt: skip
_REMARK = re.compile("附言|备注|用途|说明|留言|附加信息|附注|(交易|业务)(类型|名称|种类)|摘要")
_UNIT = re.compile(r"[(\[](单位[:]?)?(人民币)?元?(RMB|CNY)?[)\]]", re.IGNORECASE)


def name(cell: str) -> str:
    """Return the name of a column without blanks and without its unit."""
    return _UNIT.sub("", plain(cell))


def roles(cells: Sequence[str]) -> dict[str, int]:
    """Return {role: place} of a row taken as a header; empty if it cannot be one."""
    names = [name(cell) for cell in cells]
    if any(_is_value(cell) for cell in names if cell):
        return {}
    found: dict[str, int] = {}
    for role, (patterns, other) in _NAMES.items():
        place = _first(names, patterns, other, found)
        if place is not None:
            found[role] = place
    if "in" in found:
        found.pop("amount", None)
    else:
        found.pop("out", None)
    dated = "date" in found or "time" in found
    return found if dated and ("in" in found or "amount" in found) else {}


def remarks(cells: Sequence[str], taken: Mapping[str, int]) -> list[int]:
    """Return the places of the further columns of free text."""
    used = set(taken.values())
    return [
        place
        for place, cell in enumerate(cells)
        if place not in used and _REMARK.search(name(cell))
    ]


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]] | None:
    """Return (rows to skip, names) of the header: the row that names most columns.

    A header of two rows (`发生额` over `借方` and `贷方`) is read as one.
    """
    best: tuple[int, int, list[str]] | None = None
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        below = rows[place + 1] if place + 1 < len(rows) else []
        joined = _joined(row, below)
        for skip, cells in ((place + 1, list(row)), (place + 2, joined)):
            count = len(roles(cells)) if cells else 0
            if count and (best is None or count > best[0]):
                best = count, skip, cells
    return None if best is None else (best[1], best[2])


def _first(
    names: Sequence[str], patterns: Sequence[str], other: str, found: Mapping[str, int]
) -> int | None:
    for pattern in patterns:
        for place, cell in enumerate(names):
            if place in found.values() or not re.search(pattern, cell):
                continue
            if not other or not re.search(other, cell):
                return place
    return None


def _is_value(cell: str) -> bool:
    """Tell whether a cell is a date or an amount, which no header has."""
    return day_and_clock(cell) is not None or bool(amount_fen(cell))


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return two header rows as one; empty unless the lower one only divides the upper one."""
    if not any(below) or any(_is_value(cell) for cell in below if cell):
        return []
    width = max(len(above), len(below))
    upper = [*above, *[""] * (width - len(above))]
    lower = [*below, *[""] * (width - len(below))]
    cells, last = [], ""
    for top, bottom in zip(upper, lower, strict=True):
        last = top or (last if bottom else "")
        cells.append(last + bottom if bottom else top)
    return cells
