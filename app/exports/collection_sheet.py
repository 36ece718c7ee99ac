"""The sheet an agent carries from door to door: every household with room for money and signature.

What is enrolled already stands printed; the rest is filled in by hand.
"""

from app.batches.display import yuan
from app.batches.lines import own_share
from app.exports.facts import Home, Tick, VillageFacts
from app.exports.paper import Column, Paper

COLUMNS = (
    Column("户号", 26), Column("户主", 22), Column("家庭成员", 84), Column("参保人数", 16, "R"),
    Column("应收（元）", 20, "R"), Column("已收（元）", 20, "R"), Column("收据号", 28),
    Column("交费方式", 20), Column("户主签字", 37),
)  # fmt: skip
PIECE = 200


def collection_sheet(facts: VillageFacts, tick: Tick) -> bytes:
    """Return the sheet of a village in a campaign."""
    campaign = facts.campaign
    title = f"{facts.village_name}收费表 {campaign['name']}"
    paper = Paper(title, made=facts.made, wide=True)
    paper.add_page()
    paper.heading(f"{facts.village_name}收费表", f"{facts.township_name}　{campaign['name']}")
    paper.paragraph(
        f"收费截止 {campaign['closes_on']}。先问同意，再收费，当面开收据；没有印数字的格子手填。"
        "这张表只用于收费，不是保险凭证。"
    )
    paper.ln(2)
    rows = [_row(home) for home in facts.homes]
    rows.append(_total(facts))
    for start in range(0, len(rows), PIECE):
        last = start + PIECE >= len(rows)
        piece = rows[start : start + PIECE]
        paper.grid(COLUMNS, piece, size=8, height=8, strong_last=last, head=start == 0)
        tick(min(start + PIECE, len(rows) - 1))
    paper.room(14)
    paper.ln(6)
    for name in ("代办员签字：", "日期：", "村委会（盖章）："):
        paper.write_line(name, 10, width=paper.inner / 3, new_line=False)
    return paper.finish()


def _row(home: Home) -> list[str]:
    names = "、".join(person.name or "–" for person in home.persons)
    number = f"{home.household.group_name or ''}{home.household.household_no or ''}"
    one = home.dossier
    if one is None:
        return [number, home.head, names, "", "", "", "", "", ""]
    receipts = "、".join(
        "-".join(part for part in (row.book_no, row.receipt_no) if part) for row in one.collections
    )
    return [
        number, home.head, names, str(len(one.included)), yuan(own_share(one.enrollment.computed)),
        yuan(one.collected_fen) if one.collections else "", receipts, "", "",
    ]  # fmt: skip


def _total(facts: VillageFacts) -> list[str]:
    enrolled = [home.dossier for home in facts.homes if home.dossier]
    due = sum(own_share(one.enrollment.computed) for one in enrolled)
    return [
        "合计", f"{len(facts.homes)} 户", f"已登记 {len(enrolled)} 户",
        str(sum(len(one.included) for one in enrolled)), yuan(due),
        yuan(sum(one.collected_fen for one in enrolled)), "", "", "",
    ]  # fmt: skip
