"""What the server adds after the ops: judgements of enrollments, counts of batches, statuses.

Works on the loaded state; every row it changes takes a version after those of the ops.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from app.batches import rules as counting
from app.clock import SHANGHAI, civil_date
from app.enrollment.judging import Case, cover_of, judge
from app.enrollment.rules.shape import quoted_cover
from app.findings import finding
from app.inbox.merge import Entity
from app.products.queries import published
from app.regions.service import VillageLock
from app.sync.applying import EDITABLE, Work
from app.sync.evidence import Files, missing_paths
from app.sync.loading import OPEN_LINES
from app.sync.village import VillageState

WATCHED = (*EDITABLE, "IN_BATCH")  # where it must be seen that somebody insured has moved away
BROUGHT = ("pi", "wd", "cn")  # kinds whose rows say who brought them
OPENED = {"ps": ("id_no", "phone"), "in": ("loan",), "hh": (), "co": (), "cl": (), "en": ()}


@dataclass
class Finish:
    """One run. contested: {(kind, entity id): names of fields with an open conflict}.

    files: what the loaded enrollments need of files sent apart.
    """

    state: VillageState
    lock: VillageLock
    agent: str
    at: datetime
    contested: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    files: Files = field(default_factory=Files)

    @cached_property
    def insured(self) -> dict[bytes, list[dict[str, Any]]]:
        """Return who is insured in the village, as far as loaded, by blind index."""
        found: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for line in [*self.state.elsewhere, *_loaded_lines(self.state)]:
            if line["id_no_index"] and line["outcome"] == "ENROLL":
                found[line["id_no_index"]].append(line)
        return found

    @cached_property
    def receipts(self) -> dict[tuple[Any, Any], int]:
        """Return how often each receipt number of the loaded part stands in the village."""
        found: dict[tuple[Any, Any], int] = defaultdict(int)
        for _, book, number in self.state.receipts:
            found[book, number] += 1
        for one in self.state.all("cl"):
            if one.row["status"] != "VOID" and one.row["receipt_no"]:
                found[one.row["book_no"], one.row["receipt_no"]] += 1
        return found


def finish(run: Finish, work: Work) -> None:
    """Judge what was touched, count its batches, and stamp every row the server changed."""
    run.state.begin()  # rows are grouped anew: the ops have moved some
    let_go(run.state, work.touched.left_homes)
    for enrollment in to_judge(run.state, work):
        judge_one(run, enrollment)
    for code in BROUGHT:
        for key in work.touched.keys[code]:
            one = run.state.entities[code][key]
            if one.row["submitted_by"] is None:
                one.server_write({"submitted_by": run.agent})
    for key in work.touched.new_batches:
        _number(run, run.state.entities["ba"][key])
    for key in sorted(work.touched.keys["ba"] | set(work.touched.new_batches)):
        batch = run.state.get("ba", key)
        if batch is not None:
            count(run.state, batch)
    for key in dict.fromkeys(work.touched.left_batches):
        count_without(run.state, run.state.entities["ba"][key])
    stamp(run)


def let_go(state: VillageState, homes: Iterable[str]) -> None:
    """Take who moved to another household out of what can still be edited where he was."""
    for home in sorted(homes):
        for enrollment in state.of("en", "household", home):
            if enrollment.row["status"] not in EDITABLE:
                continue
            for line in state.of("in", "enrollment", enrollment.id):
                person = state.get("ps", line.row["person"])
                if line.row["included"] and person and person.row["household"] != home:
                    line.server_write({"included": False})


def to_judge(state: VillageState, work: Work) -> list[Entity]:
    """Return the enrollments to judge: touched themselves, or by a change of their people."""
    keys = work.touched.keys
    direct = set(keys["en"])
    for code in ("in", "co", "cl"):
        direct |= {state.entities[code][key].row["enrollment"] for key in keys[code]}
    homes = set(keys["hh"]) | {state.entities["ps"][key].row["household"] for key in keys["ps"]}
    direct |= {
        one.id
        for one in state.all("en")
        if one.row["household"] in work.touched.left_homes and one.row["status"] in WATCHED
    }
    return [
        one
        for one in state.all("en")
        if one.id in direct or (one.row["household"] in homes and one.row["status"] in EDITABLE)
    ]


def judge_one(run: Finish, enrollment: Entity) -> None:
    """Write what the server makes of one enrollment."""
    case = _case(run, enrollment)
    verdict = judge(case)
    enrollment.server_write({"computed": verdict.computed, "findings": verdict.findings})
    for line in run.state.of("in", "enrollment", enrollment.id):
        line.server_write({"computed": verdict.lines[line.id]})


def _case(run: Finish, enrollment: Entity) -> Case:
    state, row = run.state, enrollment.row
    campaign = state.campaigns[row["campaign"]]
    home = state.entities["hh"][row["household"]]
    persons = state.of("ps", "household", home.id)
    lines = state.of("in", "enrollment", enrollment.id)
    consents = state.of("co", "enrollment", enrollment.id)
    money = state.of("cl", "enrollment", enrollment.id)
    standing = [one for one in money if one.row["status"] != "VOID"]
    received = (row["computed"] or {}).get("received_on") or civil_date(run.at)
    case = Case(
        published(campaign.product_code, campaign.product_version),
        row, home.row, _open(persons), _open(lines), [one.row for one in consents],
        [one.row for one in standing], received, campaign.scheme_start_on,
        _used_twice(run, standing),
        contested=_contested(run, enrollment, home, persons, lines, consents, standing),
        missing=missing_paths(run.files, row, persons, lines, consents),
    )  # fmt: skip
    elsewhere = _elsewhere(run, enrollment, cover_of(case), persons)
    return Case(**{**case.__dict__, "elsewhere": elsewhere})


def _open(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    return [
        {**one.row, **{name: one.value(name) for name in OPENED[one.kind.code]}} for one in entities
    ]


def _used_twice(run: Finish, standing: list[Entity]) -> list[int]:
    numbers = [(one.row["book_no"], one.row["receipt_no"]) for one in standing]
    return [place for place, number in enumerate(numbers) if number[1] and run.receipts[number] > 1]


def _elsewhere(
    run: Finish, enrollment: Entity, cover: dict[str, Any], persons: list[Entity]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in persons:
        for line in run.insured.get(one.row["id_no_index"], ()):
            other = line["enrollment"]
            if other != enrollment.id and _overlaps(cover, _cover(run.state, line)):
                found[one.id] = other
    return found


def _loaded_lines(state: VillageState) -> Iterable[dict[str, Any]]:
    for line in state.all("in"):
        other = state.entities["en"][line.row["enrollment"]].row
        person = state.entities["ps"].get(line.row["person"])
        if line.row["included"] and person and other["status"] in OPEN_LINES:
            yield {**other, "enrollment": other["id"], "id_no_index": person.row["id_no_index"]}


def _cover(state: VillageState, line: dict[str, Any]) -> dict[str, Any]:
    facts = state.campaigns.get(line["campaign"])
    if facts is None:
        return {"start": None, "end": None}
    template = published(facts.product_code, facts.product_version)
    return quoted_cover(template, line["quoted_start_on"] or facts.scheme_start_on)


def _overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if not (one["start"] and other["start"]):
        return True
    return bool(one["start"] <= other["end"] and other["start"] <= one["end"])


def _contested(
    run: Finish, enrollment: Entity, home: Entity, persons: list[Entity], lines: list[Entity],
    consents: list[Entity], standing: list[Entity],
) -> list[str]:  # fmt: skip
    places = {one.id: f"members[{at}]." for at, one in enumerate(persons)}
    named = [(enrollment, ""), (home, "household."), *((one, places[one.id]) for one in persons)]
    named += [
        (one, places.get(one.row["person"], f"insured[{at}].")) for at, one in enumerate(lines)
    ]
    named += [(one, f"consents[{at}].") for at, one in enumerate(consents)]
    named += [(one, f"collections[{at}].") for at, one in enumerate(standing)]
    return [
        prefix + name
        for one, prefix in named
        for name in run.contested.get((one.kind.code, one.id), ())
    ]


def _number(run: Finish, batch: Entity) -> None:
    year = run.at.astimezone(SHANGHAI).year
    batch.server_write({
        "batch_no": run.lock.batch_no(year), "status": "SUBMITTED", "submitted_by": run.agent,
    })  # fmt: skip


def count(state: VillageState, batch: Entity) -> None:
    """Compute the totals of a batch beside those the phone showed (contracts.md 8.1)."""
    lines = [_line(state, one) for one in state.of("en", "batch", batch.id)]
    counted = counting.totals(lines)
    agree = counting.agree(batch.row["totals"], counted)
    found = []
    if not agree:
        detail = {"households": counting.differences(lines)}
        found = [{**finding("BATCH_TOTALS_DIFFER", "totals"), "source": "SERVER", "detail": detail}]
    computed = {**counted, "totals_agree": agree, "findings": found}
    waiting = any(one.row["status"] == "IN_BATCH" for one in state.of("en", "batch", batch.id))
    reopened = batch.row["status"] == "RETURNED" and waiting
    batch.server_write({"computed": computed, **({"status": "SUBMITTED"} if reopened else {})})


def count_without(state: VillageState, batch: Entity) -> None:
    """Count a batch that a line has left: if both sides agreed before, they do without it."""
    agreed = bool((batch.row["computed"] or {}).get("totals_agree"))
    count(state, batch)
    if agreed:
        computed = batch.row["computed"]
        batch.server_write({"totals": {name: computed[name] for name in counting.TOTALS}})
        count(state, batch)


def _line(state: VillageState, enrollment: Entity) -> counting.Line:
    row = enrollment.row
    collected: dict[str, int] = defaultdict(int)
    for one in state.of("cl", "enrollment", enrollment.id):
        if one.row["status"] != "VOID":
            collected[one.row["method"] or "CASH"] += one.row["amount_fen"] or 0
    return counting.Line(
        enrollment.id,
        sum(bool(one.row["included"]) for one in state.of("in", "enrollment", enrollment.id)),
        row["claimed"], row["computed"], collected,
        counts=row["outcome"] == "ENROLL" and row["status"] != "WITHDRAWN",
    )  # fmt: skip


def stamp(run: Finish) -> None:
    """Give every row the server changed the next version (contracts.md 3.5)."""
    for entities in run.state.entities.values():
        for one in entities.values():
            if one.server_wrote:
                ver = run.lock.next_ver()
                mark = [ver, run.lock.install]
                meta = {**one.row["field_meta"], **dict.fromkeys(one.server_wrote, mark)}
                one.row.update(ver=ver, writer=run.lock.install, field_meta=meta)
