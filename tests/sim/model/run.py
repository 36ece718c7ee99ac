"""One seeded run of the protocol model: phones, a server, a bad link, an operator."""

from collections import Counter
from random import Random

from tests.sim.model.phone import Phone
from tests.sim.model.server import Install, Server

STEPS, VILLAGES, AGENTS, ROUNDS = 200, 2, 3, 250


class Run:
    """Phones, a server and a bad link, all from one seed."""

    def __init__(self, seed: int, without: frozenset) -> None:
        self.random, self.without = Random(seed), without
        self.server = Server(without, VILLAGES, AGENTS)
        self.uid = self.made = 0
        self.living: dict[int, tuple[Phone, dict]] = {}  # uid -> who saved it, its fields
        self.aimed: dict[
            int, str
        ] = {}  # uid -> id of what was changed or made, as the phone saw it
        self.taken_back: set[int] = set()
        self.names: list[list[str]] = [[] for _ in range(VILLAGES)]
        self.ghosts: list[tuple] = []
        self.happened: Counter = Counter()
        self.phones = [
            Phone(a, self.install(a), self.server.data["epoch"], without) for a in range(AGENTS)
        ]
        self.backups = [self.server.backup()]
        self.saved: dict[int, tuple] = {}
        self.calm = False

    def install(self, agent: int) -> str:
        self.made += 1
        name = f"i{self.made}"
        self.enroll(name, agent)
        return name

    def enroll(self, name: str, agent: int) -> None:
        self.server.data["installs"].setdefault(name, Install(agent))

    # one step

    def step(self) -> None:
        random, phone = self.random, self.random.choice(self.phones)
        a = random.random()
        if a < 0.30:
            self.edit(phone)
        elif a < 0.55:
            self.push(phone)
        elif a < 0.70:
            self.pull(phone)
        elif a < 0.78:
            self.state(phone)
        elif a < 0.84:
            self.upload(phone)
        elif a < 0.90:
            self.ghost()
        else:
            self.rare(phone, random.random())

    def rare(self, phone: Phone, a: float) -> None:
        random, server = self.random, self.server
        if a < 0.25:
            server.sweep()
        elif a < 0.40:
            self.back_up()
        elif a < 0.48:
            self.restore()
        elif a < 0.58:
            agent = random.randrange(AGENTS)
            server.data["scope"][agent] = frozenset(
                v for v in range(VILLAGES) if random.random() < 0.7
            )
            self.happened["scope changes"] += 1
        elif a < 0.66:
            self.roll_back(phone)
        elif a < 0.72:
            self.keep_profile(phone)
        elif a < 0.80:
            phone.template = 2
        elif a < 0.84:
            server.template = 2
        elif a < 0.92:
            self.decide()
        else:
            server.commit_half()

    def keep_profile(self, phone: Phone) -> None:
        copy = Phone(phone.agent, "", phone.epoch, self.without)
        copy.copy_from(phone)
        self.saved[phone.agent] = (copy, self.uid)

    def back_up(self) -> None:
        """Copy, and declare safe what is in the copy; some copies are never checked."""
        copy = self.server.backup()
        if self.random.random() < 0.7:
            self.backups.append(copy)
            self.server.verified(copy)
            self.happened["backups"] += 1

    def restore(self) -> None:
        old = len(self.backups) > 1 and "newest_backup" in self.without
        self.server.restore(self.backups[-2 if old else -1], self.random.getrandbits(32))
        for phone in self.phones:
            for box in phone.outboxes:
                self.enroll(box.install, phone.agent)
        self.ghosts.clear()  # what was under way died with the server
        self.happened["restores"] += 1

    def roll_back(self, phone: Phone) -> None:
        if phone.agent not in self.saved:
            return
        copy, uid = self.saved[phone.agent]
        for gone in [one for one, (who, _) in self.living.items() if who is phone and one > uid]:
            del self.living[gone]
            self.taken_back.add(gone)
        phone.copy_from(copy)
        self.happened["rollbacks"] += 1

    def decide(self) -> None:
        inbox = self.server.data["inbox"]
        open_ = [key for key, one in inbox.items() if one.status == "quarantined" and one.ver]
        if open_:
            self.server.decide(self.random.choice(sorted(open_)))
            self.happened["decisions"] += 1

    def edit(self, phone: Phone) -> None:
        random = self.random
        ready = sorted(v for v, base in phone.bases.items() if base.ready)
        if not ready:
            return
        village = random.choice(ready)
        names = ("a", "b", "c", *(("new",) if phone.template == 2 else ()))
        known = [key for key in self.names[village][-5:] if phone.shown(village, key)]
        key = random.choice(known) if known and random.random() < 0.8 else ""
        self.uid += 1
        fields = {
            name: f"{self.uid}{name}" if random.random() < 0.9 else "same"
            for name in random.sample(names, random.randint(1, 2))
        }  # fmt: skip
        photo = f"photo{self.uid}" if random.random() < 0.15 else None
        odd = random.choice((1, 2)) if random.random() < 0.04 else 0
        op, shown = phone.edit(village, key, fields, self.uid, photo, odd)
        if not key:
            self.names[village].append(op.id)
        self.living[self.uid], self.aimed[self.uid] = (phone, fields), op.id
        self.server.typed[self.uid] = shown
        for name, value in fields.items():
            self.server.over.setdefault(value, set()).add(shown.get(name))

    # requests over the link

    def lost(self, share: float) -> bool:
        return not self.calm and self.random.random() < share

    def push(self, phone: Phone) -> None:
        boxes = [box for box in phone.outboxes if box is phone.outbox or box.log]
        box = self.random.choice(boxes)
        body = phone.next_push(box, self.random)
        if body is None:
            return
        if "lost" in body:
            self.server.faults.add("lost op")
            return
        if self.lost(0.1):
            return
        if not self.calm and self.random.random() < 0.2:
            self.ghosts.append((box.install, dict(body, after=None)))
        if not self.calm and self.random.random() < 0.1:
            body["ops"], body["after"] = (
                body["ops"][: self.random.randint(1, len(body["ops"]))],
                None,
            )
        die = self.random.choice(("T1", "T2", "busy")) if self.lost(0.2) else None
        answer = self.server.push(box.install, body, die)
        if not self.calm and self.random.random() < 0.15:
            self.edit(phone)
        if answer is None or self.lost(0.2):
            return
        phone.pushed(box, body, answer)
        self.renew(phone)

    def renew(self, phone: Phone) -> None:
        """A new install, once everything the old one can still deliver is delivered."""
        box = phone.outbox
        if box.fork is None or "new_install" in self.without:
            return
        if box.acked >= box.fork - 1 or "reissue_unsent" in self.without:
            phone.renew(self.install(phone.agent))
            self.saved.pop(phone.agent, None)  # put back twice: not covered (docs/no-loss.md)
            self.happened["renewed installs"] += 1

    def ghost(self) -> None:
        """A copy of an earlier request arrives late; nobody reads the answer."""
        if self.ghosts:
            install, body = self.ghosts.pop(self.random.randrange(len(self.ghosts)))
            self.server.push(install, body, None)

    def pull(self, phone: Phone) -> None:
        if not phone.bases:
            return
        village = self.random.choice(sorted(phone.bases))
        base, limit, install = phone.bases[village], self.random.randint(1, 3), phone.outbox.install
        if base.build is not None:
            token = base.token
            answer = self.server.snapshot(install, village, token, limit)
            if not self.lost(0.3):
                phone.paged(village, token, answer)
            return
        after = base.cursor
        answer = self.server.pull(install, village, phone.epoch, after, limit)
        if not self.calm and self.random.random() < 0.15:
            self.edit(phone)
        if not self.lost(0.3):
            phone.pulled(village, after, answer, torn=self.lost(0.1))

    def state(self, phone: Phone) -> None:
        for box in phone.outboxes:
            answer = self.server.state(box.install, box.results)
            if not self.lost(0.3):
                phone.stated(box, answer)
        self.renew(phone)

    def upload(self, phone: Phone) -> None:
        open_ = sorted(phone.files.keys() - phone.sent)
        if not open_:
            return
        sha = self.random.choice(open_)
        install, offset = phone.files[sha]
        n = self.random.randint(1, 4)
        act = (
            self.random.choice(("create", "patch", "patch", "patch")) if not self.calm else "patch"
        )
        chunk = check = sha[offset : offset + n]
        if self.lost(0.15):
            chunk = chunk[:-1] + "?"  # a broken byte on the way
        answer = self.server.file(install, sha, act, offset, chunk, check)
        if self.lost(0.3):
            return
        if answer["is"] == "MOVED" and "file_head" not in self.without:
            answer = self.server.file(install, sha, "head", 0, "", "")
        if answer["is"] == "GONE":
            answer = self.server.file(install, sha, "create", 0, "", "")
        if answer["is"] == "DONE":
            phone.sent.add(sha)
        elif answer["is"] == "OK":
            phone.files[sha] = (install, answer["offset"])

    # the end

    def settle(self) -> bool:
        """The link is good again: return whether everything comes to rest."""
        for _ in range(len(self.ghosts)):
            self.ghost()
        self.calm, self.server.template = True, 2
        for _ in range(ROUNDS):
            self.server.commit_half()
            for phone in self.phones:
                self.state(phone)
                for _n in range(1 + len(phone.outboxes)):
                    self.push(phone)
                for _n in range(3):
                    self.pull(phone)
                    self.upload(phone)
            self.server.sweep()
            if not any(self.busy(phone) for phone in self.phones):
                return True
        return False

    def busy(self, phone: Phone) -> bool:
        server = self.server
        unsent = any(box.acked < box.seq for box in phone.outboxes)
        stored = any(
            verdict in (None, "received")
            for box in phone.outboxes
            for _, verdict, _ in box.marks.values()
        )
        bases = any(
            base.build is not None or base.cursor < server.ver(v) for v, base in phone.bases.items()
        )
        scope = phone.bases.keys() != server.data["scope"][phone.agent]
        told = server.data["installs"]
        unheard = any(box.results < len(told[box.install].results) for box in phone.outboxes)
        return (
            unsent
            or unheard
            or stored
            or bases
            or scope
            or phone.outbox.fork is not None
            or bool(phone.files.keys() - phone.sent)
        )
