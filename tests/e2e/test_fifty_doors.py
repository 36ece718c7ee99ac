"""Fifty doors at which the roster is right: how often the screen is touched, and what can be read after.

A tap is every finger that comes down on the page and is none of a signature. The page counts it
itself. Nothing else is left out: each household is enrolled whole, as proposed; the texts are read
out; every adult signs for himself and a father or mother for the children, each under his own text.
The roster is right: it says all that is asked at the door, and children live with a parent. The four:
下一户; 确认，去签字; 已念给每个人听; 都同意，存好这一户.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from app import clock
from tests.e2e.agent import STROKES, Agent
from tests.e2e.canary import Canaries, kill
from tests.e2e.finger import Finger, Fingers
from tests.e2e.roster import right_roster
from tests.e2e.server import PASSWORD, Server

pytestmark = pytest.mark.e2e
VILLAGE = 511703104208
HOUSEHOLDS = 50
MORE = 4  # doors before and after the fifty
MOST = 4
ADULT = 18
NAME, ID_NO, PHONE = "龘韡燚", "519901199001010150", "13987654321"
DRAFTED = "靐齉爨"


@pytest.fixture
def agent(playwright: Playwright, chromium: str, server: Server, tmp_path: Path) -> Agent:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(right_roster(HOUSEHOLDS + MORE, clock.as_date(clock.today())))
    server.flask("import-roster", str(roster), "--village", str(VILLAGE))
    found = Agent(playwright, tmp_path / "phone", server.url, chromium)
    found.forms_are_not_remembered()
    found.open()
    found.sign_in("agent01", PASSWORD)
    found.page.goto(f"{found.url}#/village/{VILLAGE}")
    found.page.get_by_role("button", name="下载花名册").click()
    expect(found.page.locator("input[type=search]")).to_be_visible(timeout=60_000)
    found.worker_is_ready()
    found.offline()
    return found


def test_fifty_households_take_four_taps_each_and_leave_nothing_to_read(agent: Agent):
    canaries = begin_the_day(agent)
    finger = Finger(agent.page)
    doors = [enroll(agent, finger) for _ in range(HOUSEHOLDS)]

    assert max(taken.taps for taken, _ in doors) <= MOST
    assert sum(taken.keys for taken, _ in doors) == 0
    homes = [ages for _, ages in doors]
    assert sum(any(age < ADULT for age in ages) for ages in homes) >= HOUSEHOLDS // 2
    assert all(any(age >= ADULT for age in ages) for ages in homes)
    assert sum(sum(age >= ADULT for age in ages) > 1 for ages in homes) >= HOUSEHOLDS // 2
    draft_of_a_household(agent, canaries)
    nothing_can_be_read(agent, canaries)


# What is said of the household before this one hides nothing of what is to be pressed now.
COVERED = """() => {
  const said = document.querySelector('.toast'), dock = document.querySelector('.dock');
  return Boolean(said) && said.getBoundingClientRect().bottom > dock.getBoundingClientRect().top;
}"""


def begin_the_day(agent: Agent) -> Canaries:
    """The first door, not one of the fifty: the receipt book, marked names, a photo."""
    canaries = Canaries(agent.profile)
    canaries.watch_photos(agent.page)
    canaries.add(agent.next_household(), NAME, PHONE)
    agent.set_receipt("A07", "0213")
    agent.correct(agent.household_title(), name=NAME)
    agent.correct(NAME, phone=PHONE)
    paper = canaries.picture(agent.page)
    agent.enroll(paper=paper)
    canaries.add_photo(agent.page, paper)
    return canaries


def enroll(agent: Agent, finger: Finger) -> tuple[Fingers, list[int]]:
    """Enroll the next household; return how often it took a finger, and the ages."""
    page = agent.page
    finger.came_down()
    finger.tap(page.locator(".dock a"))
    head = agent.household_title()
    said = page.locator(".member:not([data-off]) .member__who .t-2").all_inner_texts()
    assert len(said) == page.locator(".member").count()
    finger.tap(page.locator(".dock .btn--main"))
    agent.expect_title("同意与签字")
    assert not page.evaluate(COVERED)
    finger.tap(page.get_by_text("已念给"))
    pads = page.locator(".pad canvas").all()
    for pad in pads:
        agent.draw(pad)
    expect(page.locator(".signers [data-done]")).to_have_count(len(pads))
    finger.tap(page.locator(".dock .btn--main"))
    expect(page.locator("#toasts")).to_contain_text(f"{head}户 已存本机")
    expect(page.locator("input[type=search]")).to_be_visible()
    taken = finger.came_down()
    assert taken.strokes == len(STROKES) * len(pads)
    return taken, [age_in(words) for words in said]


def age_in(words: str) -> int:
    """Return the age a member's row says: `配偶·52岁`; a baby is told in months."""
    years = re.search(r"(\d+)岁", words)
    return int(years[1]) if years else 0


def draft_of_a_household(agent: Agent, canaries: Canaries) -> None:
    """Leave a form with a person nobody saved."""
    canaries.add(agent.next_household(), DRAFTED, ID_NO)
    agent.add_member(DRAFTED, ID_NO, "子")
    agent.page.go_back()
    expect(agent.page.locator("input[type=search]")).to_be_visible()
    agent.search(DRAFTED)


def nothing_can_be_read(agent: Agent, canaries: Canaries) -> None:
    """Locked, then after a crash while everything was open; and it was all there."""
    agent.lock()
    agent.context.close()
    assert canaries.found() == set()

    agent.open(offline=True)
    agent.unlock()
    agent.open_roster()
    agent.next_household()
    kill(agent.profile)
    assert canaries.found() == set()
    agent.open(offline=True)
    agent.unlock()
    agent.sync()
    expect(agent.page.get_by_text(f"{HOUSEHOLDS + 1} 户").first).to_be_visible()
    agent.open_roster()
    agent.search(NAME)
    expect(agent.page.get_by_text(NAME).first).to_be_visible()
    agent.context.close()
