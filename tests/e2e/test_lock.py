"""The locked phone in a real browser: whatever is forgotten, shared or stopped, no work is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.agent import PIN, Agent
from tests.e2e.canary import DRAW
from tests.e2e.desk import Desk
from tests.e2e.server import PASSWORD, Server

pytestmark = pytest.mark.e2e
OTHER_PIN = "583920"
VILLAGE_NAME = "五四村"
UNSENT = 30
STORES = "indexedDB.databases().then(all => all.map(one => one.name))"


@pytest.fixture
def agent(playwright: Playwright, chromium: str, server: Server, tmp_path: Path) -> Iterator[Agent]:
    """Return an agent with a PIN and a village, his network off."""
    with Agent(playwright, tmp_path / "phone", server.url, chromium) as found:
        found.sign_in("agent01", PASSWORD)
        found.download(VILLAGE_NAME)
        found.offline()
        found.open_roster()
        yield found


def visit(agent: Agent, count: int) -> list[str]:
    """Visit households nobody is at home in; return their heads."""
    heads = []
    for _ in range(count):
        agent.next_household()
        heads.append(agent.away())
        expect(agent.page.locator("input[type=search]")).to_be_visible()
    return heads


def ask(server: Server, statement: str, *values: Any) -> list[tuple]:
    """Read or write the server's database."""
    with closing(sqlite3.connect(server.data_dir / "tongbao.sqlite3", timeout=30)) as connection:
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
        return rows


def away_by(server: Server) -> list[tuple]:
    """Return (agent, count) of households that were away."""
    return ask(
        server,
        "SELECT users.login_name, count(*) FROM enrollments JOIN installs ON installs.id = substr(enrollments.id, 1, 10) "
        "JOIN users ON users.id = installs.agent WHERE outcome = 'AWAY' GROUP BY 1",
    )


@contextmanager
def no_push(agent: Agent) -> Iterator[None]:
    """Keep pushes from the server while the rest of the network works."""
    agent.context.route("**/api/v1/sync/push", lambda route: route.abort())
    agent.online()
    yield
    agent.context.unroute("**/api/v1/sync/push")


def on_paper(agent: Agent, folder: Path) -> None:
    """Enroll the next household, its first signature as a photo."""
    paper = folder / "paper.jpg"
    paper.write_bytes(bytes(agent.page.evaluate(DRAW)))
    agent.next_household()
    agent.enroll(paper=paper)


def photos_at(server: Server) -> list[tuple]:
    """Return (status, sealed) of the photos at the server."""
    return ask(server, "SELECT status, sealed FROM attachments")


def test_a_forgotten_pin_with_30_unsent_households_and_a_photo_loses_none(
    agent: Agent, server: Server, tmp_path: Path
):
    agent.allow_photos_on_any_network()
    agent.open_roster()
    on_paper(agent, tmp_path)
    visit(agent, UNSENT - 1)
    agent.lock()
    for _ in range(2):
        agent.type_pin(OTHER_PIN)
        expect(agent.page.get_by_text("数字密码不对")).to_be_visible()
    page = agent.page
    with no_push(agent):
        page.get_by_role("button", name="忘记密码").click()
        expect(page.get_by_text(f"没发送的 {UNSENT} 户已经封好")).to_be_visible()
        page.get_by_role("button", name="用登录密码进来").click()
        agent.enter_password("agent01", PASSWORD)
        agent.set_pin(OTHER_PIN)
        agent.restart(offline=False, pin=OTHER_PIN)

    agent.expect_everything_sent()

    assert away_by(server) == [("agent01", UNSENT - 1)]
    assert ask(server, "SELECT count(*) FROM enrollments WHERE outcome = 'ENROLL'") == [(1,)]
    expect(agent.page.get_by_text("张照片待发送")).to_have_count(0, timeout=90_000)
    assert photos_at(server) == [("COMPLETE", "k1")]
    agent.open_roster()
    assert agent.next_household()


def test_agent_b_signs_in_over_the_queue_of_a_and_it_is_sent_as_work_of_a(
    agent: Agent, server: Server
):
    heads = visit(agent, 3)
    agent.lock()
    page = agent.page
    page.get_by_role("button", name="换人使用这台手机").click()
    expect(page.get_by_text("3 户待发送，都在本机")).to_be_visible()
    with no_push(agent):
        agent.sign_in("agent02", PASSWORD, pin=OTHER_PIN)
        assert heads[0] not in page.inner_text("body")
    agent.sync()
    agent.try_now()

    assert away_by(server) == [("agent01", 3)]
    agent.lock()
    page.get_by_role("button", name="换人使用这台手机").click()
    page.get_by_role("button").filter(has_text=agent_name(server, "agent01")).click()
    expect(page.get_by_text("请输入 6 位数字密码")).to_be_visible()
    agent.type_pin(OTHER_PIN)
    expect(page.get_by_text("数字密码不对")).to_be_visible()
    agent.unlock(PIN)
    agent.page.goto(f"{agent.url}#/sync")
    expect(page.get_by_text(f"{heads[0]}户")).to_be_visible()


