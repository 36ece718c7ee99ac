"""New versions of the app on a phone in use: whole or broken, wanted or taken back, nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright, expect

from tests.e2e.agent import PIN, Agent
from tests.e2e.release import CHANGED, Release
from tests.e2e.server import PASSWORD, Server, free_port, serving
from tests.e2e.test_lock import VILLAGE_NAME, away_by, visit

pytestmark = pytest.mark.e2e
VERSION = "getComputedStyle(document.documentElement).getPropertyValue('--release').trim() || '1'"
LOOK_NOW = (
    "navigator.serviceWorker.ready.then(found => found.update()).then(() => true, () => false)"
)
MISSING = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const channel = new MessageChannel();
  const answer = new Promise(done => { channel.port1.onmessage = ({ data }) => done(data); });
  active.postMessage('missing', [channel.port2]);
  return answer;
}"""
EMPTIED = "caches.keys().then(all => Promise.all(all.map(name => caches.delete(name))))"


@pytest.fixture
def release(server: Server) -> Iterator[Release]:
    with Release(server.port) as found:
        yield found


@pytest.fixture
def agent(playwright: Playwright, chromium: str, release: Release, tmp_path: Path) -> Iterator[Agent]:  # fmt: skip
    """Return an agent with a PIN and a village."""
    with Agent(playwright, tmp_path / "phone", release.url, chromium) as found:
        found.sign_in("agent01", PASSWORD)
        found.download(VILLAGE_NAME)
        yield found


def expect_version(agent: Agent, version: str) -> None:
    """Wait until the page runs with the files of a version."""
    until(agent, f"({VERSION}) === '{version}'")


def until(agent: Agent, condition: str) -> None:
    """Wait until something is so in the page, which may start anew meanwhile."""
    for _ in range(200):
        try:
            if agent.page.evaluate(condition):
                return
        except Error:  # the page went away under the question
            agent.page.wait_for_load_state()
        agent.page.wait_for_timeout(200)
    raise AssertionError(condition)


def test_a_new_version_waits_while_somebody_works_and_comes_on_the_lock_screen(
    agent: Agent, release: Release
):
    agent.open_roster()
    agent.next_household()
    release.version = 2
    assert agent.page.evaluate(LOOK_NOW)
    expect(agent.page.get_by_text("有新版本，这户做完再换")).to_be_visible()
    assert agent.page.evaluate(VERSION) == "1"

    agent.lock()
    expect_version(agent, "2")

    agent.unlock()
    agent.open_roster()


def test_a_new_version_is_taken_by_a_tap_when_no_form_is_open(agent: Agent, release: Release):
    agent.open_roster()
    release.version = 2
    assert agent.page.evaluate(LOOK_NOW)
    agent.page.get_by_role("button", name="换成新版本").click()
    expect_version(agent, "2")

    agent.unlock()


def test_half_a_download_leaves_the_old_version_working_without_a_network(
    agent: Agent, release: Release, server: Server
):
    agent.offline()
    agent.open_roster()
    visit(agent, 2)
    release.version, release.broken = 2, {CHANGED}
    agent.online()
    agent.page.evaluate(LOOK_NOW)
    until(agent, "navigator.serviceWorker.ready.then(one => !one.installing && !one.waiting)")

    agent.restart(offline=True)
    assert agent.page.evaluate(VERSION) == "1"
    agent.open_roster()
    visit(agent, 1)

    release.broken = set()
    agent.online()
    assert agent.page.evaluate(LOOK_NOW)
    agent.page.get_by_role("button", name="换成新版本").click()
    expect_version(agent, "2")
    agent.unlock()
    agent.expect_everything_sent()
    assert away_by(server) == [("agent01", 3)]


def test_a_cleared_cache_of_the_app_loses_no_household(
    agent: Agent, release: Release, server: Server
):
    agent.offline()
    agent.open_roster()
    visit(agent, 3)
    agent.page.evaluate(EMPTIED)
    assert agent.page.evaluate(MISSING) > 0
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        agent.page.reload()

    agent.context.close()
    agent.open(offline=False)
    agent.unlock()
    until(agent, f"({MISSING})().then(left => left === 0)")
    agent.restart(offline=True)
    agent.online()
    agent.expect_everything_sent()
    assert away_by(server) == [("agent01", 3)]


def test_the_switch_takes_the_worker_off_and_leaves_the_queue(
    playwright: Playwright, chromium: str, server: Server, tmp_path: Path
):
    """An operator switches the offline app off after a broken release, then on again."""
    with Release(server.port) as release:
        agent = Agent(playwright, tmp_path / "phone", release.url, chromium)
        agent.open()
        agent.sign_in("agent01", PASSWORD)
        agent.download(VILLAGE_NAME)
        agent.offline()
        agent.open_roster()
        visit(agent, 2)
        off = replace(
            server, port=free_port(), environment=server.environment | {"SHELL_WORKER": "OFF"}
        )
        with serving(off):
            release.upstream_port = off.port
            agent.online()
            agent.page.evaluate(LOOK_NOW)
            until(agent, "caches.has('shell').then(kept => !kept)")
            agent.context.close()
            agent.open()
            agent.unlock(PIN)
            agent.expect_everything_sent()
        assert away_by(server) == [("agent01", 2)]
        agent.context.close()
