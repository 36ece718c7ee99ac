"""The invariants I1 to I12 at the end of a run of the protocol model (sync.md 5)."""

from tests.sim.model.phone import Phone
from tests.sim.model.run import Run
from tests.sim.model.server import FINAL, Server


def violations(run: Run, *, rest: bool) -> set[str]:
    """Return the names of what does not hold."""
    server = run.server
    found = set(server.faults)  # I3: silent overwrites are seen when they happen
    if not rest:
        found.add("stuck")  # I10
    found |= _inbox(run) | _fields(run) | _order(server) | _files(run)
    for phone in run.phones:
        if phone.bases.keys() - server.data["scope"][phone.agent]:
            found.add("outside scope")  # I8
        if rest:
            found |= _phone(server, phone)
    return found


def _inbox(run: Run) -> set[str]:
    """I1: everything saved is there once. I9: everything there has a verdict."""
    found, inbox = set(), run.server.data["inbox"]
    uids = [one.op.uid for one in inbox.values()]
    if run.living.keys() - set(uids):
        found.add("lost op")
    if len(uids) != len(set(uids)):
        found.add("duplicated")
    if any(one.status == "received" for one in inbox.values()):
        found.add("stuck")
    server = run.server
    for key, one in inbox.items():
        made = inbox.get(server.parent(key))  # another op, if phone and server were put back
        orphan = one.status == "quarantined" and one.lost == ("orphan",)
        here = made and (made.op.village, made.op.id) == (one.op.village, one.op.id)
        meant = run.aimed[one.op.uid]
        misnamed = meant != one.op.id and meant in server.data["rows"][one.op.village]
        if orphan and ((here and made.status in FINAL) or misnamed):
            found.add("put aside in vain")
    waiting = [key for key, one in inbox.items() if one.status == "waiting"]
    if not all(server.is_aside(server.parent(key)) for key in waiting):
        found.add("stuck")
    return found


def _fields(run: Run) -> set[str]:
    """I4: every field of an op is applied, kept as a conflict, equal, or waits for a person."""
    data, found = run.server.data, set()
    lost = {(uid, name) for _, _, name, uid, _ in data["conflicts"]}
    for one in data["inbox"].values():
        if one.status in ("quarantined", "waiting") or one.op.uid in run.taken_back:
            continue
        for name, value in one.op.fields.items():
            history = data["history"].get((one.op.village, one.op.id, name), ())
            if (one.op.uid, name) not in lost and all(value != x[3] for x in history):
                found.add("write vanished")
    return found


def _order(server: Server) -> set[str]:
    """I1: applied once. I5: in the order of the device. I6: no conflict with oneself. I8: scope."""
    found, data = set(), server.data
    for writes in data["history"].values():
        if len({x[0] for x in writes}) != len(writes):
            found.add("duplicated")
        newest: dict[str, int] = {}
        for _, install, seq, _ in writes:
            if newest.get(install, 0) > seq:
                found.add("device order")
            newest[install] = max(seq, newest.get(install, 0))
    by = {one.op.uid: key for key, one in data["inbox"].items()}
    for village, key, name, uid, late in data["conflicts"]:
        writers = {x[1] for x in data["history"].get((village, key, name), ())}
        if not late and uid in by and writers == {by[uid][0]}:
            found.add("self conflict")
    return found


def _phone(server: Server, phone: Phone) -> set[str]:
    """I2: quiet phones show what the server has. I11: no mark lies above another."""
    found = set()
    scope = server.data["scope"][phone.agent]
    for village in phone.bases.keys() & scope:
        rows = server.data["rows"][village]
        for key in rows.keys() | phone.bases[village].rows.keys():
            held = any(
                verdict in ("quarantined", "waiting")
                for _, (_, verdict, _), _ in phone.ops_on(village, key)
            )
            if not held and phone.shown(village, key) != (
                server.values(village, key) if key in rows else {}
            ):
                found.add("diverged")
    for box in phone.outboxes:
        for seq, (_, verdict, _) in box.marks.items():
            kept = server.data["inbox"].get((box.install, seq))
            if seq <= box.acked and (kept is None or verdict != kept.status):
                found.add("verdict differs")
        if not box.safe <= box.acked <= box.seq:
            found.add("marks")  # I11
    return found


def _files(run: Run) -> set[str]:
    """I12: every photo of an op in the inbox is there, whole."""
    blobs = run.server.data["blobs"]
    found = {"file broken" for sha, whole in blobs.items() if sha != whole}
    for one in run.server.data["inbox"].values():
        if one.op.file and one.op.uid in run.living and one.op.file not in blobs:
            found.add("file lost")
    return found
