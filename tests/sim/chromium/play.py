"""One scenario: phones in a real Chromium, a real gunicorn, a bad link, all from one seed.

The moment depends on the machine, too: the same seed does the same things, not at the same byte.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, Self

from playwright.sync_api import sync_playwright

from app import create_app
from app.db import db
from tests import postgresql
from tests.app.sync.conftest import Register
from tests.conftest import Pattern
from tests.factories import PASSWORD
from tests.sim.chromium.browsers import FLAGS, Profile
from tests.sim.chromium.county import VILLAGES, County
from tests.sim.chromium.link import Link
from tests.sim.joined.server import accounts_area

LOGINS = ("agent01", "agent02")
HOMES, STEPS, ROUNDS = 4, 50, 14
SHARE = 0.25
HURRY = 0.1  # timers in the storm: what waits for minutes is to happen within the scenario
YEAR = 365 * 86_400_000  # milliseconds
BEGIN = "sim.begin(...given).catch(String)"
MEMORY = Path("/dev/shm")


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, "make test installs Chromium"
    return found


class Scenario:
    """seen: how often what was done. found: sentences beginning with what was violated."""

    def __init__(self, seed: int, county: County, link: Link) -> None:
        self.random, self.county, self.link = Random(seed), county, link
        self.profiles: list[Profile] = []
        self.seen: dict[str, int] = {}
        self.found: list[str] = []
        self.text = 0
        self.pause = threading.Event().wait

    def count(self, name: str) -> None:
        self.seen[name] = self.seen.get(name, 0) + 1

    def begin(self, stage: "Stage", folder: Path) -> None:
        for number in range(self.random.randint(2, 5)):
            own = number == 0 and self.random.random() < 0.5
            profile = Profile(
                stage.playwright, stage.executable, None if own else stage.browser,
                folder / f"profile{number}", self.link.url, LOGINS[number % len(LOGINS)],
            )  # fmt: skip
            profile.open()
            self.profiles.append(profile)
            failed = self.sign_in(profile)
            assert failed is None, failed
            profile.pace = HURRY
            profile.tune()

    def end(self) -> None:
        for profile in self.profiles:
            profile.close()

    def sign_in(self, profile: Profile) -> str | None:
        """Sign in and fetch what is granted, as far as the link lets it; return what failed."""
        failed: str | None = profile.tabs[0].evaluate(f"given => {BEGIN}", self._who(profile))
        return failed

    def _who(self, profile: Profile) -> list[Any]:
        return [profile.login, PASSWORD, list(VILLAGES)]

    def step(self) -> None:
        profile = self.random.choice(self.profiles)
        acts = list(WEIGHTS)
        act = self.random.choices(acts, [WEIGHTS[one] for one in acts])[0]
        self.count(act)
        ACTS[act](self, profile)

    def edit(self, profile: Profile, *, dies: bool = False) -> None:
        page = self.random.choice(profile.tabs)
        self.text += 1
        chances = [self.random.random() for _ in range(3)]
        made = page.evaluate(
            "([villages, chances, text]) => sim.compose(villages, chances, text)",
            [list(VILLAGES), chances, f"{profile.login}.{self.text}"],
        )
        if made is None:
            return
        self.note(profile, made)
        if dies:
            page.evaluate("() => { sim.save().catch(() => 0); }")
            self.pause(self.random.uniform(0, 0.03))
            profile.maybe += sum(len(one["f"]) for one in made["wanted"])
            return
        saved = page.evaluate("() => sim.save()")
        if "failed" in saved:
            self.count("saves refused")
            return
        self.count("saves")
        profile.saved.append({"install": made["install"], "wanted": made["wanted"], **saved})

    def note(self, profile: Profile, made: dict[str, Any]) -> None:
        """Remember what the person had before his eyes when he typed."""
        for kind, key, name, value in made["looked"]:
            values = profile.shown.setdefault((kind, key, name), [])
            if value not in values:
                values.append(value)
        for op in made["wanted"]:
            for name, value in op["f"].items():
                before = profile.shown.get((op["t"], op.get("id", ""), name), [])
                profile.typed[f"{name}|{value}"] = list(before)

    def edits(self, profile: Profile) -> None:
        for _ in range(self.random.randint(1, 6)):
            self.edit(profile)

    def sync(self, profile: Profile) -> None:
        """Begin to synchronise; nobody waits for the end."""
        page = self.random.choice(profile.tabs)
        if self.random.random() < 0.3:
            page.evaluate(f"given => {{ {BEGIN}; }}", self._who(profile))
        else:
            page.evaluate("() => { sim.sync().catch(() => 0); }")
        if self.random.random() < 0.5:
            self.pause(self.random.uniform(0, 0.3))

    def kill_tab(self, profile: Profile) -> None:
        """In the middle of a sync, or of a save."""
        if self.random.random() < 0.5:
            self.sync(profile)
        else:
            self.edit(profile, dies=True)
        self.pause(self.random.uniform(0, 0.1))
        profile.close_tab(self.random.randrange(2), crash=self.random.random() < 0.3)

    def second_tab(self, profile: Profile) -> None:
        if len(profile.tabs) == 1:
            profile.tab()
        else:
            profile.close_tab(self.random.randrange(2))

    def kill_browser(self, profile: Profile) -> None:
        if profile.browser is None:
            self.sync(profile)
            self.edit(profile, dies=True)
            profile.kill_browser()
            self.count("browsers killed")

    def quota(self, profile: Profile) -> None:
        """The disk is full for a few saves."""
        profile.quota(1)
        self.edit(profile)
        self.sync(profile)
        self.edit(profile)
        profile.quota(None)

    def clock(self, profile: Profile) -> None:
        profile.skew += int(self.random.uniform(-10, 10) * YEAR)
        profile.tune()

    def kill_server(self, profile: Profile) -> None:
        self.sync(profile)
        self.pause(self.random.uniform(0, 0.15))
        self.county.kill()

    def die_at(self, profile: Profile) -> None:
        self.county.die_at(self.random.randrange(6))
        self.edit(profile)
        self.sync(profile)

    def back_up(self, _profile: Profile) -> None:
        self.county.back_up()

    def restore(self, _profile: Profile) -> None:
        if self.county.kept:
            self.county.restore()
            self.count("restores")

    def areas(self, profile: Profile) -> None:
        granted = self.random.choice([[0], [1], [0, 1], [0, 1], []])
        self.county.areas(profile.login, [VILLAGES[one] for one in granted])

    def settle(self) -> None:
        """The link is good again: everything must arrive, and everybody see the same."""
        self.link.share = 0
        self.county.server.point.unlink(missing_ok=True)
        self.county.server.wait(self.pause)
        for login in LOGINS:
            self.county.areas(login, list(VILLAGES))
        for profile in self.profiles:
            profile.pace = 1
            while len(profile.tabs) > 1:
                profile.close_tab(1)
            profile.tune()
        for number in range(ROUNDS):
            self.county.sweep()
            states = [self._settle_one(profile) for profile in self.profiles]
            if number >= 2 and all(
                one["session"] and not one["unsent"] and not one["error"] for one in states
            ):
                return

    def _settle_one(self, profile: Profile) -> dict[str, Any]:
        page = profile.tabs[0]
        page.evaluate("() => sim.sync().then(() => 0, () => 0)")
        state: dict[str, Any] = page.evaluate("() => sim.state()")
        self.sign_in(profile)
        return state

    def check(self) -> None:
        facts = self.county.facts_now()
        for profile in self.profiles:
            page = profile.tabs[0]
            self.found += page.evaluate(
                "([login, villages, facts]) => sim.compare(login, villages, facts)",
                [profile.login, list(VILLAGES), facts],
            )
        run = {
            "saved": [one for profile in self.profiles for one in profile.saved],
            "typed": [[*one] for profile in self.profiles for one in profile.typed.items()],
            "maybe": sum(profile.maybe for profile in self.profiles),
        }
        page = self.profiles[0].tabs[0]
        self.found += page.evaluate("([run, facts]) => sim.judge(run, facts)", [run, facts])


Act = Callable[[Scenario, Profile], None]
ACTS: dict[str, Act] = {
    "edits": Scenario.edits, "syncs": Scenario.sync, "tabs killed": Scenario.kill_tab,
    "second tabs": Scenario.second_tab, "own browser": Scenario.kill_browser,
    "full disks": Scenario.quota, "clocks": Scenario.clock, "servers killed": Scenario.kill_server,
    "named points": Scenario.die_at, "backups": Scenario.back_up,
    "yesterdays": Scenario.restore, "areas": Scenario.areas,
}  # fmt: skip
WEIGHTS = {
    "edits": 36, "syncs": 34, "tabs killed": 8, "second tabs": 5, "own browser": 4,
    "full disks": 4, "clocks": 4, "servers killed": 3, "named points": 6, "backups": 4,
    "yesterdays": 3, "areas": 3,
}  # fmt: skip


class Stage:
    """What scenarios share: a browser, a database to copy, on PostgreSQL a server."""

    def __init__(self, database: str) -> None:
        self.database, self._stack = database, ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            place = str(MEMORY) if MEMORY.is_dir() else None
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=place)))
            self.folder.chmod(0o711)
            on_disk = self.database == "sqlite"
            self.admin = "" if on_disk else stack.enter_context(postgresql.running_server())
            self.pattern = Pattern(self.folder, lambda: self.admin)
            self.playwright = stack.enter_context(sync_playwright())
            self.executable = chromium()
            self.browser = self.playwright.chromium.launch(
                executable_path=self.executable, args=FLAGS
            )
            stack.callback(self.browser.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def play(self, seed: int, steps: int = STEPS) -> tuple[list[str], dict[str, int]]:
        """Play one scenario; return what was violated and what happened."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=self.folder)))
            folder.chmod(0o711)
            county = self._county(folder)
            stack.callback(county.server.close)
            county.start()
            link = stack.enter_context(Link(county.server.port, seed))
            scenario = Scenario(seed, county, link)
            stack.callback(scenario.end)
            scenario.begin(self, folder)
            link.share = SHARE
            for _ in range(steps):
                scenario.step()
            scenario.settle()
            scenario.check()
            return scenario.found, {**scenario.seen, "faults": sum(link.seen.values())}

    def _county(self, folder: Path) -> County:
        place, facts = self.pattern.copy(self.database, folder / "data", filled=True)
        assert facts is not None
        app = create_app(place.config())
        with app.app_context():
            for village in VILLAGES:
                Register(HOMES, village)
            accounts_area(facts)
            db.session.remove()
            db.engine.dispose()
        return County(app, place, facts, self.admin)
