"""The app on a cheap phone: Chromium, processor slowed six times, no network.

Each cold start is a new browser process that opens a village's list: lock screen, PIN, list.
"unlock to roster" is from the last digit of the PIN to the first rows of the list painted:
stretching the PIN, reading, decrypting and building the list. Figures with `cpu` are what the
page's main thread used, slowed as it is: other work on the machine, which delays everything, is not
in them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from bench.kit import browser, servers
from bench.kit.browser import PAINTED, Phone
from bench.kit.county import make_county
from bench.kit.people import village
from bench.records import Run

RATE = 6
STARTS = 30
PASSES = 30
TRACED = 10  # times through the list while the browser writes down every task
SAVES = 60
WARM = 10  # saves before those that count: the first ones compile the code
PERSONS = (2000, 10_000)
LIST = ".vrows a.row"
QUERIES = ("王", "李", "张伟", "19", "1990", "9012", "138", "0012", "刘", "陈", "wang", "zw") * 3
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
  const times = [], tasks = [];
  for (const home of store.households().slice(0, count)) {
    longTasks.length = 0;
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
    await new Promise(done => setTimeout(done, 60)); // nobody saves two households at once
    tasks.push(Math.max(0, ...longTasks));
  }
  phone.close();
  return { times, tasks };
}"""  # noqa: E501 - JavaScript


# From the top of the list to its end in leaps, each to rows not seen before; the longest task.
SCROLL = """async () => {
  const steps = 20;
  scrollTo(0, 0);
  await new Promise(done => setTimeout(done, 200));
  longTasks.length = 0;
  for (let step = 1; step <= steps; step += 1) {
    scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * step / steps);
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)));
  }
  await new Promise(done => setTimeout(done, 60));
  return Math.max(0, ...longTasks);
}"""
# Work without waiting: its time by the clock over its CPU is what other work on the machine costs.
CALIBRATE = """() => {
  const start = performance.now();
  let sum = 0;
  for (let at = 0; at < 1e7; at += 1) sum = (sum * 31 + at) | 0;
  return performance.now() - start + (sum === 1 ? 1 : 0);
}"""


def measure(run: Run) -> None:
    """Prepare phones with a village of each size, then start them offline, again and again."""
    busy: list[float] = []
    with (
        _prepared(PERSONS[0], "SOURCES") as (profile, server),
        browser.phone(profile, server) as phone,
    ):
        phone.go("healthz")  # a page without the app: its own phone would follow every save
        phone.slow(RATE)
        busy += _save(run, phone)
    for persons in PERSONS:
        with _prepared(persons) as (profile, server):
            starts = [_start(profile, server) for _ in range(STARTS)]
            _tell(run, persons, starts)
            with _slow(profile, server) as phone:
                phone.unlock(LIST)
                busy += _look(run, phone, persons)
    run.add(f"phone.longest_task_ms_{RATE}x", "ms", [max(busy)])


def _tell(run: Run, persons: int, starts: list[dict[str, float]]) -> None:
    if persons == PERSONS[0]:
        for name in ("first_paint", "first_screen"):
            run.add(f"phone.cold_offline_{name}_ms_{RATE}x", "ms", [one[name] for one in starts])
    run.add(f"phone.clock_to_cpu.{persons}", "ratio", [one["stretch"] for one in starts])
    for name in ("unlock_to_roster", "unlock_to_roster_cpu", "longest_task_opening"):
        run.add(f"phone.{name}_ms_{RATE}x.{persons}", "ms", [one[name] for one in starts])


def _start(profile: Path, server: servers.Server) -> dict[str, float]:
    """Start the browser once; return the figures of this start in milliseconds."""
    with _slow(profile, server) as phone:
        paint, screen = phone.ask(FIRST_PAINT), phone.ask("globalThis.usableAt")
        before = phone.busy()
        opened = phone.unlock(LIST)
        between = phone.busy()
        longest = phone.longest_task()
        calibration = phone.ask(CALIBRATE)
        after = phone.busy()
    return {
        "first_paint": paint, "first_screen": screen,
        "unlock_to_roster": opened, "longest_task_opening": longest,
        "unlock_to_roster_cpu": between - before, "stretch": calibration / (after - between),
    }  # fmt: skip


def _look(run: Run, phone: Phone, persons: int) -> list[float]:
    """Scroll and search; return the longest task of each time through the list."""
    phone.ask(SCROLL)  # the first time compiles the code, and names are read for the finder
    longest = [float(phone.ask(SCROLL)) for _ in range(PASSES)]
    run.add(f"phone.longest_task_scrolling_ms_{RATE}x.{persons}", "ms", longest)
    tasks = [max(phone.tasks(SCROLL)) for _ in range(TRACED)]
    run.add(f"phone.longest_task_scrolling_cpu_ms_{RATE}x.{persons}", "ms", tasks)
    times: list[float] = []
    busy = [phone.busy()]
    for query in QUERIES:
        times += phone.page.evaluate(SEARCH % PAINTED, [query])
        busy.append(phone.busy())
    run.add(f"phone.search_ms_{RATE}x.{persons}", "ms", times)
    spent = [after - before for before, after in pairwise(busy)]
    run.add(f"phone.search_cpu_ms_{RATE}x.{persons}", "ms", spent)
    if persons == PERSONS[-1]:
        run.add(f"phone.search_p95_ms_{RATE}x.{persons}", "ms", [_p95(times)])
    return longest


def _save(run: Run, phone: Phone) -> list[float]:
    """Save households with the modules as they are written; return the longest task of each."""
    saved = phone.page.evaluate(SAVE, {"count": SAVES + WARM, "pin": browser.PIN})
    times: list[float] = saved["times"][WARM:]
    longest: list[float] = saved["tasks"][WARM:]
    run.add(f"phone.household_save_ms_{RATE}x", "ms", times)
    run.add(f"phone.household_save_p95_ms_{RATE}x", "ms", [_p95(times)])
    run.add(f"phone.longest_task_saving_ms_{RATE}x", "ms", longest)
    return longest


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


@contextmanager
def _slow(profile: Path, server: servers.Server) -> Iterator[Phone]:
    """Start the browser again, slowed and without a network, and open the village's list.

    usableAt: when the keys of the lock screen stood there, milliseconds from the start of the page.
    """
    with browser.phone(profile, server) as phone:
        phone.context.add_init_script(
            f"(function look() {{ if (document.querySelector('{browser.KEYS}'))"
            " globalThis.usableAt ??= performance.now(); else requestAnimationFrame(look); })()"
        )
        phone.offline()
        phone.slow(RATE)
        phone.go((profile / "roster").read_text())
        phone.page.locator(browser.KEYS).wait_for()
        yield phone


@contextmanager
def _prepared(persons: int, form: str = "PACKED") -> Iterator[tuple[Path, servers.Server]]:
    """Download a village of so many people to a new phone. form: as SHELL_FORM."""
    many = village(3000, "1")
    households = round(persons * len(many) / sum(len(one["members"]) for one in many))
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        folder = Path(name)
        with servers.empty(folder / "data") as place:
            make_county(place.app(), 1, households)
            with servers.serving(place, SHELL_FORM=form) as server:
                with browser.phone(folder / "profile", server) as phone:
                    phone.go()
                    phone.sign_in("agent01")
                    phone.download()
                    link = phone.page.locator("main a.btn--main").get_attribute("href")
                    phone.page.wait_for_timeout(2000)  # the browser puts away what it has cached
                (folder / "profile" / "roster").write_text(link or "")
                yield folder / "profile", server
