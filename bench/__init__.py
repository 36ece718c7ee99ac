"""Measurements: `make bench` runs all areas, `make bench ONLY=push,shell` some of them.

An area is a module of `bench/areas/` with one function

    def measure(run: Run) -> None:
        run.add("export.insured_list_xlsx_s.2000", "s", samples)

`samples` are the single measurements, in the unit named; the record keeps their median, least and
95th percentile. Every area is found by its file name; nothing else is to be registered. What `add`
was given is printed, kept in `bench/results.json` and shown in `docs/benchmarks.md`.

An area starts what it needs itself, from the parts in `bench/kit/`: servers and databases
(`servers`), a county with whole villages (`county`), recorded phones (`phones`), a browser slowed
down six times (`browser`). CPU seconds, bytes and counts are steady; wall-clock is not: quote
ratios within one run, and never assert a time in a test.
"""
