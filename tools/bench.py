"""Measure, print and keep: `make bench`, or `make bench ONLY=push,shell` for some areas.

Exit 1 if an area failed; the others are kept all the same.
"""

import argparse
import importlib
import os
import pkgutil
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import areas, records, tables

# Ratios compare figures of the same run, so they are made last.
LAST = "ratios"


def names() -> list[str]:
    """Return the areas in the order they run."""
    found = sorted(module.name for module in pkgutil.iter_modules(areas.__path__))
    return sorted(found, key=lambda name: name == LAST)


def main() -> int:
    """Run the areas asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), help=", ".join(names()))
    wanted = [one for one in parser.parse_args().only.split(",") if one]
    if set(wanted) - set(names()):
        parser.error(f"areas are {', '.join(names())}")
    run, failed = records.here(), []
    print(f"{run.machine}, commit {run.commit}")
    for name in [one for one in names() if not wanted or one in wanted or one == LAST]:
        started = time.perf_counter()
        print(name, flush=True)
        try:
            importlib.import_module(f"bench.areas.{name}").measure(run)
        except Exception:  # noqa: BLE001 - a broken area must not cost the figures of the others
            traceback.print_exc()
            failed.append(name)
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)
        tables.refresh(records.keep(run.records))  # a long run that is stopped has lost nothing
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
