"""A micro group made on a phone from nothing, as an agent does it."""

import re

from playwright.sync_api import expect

from tests.e2e.agent import Agent

NAME, CODE, CONTACT, PHONE = "李家湾花椒合作社", "93511703MA00000X7M", "李国强", "13800001234"
FARMER, RIDER, SCAFFOLDER = "010101", "040203", "040303"
NEWCOMERS = (("余正华", "519901199001010150", RIDER), ("邱大勇", "519901198801010138", SCAFFOLDER))


def new_group(agent: Agent, key: str, crew: tuple[str, ...]) -> str:
    """Make a group of some people of the roster, a newcomer, and one who cannot be insured.

    The phone is restarted in the middle. Returns what is due, as shown, in yuan.
    """
    page = agent.page
    page.goto(f"{agent.url}#/village/{key}/groups")
    page.get_by_role("link", name="新建团单").click()
    _holder(agent)
    _pick(agent, crew)
    agent.restart(offline=True)
    agent.page.goto(f"{agent.url}#/village/{key}/groups")
    agent.page.get_by_role("link", name=re.compile(NAME)).click()
    for person in crew:
        _work(agent, person, FARMER)
    for name, id_no, work in NEWCOMERS:
        _newcomer(agent, name, id_no, work)
    expect(agent.page.locator(".rows__head")).to_contain_text("人员 5")
    expect(agent.page.locator(".rows__head")).to_contain_text("可保 4 人，够了（至少 3 人）")
    expect(agent.page.get_by_text("6 类不在承保范围")).to_be_visible()
    agent.fill_what_is_asked()
    agent.sign_in_turn("去收费")
    due = agent.page.locator(".dock .money").inner_text().removesuffix("元").strip()
    agent.page.get_by_role("button", name="存好 4 人").click()
    expect(agent.page.get_by_role("link", name="新建团单")).to_be_visible()
    return due


def _holder(agent: Agent) -> None:
    page = agent.page
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("统一社会信用代码").fill(CODE[:10])
    expect(page.get_by_text("还差 8 位")).to_be_visible()
    page.get_by_label("统一社会信用代码").fill(CODE)
    expect(page.get_by_text("校验通过")).to_be_visible()
    page.get_by_label("负责人").fill(CONTACT)
    page.get_by_label("联系电话").fill(PHONE)
    page.locator('[id="answers.crew_kind"] .chip').first.click()
    page.get_by_role("button", name=re.compile("下一步")).click()
    expect(page.locator(".rows__head")).to_contain_text("还差 3 人")


def _pick(agent: Agent, crew: tuple[str, ...]) -> None:
    agent.page.get_by_role("link", name="从花名册选").click()
    for person in crew:
        agent.search(person)
        agent.page.get_by_label(f"{person} 在团单里").check()
    agent.page.get_by_role("button", name=f"选好了，共 {len(crew)} 人").click()
    expect(agent.page.locator(".rows__head")).to_contain_text(f"人员 {len(crew)}")


def _work(agent: Agent, person: str, work: str) -> None:
    agent.page.get_by_role("button", name=f"修改 {person}").click()
    agent.sheet.locator("#occupation").select_option(work)
    agent.save_sheet()


def _newcomer(agent: Agent, name: str, id_no: str, work: str) -> None:
    agent.page.get_by_role("button", name="加一人").click()
    agent.sheet.locator("#name").fill(name)
    agent.sheet.locator("#id_no").focus()
    for digit in id_no:
        agent.sheet.get_by_role("group", name="证件号键盘").get_by_text(digit, exact=True).click()
    agent.sheet.locator("#occupation").select_option(work)
    agent.save_sheet()
