"""Papers of a policy as PDF: schedule, insured list, certificates, public notice."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.batches.display import day, percent, whole_yuan, yuan
from app.exports.facts import PolicyFacts, Tick, by_household
from app.exports.paper import Column, Paper
from app.exports.words import (
    PAYERS,
    SAMPLE,
    SEXES,
    added,
    benefit_rows,
    certificate_no,
    holder_facts,
    period,
    place_of,
    shares_text,
)

PIECE = 200  # rows between two signs of life
CHILD = 14  # PIPL 28: the name of a younger child is not posted
BENEFITS = (
    Column("方案", 40), Column("保障", 40), Column("保额", 34, "R"), Column("条件", 72),
)  # fmt: skip


def schedule(facts: PolicyFacts, tick: Tick) -> bytes:
    """Return the policy schedule (保险单)."""
    policy, template = facts.policy, facts.template
    paper = _paper(facts, f"保险单 {policy.policy_no}")
    group = template["contract_form"] == "GROUP"
    paper.heading("团体保险单" if group else "保险单", _product(facts))
    paper.section("一、合同当事人")
    paper.facts([("保险单号", policy.policy_no), ("保险人", template["insurer"])])
    paper.facts(holder_facts(policy.policyholder))
    paper.section("二、保险期间与保费")
    paper.facts([
        ("保险期间", period(policy.start_on, policy.end_on)),
        ("保费到账", day(policy.received_on)),
        ("出单日期", day(policy.issued_on)),
        ("被保险人", f"{len(facts.lines)} 人，{len(by_household(facts.lines))} 户，见被保险人清单"),
        ("保费合计", f"{yuan(sum(line['premium_fen'] for line in facts.lines))} 元"),
        ("保费来源", shares_text({payer: added(facts.lines, payer) for payer in PAYERS})),
    ])  # fmt: skip
    figures = policy.gate_snapshot["figures"]
    if figures.get("min_bp"):
        rate = percent(figures["participation_bp"])
        said = f"符合条件 {figures['eligible']} 人，参保率 {rate}"
        paper.facts([("参保情况", said)])
    paper.section("三、保障内容（每位被保险人）")
    rows = [row for plan in facts.plans.values() for row in benefit_rows(plan)]
    paper.grid(BENEFITS, rows, size=8.5, height=7)
    paper.section("四、说明")
    paper.paragraph(_notes(facts))
    _signatures(paper, "保险人（盖章）", "投保人（盖章）")
    tick(len(facts.lines))
    return paper.finish()


def insured_pdf(facts: PolicyFacts, tick: Tick) -> bytes:
    """Return the insured list with whole ID numbers, for the insurer's archive."""
    policy = facts.policy
    paper = _paper(facts, f"被保险人清单 {policy.policy_no}", wide=True)
    under = f"{facts.village_name}　{policy.policyholder.get('name') or ''}　"
    paper.heading("被保险人清单", under + period(policy.start_on, policy.end_on))
    columns = (
        Column("序号", 10, "R"), Column("姓名", 22), Column("性别", 9, "C"),
        Column("出生日期", 20, "C"), Column("证件号码", 36), Column("与户主关系", 17),
        Column("户号", 24), Column("户主", 20), Column("方案", 24), Column("保额", 18, "R"),
        Column("保费", 14, "R"), Column("个人", 13, "R"), Column("补助", 13, "R"),
        Column("同意人", 17), Column("起保", 16, "C"),
    )  # fmt: skip
    rows = [_listed(line, facts.relations) for line in facts.lines]
    rows.append(_total(facts.lines, len(columns)))
    _table_in_pieces(paper, columns, rows, tick)
    return paper.finish()


