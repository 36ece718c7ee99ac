"""Files that enrollments need: named by consents and answers, sent apart, perhaps on the way."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.attachments.rules import files_of_answer, files_of_consent
from app.attachments.service import complete_ones, uses_of
from app.inbox.merge import Entity
from app.sync.applying import Outcome
from app.sync.village import VillageState

MENTIONING = ("pi", "wd", "cn")
DRAWN = "SIGN_ON_SCREEN"  # the one method whose evidence travels in the op itself


@dataclass(frozen=True)
class Files:
    """needed: hashes by consent id. complete: those of all named files that are here."""

    needed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    complete: Collection[str] = frozenset()


def uses_in(state: VillageState, outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return {enrollment, entity, sha256} of each file that applied ops name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for outcome in outcomes:
        if outcome.code is not None:
            continue
        for op in outcome.ops:
            code = op.t.partition("@")[0]
            hashes = files_of_consent(op.f.get("evidence")) if code == "co" else []
            if code in ("en", "in"):
                hashes = [sha for _, sha in _named(op.f.get("answers"))]
            for sha in hashes:
                row = state.entities[code][op.id].row
                enrollment = row["id"] if code == "en" else row["enrollment"]
                use = {"enrollment": enrollment, "entity": op.id, "sha256": sha}
                found[op.id, sha] = use
    return list(found.values())


def mentions_in(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return {entity, sha256} of each file that applied ops name where nothing waits for it."""
    found = {
        (op.id, sha): {"entity": op.id, "sha256": sha}
        for outcome in outcomes
        if outcome.code is None
        for op in outcome.ops
        if op.t.partition("@")[0] in MENTIONING
        for sha in _files_in(op.f)
    }
    return list(found.values())


def files_of(session: Session, state: VillageState, new: Sequence[Mapping[str, Any]] = ()) -> Files:
    """Return what is known of the files of the loaded enrollments; no statement without files.

    new: uses that the running ops add: a consent made by them has no others.
    """
    asking = {
        one.row["enrollment"]
        for one in state.all("co")
        if one.was and one.row["method"] not in (None, DRAWN)
    }
    hashes = {
        sha for code in ("en", "in") for one in state.all(code)
        for _, sha in _named(one.row["answers"])
    }  # fmt: skip
    needed = uses_of(session, state.county, state.village, asking) if asking else {}
    for use in new:
        needed.setdefault(use["entity"], []).append(use["sha256"])
    hashes.update(sha for named in needed.values() for sha in named)
    return Files(needed, complete_ones(session, state.county, hashes))


def missing_paths(
    files: Files, enrollment: Mapping[str, Any], persons: Sequence[Entity],
    lines: Sequence[Entity], consents: Sequence[Entity],
) -> list[str]:  # fmt: skip
    """Return the paths of evidence and answers whose files are not complete."""
    places = {one.id: at for at, one in enumerate(persons)}
    found = {
        f"consents[{at}].evidence"
        for at, one in enumerate(consents)
        if one.row["withdrawn_on"] is None and _lacks(files, files.needed.get(one.id, ()))
    }
    answered = [("", enrollment["answers"])]
    answered += [
        (f"members[{places[one.row['person']]}].", one.row["answers"])
        for one in lines
        if one.row["included"] and one.row["person"] in places
    ]
    found |= {
        f"{prefix}answers.{code}"
        for prefix, answers in answered
        for code, sha in _named(answers)
        if _lacks(files, [sha])
    }
    return sorted(found)


def _files_in(fields: Mapping[str, Any]) -> Iterator[str]:
    yield from fields.get("files") or []
    yield from (sha for _, sha in _named(fields.get("answers")))


def _lacks(files: Files, hashes: Iterable[str]) -> bool:
    return any(sha not in files.complete for sha in hashes)


def _named(answers: Any) -> Iterator[tuple[str, str]]:
    """Yield (field code, hash) of each file that answers name."""
    for code, answer in (answers if isinstance(answers, dict) else {}).items():
        for sha in files_of_answer(answer):
            yield code, sha
