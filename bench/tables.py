"""Refreshes the tables of docs/benchmarks.md between their markers; what stands around is kept."""

import re
from collections.abc import Iterable, Sequence

from bench.records import ROOT, Record

PAGE = ROOT / "docs" / "benchmarks.md"
MARKED = re.compile(r"(<!-- table: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
# Figures with a target: at most, or at least with a leading ">". Sources: issue 4, performance.md.
TARGETS = {
    "push.bytes_up_per_household": "150", "push.bytes_up_per_signature": "250",
    "push.requests_per_500_households": "8", "push.server_cpu_ms_per_household.postgresql": "1.0",
    "push.server_cpu_with_findings_ms_per_household.postgresql": "2.0",
    "ratio.push_to_ceiling.8_clients.postgresql": "> 0.5",
    "herd.not_drained": "0", "herd.errors": "0", "herd.health_p99_ms": "500",
    "pull.gzip_bytes_per_person": "34", "pull.bootstrap_5000_gzip_bytes": "170000",
    "console.page_p95_ms.200000": "300", "console.page_cpu_p95_ms.200000": "300",
    "console.import_dry_run_s.2200": "3", "console.import_apply_s.2200": "10",
    "console.import_dry_run_cpu_s.2200": "3", "console.import_apply_cpu_s.2200": "10",
    "console.insured_list_xlsx_s.2000": "3", "console.insured_list_pdf_s.2000": "8",
    "console.insured_list_xlsx_cpu_s.2000": "3", "console.insured_list_pdf_cpu_s.2000": "8",
    "shell.first_form_br_bytes": "71680", "shell.total_br_bytes": "122880",
    "phone.cold_offline_first_paint_ms_6x": "550", "phone.unlock_to_roster_ms_6x.2000": "1500",
    "phone.unlock_to_roster_ms_6x.10000": "2500", "phone.search_p95_ms_6x.10000": "50",
    "phone.household_save_p95_ms_6x": "80", "phone.longest_task_ms_6x": "100",
}  # fmt: skip


def refresh(records: Iterable[Record]) -> None:
    """Write the tables anew; an area without a table is appended to the page."""
    areas: dict[str, list[Record]] = {}
    for one in records:
        areas.setdefault(one.name.partition(".")[0], []).append(one)
    page = PAGE.read_text()
    known = {found[2] for found in MARKED.finditer(page)}
    for area in sorted(areas.keys() - known):
        page = f"{page.rstrip()}\n\n## {area}\n<!-- table: {area} -->\n<!-- end -->\n"
    PAGE.write_text(MARKED.sub(lambda found: _filled(found, areas), page))


def _filled(found: re.Match[str], areas: dict[str, list[Record]]) -> str:
    return f"{found[1]}{table(areas.get(found[2], []))}{found[3]}"


def table(records: Sequence[Record]) -> str:
    """Return records as a Markdown table, with the commits they were measured at."""
    lines = [
        "| figure | value | unit | least | p95 | n | target |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.name}` | {one.value:g} | {one.unit} | {one.min:g} | {one.p95:g} | {one.n}"
        f" | {_target(one)} |"
        for one in records
    ]
    commits = ", ".join(sorted({one.commit for one in records}))
    return "\n".join([*lines, "", f"Measured at {commits}.", ""]) if records else ""


def _target(record: Record) -> str:
    target = TARGETS.get(record.name)
    if target is None:
        return ""
    if target.startswith(">"):
        return f"{target} {'met' if record.value >= float(target[1:]) else 'missed'}"
    return f"<= {target} {'met' if record.value <= float(target) else 'missed'}"
