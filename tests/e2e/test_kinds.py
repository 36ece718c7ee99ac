"""All sample products, each sold on one phone without a network, accepted, paid and issued."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from app.demo.seed import VILLAGE
from app.products.rules.pricing import quote_household
from tests.e2e.agent import Agent
from tests.e2e.desk import Desk
from tests.e2e.group import new_group
from tests.e2e.server import PASSWORD, ROOT, Server, running

pytestmark = pytest.mark.e2e
VECTORS = ROOT / "tests" / "vectors"
HOLDER = {
    "name": "五四村村民委员会", "kind": "VILLAGE_COMMITTEE", "uscc": "54511703MA0000003C",
    "contact_name": "张主任", "resolution": "1",
}  # fmt: skip
LEAST = 5  # lives of the products for a whole village
# Households of the demo roster by number; none joins two products.
HOMES = {
    "WV-ACC-ILL-2026": ("034", "036", "037"),
    "HH-150-2026": ("009", "041"),  # of three, as in the public vectors
    "JP-COOP-2026": ("022", "023", "028"),
    "PR-RETURN-2026": ("006", "030", "031"),
}
BORROWER = "018"
CONTRACT = ROOT / "static" / "icons" / "icon-512.png"  # any picture will do
CREW = ("王帅", "孔伟平", "孔宁国")


@dataclass
class Sold:
    """What the phone showed of a product when it was saved, in fen."""

    lives: int = 0
    premium: int = 0
    due: int = 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("kinds") / "data") as found:
        yield found


def put_on_sale(server: Server) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.selling"], cwd=ROOT, env=server.environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_every_kind_is_sold_offline_and_its_policy_splits_the_premium_as_the_rules_do(
    server: Server, tmp_path: Path
):
    campaigns = put_on_sale(server)
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    with (
        sync_playwright() as playwright,
        Agent(playwright, tmp_path / "phone", server.url, executable) as agent,
    ):
        agent.sign_in("agent01", PASSWORD)
        agent.download("五四村")
        agent.allow_photos_on_any_network()
        agent.page.goto(f"{agent.url}#/villages")
        sold = sell_everything(agent, campaigns)
        agent.online()
        agent.expect_everything_sent()
        for code, campaign in campaigns.items():
            agent.hand_in(key_of(code, campaign))
        agent.expect_everything_sent()
        expect(agent.page.get_by_text("张照片待发送")).to_have_count(0, timeout=90_000)

        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        desk, second = Desk(browser.new_page(), server.url), Desk(browser.new_page(), server.url)
        desk.sign_in("supervisor01", PASSWORD)
        second.sign_in("supervisor02", PASSWORD)
        for campaign in campaigns.values():
            issue(desk, second, campaign)
        browser.close()
    policies = read_policies(server)
    assert set(policies) == set(campaigns)
    for code, found in policies.items():
        expect_the_split(code, found, sold[code])
    expect_each_kind(policies)


def sell_everything(agent: Agent, campaigns: dict[str, str]) -> dict[str, Sold]:
    """Sell without a network: four products by household, a loan, a group from nothing."""
    agent.offline()
    agent.reload()
    agent.expect_title("我的村")
    sold = {}
    for code, numbers in HOMES.items():
        sold[code] = Sold()
        for number in numbers:
            if sold[code].lives < LEAST:
                add(sold[code], enroll(agent, key_of(code, campaigns[code]), number))
    key = key_of("LN-MUTUAL-2026", campaigns["LN-MUTUAL-2026"])
    sold["LN-MUTUAL-2026"] = enroll(agent, key, BORROWER, borrow)
    key = key_of("MG-ACC-2026", campaigns["MG-ACC-2026"])
    due = new_group(agent, key, CREW)
    sold["MG-ACC-2026"] = Sold(len(CREW) + 1, fen(due), fen(due))
    return sold


def key_of(code: str, campaign: str) -> str:
    """Return what names a village and a campaign in the phone's addresses."""
    return str(VILLAGE) if code == "WV-ACC-ILL-2026" else f"{VILLAGE}_{campaign}"


