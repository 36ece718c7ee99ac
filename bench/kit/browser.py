"""A cheap phone: Chromium with its processor slowed six times, against a real server.

    with browser.phone(profile, server, rate=6) as phone:
        phone.sign_in("agent01"); phone.download(); phone.open_roster()
        milliseconds = phone.timed("document.querySelector('.dock button').click()", ".toast")

`timed` runs a script in the page and returns the milliseconds until an element stands there and
was painted. New figures of the phone are added in `bench/areas/phone.py` with these words.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

from bench.kit.county import PASSWORD
from bench.kit.servers import Server

EXECUTABLE = "/usr/bin/chromium"
SCREEN: ViewportSize = {"width": 360, "height": 780}
PATIENCE = 120_000  # milliseconds
PIN = "740185"
KEYS = "[role=group][aria-label=数字键盘]"
# Long tasks from the first moment on, of every page that is opened.
WATCH = """
globalThis.longTasks = [];
new PerformanceObserver(list => longTasks.push(...list.getEntries().map(one => one.duration)))
  .observe({ type: 'longtask', buffered: true });
"""
PAINTED = """
const painted = () => new Promise(done => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(0);
}));
const there = selector => new Promise(done => {
  const look = () => (document.querySelector(selector) ? done() : requestAnimationFrame(look));
  look();
});
"""


@dataclass
class Phone:
    """One open browser with one page."""

    context: BrowserContext
    page: Page
    origin: str
    meter: CDPSession | None = None

    def slow(self, rate: float) -> None:
        """Slow the processor of the page so many times."""
        session = self.context.new_cdp_session(self.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def offline(self, *, on: bool = True) -> None:
        """Cut the network, or mend it."""
        self.context.set_offline(on)

    def go(self, path: str = "") -> None:
        """Open an address of the app."""
        self.page.goto(f"{self.origin}/{path}")

    def sign_in(self, login: str) -> None:
        """Sign in on the first screen and choose a PIN."""
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.get_by_text("想一个 6 位数字密码").wait_for()
        self._type_pin()
        self.page.get_by_text("再输一遍").wait_for()
        self._type_pin()
        self.page.get_by_role("button", name=re.compile("下载花名册")).first.wait_for()

    def unlock(self, selector: str) -> float:
        """Type the PIN on the lock screen; return milliseconds from its last digit to the paint."""
        keys = self.page.locator(KEYS)
        for digit in PIN[:-1]:
            keys.get_by_role("button", name=digit, exact=True).click()
        last = f"[...document.querySelectorAll({json.dumps(KEYS + ' button')})]"
        return self.timed(
            f"{last}.find(one => one.textContent.trim() === '{PIN[-1]}').click()", selector
        )

    def _type_pin(self) -> None:
        keys = self.page.locator(KEYS)
        for digit in PIN:
            keys.get_by_role("button", name=digit, exact=True).click()

    def download(self) -> None:
        """Download the first village, and wait until the app itself is kept, too."""
        self.page.get_by_role("button", name=re.compile("下载花名册")).first.click()
        self.page.locator("main a.btn--main").wait_for()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def timed(self, script: str, selector: str) -> float:
        """Return milliseconds from a script to the paint with an element in place."""
        return float(
            self.page.evaluate(f"""async () => {{
              {PAINTED}
              const start = performance.now();
              {script};
              await there({json.dumps(selector)});
              return await painted() - start;
            }}""")
        )

    def busy(self) -> float:
        """Return the milliseconds of CPU that tasks of the page's main thread have used, slowed."""
        if self.meter is None:
            self.meter = self.context.new_cdp_session(self.page)
            self.meter.send("Performance.enable", {"timeDomain": "threadTicks"})
        figures = self.meter.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in figures if one["name"] == "TaskDuration"))

    def tasks(self, script: str) -> list[float]:
        """Run a script in the page; return the CPU of each task of its main thread meanwhile."""
        events: list[dict[str, Any]] = []
        ended: list[object] = []

        def end(event: object) -> None:
            ended.append(event)

        session = self.context.new_cdp_session(self.page)
        session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
        session.on("Tracing.tracingComplete", end)
        wanted = {"includedCategories": ["toplevel", "__metadata"]}
        session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": wanted})
        self.page.evaluate(script)
        session.send("Tracing.end")
        while not ended:
            self.page.wait_for_timeout(50)
        main = {
            (one["pid"], one["tid"]) for one in events
            if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
        }  # fmt: skip
        ours = [one for one in events if (one.get("pid"), one.get("tid")) in main]
        return [
            one["tdur"] / 1000 for one in ours if one["name"].endswith("RunTask") and "tdur" in one
        ]

    def ask(self, script: str) -> Any:
        """Return what an async function in the page returns."""
        return self.page.evaluate(script)

    def forget_tasks(self) -> None:
        """Count long tasks from now on only."""
        self.page.evaluate("longTasks.length = 0")

    def longest_task(self) -> float:
        """Return the longest time the page was busy since it was opened, in milliseconds."""
        return float(self.page.evaluate("Math.max(0, ...longTasks)"))


@contextmanager
def phone(profile: Path, server: Server, *, worker: bool = True) -> Iterator[Phone]:
    """Open the browser with a profile, as a phone keeps it; opening it again is a restart.

    worker: False keeps the service worker out, to see what the page alone asks for.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=EXECUTABLE, args=["--no-sandbox", "--disable-gpu"],
            viewport=SCREEN, locale="zh-CN", timezone_id="Asia/Shanghai",
            service_workers="allow" if worker else "block",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        page = context.pages[0] if context.pages else context.new_page()
        try:
            yield Phone(context, page, server.origin)
        finally:
            context.close()
