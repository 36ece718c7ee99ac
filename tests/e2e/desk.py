"""A supervisor at the console, as a person uses it: by what is written on the buttons."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from app.demo.seed import VILLAGE


@dataclass
class Desk:
    """A browser window in which one supervisor works."""

    page: Page
    url: str

    def sign_in(self, login: str, password: str) -> None:
        self.enter(login, password)
        expect(self.page).to_have_url(re.compile(r"/console/"))

    def enter(self, login: str, password: str) -> None:
        """Type a name and a password; where that leads depends on the person."""
        self.page.goto(f"{self.url}/sign-in")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()

    def open_batch(self, name: str) -> None:
        """name: the words of the batch's title, such as 第 1 批."""
        self.page.goto(f"{self.url}/console/batches?status=")
        self.page.locator("#rows tbody th a").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def open_only_batch(self, campaign: str) -> None:
        """Open the batch of a campaign by way of its money page."""
        self.page.goto(f"{self.url}/console/payments/{VILLAGE}/{campaign}")
        self.page.locator("a[href*='/console/batches/']").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("批")

    def open_gate_of_only_unit(self, path: str) -> bool:
        """Open the gate; where there is one per group or borrower, that of the only one."""
        self.open_gate(path)
        link = self.page.locator("tbody th a[href*='unit=']")
        if not link.count():
            return False
        link.click()
        expect(self.page.get_by_role("button", name=re.compile("^出单"))).to_be_visible()
        return True

    def questions_of(self, path: str) -> dict[str, str]:
        """Return an answer to each date the product asks the policyholder for."""
        self.page.goto(f"{self.url}/console/policyholders/{path}")
        dates = self.page.locator("input[type=date][name^='answers.']").all()
        return {str(one.get_attribute("name")): "2026-03-01" for one in dates}

    def enter_what_is_due(self, path: str) -> None:
        """Enter a payment of all that is due, where anything is."""
        self.open_gate_of_only_unit(path)
        due = self.page.locator("dt:has-text('应到账') + dd").first.inner_text()
        self.enter_payment(path, due)

    def path_of(self, village: str) -> str:
        """Return `<village>/<campaign>` as the addresses of policies and payments have it."""
        self.page.goto(f"{self.url}/console/policies")
        link = self.page.locator(f"a[href*='/console/policies/{village}/']").first
        return str(link.get_attribute("href")).removeprefix("/console/policies/")

    def books(self) -> dict[str, list[str]]:
        """Return the three books of the batch page by row heading, as shown."""
        rows = self.page.locator("table.three tbody tr, table.three tfoot tr").all()
        return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}

    def return_household(self, head: str, reason: str, text: str) -> None:
        """Open the line of a household and return it. reason: code of the list."""
        self.open_household(head)
        self.page.get_by_label("退回原因").select_option(reason)
        self.page.get_by_label("退回说明").fill(text)
        self.page.get_by_role("button", name="退回", exact=True).click()
        expect(self.page.get_by_text(text).first).to_be_visible()

    def accept_everything(self) -> None:
        """Accept all clean lines at once, then each remaining one that may be."""
        everything = self.page.locator("button[name=all_clean]")
        if everything.count():
            with self.page.expect_navigation():
                everything.click()
        single = self.page.locator("#lines tbody button[formaction]:not([disabled])")
        while single.count():
            with self.page.expect_navigation():
                single.first.click()

    def open_household(self, head: str) -> None:
        """From the batch to the line of a household."""
        self._unfold()
        self.page.get_by_role("link", name=f"{head}户", exact=True).click()

    def open_photo(self) -> bytes:
        """Open the first photo of the household's line; return it as it came."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=re.compile("照片")).first.click()
        return Path(coming.value.path()).read_bytes()

    def _unfold(self) -> None:
        fold = self.page.locator("details.fold:not([open]) summary")
        if fold.count():
            fold.click()

    def fill_policyholder(self, path: str, facts: dict[str, str]) -> None:
        """facts: by name of the form's field; choices by value."""
        self.page.goto(f"{self.url}/console/policyholders/{path}")
        for name, value in facts.items():
            field = self.page.locator(f"[name='{name}']")
            if field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            elif field.first.get_attribute("type") == "checkbox":
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            else:
                field.fill(value)
        self.page.get_by_role("button", name="保存投保人").click()
        expect(self.page.get_by_text("投保人已保存")).to_be_visible()

    def enter_payment(self, path: str, yuan: str) -> None:
        self.page.goto(f"{self.url}/console/payments/{path}")
        self.page.get_by_label("金额").fill(yuan)
        self.page.get_by_role("button", name="登记到账").click()

    def open_gate(self, path: str) -> None:
        self.page.goto(f"{self.url}/console/policies/{path}")

    def gate_figures(self) -> dict[str, str]:
        """Return the figures of the gate by name, as shown."""
        boxes = self.page.locator(".kpis--plain > div").all()
        return {
            box.locator(".kpi__name").inner_text(): box.locator(".kpi__value").inner_text()
            for box in boxes
        }

    def issue_button(self):
        return self.page.get_by_role("button", name=re.compile("^出单"))

    def override(self, reason: str) -> None:
        self.page.get_by_label("理由").fill(reason)
        self.page.get_by_role("button", name="同意低于门槛出单").click()
        expect(self.page.get_by_text("已同意低于门槛出单")).to_be_visible()

    def issue(self) -> None:
        self.issue_button().click()
        expect(self.page.get_by_text("保单已出")).to_be_visible()

    def download_insured_list(self, password: str, folder: Path) -> Path:
        self.page.get_by_role("link", name="被保险人清单 Excel").click()
        self.page.get_by_label("密码").fill(password)
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=re.compile("^下载")).click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file