def household_certificates(facts: PolicyFacts, tick: Tick) -> bytes:
    """Return one page per household: who is insured, for what, what was paid."""
    paper = _paper(facts, f"参保告知单 {facts.policy.policy_no}", start=False)
    done = 0
    for lines in by_household(facts.lines):
        paper.add_page()
        first = lines[0]
        where = f"{facts.village_name} {place_of(first)} {first['head'] or ''}户"
        paper.heading("参保告知单", where)
        _contract(paper, facts)
        paper.section(f"全户参保 {len(lines)} 人")
        columns = (
            Column("凭证号", 46), Column("姓名", 28), Column("证件号码", 40),
            Column("方案", 40), Column("保费", 16, "R"), Column("自缴", 16, "R"),
        )  # fmt: skip
        rows = [
            [
                certificate_no(facts.policy.policy_no, line["line_no"]), line["name"],
                line["id_no_mask"] or "–", line["plan_name"], yuan(line["premium_fen"]),
                yuan(line["shares"].get("INDIVIDUAL") or 0),
            ]
            for line in lines
        ]  # fmt: skip
        paid, own = sum(line["premium_fen"] for line in lines), added(lines, "INDIVIDUAL")
        rows.append(["合计", f"{len(lines)} 人", "", "", yuan(paid), yuan(own)])
        paper.grid(columns, rows, size=8.5, height=7, strong_last=True)
        _covered(paper, facts, {line["plan"] for line in lines})
        _for_the_insured(paper, facts, first)
        done += len(lines)
        tick(done)
    return paper.finish()


def person_certificates(facts: PolicyFacts, tick: Tick) -> bytes:
    """Return one small page per insured person (保险凭证)."""
    paper = _paper(facts, f"保险凭证 {facts.policy.policy_no}", start=False, size="A5", wide=True)
    for done, line in enumerate(facts.lines, start=1):
        paper.add_page()
        number = certificate_no(facts.policy.policy_no, line["line_no"])
        paper.heading("保险凭证", f"凭证号 {number}")
        paper.facts([
            ("被保险人", line["name"]), ("证件号码", line["id_no_mask"] or "–"),
            ("性别", SEXES.get(line["sex"], "–")), ("出生日期", line["birth_date"] or "–"),
            ("住址", f"{facts.village_name} {place_of(line)}"), ("户主", line["head"] or "–"),
        ], columns=2)  # fmt: skip
        _contract(paper, facts)
        _covered(paper, facts, {line["plan"]}, size=7.5, height=5.5)
        if done % PIECE == 0:
            tick(done)
    return paper.finish()


def notice(facts: PolicyFacts, tick: Tick) -> bytes:
    """Return the sheet to be posted in the village, ID numbers masked, children without names."""
    policy = facts.policy
    paper = _paper(facts, f"公示表 {policy.policy_no}")
    paper.heading(f"{facts.village_name}参保公示表", f"{_product(facts)}　{policy.policy_no}")
    paper.paragraph(
        f"保险期间 {period(policy.start_on, policy.end_on)}。共 {len(facts.lines)} 人参保。"
        "名字、证件尾号或金额有误，请在公示之日起 7 天内告诉村代办员。"
    )
    paper.ln(2)
    columns = (
        Column("序号", 12, "R"), Column("户号", 28), Column("户主", 26), Column("姓名", 28),
        Column("证件号码", 38), Column("方案", 26), Column("保费", 14, "R"),
        Column("自缴", 14, "R"),
    )  # fmt: skip
    rows = [
        [
            str(line["line_no"]), place_of(line), line["head"] or "–", _posted(line),
            line["id_no_mask"] or "–", line["plan_name"], yuan(line["premium_fen"]),
            yuan(line["shares"].get("INDIVIDUAL") or 0),
        ]
        for line in facts.lines
    ]  # fmt: skip
    paid = sum(line["premium_fen"] for line in facts.lines)
    own = added(facts.lines, "INDIVIDUAL")
    rows.append(["合计", f"{len(facts.lines)} 人", "", "", "", "", yuan(paid), yuan(own)])
    _table_in_pieces(paper, columns, rows, tick)
    return paper.finish()


def _paper(facts: PolicyFacts, title: str, *, start: bool = True, **shape: Any) -> Paper:
    paper = Paper(title, made=facts.made, **shape)
    if start:
        paper.add_page()
    return paper


