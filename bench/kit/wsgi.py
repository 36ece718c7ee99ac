"""The application as served, or with a part left out to see what that part costs.

BENCH_WITHOUT=findings: enrollments are stored, merged and audited, but not judged, and nobody is
looked for elsewhere in the village.
"""

import os

from app.sync import finishing, loading
from wsgi import app

__all__ = ["app"]

if os.environ.get("BENCH_WITHOUT") == "findings":
    finishing.judge_one = lambda run, enrollment: None  # noqa: ARG005 - names are part of it
    loading.identities_of = lambda state, ops: set()  # noqa: ARG005 - names are part of it