def enroll(agent: Agent, key: str, number: str, prepare=None) -> Sold:
    agent.open_household(key, number)
    partner = agent.page.get_by_text("联合办理")
    joint = partner.first.inner_text() if partner.count() else ""
    if prepare:
        prepare(agent)
    agent.answer_what_is_asked()
    visit = agent.enroll(text=joint.removeprefix("和").removesuffix("联合办理"))
    return Sold(len(visit.people), fen(visit.premium), fen(visit.due))


def borrow(agent: Agent) -> None:
    """Turn the head on and fill in his loan: 5,000 yuan for a year."""
    agent.page.get_by_role("switch").first.check()
    agent.page.locator("button.note--act").first.click()
    sheet = agent.sheet
    sheet.locator('[id="loan.contract_no"]').fill("互2026-018")
    sheet.locator('[id="loan.principal_fen"]').fill("5000")
    start = agent.page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    sheet.locator('[id="loan.start"]').fill(start)
    sheet.locator('[id="loan.end"]').fill(
        f"{int(start[:4]) + 1}{start[4:].replace('02-29', '02-28')}"
    )
    sheet.get_by_role("radio", name="种植", exact=True).click()
    agent.show_picture("拍照", CONTRACT)
    agent.page.get_by_role("button", name="用这张").click()
    expect(agent.page.get_by_role("button", name="用这张")).to_have_count(0)
    agent.save_sheet()


def add(total: Sold, more: Sold) -> None:
    total.lives += more.lives
    total.premium += more.premium
    total.due += more.due


def issue(desk: Desk, second: Desk, campaign: str) -> None:
    """Accept, pay, pass the gate, issue: of the village, or of the one group or borrower."""
    path = f"{VILLAGE}/{campaign}"
    desk.open_only_batch(campaign)
    desk.accept_everything()
    unit = desk.open_gate_of_only_unit(path)
    if not unit:
        answers = desk.questions_of(path)
        desk.fill_policyholder(path, HOLDER | answers)
    desk.enter_what_is_due(path)
    desk.open_gate_of_only_unit(path)
    if desk.page.get_by_label("理由").count() or desk.page.get_by_text("低于门槛也出单").count():
        second.open_gate(path)
        second.override("样本村只登记几户，县公司同意")
        desk.open_gate(path)
    desk.issue()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("-511703-")


