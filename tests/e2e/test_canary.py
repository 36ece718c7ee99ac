"""The search of a browser's profile folder finds what is there, before `test_fifty_doors.py` finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.e2e.agent import Agent
from tests.e2e.canary import DRAW, middle, search
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e
NAME, ID_NO, PHONE = "龘韡燚", "519901199001010150", "13987654321"
FILLER = 1500  # records: more than the database keeps in its log before it packs them
PLAIN = """async ([canary, count, photo]) => {
  const ask = indexedDB.open('control');
  ask.onupgradeneeded = () => ask.result.createObjectStore('rows');
  const open = await new Promise(done => { ask.onsuccess = () => done(ask.result); });
  const writing = open.transaction('rows', 'readwrite', { durability: 'strict' });
  for (let n = 0; n < count; n += 1) {
    const noise = Array.from(crypto.getRandomValues(new Uint8Array(4000)), one => one.toString(36)).join('');
    writing.objectStore('rows').put({ noise, ...n === 7 ? canary : {} }, n);
  }
  writing.objectStore('rows').put({ bytes: new Uint8Array(photo), text: btoa(String.fromCharCode(...photo.slice(0, 60000))) }, 'photo');
  await new Promise(done => { writing.oncomplete = done; });
  localStorage.setItem('control', canary.phone);
  open.close();
}"""


@pytest.fixture
def agent(playwright: Playwright, chromium: str, server: Server, tmp_path: Path) -> Agent:
    found = Agent(playwright, tmp_path / "phone", server.url, chromium)
    found.forms_are_not_remembered()
    found.open()
    return found


def test_the_search_finds_what_is_stored_in_the_open(agent: Agent):
    """Names and numbers as text; a photo as bytes, and as the base64 text an envelope holds."""
    photo = agent.page.evaluate(DRAW)
    canary = {"name": NAME, "id_no": ID_NO, "phone": PHONE}
    agent.page.evaluate(PLAIN, [canary, FILLER, photo])
    agent.context.close()
    mark = middle(bytes(photo))

    found = search(agent.profile, NAME, ID_NO, PHONE, mark)

    assert {text for text, _ in found} == {NAME, ID_NO, PHONE, mark}
    assert any(path.endswith(".ldb") for _, path in found), "packed files are searched too"
