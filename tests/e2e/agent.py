"""An agent with a phone, as a person uses it: by what is written on the screen.

One browser profile is one phone; closing and opening it again is a restart.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

expect.set_options(timeout=20_000)  # the machine of a test may be busy; nothing here is timed
SCREEN = {"width": 360, "height": 780}
PIN = "246813"
# A name of three strokes, in parts of the signature box.
STROKES = (((0.2, 0.3), (0.4, 0.7)), ((0.5, 0.3), (0.5, 0.8)), ((0.6, 0.4), (0.9, 0.6)))


@dataclass
class Visit:
    """What the screen showed of a household when it was saved. Money as shown, in yuan."""

    head: str
    people: list[str]
    due: str
    premium: str
    receipt: str | None = None


@dataclass
class Agent:
    """One phone."""

    playwright: Playwright
    profile: Path
    url: str
    executable: str
    visits: list[Visit] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:  # what stood on the screen tells more than the trace
            self.page.screenshot(path=self.profile.parent / "failed.png")
        self.context.close()

    def open(self, *, offline: bool = False) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.executable, args=["--no-sandbox"],
            viewport=SCREEN, has_touch=True, timezone_id="Asia/Shanghai", locale="zh-CN",
        )  # fmt: skip
        self.context.set_default_timeout(30_000)
        self.context.set_offline(offline)
        self.page: Page = self.context.pages[0]
        self.page.goto(self.url)

    def forms_are_not_remembered(self) -> None:
        """Switch off, before the first start, what the browser itself would keep of forms."""
        settings = {
            "autofill": {"profile_enabled": False, "credit_card_enabled": False},
            "credentials_enable_service": False,
        }
        folder = self.profile / "Default"
        folder.mkdir(parents=True)
        (folder / "Preferences").write_text(json.dumps(settings))

    def restart(self, *, offline: bool, pin: str = PIN) -> None:
        """End the app and open it again, by the PIN."""
        self.context.close()
        self.open(offline=offline)
        self.unlock(pin)

    def reload(self) -> None:
        self.page.reload()
        self.unlock()

    def type_pin(self, pin: str = PIN) -> None:
        """Press the keys of the app; no system keyboard comes up."""
        keys = self.page.get_by_role("group", name="数字键盘")
        for digit in pin:
            keys.get_by_role("button", name=digit, exact=True).click()

    def unlock(self, pin: str = PIN) -> None:
        keys = self.page.get_by_role("group", name="数字键盘")
        expect(keys).to_be_visible()
        self.type_pin(pin)
        expect(keys).to_have_count(0)

    def set_pin(self, pin: str = PIN) -> None:
        expect(self.page.get_by_text("想一个 6 位数字密码")).to_be_visible()
        self.type_pin(pin)
        expect(self.page.get_by_text("再输一遍")).to_be_visible()
        self.type_pin(pin)
        self.expect_title("我的村")

    def lock(self) -> None:
        self.page.goto(f"{self.url}#/me")
        self.page.get_by_role("button", name="现在锁上").click()
        expect(self.page.get_by_text("请输入 6 位数字密码")).to_be_visible()

    def sign_in(self, login: str, password: str, *, pin: str = PIN) -> None:
        """Sign in for the first time on this phone and choose a PIN."""
        self.enter_password(login, password)
        self.set_pin(pin)

    def enter_password(self, login: str, password: str) -> None:
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()

    def expect_title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def download(self, village: str) -> None:
        self.page.get_by_role("button", name=re.compile("下载花名册")).first.click()
        expect(self.page.get_by_role("link", name="开始走访")).to_be_visible(timeout=60_000)
        self.worker_is_ready()
        assert village in self.page.inner_text("main")

    def download_village(self, village: str) -> None:
        """Download one of several villages."""
        card = self.page.locator("section.card").filter(has_text=village)
        card.get_by_role("button", name=re.compile("下载花名册")).last.click()
        opened = self.page.get_by_role("link", name=re.compile(f"走访：{village}|{village}[^·]*人"))
        expect(opened.first).to_be_visible(timeout=60_000)
        self.worker_is_ready()

    def worker_is_ready(self) -> None:
        """Wait until a reload without a network would work."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)

    def open_roster(self) -> None:
        self.page.goto(f"{self.url}#/villages")
        self.page.locator("main").get_by_role("link", name=re.compile("走访")).first.click()
        expect(self.page.locator("input[type=search]")).to_be_visible()

    def next_household(self) -> str:
        """Open the next household not visited; return its head."""
        self.page.locator(".dock a").click()
        return self.household_title()

    def open_household(self, key: str, number: str) -> None:
        """Open a household by its number. key: of village and campaign in addresses."""
        self.page.goto(f"{self.url}#/village/{key}")
        self.search(number)
        self.page.locator(".vrows a", has_text=f"{number}号").first.click()
        self.household_title()

    def answer_what_is_asked(self) -> None:
        """Answer the questions about the household: the first choice, 0 for a number."""
        for question in self.page.locator("main .inset .field").all():
            chosen = question.locator('[aria-checked="true"], [aria-pressed="true"]')
            if question.locator(".chip").count() and not chosen.count():
                question.locator(".chip").first.click()

    def household_title(self) -> str:
        title = self.page.get_by_role("heading", level=1)
        expect(title).to_have_text(re.compile("户$"))
        return title.inner_text().removesuffix("户")

    def fill_what_is_asked(self) -> None:
        """Fill in what the rows ask for, one sheet after the other."""
        asking = self.page.locator("button.note--act")
        for _ in range(20):
            if not asking.count():
                return
            asking.first.click()
            elsewhere = self.sheet.locator("#other_death_cover_fen")
            if elsewhere.count() and not elsewhere.input_value():
                elsewhere.fill("0")
            for question in self.sheet.locator('[id^="answers."]:has([role="radio"])').all():
                if not question.locator('[aria-checked="true"]').count():
                    question.get_by_role("radio").last.click()
            self.save_sheet()
        raise AssertionError("the household keeps asking")

    @property
    def sheet(self) -> Locator:
        return self.page.locator(".sheet")

    def open_member(self, name: str) -> None:
        called = self.page.locator(".member__name", has_text=re.compile(f"^{name}$"))
        self.page.get_by_role("button", name="看资料").filter(has=called).click()
        expect(self.sheet).to_be_visible()

    def save_sheet(self) -> None:
        self.sheet.get_by_role("button", name="保存", exact=True).click()
        expect(self.sheet).to_have_count(0)

    def sign_for_all(self, text: str = "", paper: Path | None = None) -> None:
        """Go to signing and let everybody sign; ends on the roster. paper: how the first signs."""
        self.sign_in_turn("存好这一户", text, paper)
        expect(self.page.locator("input[type=search]")).to_be_visible()

    def sign_in_turn(self, ending: str, text: str = "", paper: Path | None = None) -> None:
        """Go to signing and let everybody sign.

        ending: what the button of the last one says. text: what each of them must be told.
        """
        self.page.locator(".dock .btn--main").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("同意与签字")
        button = self.page.locator(".dock .btn--main")
        told = self.page.get_by_label(re.compile("^已念给"))
        while True:
            self._sign_here(text, paper)
            paper = None
            last = ending in button.inner_text()
            button.click()
            if last:
                break
            expect(told).not_to_be_checked()

    def _sign_here(self, text: str, paper: Path | None) -> None:
        """Let everybody sign who signs on this page."""
        parent = self.page.locator("label", has_text="父亲同意了")
        if parent.count():  # a grandparent signs, a parent agreed by telephone
            parent.click()
            said = self.page.locator(".read", has_text="父亲已经同意")
            expect(said.first).to_be_visible()
        self.page.get_by_label(re.compile("^已念给")).check()
        for place in range(self.page.locator(".turn").count()):
            turn = self.page.locator(".turn").nth(place)
            expect(turn.locator(".read")).to_contain_text(text)
            if paper is None:
                self.draw(turn.locator(".pad canvas"))
            else:
                self._photograph("拍纸质签字", paper)
                paper = None

    def show_picture(self, button: str, picture: Path) -> None:
        """Press a button that opens the camera, which gives this picture."""
        with self.page.expect_file_chooser() as asked:
            self.page.get_by_role("button", name=button).first.click()
        asked.value.set_files(picture)
        expect(self.sheet.get_by_role("img", name="刚拍的照片")).to_be_visible()

    def _photograph(self, button: str, picture: Path) -> None:
        """Take a photo and use it."""
        self.show_picture(button, picture)
        self.sheet.get_by_role("button", name="用这张").click()
        expect(self.sheet).to_have_count(0)

    def allow_photos_on_any_network(self) -> None:
        self.page.goto(f"{self.url}#/me")
        self.page.get_by_role("switch", name="只在 Wi-Fi 或 4G 时发照片").uncheck(force=True)

    def draw(self, pad: Locator) -> None:
        """Write a name into a box for signatures."""
        pad.evaluate("one => one.scrollIntoView({ block: 'center' })")  # clear of the dock
        box = pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for (x1, y1), (x2, y2) in STROKES:
            mouse.move(box["x"] + x1 * box["width"], box["y"] + y1 * box["height"])
            mouse.down()
            mouse.move(box["x"] + x2 * box["width"], box["y"] + y2 * box["height"], steps=4)
            mouse.up()

    def enroll(self, text: str = "", paper: Path | None = None) -> Visit:
        """From a household's screen to the roster; remember what the screen said.

        text: what everybody who signs must be told. paper: a photo of the first one's signature.
        """
        head = self.household_title()
        self.fill_what_is_asked()
        on = self.page.locator(".member:not([data-off]) .member__name").all_inner_texts()
        due = self.page.locator(".dock .money").inner_text().removesuffix("元").strip()
        rows = self.page.locator("dl.kv").last
        premium = rows.locator("dd").first.inner_text()
        visit = Visit(head, on, due, premium)
        self.sign_for_all(text, paper)
        self.visits.append(visit)
        return visit

    def decline(self, reason: str) -> str:
        head = self.household_title()
        self.page.get_by_role("button", name="全家不参保").click()
        self.sheet.get_by_role("button", name=reason).click()
        expect(self.page.locator("#toasts")).to_contain_text(f"{head}户")
        return head

    def away(self) -> str:
        head = self.household_title()
        self.page.get_by_role("button", name="全家外出").click()
        expect(self.page.locator("#toasts")).to_contain_text(f"{head}户")
        return head

    def search(self, text: str) -> None:
        self.page.locator("input[type=search]").fill(text)

    def sync(self) -> None:
        """Open the sync centre and send until nothing waits."""
        self.page.goto(f"{self.url}#/sync")
        self.expect_title("同步")

    def expect_everything_sent(self) -> None:
        self.sync()
        expect(self.page.locator(".tabs .count")).to_have_count(0, timeout=90_000)

    def try_now(self) -> None:
        """Press 现在试一次 in the sync centre and wait for its answer."""
        self.page.get_by_role("button", name="现在试一次").click()
        expect(self.page.get_by_text("刚刚同步过了")).to_be_visible()

    def set_receipt(self, book: str, number: str) -> None:
        """Type the first receipt number; the next ones are proposed."""
        self.page.get_by_role("button", name="填收据号").click()
        self.sheet.get_by_label("收据本号").fill(book)
        self.sheet.get_by_label("收据号", exact=True).fill(number)
        self.sheet.get_by_role("button", name="保存收据号").click()
        expect(self.sheet).to_have_count(0)

    def correct(self, member: str, **facts: str) -> None:
        """Correct text fields of a member by their id."""
        self.open_member(member)
        for field_id, value in facts.items():
            self.sheet.locator(f"#{field_id}").fill(value)
        self.save_sheet()

    def add_member(self, name: str, id_no: str, relation: str) -> None:
        """Add somebody who is not on the roster; the number is typed on the app's own keys."""
        self.page.get_by_role("button", name="加一人").click()
        self.sheet.locator("#name").fill(name)
        self.sheet.locator("#id_no").focus()
        for key in id_no:
            self.sheet.get_by_role("group", name="证件号键盘").get_by_text(key, exact=True).click()
        self.sheet.get_by_role("radio", name=relation, exact=True).click()
        self.save_sheet()

    def confirm_unchanged(self) -> None:
        """Say that what came back is right as it stands, and hand it in again."""
        self.page.get_by_label("核对过了，资料不用改").check()
        self.page.get_by_role("button", name="重新交件").click()
        expect(self.page.locator("input[type=search]")).to_be_visible()

    def hand_in(self, village: str, households: int | None = None) -> None:
        """Hand in what is ready; money is as due. village: code in addresses.

        households: how many must be ready.
        """
        self.page.goto(f"{self.url}#/hand-in/{village}")
        button = self.page.get_by_role("button", name=re.compile("^交件 "))
        if households is not None:
            expect(button).to_have_text(f"交件 {households} 户")
        button.click()
        self.sheet.get_by_role("button", name="交件", exact=True).click()
        expect(self.page.get_by_role("button", name=re.compile("^交件 "))).to_have_count(0)

    def expect_batch(self, name: str) -> None:
        """On the hand-in page: the server has the batch and gave it a number."""
        expect(self.page.get_by_text(name).first).to_be_visible(timeout=90_000)

    def open_returned(self, head: str) -> None:
        """Open what came back; ends on its screen."""
        self.page.goto(f"{self.url}#/sync")
        self.page.get_by_role("link").filter(has_text=f"{head}户").first.click()
        self.expect_title("改退回件")
