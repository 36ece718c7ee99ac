"""What gunicorn serves in the kill runs: the application, and a worker that dies where told.

The file named by SIM_POINT holds the name of a point; the first worker to come by removes it and
is gone, as by power failure.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.sync import exchange
from wsgi import app

POINT = Path(os.environ["SIM_POINT"])


def die(name: str) -> None:
    if POINT.exists() and POINT.read_text() == name:
        POINT.unlink(missing_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)


def around(before: str, after: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **options: Any) -> Any:
        die(before)
        answer = function(*args, **options)
        die(after)
        return answer

    return run


exchange.store = around("before storing", "before commit of storing", exchange.store)
exchange.apply_received = around(
    "after storing", "before commit of applying", exchange.apply_received
)
exchange.answer = around("after applying", "before the answer", exchange.answer)
__all__ = ["app"]
