"""Nothing of an insured person can be read from the files of the phone's browser.

The whole profile folder is searched for names, numbers and drafts: locked, and after the browser
was killed while unlocked. First the search itself has to prove that it finds what is there.
"""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.agent import Agent
from tests.e2e.server import PASSWORD, Server
from tests.e2e.snappy import unpacked

pytestmark = pytest.mark.e2e
VILLAGE_NAME = "五四村"
NAME, ID_NO, PHONE = "龘韡燚", "519901199001010150", "13987654321"
DRAFTED = "靐齉爨"
FILLER = 1500  # records: more than the database keeps in its log before it packs them
PLAIN = """async ([canary, count]) => {
  const ask = indexedDB.open('control');
  ask.onupgradeneeded = () => ask.result.createObjectStore('rows');
  const open = await new Promise(done => { ask.onsuccess = () => done(ask.result); });
  const writing = open.transaction('rows', 'readwrite', { durability: 'strict' });
  for (let n = 0; n < count; n += 1) {
    const noise = Array.from(crypto.getRandomValues(new Uint8Array(4000)), one => one.toString(36)).join('');
    writing.objectStore('rows').put({ noise, ...n === 7 ? canary : {} }, n);
  }
  await new Promise(done => { writing.oncomplete = done; });
  localStorage.setItem('control', canary.phone);
  open.close();
}"""


def forms(text: str) -> list[bytes]:
    """Return a text as browsers write it."""
    return [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]


def search(folder: Path, *texts: str) -> set[tuple[str, str]]:
    """Return (text, file) of every place in a folder where a text can be read."""
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes()
        if path.suffix == ".ldb":
            content += unpacked(content)
        for text in texts:
            if any(form in content for form in forms(text)):
                found.add((text, path.relative_to(folder).as_posix()))
    return found


def kill(profile: Path) -> None:
    """End the browser of a profile as a crash does: it may write nothing more."""
    mark = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            mine = mark in (process / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if mine:
            os.kill(int(process.name), signal.SIGKILL)


@pytest.fixture
def agent(playwright: Playwright, chromium: str, server: Server, tmp_path: Path) -> Agent:
    found = Agent(playwright, tmp_path / "phone", server.url, chromium)
    found.forms_are_not_remembered()
    found.open()
    found.sign_in("agent01", PASSWORD)
    found.download(VILLAGE_NAME)
    found.offline()
    return found


def test_the_search_finds_what_is_stored_in_the_open(agent: Agent):
    agent.page.evaluate(PLAIN, [{"name": NAME, "id_no": ID_NO, "phone": PHONE}, FILLER])
    agent.context.close()

    found = search(agent.profile, NAME, ID_NO, PHONE)

    assert {text for text, _ in found} == {NAME, ID_NO, PHONE}
    assert any(path.endswith(".ldb") for _, path in found), "packed files are searched too"


def test_nothing_of_a_person_can_be_read_locked_or_after_a_crash(agent: Agent):
    agent.open_roster()
    seen = [agent.next_household()]
    agent.correct(seen[0], name=NAME)
    agent.correct(NAME, phone=PHONE)
    agent.enroll()
    seen.append(agent.next_household())
    agent.add_member(DRAFTED, ID_NO, "子")
    agent.page.go_back()
    expect(agent.page.locator("input[type=search]")).to_be_visible()
    agent.search(DRAFTED)
    seen.append(NAME)

    agent.lock()
    agent.context.close()
    assert search(agent.profile, *seen, DRAFTED, ID_NO, PHONE) == set()

    agent.open(offline=True)
    agent.unlock()
    agent.open_roster()
    agent.next_household()
    kill(agent.profile)
    assert search(agent.profile, *seen, DRAFTED, ID_NO, PHONE) == set()
    agent.open(offline=True)
    agent.unlock()
    agent.open_roster()
    expect(agent.page.get_by_text(NAME).first).to_be_visible()
    agent.context.close()
