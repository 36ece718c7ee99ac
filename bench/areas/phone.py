"""The app on a cheap phone: Chromium, processor slowed six times, no network.

Each cold start is a new browser process. There is no PIN yet, so "unlock to roster" is from the
tap on the village to its list on the screen: reading, decrypting and building it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.kit import browser, servers
from bench.kit.browser import PAINTED, Phone
from bench.kit.county import make_county
from bench.kit.people import village
from bench.records import Run

RATE = 6
STARTS = 5
SAVES = 40
PERSONS = (2000, 10_000)
LIST = ".vrows a.row"
QUERIES = ("王", "李", "张伟", "19", "1990", "9012", "138", "0012", "刘", "陈", "wang", "zw") * 2
FIRST_PAINT = """() => new Promise(done => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    if (paint) done(paint.startTime); else setTimeout(look, 20);
  };
  look();
})"""
SEARCH = """async queries => {
  %s
  const box = document.querySelector('input[type=search]');
  const times = [];
  for (const query of queries) {
    const start = performance.now();
    box.value = query;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    times.push(await painted() - start);
  }
  return times;
}"""
SAVE = """async ({ count, pin }) => {
  const { openPhone } = await import('/static/js/phone.js');
  const phone = await openPhone({ setTimeout: () => 0 });
  await phone.unlock(pin);
  const store = await phone.openVillage(phone.state().villages[0].village);
  const shares = { INDIVIDUAL: 2500, COLLECTIVE: 500 };
  const times = [];
  for (const home of store.households().slice(0, count)) {
    const made = [
      { t: 'en', k: 'c', f: { campaign: store.campaign.id, household: home.id, outcome: 'ENROLL', declared_on: phone.today(),
        claimed: { premium_fen: 3000 * home.members.length, shares } } },
      ...home.members.map(({ id }) => ({ t: 'in', k: 'c', f: {
        enrollment: '#0', person: id, included: true, plan: 'A', copies: 1, claimed: { premium_fen: 3000, shares } } })),
      ...home.members.slice(0, 2).map(({ id }) => ({ t: 'co', k: 'c', f: {
        enrollment: '#0', signer: id, capacity: 'SELF', kinds: ['INSURED_DEATH_COVER'], covers: [id], text_version: '2026-01',
        sums_fen: [2100000], method: 'SIGN_ON_SCREEN', given_on: phone.today(),
        evidence: { strokes: Array.from({ length: 10 }, (_, x) => Array.from({ length: 6 }, (_, y) => [20 * x, 9 * y])) } } })),
      { t: 'cl', k: 'c', f: { enrollment: '#0', amount_fen: 2500, method: 'CASH', book_no: 'A07', receipt_no: '0001' } },
    ];
    const start = performance.now();
    await store.save(made, { household: home.id });
    times.push(performance.now() - start);
  }
  phone.close();
  return times;
}"""  # noqa: E501 - JavaScript


def measure(run: Run) -> None:
    """Prepare phones with a village of each size, then start them offline."""
    tasks: list[float] = []
    for persons in PERSONS:
        with _prepared(persons) as (profile, server):
            if persons == PERSONS[0]:
                _cold_starts(run, profile, server, tasks)
            opened = []
            for _ in range(3):
                with _slow(profile, server) as phone:
                    phone.page.locator("main a.btn--main").wait_for()
                    opened.append(
                        phone.timed("document.querySelector('main a.btn--main').click()", LIST)
                    )
                    if len(opened) == 1:
                        _work(run, phone, persons)
                    tasks.append(phone.longest_task())
            run.add(f"phone.unlock_to_roster_ms_{RATE}x.{persons}", "ms", opened)
    run.add(f"phone.longest_task_ms_{RATE}x", "ms", [max(tasks)])


def _work(run: Run, phone: Phone, persons: int) -> None:
    times = phone.page.evaluate(SEARCH % PAINTED, list(QUERIES))
    run.add(f"phone.search_ms_{RATE}x.{persons}", "ms", times)
    if persons == PERSONS[-1]:
        run.add(f"phone.search_p95_ms_{RATE}x.{persons}", "ms", [_p95(times)])
        return
    times = phone.page.evaluate(SAVE, {"count": SAVES, "pin": browser.PIN})
    run.add(f"phone.household_save_ms_{RATE}x", "ms", times)
    run.add(f"phone.household_save_p95_ms_{RATE}x", "ms", [_p95(times)])


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _cold_starts(run: Run, profile: Path, server: servers.Server, tasks: list[float]) -> None:
    paints, usable = [], []
    for _ in range(STARTS):
        with _slow(profile, server) as phone:
            paints.append(phone.ask(FIRST_PAINT))
            usable.append(phone.ask("globalThis.usableAt"))
            tasks.append(phone.longest_task())
    run.add(f"phone.cold_offline_first_paint_ms_{RATE}x", "ms", paints)
    run.add(f"phone.cold_offline_first_screen_ms_{RATE}x", "ms", usable)


@contextmanager
def _slow(profile: Path, server: servers.Server) -> Iterator[Phone]:
    """Start the browser again, slowed and without a network, open the app and unlock it.

    usableAt: when the keys of the lock screen stood there, milliseconds from the start of the page.
    """
    with browser.phone(profile, server) as phone:
        phone.context.add_init_script(
            f"(function look() {{ if (document.querySelector('{browser.KEYS}'))"
            " globalThis.usableAt ??= performance.now(); else requestAnimationFrame(look); })()"
        )
        phone.offline()
        phone.slow(RATE)
        phone.go()
        phone.unlock()
        yield phone


@contextmanager
def _prepared(persons: int) -> Iterator[tuple[Path, servers.Server]]:
    """Download a village of so many people to a new phone."""
    many = village(3000, "1")
    households = round(persons * len(many) / sum(len(one["members"]) for one in many))
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        folder = Path(name)
        with servers.empty(folder / "data") as place:
            make_county(place.app(), 1, households)
            with servers.serving(place) as server:
                with browser.phone(folder / "profile", server) as phone:
                    phone.go()
                    phone.sign_in("agent01")
                    phone.download()
                    phone.page.wait_for_timeout(2000)  # the browser puts away what it has cached
                yield folder / "profile", server
