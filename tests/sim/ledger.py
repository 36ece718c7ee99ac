"""What every run of the simulations found, one line each in docs/sim-ledger.jsonl."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.factories import ROOT

LEDGER = ROOT / "docs" / "sim-ledger.jsonl"
# Which words of a layer's findings count as what.
LOST = {"lost op", "write vanished", "file lost"}
DOUBLED = {"duplicated"}
OVERWRITTEN = {"silent overwrite"}


@dataclass
class Tally:
    """Figures of some runs of one layer. failures: seed -> what was found."""

    layer: str
    runs: int = 0
    failures: dict[int, set[str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, seed: int, found: set[str], seen: dict[str, int] | None = None) -> None:
        self.runs += 1
        if found:
            self.failures[seed] = found
        for name, count in (seen or {}).items():
            self.seen[name] = self.seen.get(name, 0) + count

    def figures(self) -> dict[str, int]:
        found = list(self.failures.values())
        lost, doubled, over = (
            sum(bool(names & words) for names in found) for words in (LOST, DOUBLED, OVERWRITTEN)
        )
        stuck = sum("stuck" in names for names in found)
        other = sum(bool(names - LOST - DOUBLED - OVERWRITTEN - {"stuck"}) for names in found)
        return {
            "lost": lost, "duplicated": doubled, "silent_overwrites": over, "stuck": stuck,
            **({"other": other} if other else {}),
        }  # fmt: skip

    def line(self) -> str:
        one = self.figures()
        return (
            f"runs {self.runs}, lost {one['lost']}, duplicated {one['duplicated']}, "
            f"silent overwrites {one['silent_overwrites']}, stuck {one['stuck']}"
            + (f", other {one['other']}" if "other" in one else "")
        )


def write(tally: Tally, seed: int, seconds: float, path: Path = LEDGER, **about: Any) -> None:
    """Append one line."""
    entry = {
        "layer": tally.layer, **about, "seeds": [seed, seed + tally.runs - 1], "commit": commit(),
        "runs": tally.runs, **tally.figures(), "seen": tally.seen, "seconds": round(seconds, 1),
    }  # fmt: skip
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def commit() -> str:
    """Return the commit the code is of; with a plus when something was changed since."""

    def git(*words: str) -> str:
        run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return run.stdout.strip()

    changed = git("status", "--porcelain", "--", "app", "static", "tests", ":!docs")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+" if changed else "")
