"""The whole story: from the first household typed on a phone to the list the insurer receives.

Real Chromium, a real server process, a connection that is cut three times.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect
from python_calamine import CalamineWorkbook

from tests.conftest import both_databases
from tests.e2e.agent import Agent
from tests.e2e.desk import Desk
from tests.e2e.proxy import CUTS, FaultProxy
from tests.e2e.server import PASSWORD, Server

pytestmark = pytest.mark.e2e
HOUSEHOLDS = 25
VILLAGE_NAME = "五四村"
CORRECTED = "范改名"
NEWCOMER, NEWCOMER_ID = "王新丁", "519901199001010150"
POLICYHOLDER = {
    "name": "五四村村民委员会", "kind": "VILLAGE_COMMITTEE", "uscc": "54511703MA0000003C",
    "contact_name": "张主任", "resolution": "1", "answers.resolution_date": "2026-03-01",
}  # fmt: skip


@both_databases
def test_a_village_is_enrolled_offline_reconciled_and_issued(
    playwright: Playwright, chromium: str, server: Server, tmp_path: Path
):
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    with (
        FaultProxy(server.port) as proxy,
        Agent(playwright, tmp_path / "phone", proxy.url, chromium) as agent,
    ):
        agent.sign_in("agent01", PASSWORD)
        agent.download(VILLAGE_NAME)
        village = visit_the_village(agent)
        proxy.cut_pushes(*CUTS)
        agent.online()
        agent.expect_everything_sent()
        assert proxy.done == list(CUTS)
        agent.hand_in(village, HOUSEHOLDS)
        agent.expect_batch("第 1 批")

        desk = Desk(browser.new_page(), server.url)
        desk.sign_in("supervisor01", PASSWORD)
        desk.open_batch("第 1 批")
        expect_equal_books(desk, agent)
        faulty = agent.visits[3].head
        desk.return_household(faulty, "ID_DIFFERS", "请照证件核对姓名")

        answer_the_return(agent, faulty)
        desk.open_batch("第 1 批")
        desk.accept_everything()
        file = issue_the_policy(
            desk, Desk(browser.new_page(), server.url), village, agent, tmp_path
        )
        expect_the_list_to_equal_what_was_typed(file, agent)
    browser.close()


def visit_the_village(agent: Agent) -> str:
    """Visit without a network: 25 households, a correction, a new member, a refusal, a restart."""
    agent.offline()
    agent.reload()
    agent.expect_title("我的村")
    agent.open_roster()
    village = agent.page.url.rsplit("/", 1)[1]
    for number in range(HOUSEHOLDS):
        head = agent.next_household()
        if number == 0:
            agent.set_receipt("A07", "0213")
        if number == 1:
            agent.correct(head, name=CORRECTED)
        if number == 2:
            agent.add_member(NEWCOMER, NEWCOMER_ID, "子")
        agent.enroll()
        if number == 10:
            agent.restart(offline=True)
            agent.expect_title("我的村")
            agent.open_roster()
    agent.next_household()
    agent.decline("不愿意")
    return village


def expect_equal_books(desk: Desk, agent: Agent) -> None:
    """What the phone counted, what the server counts, and what the screens said are the same."""
    books = desk.books()
    people = sum(len(visit.people) for visit in agent.visits)

    assert books["手机报的"] == books["服务器算的"]
    shown = [text.replace(",", "") for text in books["手机报的"]]
    assert shown[:2] == [str(HOUSEHOLDS), str(people)]
    assert f"{sum(yuan(visit.premium) for visit in agent.visits):.2f}" in shown
    assert f"{sum(yuan(visit.due) for visit in agent.visits):.2f}" in shown


def answer_the_return(agent: Agent, head: str) -> None:
    """The agent gets it, answers it without a network, and sends it later."""
    agent.sync()
    agent.try_now()
    agent.offline()
    agent.open_returned(head)
    expect(agent.page.get_by_text("请照证件核对姓名")).to_be_visible()
    agent.confirm_unchanged()
    agent.online()
    agent.expect_everything_sent()


def issue_the_policy(desk: Desk, second: Desk, village: str, agent: Agent, folder: Path) -> Path:
    """Policyholder, money, a gate that refuses with its figures, a second person, the policy."""
    path = desk.path_of(village)
    desk.fill_policyholder(path, POLICYHOLDER)
    premium = sum(yuan(visit.premium) for visit in agent.visits)
    desk.enter_payment(path, f"{premium:.2f}")
    desk.open_gate(path)
    figures = desk.gate_figures()
    insured = sum(len(visit.people) for visit in agent.visits) - 1  # the newcomer counts nowhere
    eligible = int(figures["符合条件"].removesuffix("人"))
    assert figures["已参保"] == f"{insured}人"
    assert figures["参保率"] == f"{insured * 1000 // eligible / 10:.1f}%"
    assert figures["离门槛"] == f"还差 {-(-eligible * 75 // 100) - insured}人"
    expect(desk.issue_button()).to_be_disabled()

    second.sign_in("supervisor02", PASSWORD)
    second.open_gate(path)
    second.override("雨季村民外出，村委会已公示，县公司同意")
    desk.open_gate(path)
    desk.issue()
    return desk.download_insured_list(PASSWORD, folder)


def expect_the_list_to_equal_what_was_typed(file: Path, agent: Agent) -> None:
    """Read the workbook back: every person, premium and total."""
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    heading = rows[1]
    lines = [dict(zip(heading, row, strict=True)) for row in rows[2:-1]]
    totals = dict(zip(heading, rows[-1], strict=True))

    by_head: dict[str, list[dict[str, object]]] = {}
    for line in lines:
        by_head.setdefault(str(line["户主"]), []).append(line)
    for visit in agent.visits:
        found = by_head.pop(visit.head)
        assert sorted(str(line["姓名"]) for line in found) == sorted(visit.people)
        assert sum(cents(line["保费"]) for line in found) == yuan(visit.premium) * 100
        assert sum(cents(line["个人应缴"]) for line in found) == yuan(visit.due) * 100
    assert by_head == {}
    assert cents(totals["保费"]) == sum(yuan(visit.premium) for visit in agent.visits) * 100
    newcomer = next(line for line in lines if line["姓名"] == NEWCOMER)
    assert (newcomer["证件号码"], newcomer["备注"]) == (NEWCOMER_ID, "花名册外新增")
    paying = [line for line in lines if line["个人应缴"]]
    assert {line["缴费方式"] for line in paying} == {"现金"}
    numbers = {str(line["收据号"]) for line in paying}
    assert min(numbers).endswith("0213")


def yuan(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def cents(value: object) -> int:
    return round(float(str(value)) * 100)
