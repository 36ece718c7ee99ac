"""What supervisors do in a season besides batches: rosters, doubles, the bank, a policy's year."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.village import id_no


@dataclass(frozen=True)
class Someone:
    """A line of a roster. relation: as clerks write it."""

    home: str
    name: str
    birth: str
    sex: str
    relation: str
    group: str = "一般户"

    @property
    def id_no(self) -> str:
        """Return a valid number of his own: no two people here are born on one day."""
        return id_no(self.birth, int(self.home), self.sex)


def roster_file(people: list[Someone]) -> bytes:
    """Return a list as a village's computer saves it: a title, GB18030."""
    lines = ["全村人口花名册,,,,,,", "户号,姓名,身份证号,与户主关系,性别,人员类别,备注"]
    sex = {"M": "男", "F": "女"}
    lines += [
        f"{one.home},{one.name},{one.id_no},{one.relation},{sex[one.sex]},{one.group},"
        for one in people
    ]
    return "\r\n".join(lines).encode("gb18030")


def give_village(desk: Desk, agent: str, village: int) -> None:
    """As an administrator: let an agent work in one more village."""
    desk.page.goto(f"{desk.url}/admin/people?q={agent}")
    desk.page.locator("tbody th a").first.click()
    box = desk.page.locator(f"input[name=area][value='{village}']")
    box.evaluate("one => { one.closest('details').open = true }")
    box.check()
    desk.page.get_by_role("button", name=re.compile("^保存")).click()
    expect(desk.page.locator(".wrong, .banner[data-tone=err]")).to_have_count(0)


def import_roster(desk: Desk, village: int, content: bytes, expected: dict[str, str]) -> None:
    """Upload, look at the dry run, have it written. expected: figures of the dry run."""
    page = desk.page
    page.goto(f"{desk.url}/console/rosters/{village}")
    page.locator("#file").set_input_files(
        {"name": f"{village}.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="上传，先试跑").click()
    expect(page.get_by_role("button", name=re.compile("^写入"))).to_be_visible()
    assert boxes(page).items() >= expected.items(), boxes(page)
    page.get_by_role("button", name=re.compile("^写入")).click()
    expect(page.get_by_text("写好了，是第 1 版花名册")).to_be_visible(timeout=60_000)
    assert boxes(page).items() >= expected.items(), boxes(page)


def choose_value(desk: Desk, household: str, wanted: str) -> None:
    """Open the only conflict and say which value stands. household: as the list names it."""
    page = desk.page
    page.goto(f"{desk.url}/console/merging")
    page.get_by_role("link", name=household).first.click()
    page.locator("label.pick", has_text=wanted).locator("input").check()
    page.get_by_label(re.compile("^为什么这样选")).fill("看过户口簿")
    page.get_by_role("button", name=re.compile("^选好这")).click()
    expect(page.get_by_text("已选好 1 处")).to_be_visible()


def merge(desk: Desk, name: str, stays: str) -> None:
    """Keep one place of a person who stands twice. stays: household number of the place."""
    page = desk.page
    page.goto(f"{desk.url}/console/merging")
    page.get_by_role("link", name=name).last.click()
    page.get_by_role("radio", name=re.compile(f"^留.*{stays}$")).check()
    page.get_by_label(re.compile("^为什么")).first.fill("住在这一户")
    page.get_by_role("button", name="合并，留一份").click()
    expect(page.get_by_text("已合并，留一份")).to_be_visible()


def open_batch_of(desk: Desk, village: int, agent: str) -> None:
    """Open the newest batch of an agent in a village."""
    desk.page.goto(f"{desk.url}/console/batches?status=")
    row = desk.page.locator(f"#rows tbody tr:has(a[href*='/{village}/'])", has_text=agent)
    row.locator("th a").first.click()
    expect(desk.page.get_by_text("三笔账")).to_be_visible()


def boxes(page: Page) -> dict[str, str]:
    """Return the figures in the boxes of a page by name, as shown."""
    found = page.locator(".kpis > div").all()
    return {
        one.locator(".kpi__name").inner_text(): one.locator(".kpi__value").inner_text()
        for one in found
    }


def bank_file(day: str, rows: list[tuple[str, str, int]]) -> bytes:
    """Return a bank's file of (payer, remark, fen), a minute apart."""
    lines = ["交易日期,交易时间,对方户名,摘要,附言,借方金额,贷方金额,流水号"]
    lines += [
        f"{day.replace('-', '')},10:{number:02d}:00,{payer},转账,{remark},,{fen / 100:.2f},N{number}"
        for number, (payer, remark, fen) in enumerate(rows, 1)
    ]
    return "\r\n".join(lines).encode()


def import_statement(desk: Desk, content: bytes) -> None:
    """Bring a bank statement in; ends on its page."""
    page = desk.page
    page.goto(f"{desk.url}/console/money")
    file = {"name": "流水.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="导入对账单").click()
    expect(page.get_by_text("已导入，还没有入账")).to_be_visible()


def book_what_is_sure(desk: Desk, count: int) -> None:
    """From a statement's page: look at what booking would do, then book."""
    desk.page.get_by_role("link", name=f"入账 {count} 笔，先看结果").click()
    desk.page.get_by_role("button", name=f"入账 {count} 笔").click()
    expect(desk.page.get_by_text(f"已入账 {count} 笔")).to_be_visible()


def book_as_suggested(desk: Desk, line: int) -> None:
    """Book one line that wants to be looked at."""
    desk.page.get_by_role("button", name=f"按建议入账第 {line} 笔").click()
    expect(desk.page.get_by_text("已入账 1 笔")).to_be_visible()


def book_by_hand(desk: Desk, line: int, due: str, yuan: str) -> None:
    """Open a line that names nothing and say what it pays. due: part of its name."""
    page = desk.page
    page.get_by_role("link", name=f"第 {line} 笔", exact=True).click()
    page.get_by_label(re.compile(f"^付给{due}.*多少$")).fill(yuan)
    page.get_by_role("button", name="入账", exact=True).click()
    expect(page.get_by_text(f"已入账 {yuan} 元")).to_be_visible()


def endorse(desk: Desk, second: Desk, policy: str, kind: str, fields: dict[str, str]) -> None:
    """Add or remove somebody; a second person agrees. fields: of the form, the person by name."""
    page = desk.page
    page.goto(f"{desk.url}/console/policies/{policy}/endorsements/new?kind={kind}")
    page.get_by_label(f"选 {fields.pop('who')}").check()
    if kind == "ADD":
        page.get_by_label("职业").select_option(label="务农")
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="算一算，存草稿").click()
    page.get_by_role("button", name="交给另一人审").click()
    expect(page.get_by_text("你交审的，要另一位主管同意")).to_be_visible()
    second.page.goto(page.url)
    second.page.get_by_role("button", name=re.compile("^同意，")).click()
    receive = second.page.get_by_role("button", name=re.compile("^登记到账"))
    if kind == "ADD":
        receive.click()
    expect(second.page.get_by_role("button", name=re.compile("^同意，|^登记到账"))).to_have_count(0)


def open_renewal(desk: Desk, policy: str) -> dict[str, str]:
    """Open next year's campaign as it is proposed; return who stands where."""
    page = desk.page
    page.goto(f"{desk.url}/console/policies/{policy}/renewal")
    page.get_by_role("button", name="开续保活动").click()
    expect(page.get_by_text("续保活动已开")).to_be_visible()
    return boxes(page)
