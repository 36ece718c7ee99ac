"""A process that has the application loaded and forks a server of it whenever it is asked.

gunicorn forks its workers off such a process too (--preload); here the master comes from one, so
that a killed server is back in a moment. What is killed shares nothing with what comes after it.

One line in, one out: `start PORT` is answered with the pid of the master, the leader of a process
group of its own; `gone PID` once that master is no more.
"""

import os
import sys

from gunicorn.app.wsgiapp import WSGIApplication

from tests.sim.kill import served

OPTIONS = ["-k", "gthread", "-w", "2", "--threads", "4", "--preload", "--log-level", "critical"]


def serve(port: str) -> None:
    """Be gunicorn in a group of its own; never returns."""
    os.setsid()
    say(os.getpid())
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    sys.argv = [
        "gunicorn", "--no-control-socket", *OPTIONS, "-b", f"127.0.0.1:{port}",
        f"{served.__name__}:app",
    ]  # fmt: skip
    WSGIApplication("%(prog)s").run()


def main() -> None:
    for line in sys.stdin:
        word, value = line.split()
        if word == "start":
            if os.fork() == 0:
                serve(value)
        else:
            os.waitpid(int(value), 0)
            say("gone")


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
