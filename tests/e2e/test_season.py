"""A season of a township: rosters, two phones, two supervisors, the bank, a policy and its year.

After a step every total on every page is counted again from the rows (`recount.py`). It takes a
minute: with TEST_DATABASE=postgresql it runs there, else on SQLite.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.e2e.adding_up import Pages
from tests.e2e.agent import Agent
from tests.e2e.desk import Desk
from tests.e2e.recount import PRICE, Books, read
from tests.e2e.season import (
    Someone,
    bank_file,
    book_as_suggested,
    book_by_hand,
    book_what_is_sure,
    choose_value,
    endorse,
    give_village,
    import_roster,
    import_statement,
    merge,
    open_batch_of,
    open_renewal,
    roster_file,
)
from tests.e2e.server import PASSWORD, Server, working

pytestmark = pytest.mark.e2e
STARS, DRAGONS, SUNNY = 511703104208, 511703104209, 511703104210
NAMES = {STARS: "明星村", DRAGONS: "九龙村", SUNNY: "华阳村"}
ROSTERS = {
    STARS: [
        Someone("1", "向大山", "1970-03-11", "M", "户主"),
        Someone("1", "陈玉兰", "1972-06-02", "F", "妻"),
        Someone("1", "向小川", "1998-09-20", "M", "子"),
        Someone("2", "杨树林", "1981-01-15", "M", "户主"),
        Someone("2", "刘春花", "1983-04-25", "F", "妻"),
        Someone("3", "马长河", "1965-12-01", "M", "户主", "低保户"),
        Someone("3", "周秀珍", "1966-07-07", "F", "妻", "低保户"),
        Someone("4", "贺长青", "1975-02-18", "M", "户主"),
        Someone("4", "唐桂英", "1940-05-05", "F", "母亲"),
        Someone("5", "田守义", "1979-10-10", "M", "户主"),
    ],
    DRAGONS: [
        Someone("1", "罗金生", "1968-08-08", "M", "户主"),
        Someone("1", "彭水秀", "1970-11-30", "F", "妻"),
    ],
    SUNNY: [
        Someone("1", "龙腾云", "1977-03-03", "M", "户主"),
        Someone("1", "谭月娥", "1979-05-17", "F", "妻"),
    ],
}
HOLDER = {
    "kind": "VILLAGE_COMMITTEE", "uscc": "54511703MA0000003C", "contact_name": "张主任",
    "resolution": "1", "answers.resolution_date": "2026-03-01",
}  # fmt: skip
VISITOR = Someone("9", "何远客", "1990-01-01", "M", "子")  # stands on no roster
BORN_AFTER, SHORT_FEN = "1957", 1000
KEPT_NAME, LOST_NAME = "向大山甲", "向大山乙"


@dataclass
class Season:
    """Who takes part."""

    first: Desk
    second: Desk
    one: Agent
    two: Agent
    server: Server


def test_a_season_adds_up_on_every_page(
    playwright: Playwright, chromium: str, server: Server, tmp_path: Path
):
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    grant(browser, server)
    with (
        Agent(playwright, tmp_path / "one", server.url, chromium) as one,
        Agent(playwright, tmp_path / "two", server.url, chromium) as two,
    ):
        season = Season(*desks(browser, server), one, two, server)
        for stage in (rosters, visits, review, money, policy, year):
            stage(season)
            if stage not in (rosters, policy):
                pages(season)
    browser.close()


def grant(browser: Browser, server: Server) -> None:
    """As an administrator: let the second agent work in the first village too."""
    office = window(browser, server)
    office.enter("admin01", PASSWORD)
    office.page.wait_for_url("**/admin/**")
    give_village(office, "agent02", STARS)
    office.page.context.close()


def window(browser: Browser, server: Server) -> Desk:
    """Open a window at a computer of its own."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)  # the machine of a test may be busy; nothing here is timed
    return Desk(page, server.url)


def desks(browser: Browser, server: Server) -> tuple[Desk, Desk]:
    """Sign two supervisors in, each at a computer of his own."""
    found = []
    for login in ("supervisor01", "supervisor02"):
        desk = window(browser, server)
        desk.sign_in(login, PASSWORD)
        found.append(desk)
    return found[0], found[1]


def rosters(season: Season) -> None:
    """Bring the lists of three villages in."""
    with working(season.server):
        for village, people in ROSTERS.items():
            content = roster_file(people)
            import_roster(season.first, village, content, {"新增": str(len(people))})


def visits(season: Season) -> None:
    """Two phones in one village: one corrects a name two ways, both add the same visitor."""
    one, two = season.one, season.two
    one.sign_in("agent01", PASSWORD)
    two.sign_in("agent02", PASSWORD)
    one.download_village("明星村")
    enroll(one, STARS, "1")
    one.expect_everything_sent()
    for agent, village in ((two, "明星村"), (one, "九龙村"), (two, "华阳村")):
        agent.page.goto(f"{agent.url}#/villages")
        agent.download_village(village)
    for agent, name in ((one, KEPT_NAME), (two, LOST_NAME)):
        agent.offline()
        correct_head(agent, name)
    for agent, homes in ((one, "24"), (two, "3")):
        for home in homes:
            enroll(agent, STARS, home, visitor=home in "23")
    two.open_household(str(STARS), "5")
    two.decline("不愿意")
    enroll(one, DRAGONS, "1")
    enroll(two, SUNNY, "1")
    for agent, villages in ((one, (STARS, DRAGONS)), (two, (SUNNY,))):
        agent.online()
        agent.expect_everything_sent()
        for village in villages:
            agent.hand_in(str(village))
        agent.expect_everything_sent()


