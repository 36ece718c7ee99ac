"""Change the rules in small ways and see whether the vectors notice.

Usage: python tools/mutation.py [--sample N] [--seed S] [--language python|javascript] [--write].
Mutants come from mutmut (Python) and Stryker's instrumenter (JavaScript), N of each language drawn
by the seed; the vector runner is the judge. Exit 1 when less than 90 % of a language are killed or a
survivor has no reason in tests/mutation-reasons.json.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.mutants import python_mutants, python_survivors  # noqa: E402 - not installed
