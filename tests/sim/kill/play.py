"""A village is pushed while the server is killed with SIGKILL, again and again (sync.md 5)."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.audit.models import AuditEntry
from app.db import db
from app.enrollment.models import Collection, Consent, Enrollment, InsuredPerson
from app.inbox.models import InboxOp
from app.regions.models import Village
from app.sync.cli import sweep_all
from app.sync.schemas import decode_push
from tests import postgresql
from tests.app.sync.conftest import Register
from tests.conftest import Pattern, Place
from tests.factories import ROOT, VILLAGE
from tests.handset import Handset
from tests.sim.joined.stores import memory
from tests.sim.kill.caller import Answer, Caller, Gone
from tests.visit import visit

PHONES, VISITS = 2, 4
POINTS = (
    "before storing", "before commit of storing", "after storing", "before commit of applying",
    "after applying", "before the answer",
)  # fmt: skip


class Server:
    """gunicorn in a process group of its own, forked off a process that is loaded already."""

    def __init__(self, place: Place, point: Path) -> None:
        self.point = point
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {
            **os.environ, "DATABASE_URL": place.url, "TONGBAO_DATA": str(place.folder),
            "SIM_POINT": str(point),
        }  # fmt: skip
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.sim.kill.nursery"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=(None if os.environ.get("SIM_TALK") else subprocess.DEVNULL),
        )  # fmt: skip
        self.master: int | None = None

    def ask(self, line: str) -> str:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"{line}\n")
        self.nursery.stdin.flush()
        return self.nursery.stdout.readline()

    def start(self) -> None:
        self.master = int(self.ask(f"start {self.port}"))

    def kill(self) -> None:
        """End master and workers at once, without a word."""
        if self.master is not None:
            os.killpg(self.master, signal.SIGKILL)
            self.ask(f"gone {self.master}")
            self.master = None

    def close(self) -> None:
        self.kill()
        self.nursery.communicate()

    def wait(self, pause: Callable[[float], Any]) -> None:
        """Return when it answers."""
        for _ in range(1500):
            try:
                if Caller(self.port).get("/healthz", {}).status_code == 200:
                    return
            except Gone:
                pause(0.02)
        raise RuntimeError("the server does not start")


class Pusher(threading.Thread):
    """One phone: sends each push until it is answered. faults: answers that should not be."""

    def __init__(
        self, phone: Handset, bodies: list[dict[str, Any]], pause: Callable[[float], Any]
    ) -> None:
        super().__init__(daemon=True)
        self.phone, self.bodies, self.pause = phone, bodies, pause
        self.answers: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.again = 0

    def run(self) -> None:
        try:
            for body in self.bodies:
                self.answers.append(self.deliver({**body, "acked": self.phone.acked}).json)
        except Exception as error:  # noqa: BLE001 - told to the run
            self.faults.append(f"stuck: {error!r}")

    def deliver(self, body: dict[str, Any]) -> Answer:
        for _ in range(2000):
            try:
                answer = self.phone.push_body(body)
            except Gone:
                answer = None
            if answer is not None and answer.status_code == 200:
                return answer
            if answer is not None and answer.status_code not in (429, 500, 502, 503):
                raise RuntimeError(answer.text)
            self.again += 1
            self.pause(0.03)
        raise RuntimeError("no answer for too long")


def play(
    seed: int, kills: int, database: str, households: int = 500
) -> tuple[set[str], dict[str, int]]:
    """Push one village while the server is killed `kills` times; return what is wrong."""
    random, pause = Random(seed), threading.Event().wait
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        folder.chmod(0o711)
        url = stack.enter_context(postgresql.running_server()) if database == "postgresql" else ""
        place, facts = Pattern(folder, lambda: url).copy(database, folder / "data", filled=True)
        assert facts is not None
        app = create_app(place.config())
        with app.app_context():
            register = Register(households)
            db.session.remove()
            server = Server(place, folder / "point")
            stack.callback(server.close)
            server.start()
            server.wait(pause)
            pushers = [
                _pusher(server.port, facts.campaign, register, n, pause) for n in range(PHONES)
            ]
            for one in pushers:
                one.start()
            done = _kill(server, pushers, random, kills, pause)
            for one in pushers:
                one.join()
            server.kill()
            found = {fault for one in pushers for fault in one.faults} | _compare(
                app, pushers, households
            )
            again = sum(one.again for one in pushers)
            db.session.remove()
            db.engine.dispose()
    return found, {"kills": done, "sent again": again, "households": households}


def _pusher(port: int, campaign: str, register: Register, n: int, pause: Any) -> Pusher:
    phone = Handset(Caller(port))  # type: ignore[arg-type]
    homes = list(range(n, len(register.homes), PHONES))
    bodies = []
    for start in range(0, len(homes), VISITS):
        sets = []
        seq = phone.seq
        for at in homes[start : start + VISITS]:
            ops = visit(
                phone, campaign, register.homes[at], register.people[at], receipt=f"{at:05d}"
            )
            phone.seq += len(ops)
            sets.append(ops)
        phone.seq = seq
        bodies.append(phone.body(*sets))
    return Pusher(phone, bodies, pause)


def _kill(server: Server, pushers: list[Pusher], random: Random, kills: int, pause: Any) -> int:
    """Kill at random moments and at named points, as long as something is being pushed."""
    for done in range(kills):
        if random.random() < 0.5:
            server.point.write_text(random.choice(POINTS))
        pause(random.uniform(0.05, 0.8))
        if not any(one.is_alive() for one in pushers):
            return done
        server.kill()
        server.start()
        server.wait(pause)
    return kills


def _compare(app: Flask, pushers: list[Pusher], households: int) -> set[str]:
    """Compare what was sent with what is there."""
    db.session.remove()
    sweep_all(patience=timedelta(seconds=-1))
    session, found = db.session(), set()
    sent = {
        (one.phone.install, packed.op.seq): packed.sha
        for one in pushers for body in one.bodies for packed in decode_push(body).ops
    }  # fmt: skip
    stored = session.execute(
        select(InboxOp.install, InboxOp.seq, InboxOp.sha, InboxOp.status, InboxOp.ver)
    ).all()
    if {(row.install, row.seq): row.sha for row in stored} != sent:
        found.add("lost op")
    if len({row.ver for row in stored}) != len(stored):
        found.add("duplicated")
    if any(row.status != "applied" for row in stored):
        found.add("stuck")
    expected = {
        Enrollment: households,
        InsuredPerson: households * 3,
        Consent: households * 3,
        Collection: households,
    }
    for model, count in expected.items():
        here = session.scalar(select(func.count()).select_from(model))
        if here != count:
            found.add("duplicated" if here and here > count else "write vanished")
    versions = {(row.install, row.seq): row.ver for row in stored}
    for one in pushers:
        for answer in one.answers:
            for first, last, ver in answer["ok"]:
                if (
                    ver is not None
                    and versions.get((one.phone.install, last)) != ver + last - first
                ):
                    found.add("verdict differs")
    return found | _audit(session)


def _audit(session: Any) -> set[str]:
    """The chain of the village has no hole and ends where the village says."""
    rows = session.execute(
        select(AuditEntry.no, AuditEntry.previous, AuditEntry.sha)
        .where(AuditEntry.chain == VILLAGE)
        .order_by(AuditEntry.no)
    ).all()
    head = session.scalar(select(Village.audit_head).where(Village.id == VILLAGE))
    whole = [row.no for row in rows] == list(range(1, len(rows) + 1))
    linked = all(later.previous == row.sha for row, later in itertools.pairwise(rows))
    return set() if whole and linked and rows[-1].sha == head else {"audit chain broken"}