def _product(facts: PolicyFacts) -> str:
    return str(facts.template["name"]["zh-CN"])


def _contract(paper: Paper, facts: PolicyFacts) -> None:
    policy = facts.policy
    paper.facts([
        ("保险单号", policy.policy_no), ("投保人", policy.policyholder.get("name") or "–"),
        ("产品", _product(facts)), ("保险人", facts.template["insurer"]),
        ("保险期间", period(policy.start_on, policy.end_on)),
    ])  # fmt: skip


def _covered(paper: Paper, facts: PolicyFacts, plans: set[str], **shape: Any) -> None:
    rows = [row for code in sorted(plans) for row in benefit_rows(facts.plans[code])]
    paper.section("保障内容（每人）")
    scale = paper.inner / sum(column.width for column in BENEFITS)
    columns = [Column(one.name, one.width * scale, one.align) for one in BENEFITS]
    paper.grid(columns, rows, **shape)


def _for_the_insured(paper: Paper, facts: PolicyFacts, line: Mapping[str, Any]) -> None:
    paper.section("交费")
    receipts, said = "、".join(line["receipts"]), "本户没有现金收据"
    paper.facts([("收据号", receipts or said)])
    paper.section("出险怎么办")
    told = "先救人，再在 48 小时内告诉村代办员或保险公司，保留病历、发票和证明。"
    paper.paragraph(told + _filed(facts))


def _notes(facts: PolicyFacts) -> str:
    form = "被保险人增减、更正、退保以批单为准。"
    return f"本保险单与被保险人清单、条款、投保单及批单一起构成合同。{form}{_filed(facts)}"


def _filed(facts: PolicyFacts) -> str:
    number = facts.template.get("filing_no")
    return f"条款备案号 {number}。" if number else f"{SAMPLE}。"


def _signatures(paper: Paper, *names: str) -> None:
    paper.room(30)
    paper.ln(14)
    for name in names:
        paper.write_line(f"{name}：", 10, width=paper.inner / len(names), new_line=False)
    paper.ln(8)
    for _ in names:
        paper.write_line("　　　年　　月　　日", 10, width=paper.inner / len(names), new_line=False)
    paper.ln(6)


def _listed(line: Mapping[str, Any], relations: Mapping[str, str]) -> list[str]:
    own = int(line["shares"].get("INDIVIDUAL") or 0)
    giver = "本人" if line["consent_capacity"] == "SELF" else line["parent_name"] or "–"
    return [
        str(line["line_no"]), line["name"] or "", SEXES.get(line["sex"], ""),
        line["birth_date"] or "", line["id_no"] or "",
        relations.get(line["relation"], line["relation"] or ""), place_of(line),
        line["head"] or "", line["plan_name"], whole_yuan(line["sum_insured_fen"]),
        yuan(line["premium_fen"]), yuan(own), yuan(line["premium_fen"] - own), giver,
        line["start_on"],
    ]  # fmt: skip


def _total(lines: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    paid, own = sum(line["premium_fen"] for line in lines), added(lines, "INDIVIDUAL")
    row = [""] * width
    row[0], row[1] = "合计", f"{len(lines)} 人"
    row[10:13] = [yuan(paid), yuan(own), yuan(paid - own)]
    return row


def _posted(line: Mapping[str, Any]) -> str:
    name, born = line["name"] or "", line["birth_date"]
    if not born:
        return name
    turned = int(line["start_on"][:4]) - int(born[:4]) - (line["start_on"][5:] < born[5:])
    return name[:1] + "＊" * max(len(name) - 1, 1) if turned < CHILD else name


def _table_in_pieces(
    paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[str]], tick: Tick
) -> None:
    """Draw a long table, saying how far it is; its heading stands on every page but not within."""
    for start in range(0, len(rows), PIECE):
        last = start + PIECE >= len(rows)
        paper.grid(
            columns, rows[start : start + PIECE], size=7.5, height=5.2, strong_last=last,
            head=start == 0,
        )  # fmt: skip
        tick(min(start + PIECE, len(rows) - 1))