def agent_name(server: Server, login: str) -> str:
    return str(ask(server, "SELECT name FROM users WHERE login_name = ?", login)[0][0])


def test_a_revoked_phone_hands_over_what_it_has_and_is_cleared(
    agent: Agent, server: Server, tmp_path: Path
):
    on_paper(agent, tmp_path)
    visit(agent, 1)
    ask(server, "UPDATE installs SET status = 'REVOKED'")
    agent.online()  # it syncs by itself

    expect(agent.page.get_by_text("没发的 2 户已交到服务器")).to_be_visible(timeout=90_000)

    # Neither holds anything of a person.
    assert sorted(agent.page.evaluate(STORES)) == ["tongbao-canary", "tongbao-installs"]
    rows = ask(server, "SELECT DISTINCT set_first, status, json_extract(result, '$.code') FROM inbox_ops")  # fmt: skip
    assert [row[1:] for row in rows] == [("quarantined", "LAST_WILL")] * 2
    assert photos_at(server) == [("COMPLETE", "k1")]
    agent.page.reload()
    expect(agent.page.get_by_label("登录名")).to_be_visible()


# A disk without room: whatever is written is refused until there is some again.
FULL = """() => {
  const real = IDBDatabase.prototype.transaction;
  window.freeSomeSpace = () => { IDBDatabase.prototype.transaction = real; };
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const made = real.call(this, stores, mode, ...rest);
    if (mode === 'readwrite' && this.name !== 'tongbao-probe') { // the check at the start may still run
      made.abort();
      throw new DOMException('full', 'QuotaExceededError');
    }
    return made;
  };
}"""


def test_a_full_disk_keeps_what_was_saved_and_says_what_was_not(agent: Agent, server: Server):
    page = agent.page
    saved = visit(agent, 2)
    page.evaluate(FULL)
    refused = agent.next_household()
    page.get_by_role("button", name="全家外出").click()
    expect(page.locator("#toasts")).to_contain_text("手机存不下了")
    agent.household_title()  # the form stays

    page.evaluate("() => window.freeSomeSpace()")
    assert agent.away() == refused
    agent.restart(offline=False)
    agent.expect_everything_sent()
    assert len(saved) + 1 == 3
    assert away_by(server) == [("agent01", 3)]


def test_two_tabs_lose_nothing_of_each_other(agent: Agent, server: Server):
    first = agent.page
    visit(agent, 1)
    second = agent.context.new_page()
    second.goto(agent.url)
    agent.page = second
    agent.unlock()
    agent.open_roster()
    visit(agent, 1)
    agent.page = first
    agent.page.bring_to_front()
    if agent.page.get_by_role("group", name="数字键盘").count():
        agent.unlock()
    agent.open_roster()
    visit(agent, 1)

    agent.online()
    agent.expect_everything_sent()

    assert away_by(server) == [("agent01", 3)]
    numbers = ask(server, "SELECT seq FROM inbox_ops ORDER BY seq")
    assert numbers == [(at,) for at in range(1, len(numbers) + 1)]


def test_a_file_carried_to_the_township_is_the_work_and_the_network_later_adds_nothing(
    agent: Agent, server: Server, tmp_path: Path
):
    visit(agent, 2)
    agent.page.goto(f"{agent.url}#/sync")
    with agent.page.expect_download() as carried:
        agent.page.get_by_role("button", name="存交接文件").click()
    file = tmp_path / carried.value.suggested_filename
    carried.value.save_as(file)

    desk = Desk(agent.context.new_page(), server.url)
    agent.online()
    desk.sign_in("supervisor01", PASSWORD)
    desk.page.goto(f"{server.url}/console/handover")
    desk.page.get_by_label("交接文件").set_input_files(file)
    desk.page.get_by_role("button", name="导入交接文件").click()
    expect(desk.page.get_by_text("的文件已导入")).to_be_visible()
    assert away_by(server) == [("agent01", 2)]

    desk.page.close()
    agent.expect_everything_sent()
    assert away_by(server) == [("agent01", 2)]
