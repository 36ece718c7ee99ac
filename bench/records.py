"""Records of measurements, and the file they are kept in."""

import json
import math
import platform
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results.json"


@dataclass(frozen=True)
class Record:
    """One figure. value: the median of n measurements, in `unit`; names: docs/benchmarks.md."""

    name: str
    value: float
    unit: str
    n: int
    min: float
    median: float
    p95: float
    machine: str
    commit: str


@dataclass
class Run:
    """One run of `make bench`: areas put their figures into it."""

    machine: str
    commit: str
    records: list[Record] = field(default_factory=list)

    def add(self, name: str, unit: str, samples: Sequence[float]) -> Record:
        """Keep a figure. samples: its single measurements; at least one."""
        ordered = sorted(samples)
        median = statistics.median(ordered)
        tail = ordered[math.ceil(0.95 * len(ordered)) - 1]
        middle = rounded(median)
        record = Record(
            name, middle, unit, len(ordered), rounded(ordered[0]), middle, rounded(tail),
            self.machine, self.commit,
        )  # fmt: skip
        self.records.append(record)
        print(f"  {name:<58}{record.value:>12g} {unit}", flush=True)
        return record

    def value(self, name: str) -> float | None:
        """Return a figure of this run, or None; ratios are of one run only."""
        found = [one.value for one in self.records if one.name == name]
        return found[-1] if found else None


def rounded(number: float) -> float:
    """Return a number with four digits that count; whole numbers stay whole."""
    if number == int(number):
        return int(number)
    return round(number, max(0, 3 - math.floor(math.log10(abs(number)))))


def here() -> Run:
    """Return an empty run of this machine and commit."""
    return Run(_machine(), _commit())


def load() -> list[Record]:
    """Return the records kept by earlier runs."""
    if not RESULTS.exists():
        return []
    return [Record(**one) for one in json.loads(RESULTS.read_text())]


def keep(new: Iterable[Record]) -> list[Record]:
    """Put new records in the place of those of the same name; return all."""
    records = {one.name: one for one in load()} | {one.name: one for one in new}
    ordered = [records[name] for name in sorted(records)]
    lines = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in ordered)
    RESULTS.write_text(f"[\n{lines}\n]\n")
    return ordered


def _machine() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = Path("/proc/meminfo").read_text().split()[1]
    python = platform.python_version()
    kind = names[0] if names else platform.machine()
    return f"{len(names)} x {kind}, {int(memory) >> 20} GiB, Python {python}"


def _commit() -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--", "app", "static", "templates", "migrations")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+" if changed else "")
