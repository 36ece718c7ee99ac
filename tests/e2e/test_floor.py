"""The browsers agents really have: old engines, missing parts, other apps' windows, hostile storage."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.agent import SCREEN, Agent
from tests.e2e.degrade import ENHANCEMENTS, OLD_PHONE, without
from tests.e2e.engines import engine
from tests.e2e.release import Release
from tests.e2e.server import PASSWORD, Server
from tests.e2e.test_lock import away_by, visit
from tests.e2e.test_updates import until

pytestmark = pytest.mark.e2e
ARKWEB = (
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1 Mobile"
)
WECHAT = "Mozilla/5.0 (Linux; Android 13) Chrome/132.0 XWEB/1380215 MicroMessenger/8.0.60"
STORED = """async () => [
  (await indexedDB.databases()).length, localStorage.length, sessionStorage.length, document.cookie,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
]"""
SHOWN = "[...document.querySelectorAll('[data-code]')].map(({ dataset }) => [dataset.code, dataset.verdict])"
CANARY_GONE = "caches.delete('tongbao-canary')"
KDF = """async () => {
  const [{ name }] = (await indexedDB.databases()).filter(one => /^tongbao-[0-9a-z]{10}$/.test(one.name));
  const answer = ask => new Promise(done => { ask.onsuccess = () => done(ask.result); });
  const base = await answer(indexedDB.open(name));
  const lock = await answer(base.transaction('keys').objectStore('keys').get('lock'));
  base.close();
  return lock.kdf.name;
}"""


@dataclass
class Odd(Agent):
    """An agent with a browser of another kind."""

    gone: tuple[str, ...] = ()
    script: str = ""
    user_agent: str | None = None
    flags: tuple[str, ...] = ()

    def open(self, *, offline: bool = False) -> None:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.executable, viewport=SCREEN, has_touch=True,
            args=["--no-sandbox", "--no-zygote", "--disable-gpu", *self.flags], locale="zh-CN",
            timezone_id="Asia/Shanghai", user_agent=self.user_agent,
        )  # fmt: skip
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(without(*self.gone) + self.script)
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        self.page.goto(self.url)

    def start(self) -> None:
        """Sign in, choose a PIN, download the village."""
        self.sign_in("agent01", PASSWORD)
        self.page.get_by_role("button", name=re.compile("下载花名册")).first.click()
        begin = self.page.get_by_role("link", name=re.compile("开始走访"))
        expect(begin).to_be_visible(timeout=90_000)

    def verdicts(self) -> dict[str, str]:
        """Run the whole check of this phone."""
        self.page.goto(f"{self.url}#/check")
        again = self.page.get_by_role("button", name="再检查一次")
        expect(again).to_be_enabled(timeout=90_000)
        lines = self.page.locator("[data-code]").all()
        return {
            line.get_attribute("data-code") or "": line.get_attribute("data-verdict") or ""
            for line in lines
        }


@pytest.fixture
def phone(playwright: Playwright, server: Server, tmp_path: Path):
    """Return what makes a phone of some kind; all are closed at the end."""
    made: list[Odd] = []

    def make(executable: str, **kind: object) -> Odd:
        folder = tmp_path / f"phone{len(made)}"
        agent = Odd(playwright, folder, front.url, executable, **kind)  # type: ignore[arg-type]
        made.append(agent)
        agent.open()
        return agent

    with Release(server.port, plain_cookies=True) as front:
        yield make
        for agent in made:
            agent.context.close()


def records_offline(agent: Odd) -> None:
    """Record without a network, start again without one, record again."""
    agent.start()
    agent.worker_is_ready()
    agent.offline()
    agent.open_roster()
    visit(agent, 1)
    agent.restart(offline=True)
    agent.open_roster()
    visit(agent, 1)
    agent.sync()
    expect(agent.page.locator(".tabs .count")).to_have_text("2")


def test_the_browser_of_today_passes_every_test_that_blocks(phone, chromium: str):
    agent = phone(chromium)
    agent.start()
    agent.worker_is_ready()
    found = agent.verdicts()

    assert {code for code, verdict in found.items() if verdict == "FAIL"} == set()
    assert found["OFFLINE"] == found["STORE"] == found["ROOM"] == found["CRYPTO"] == "PASS"


def test_without_every_enhancement_the_app_does_its_work(phone, chromium: str, server: Server):
    agent = phone(chromium, gone=ENHANCEMENTS)
    records_offline(agent)
    agent.online()
    agent.expect_everything_sent()
    assert away_by(server) == [("agent01", 2)]


def test_an_old_huawei_or_oppo_engine_starts_offline_and_passes_what_blocks(phone):
    """The driver's clicks need a newer engine than 92: it is asked in the page's own words."""
    agent = phone(engine(92), gone=OLD_PHONE)
    agent.worker_is_ready()
    agent.page.evaluate("location.hash = '#/check'")
    until(
        agent,
        "document.querySelectorAll('[data-verdict=\"\"]').length === 0 && !!document.querySelector('[data-code]')",
    )
    found = dict(agent.page.evaluate(SHOWN))

    assert {code for code, verdict in found.items() if verdict == "FAIL"} == set()
    assert found["OFFLINE"] == found["STORE"] == found["ROOM"] == found["CRYPTO"] == "PASS"
    agent.context.close()
    agent.open(offline=True)
    until(agent, "!!document.querySelector('input[name=login]')")


def test_the_engine_of_harmony_next_records_and_starts_without_a_network(phone):
    records_offline(phone(engine(114), gone=(*OLD_PHONE, "orientation"), user_agent=ARKWEB))


def test_without_a_worker_each_record_reaches_the_server_before_the_next(phone, server: Server):
    agent = phone(engine(132), gone=("worker",))
    agent.start()
    expect(agent.page.get_by_text("没有网络就不能录入")).to_be_visible()
    agent.context.route("**/api/v1/sync/push", lambda route: route.abort())
    agent.open_roster()
    visit(agent, 1)
    agent.page.locator(".dock a").click()
    expect(agent.page.get_by_text("上一户还没有发到服务器")).to_be_visible()

    agent.context.unroute("**/api/v1/sync/push")
    agent.page.get_by_role("button", name="现在发送").click()
    agent.household_title()

    assert away_by(server) == [("agent01", 1)]
    assert agent.verdicts()["OFFLINE"] == "ABSENT"


def test_inside_wechat_there_is_the_guide_and_nothing_is_stored(phone):
    agent = phone(engine(132), user_agent=WECHAT)
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("请在浏览器打开统保通")
    agent.page.get_by_role("button", name="复制网址").click()
    expect(agent.page.locator("#copied")).not_to_be_empty()

    assert agent.page.evaluate(STORED) == [0, 0, 0, "", 0, 0]
    assert agent.context.cookies() == []


def test_another_app_that_hides_its_name_is_known_by_its_bridge(phone, chromium: str):
    agent = phone(chromium, script="window.WeixinJSBridge = {};")
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("请在浏览器打开统保通")

    assert agent.page.evaluate(STORED)[0] == 0


@pytest.mark.parametrize(("standalone", "stopped"), [("false", 1), ("true", 0)])
def test_an_iphone_records_only_from_the_home_screen(phone, chromium, standalone, stopped):
    script = f"Object.defineProperty(Navigator.prototype, 'standalone', {{ value: {standalone} }});"
    agent = phone(chromium, gone=("sync", "files", "install", "estimate"), script=script)
    agent.start()
    agent.worker_is_ready()

    assert (agent.verdicts()["HOME_SCREEN"] == "FAIL") == bool(stopped)


def test_a_browser_without_a_database_says_so_and_takes_nothing(phone, chromium: str):
    agent = phone(chromium, gone=("database",))

    expect(agent.page.get_by_text("这个浏览器不让存资料")).to_be_visible()


def test_cleaned_data_stops_recording_until_the_supervisor_knows(phone, chromium: str):
    agent = phone(chromium)
    agent.start()
    agent.worker_is_ready()
    agent.verdicts()
    agent.page.evaluate(CANARY_GONE)
    agent.page.goto(f"{agent.url}#/villages")
    agent.page.reload()
    agent.unlock()
    expect(agent.page.get_by_text("看看这台手机哪里不行")).to_be_visible()
    agent.open_roster()
    agent.page.locator(".dock a").click()
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("现在不能录入")

    agent.page.get_by_role("button", name="已告诉管理员，继续录入").click()

    agent.household_title()


def test_a_phone_with_little_memory_falls_back_to_the_other_key(phone, chromium: str):
    agent = phone(chromium, flags=("--js-flags=--wasm-max-mem-pages=200",))
    agent.start()

    assert agent.page.evaluate(KDF) == "pbkdf2"
    agent.page.reload()
    agent.unlock()