def read_policies(server: Server) -> dict[str, list[dict]]:
    """Return the policies by product with their frozen lines, opened by the application."""
    program = """
import json
from sqlalchemy import select
from app.db import db
from app.policies.frozen import open_line
from app.policies.models import Policy, PolicyInsured
from app.products.queries import published
from wsgi import app
with app.app_context():
    found = {}
    for row in db.session.scalars(select(Policy)):
        lines = db.session.scalars(select(PolicyInsured).where(PolicyInsured.policy == row.id)
                                   .order_by(PolicyInsured.line_no))
        found.setdefault(row.product_code, []).append({
            "unit": row.unit, "partner": row.partner, "holder": row.policyholder,
            "lives": row.lives, "premium_fen": row.premium_fen, "shares": row.shares,
            "start": row.start_on, "end": row.end_on, "today": row.issued_on,
            "template": published(row.product_code, row.product_version),
            "lines": [{**open_line(line), "person": line.person} for line in lines]})
    print(json.dumps(found))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=server.environment, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def expect_the_split(code: str, policies: list[dict], sold: Sold) -> None:
    """The policy, what the phone showed, the rules, and the public vectors say the same."""
    lines = [line for policy in policies for line in policy["lines"]]
    assert len(lines) == sold.lives == sum(policy["lives"] for policy in policies)
    assert sum(policy["premium_fen"] for policy in policies) == sold.premium
    assert sum(policy["shares"]["INDIVIDUAL"] for policy in policies) == sold.due
    homes = [home for policy in policies for home in households_of(policy["lines"])]
    expect_public_vectors(code, homes, whole=is_priced_whole(policies[0]["template"]))
    for policy in policies:
        for payer, amount in policy["shares"].items():
            assert amount == sum(line["shares"][payer] for line in policy["lines"])
        for home in households_of(policy["lines"]):
            quote = quote_again(policy, home)
            assert quote == [(line["premium_fen"], line["shares"]) for line in home]


def expect_public_vectors(code: str, homes: list[list[dict]], *, whole: bool) -> None:
    """Some person of the product is split as a public vector says; each home, if priced whole."""
    split = [[share_of(line) for line in home] for home in homes]
    if whole:
        known = vector_homes(code)
        assert [home for home in split if home not in known] == [], f"{code}: homes without vector"
    else:
        assert vector_shares(code) & {line for home in split for line in home}, code


def households_of(lines: list[dict]) -> list[list[dict]]:
    homes: dict[str, list[dict]] = {}
    for line in lines:
        homes.setdefault(f"{line['group_name']} {line['household_no']}", []).append(line)
    return list(homes.values())


def is_priced_whole(template: dict) -> bool:
    """Whether a household has one price, divided among its members."""
    return template["plans"][0]["basis"] == "HOUSEHOLD"


def quote_again(policy: dict, home: list[dict]) -> list[tuple[int, dict]]:
    """Price a household from what was frozen of it."""
    template = policy["template"]
    members = [
        {
            "id": line["person"], "id_type": line["id_type"], "id_no": line["id_no"],
            "plan": line["plan"], "copies": line["copies"], "included": True,
            "occupation": line["occupation"], "loan": line["loan"],
            "poverty": [{"category": one, "from": "2000-01-01"} for one in line["poverty"]],
        }
        for line in home
    ]  # fmt: skip
    poverty = members[0]["poverty"] if is_priced_whole(template) else []
    quote = quote_household(
        template=template, household={"id": "h", "poverty": poverty, "members": members},
        cover={"start": policy["start"], "end": policy["end"]}, today=policy["today"],
    )  # fmt: skip
    return [(one["premium_fen"], one["shares"]) for one in quote["members"]]


Share = tuple[int, tuple[tuple[str, int], ...]]  # premium, (payer, fen) sorted


def share_of(one: dict) -> Share:
    return one["premium_fen"], tuple(sorted(one["shares"].items()))


def vectors_of(name: str, code: str) -> list[dict]:
    """Return what the public vectors of a topic expect of a product."""
    cases = json.loads((VECTORS / f"{name}.json").read_text())["cases"]
    return [case["expect"] for case in cases if case["input"]["template"] == code]


def vector_homes(code: str) -> list[list[Share]]:
    """Return each split of a whole household that a public vector gives for a product."""
    found = vectors_of("household-allocation", code)
    return [[share_of(member) for member in home["members"]] for home in found]


def vector_shares(code: str) -> set[Share]:
    """Return the splits of one person that public vectors give for a product."""
    topics = ("premium", "subsidy", "loan.quote_person")
    found = [one for topic in topics for one in vectors_of(topic, code)]
    return {share_of(one) for one in found if one["premium_fen"] is not None}


def expect_each_kind(policies: dict[str, list[dict]]) -> None:
    """What is special about each way of selling stands on the policy."""
    [joint], [loan], [group] = (
        policies[code] for code in ("JP-COOP-2026", "LN-MUTUAL-2026", "MG-ACC-2026")
    )
    assert joint["partner"]["name"] == "达川区供销合作社"
    assert joint["shares"]["SPONSOR"] > 0
    [borrower] = loan["lines"]
    assert loan["holder"]["name"] == borrower["name"]
    assert loan["holder"]["kind"] == "NATURAL_PERSON"
    assert borrower["sum_insured_fen"] == borrower["loan"]["principal_fen"] == 500000
    assert borrower["beneficiaries"][0] == {"kind": "LENDER", "order": 1}
    assert group["unit"] == group["holder"]["id"]
    assert group["holder"]["name"] == "李家湾花椒合作社"
    assert "13800001234" not in json.dumps(group)
    assert all(policy["unit"] == "" for code in HOMES for policy in policies[code])
    for line in households_of(policies["HH-150-2026"][0]["lines"]):
        assert sum(one["premium_fen"] for one in line) in (10000, 12000, 15000)


def fen(text: str) -> int:
    return int(Decimal(text.replace(",", "").replace("−", "-")) * 100)