def correct_head(agent: Agent, name: str) -> None:
    """Open the first household, which stands already, and write its head's name anew."""
    agent.open_household(str(STARS), "1")
    agent.correct("向大山", name=name)
    agent.page.locator(".dock button").click()  # a name is corrected without signing again
    expect(agent.page.locator("input[type=search]")).to_be_visible()


def enroll(agent: Agent, village: int, home: str, *, visitor: bool = False) -> None:
    agent.open_household(str(village), home)
    if visitor:
        agent.add_member(VISITOR.name, VISITOR.id_no, VISITOR.relation)
    agent.answer_what_is_asked()
    agent.enroll()


def review(season: Season) -> None:
    """The desk says who is right, sends a household back, and accepts everything."""
    first, second, two = season.first, season.second, season.two
    choose_value(first, KEPT_NAME, KEPT_NAME)
    merge(second, VISITOR.name, "明星村2")
    two.sync()
    two.try_now()
    two.hand_in(str(STARS), 1)
    two.expect_everything_sent()
    open_batch_of(second, SUNNY, "王芳")
    second.return_household("龙腾云", "ID_DIFFERS", "请照证件核对姓名")
    two.sync()
    two.try_now()
    two.open_returned("龙腾云")
    two.confirm_unchanged()
    two.expect_everything_sent()
    for desk, village, agent in (
        (first, STARS, "李明"), (second, STARS, "王芳"),
        (first, DRAGONS, "李明"), (second, SUNNY, "王芳"),
    ):  # fmt: skip
        open_batch_of(desk, village, agent)
        desk.accept_everything()
        expect(desk.page.locator("#lines")).to_have_count(0)


def money(season: Season) -> None:
    """One payment for two batches, two for one, one that is short and one that names nothing."""
    first, books = season.first, count(season).books
    for village, name in NAMES.items():
        path = f"{village}/{campaign_of(books)}"
        first.fill_policyholder(path, {**HOLDER, "name": f"{name}村民委员会"})
    due = {village: books.due(village) for village in NAMES}
    rows = [
        ("明星村村民委员会", "明星村保费", due[STARS]),
        ("九龙村村民委员会", "九龙村第一笔", due[DRAGONS] - 2000),
        ("九龙村村民委员会", "九龙村第二笔", 2000),
        ("华阳村村民委员会", "华阳村保费", due[SUNNY] - SHORT_FEN),
        ("何远", "补缴", SHORT_FEN),
    ]
    import_statement(first, bank_file(today(), rows))
    book_what_is_sure(first, 3)
    book_as_suggested(first, 4)
    book_by_hand(first, 5, "华阳", f"{SHORT_FEN / 100:.2f}")


def policy(season: Season) -> None:
    """The gate is passed without anybody's word; the policy is issued."""
    first = season.first
    first.open_gate(f"{STARS}/{campaign_of(count(season).books)}")
    first.issue()


def year(season: Season) -> None:
    """One joins late, one leaves early, and the next year is opened."""
    [row] = count(season).books.policies
    start, end = (date.fromisoformat(str(row[name])) for name in ("start_on", "end_on"))
    joins, days = start + timedelta(days=100), (end - start).days + 1
    endorse(season.first, season.second, str(row["id"]), "ADD", {
        "who": "田守义", "effective_on": joins.isoformat(), "reason": "回村了",
        "other_death_cover": "0", "given_on": today(), "paper_no": "同-001",
    })  # fmt: skip
    endorse(season.second, season.first, str(row["id"]), "REMOVE", {
        "who": "刘春花", "notice_on": today(), "reason": "迁走了",
    })  # fmt: skip
    books = count(season).books
    [added], [left] = ([one for one in books.endorsements if one["kind"] == kind]
                       for kind in ("ADD", "REMOVE"))  # fmt: skip
    due = half_up(PRICE * (days - 100), days)
    assert (sum(added["due"].values()), added["refund"]) == (due, {})
    assert (left["due"], sum(left["refund"].values())) == ({}, PRICE)  # cover has not begun
    season.server.module("tests.e2e.selling", (end + timedelta(days=1)).isoformat())
    places = open_renewal(season.first, str(row["id"]))
    # Who left may come back; the old lady is too old; the visitor's other place is no place.
    assert {name: int(number) for name, number in places.items() if number != "0"} == {
        "去年保过，还没问": 9, "没保过，可以问": 1,
    }, places  # fmt: skip


def half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def today() -> str:
    return datetime.now(timezone(timedelta(hours=8))).date().isoformat()


def campaign_of(books: Books) -> str:
    return str(books.campaigns[0]["id"])


def count(season: Season) -> Pages:
    """Read all rows; what pages show is laid beside them."""
    poor = frozenset(
        (village, one.home)
        for village, people in ROSTERS.items()
        for one in people
        if one.group == "低保户"
    )
    books = read(season.server, poor)
    eligible = {
        village: sum(one.birth > BORN_AFTER for one in people)
        for village, people in ROSTERS.items()
    }
    return Pages(season.second, books, eligible, NAMES, campaign_of(books))


def pages(season: Season) -> None:
    """What every page says is what the rows add up to."""
    count(season).check()
