"""Change the rules in small ways and see whether the rule vectors notice.

Usage: python tools/mutation.py [--sample N] [--seed S] [--language NAME] [--write].
Draws N mutants of each language by the seed (0: all of them). Exit 1 when the vectors kill less
than 90 % in a language, or let one live that docs/mutation.md gives no reason for. --write puts
the survivors into that file; reasons already there are kept.
"""

import argparse
import html
import re
import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.mutants import JavaScript, Mutant, Python, one_line  # noqa: E402 - not installed

PAGE = ROOT / "docs" / "mutation.md"
FLOOR = 90
HEAD = "| file | before | after | why it lives |\n|---|---|---|---|\n"
ROW = re.compile(r"\| (\S+) \| <code>(.*?)</code> \| <code>(.*?)</code> \| (.*) \|")
Key = tuple[str, str, str]


def key_of(mutant: Mutant) -> Key:
    """Return what names a mutant: file, text before, text after."""
    return mutant.file, mutant.before, mutant.after


def reasons(page: str) -> dict[Key, str]:
    """Return the reason of each survivor in the page; an empty one is none."""
    rows = (ROW.fullmatch(line) for line in page.splitlines())
    return {
        (row[1], html.unescape(row[2]), html.unescape(row[3])): row[4].strip()
        for row in rows
        if row
    }


def written(key: Key, reason: str) -> str:
    """Return the row of a survivor."""
    file, before, after = key
    codes = [html.escape(one, quote=False).replace("|", "&#124;") for one in (before, after)]
    return f"| {file} | <code>{codes[0]}</code> | <code>{codes[1]}</code> | {reason} |\n"


def run(language: Python | JavaScript, sample: int, seed: str) -> tuple[int, list[Mutant]]:
    """Return (mutants drawn, survivors) of a language."""
    with language:
        found = list(language.mutants())
        if 0 < sample < len(found):
            found = Random(f"{seed}:{language.name}").sample(found, sample)  # noqa: S311 - no secret
        survivors = [one for one in map(language.drawn, found) if not language.is_killed(one)]
    return len(found), survivors


def rewrite(page: str, survivors: dict[str, list[Mutant]]) -> str:
    """Return the page with the survivors of the languages that ran."""
    known = reasons(page)
    for name, mutants in survivors.items():
        keys = sorted({key_of(one) for one in mutants})
        rows = "".join(written(key, known.get(key, "")) for key in keys)
        table = re.compile(rf"(?<=## {name}\n\n).*?(?=\n## |\Z)", re.DOTALL)
        page = table.sub(lambda _, rows=rows: HEAD + rows, page, count=1)
    return page


def main(sample: int, seed: str, only: str, *, write: bool) -> int:
    """Run, print, perhaps write; return the exit code."""
    page, survivors, bad = PAGE.read_text(encoding="utf-8"), {}, False
    known = reasons(page)
    for language in (Python, JavaScript):
        if only not in ("", language.name):
            continue
        count, lived = run(language(), sample, seed)
        survivors[language.name] = lived
        share = 100 * (count - len(lived)) / count
        print(f"{language.name}: {count} mutants, seed {seed}, killed {share:.1f} %", flush=True)
        for one in lived:
            reason = known.get(key_of(one)) or "no reason in docs/mutation.md"
            print(f"  {one.file}: {one.before}  ->  {one.after}\n    {reason}")
        bad |= share < FLOOR or any(not known.get(key_of(one)) for one in lived)
    if write:
        now = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(rewrite(now, survivors), encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=one_line(__doc__.partition("\n")[0]))
    parser.add_argument("--sample", type=int, default=300, help="0: all mutants")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--language", default="", choices=["", "Python", "JavaScript"])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.sample, given.seed, given.language, write=given.write))
