"""Every total on every page of the console beside what `recount.py` counts from the rows."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from tests.e2e.desk import Desk
from tests.e2e.recount import PAYERS, STANDING, TAKEN, Books, total

READ = """() => {
  const text = (one) => one.innerText.replace(/\\s+/g, ' ').trim();
  const cells = (row) => [...row.querySelectorAll('th, td')].map(text);
  return {
    head: [...document.querySelectorAll('h1, h2, .pagehead__sub, header .t-s')].map(text),
    boxes: Object.fromEntries([...document.querySelectorAll('.kpis > div')].map((one) => [
      text(one.querySelector('.kpi__name')), text(one.querySelector('.kpi__value')) + ' | '
      + [...one.querySelectorAll('.kpi__note')].map(text).join(' ')])),
    facts: Object.fromEntries([...document.querySelectorAll('dl.kv dt')].map((one) => [
      text(one), text(one.nextElementSibling)])),
    rows: [...document.querySelectorAll('tbody tr, tfoot tr')].map(cells),
  };
}"""
NAMES = {"INDIVIDUAL": "农户应缴", "COLLECTIVE": "村集体", "FISCAL": "财政补贴"}


@dataclass(frozen=True)
class Shown:
    """What a page shows. boxes: {name: value | note}; facts: {term: value}; rows: of all tables."""

    url: str
    head: list[str]
    boxes: dict[str, str]
    facts: dict[str, str]
    rows: list[list[str]]

    def row(self, *words: str) -> list[str]:
        """Return the only row with these words in it."""
        found = [row for row in self.rows if all(any(w in cell for cell in row) for w in words)]
        assert len(found) == 1, (self.url, words, self.rows)
        return found[0]

    def says(self, name: str, *parts: str) -> None:
        """Assert that a box holds these figures, one after the other."""
        assert numbers(self.boxes[name]) == list(parts), (self.url, name, self.boxes[name], parts)

    def sums(self, words: str, *figures: str) -> None:
        """Assert that the line under the heading that begins so holds these figures."""
        [line] = [one for one in self.head if one.startswith(words)]
        assert numbers(line) == list(figures), (self.url, line, figures)

    def titled(self, words: str) -> None:
        assert any(words in one for one in self.head), (self.url, words, self.head)


def numbers(words: str) -> list[str]:
    """Return the figures in a text, thousands not parted."""
    return re.findall(r"[-+−]?\d+(?:\.\d+)?%?", words.replace(",", ""))


def yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"


def signed(fen: int) -> str:
    """Return a difference with its sign, as pages write it."""
    return yuan(fen) if fen == 0 else f"{'+' if fen > 0 else '−'}{yuan(abs(fen))}"


def percent(part: int, whole: int) -> str:
    """Return a share, cut off behind the first digit."""
    return f"{part * 1000 // whole / 10:.1f}%"


@dataclass
class Pages:
    """Pages of one supervisor beside the rows. eligible: by village, as its roster says."""

    desk: Desk
    books: Books
    eligible: dict[int, int]
    names: dict[int, str]
    campaign: str

    def open(self, path: str) -> Shown:
        self.desk.page.goto(f"{self.desk.url}/console/{path}")
        return Shown(path, **self.desk.page.evaluate(READ))

    def check(self) -> None:
        """Compare all pages."""
        for page in (self.progress, self.figures, self.lists, self.batches, self.money):
            page()
        for page in (self.statements, self.policies, self.merging, self.rosters):
            page()

    def counted(self, village: int, states: Collection[str] = STANDING) -> int:
        """Return how many of the roster are insured by enrollments in some states."""
        lines = [one for one in self.books.standing(village) if one["status"] in states]
        return len({one["person"] for one in self.books.insured(lines) if one["on_roster"]})

    def progress(self) -> None:
        """B1: every village, and the sums above."""
        shown = self.open(f"?campaign={self.campaign}&q=")
        others = [
            numbers(row[1]) for row in shown.rows
            if len(row) > 6 and not any(name in row[0] for name in self.names.values())
        ]  # fmt: skip
        elsewhere = sum(int(found[1]) for found in others)  # villages nobody of ours touches
        assert all(found[0] == "0" for found in others), others
        insured = sum(map(self.counted, self.names))
        eligible = sum(self.eligible.values()) + elsewhere
        shown.says("已参保", percent(insured, eligible), str(insured), str(eligible))
        states = self.books.times("batches", "status")
        shown.says("待审批次", str(states["SUBMITTED"] + states["PARTLY_RETURNED"]))
        open_ = [one for one in self.books.conflicts if one["status"] == "OPEN"]
        shown.says("两边登记不同", str(len(open_)))
        for village, name in self.names.items():
            row = shown.row(name)
            mine, of = self.counted(village), self.eligible[village]
            assert numbers(row[1]) == [str(mine), str(of)], row
            assert row[3] == percent(mine, of), row
            missing = max(-(-of * 75 // 100) - mine, 0)
            assert numbers(row[4]) == ([str(missing)] if missing else []), row

    def figures(self) -> None:
        """B7: money, people, agents, days."""
        books, shown = self.books, self.open(f"figures?campaign={self.campaign}")
        lines = books.standing()
        people, handed = books.insured(lines), [one for one in lines if one["batch"]]
        shown.says(
            "保费合计", yuan(books.premium(lines)), str(len(lines)),
            str(len({one["person"] for one in people})),
        )  # fmt: skip
        came, premium = books.came(), books.premium(lines)
        shown.says("已到账", yuan(came), yuan(premium), signed(came - premium))
        back = [one for one in lines if one["returns"]]
        first = percent(len(handed) - len(back), len(handed)) if handed else "–"
        assert shown.boxes["一次通过"].startswith(first), (shown.boxes, first)
        own = books.share(lines, "INDIVIDUAL")
        taken = books.receipts(lines)
        brought = total(taken, "amount_fen", lambda one: one["status"] in ("REMITTED", "MATCHED"))
        assert (
            shown.facts.items()
            >= {
                "应收（农户自缴）": f"{own / 100:,.2f}",
                "上门已收": f"{total(taken, 'amount_fen') / 100:,.2f}",
                "已解缴": f"{brought / 100:,.2f}",
                "没收到的": signed(total(taken, "amount_fen") - own),
            }.items()
        ), shown.facts
        for payer in PAYERS:
            fen = books.share(lines, payer)
            assert numbers(shown.row(NAMES[payer])[1]) == [yuan(fen)], shown.rows
        for agent, homes in Counter(map(books.agent, lines)).items():
            mine = [one for one in lines if books.agent(one) == agent]
            row = shown.row(agent)
            assert numbers(" ".join(row[1:4])) == [
                str(homes), str(len(books.insured(mine))), yuan(books.premium(mine)),
            ], row  # fmt: skip
        today = max(row[0] for row in shown.rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row[0]))
        assert numbers(" ".join(shown.row(today)[1:])) == [
            str(len(lines)), str(len(people)), yuan(premium), str(len(people)),
        ]  # fmt: skip

    def lists(self) -> None:
        """The lists behind the figures: how many, and their sums."""
        books, chosen = self.books, f"&campaign={self.campaign}"
        lines = books.standing()
        shown = self.open(f"households?status=STANDING{chosen}")
        shown.titled(f"登记的户 {len(lines)}")
        shown.sums("保费", yuan(books.premium(lines)), yuan(books.share(lines, "INDIVIDUAL")))
        assert len(shown.rows) == len(lines)
        people = books.insured(lines)
        shown = self.open(f"insured?status=STANDING{chosen}")
        shown.titled(f"参保人 {len(people)}")
        assert sorted(row[0] for row in shown.rows) == sorted(one["name"] for one in people)
        taken = books.receipts(books.lines)
        shown = self.open(f"receipts?state=TAKEN{chosen}")
        shown.titled(f"收据 {len(taken)}")
        shown.sums("合计", yuan(total(taken, "amount_fen")))
        shown = self.open(f"arrivals?{chosen}")
        shown.titled(f"到账 {len(books.payments)}")
        shown.sums("合计", yuan(books.came()))

    def batches(self) -> None:
        """B2 and B3: each batch in the list, and its three books."""
        listed = self.open("batches?status=")
        for batch in self.books.batches:
            lines = self.books.of_batch(batch)
            people, own = len(self.books.insured(lines)), self.books.share(lines, "INDIVIDUAL")
            taken = total(self.books.receipts(lines), "amount_fen")
            premium = self.books.premium(lines)
            row = listed.row(batch["batch_no"])
            assert numbers(" ".join(row[3:9])) == [
                str(len(lines)), str(people), yuan(premium), yuan(own), yuan(taken),
                signed(taken - own),
            ], row  # fmt: skip
            shown = self.open(f"batches/{batch['village']}/{batch['id']}")
            server = numbers(" ".join(shown.row("服务器算的")[1:]))
            assert server[:3] == [str(len(lines)), str(people), yuan(premium)], server
            assert yuan(own) in server

    def money(self) -> None:
        """What should come in of a village and what did."""
        for village in self.names:
            due, came = self.books.due(village), self.books.came(village)
            shown = self.open(f"payments/{village}/{self.campaign}")
            assert numbers(shown.boxes["应到账"].split("|")[0]) == [yuan(due)], shown.boxes
            assert numbers(shown.boxes["已到账"].split("|")[0]) == [yuan(came)], shown.boxes
            assert numbers(shown.boxes["差额"].split("|")[0]) == [signed(came - due)], shown.boxes
            gate = self.open(f"policies/{village}/{self.campaign}")
            assert numbers(gate.facts["已到账"]) == [yuan(came)], gate.facts
            gate.says("符合条件", str(self.eligible[village]))
            gate.says("已参保", str(self.counted(village, TAKEN)))

    def statements(self) -> None:
        """Bank lines: what came, what is booked."""
        lines = self.books.statement_lines
        if not lines:
            return
        came, booked = total(lines, "in_fen"), total(self.books.matches, "fen")
        row = self.open("money").row(".csv")
        assert numbers(" ".join(row[3:6])) == [str(len(lines)), yuan(came), yuan(booked)], row
        with self.desk.page.expect_navigation():
            self.desk.page.locator("tbody th a").first.click()
        whole = {one["line_no"] for one in self.books.matches}
        shown = Shown("statement", **self.desk.page.evaluate(READ))
        shown.says("已入账", str(len(whole)), yuan(booked))

    def policies(self) -> None:
        """B6: each policy, its people now, and what endorsements did to the money."""
        for policy in self.books.policies:
            lines = [one for one in self.books.policy_lines if one["policy"] == policy["id"]]
            listed = self.open("policies").row(policy["policy_no"])
            assert numbers(" ".join(listed[4:6])) == [
                str(policy["lives"]), yuan(policy["premium_fen"]),
            ]  # fmt: skip
            assert policy["premium_fen"] == self.books.due(policy["village"])
            shown = self.open(f"policies/{policy['id']}")
            shown.titled(f"现有 {len(lines)} 人")
            assert numbers(shown.facts["保费合计"]) == [yuan(policy["premium_fen"])], shown.facts
            changed = [
                one for one in self.books.endorsements
                if one["policy"] == policy["id"] and one["status"] == "EFFECTIVE"
            ]  # fmt: skip
            if changed:
                shown.titled(f"现在保费 {total(lines, 'premium_fen') / 100:,.2f}")
            for one in changed:
                page = self.open(f"policies/{policy['id']}/endorsements/{one['id']}")
                for word, fens in (("补交合计", one["due"]), ("退费合计", one["refund"])):
                    if fens:
                        assert numbers(page.facts[word]) == [yuan(sum(fens.values()))], page.facts
        waiting = total(self.books.refunds, "fen", lambda one: one["state"] == "DUE")
        self.open("money/refunds").titled(f"没付的 {waiting / 100:,.2f} 元")

    def merging(self) -> None:
        """B4: conflicts and people who stand twice."""
        rows = {(one["village"], one["entity"]) for one in self.books.conflicts}
        shown = self.open("merging")
        shown.titled(f"两边登记不同 {len(rows)}")

    def rosters(self) -> None:
        """B5: how many stand on the roster of each village."""
        shown = self.open("rosters")
        for village, name in self.names.items():
            people = [one for one in self.books.register if one["village"] == village]
            assert numbers(shown.row(name)[2]) == [str(len(people))], shown.row(name)
