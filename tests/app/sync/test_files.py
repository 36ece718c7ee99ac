"""Photos over a connection that breaks: tus 1.0, signed, judged again when complete."""

import base64
import hashlib
from datetime import timedelta

import pytest

from app.attachments import rules, service
from app.attachments.models import AttachmentPart
from app.db import db, transaction
from app.enrollment.models import Enrollment
from tests.conftest import both_databases
from tests.factories import OUTSIDE, PHONE, VILLAGE, sign_in
from tests.handset import Handset
from tests.visit import KINDS, visit

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 300
SHA = hashlib.sha256(PHOTO).hexdigest()


class Uploader:
    """Speaks tus with the key of a handset."""

    def __init__(self, phone: Handset) -> None:
        self.phone = phone

    def call(self, method: str, path: str = "", body: bytes = b"", **headers: str):
        url = f"/api/v1/sync/files{path}"
        signed = self.phone.sign(url, body, method=method)
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.phone.client.open(
            url, method=method, data=body,
            headers={**PHONE, **signed, "Tus-Resumable": "1.0.0", **extra},
        )  # fmt: skip

    def announce(self, body: bytes = PHOTO, **changed: str):
        facts = {
            "sha256": hashlib.sha256(body).hexdigest(), "mime": "image/jpeg",
            "village": str(VILLAGE), **changed,
        }  # fmt: skip
        text = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in facts.items())
        return self.call("POST", Upload_Length=str(len(body)), Upload_Metadata=text)

    def piece(self, path: str, start: int, body: bytes, **changed: str):
        checksum = base64.b64encode(hashlib.sha256(body).digest()).decode()
        headers = {
            "Upload_Offset": str(start), "Upload_Checksum": f"sha256 {checksum}",
            "Content_Type": "application/offset+octet-stream", **changed,
        }  # fmt: skip
        return self.call("PATCH", path, body, **headers)

    def send(self, body: bytes = PHOTO, size: int = 40_000) -> str:
        path = self.path(self.announce(body))
        for start in range(0, len(body), size):
            answer = self.piece(path, start, body[start : start + size])
            assert answer.status_code == 204, answer.text
        return path

    @staticmethod
    def path(answer) -> str:
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"].removeprefix("/api/v1/sync/files")


@pytest.fixture
def uploader(phone) -> Uploader:
    return Uploader(phone)


@both_databases
def test_a_photo_arrives_in_pieces_and_rests_encrypted(app, uploader, phone):
    path = uploader.send()

    answer = uploader.call("HEAD", path)
    assert answer.headers["Upload-Offset"] == str(len(PHOTO))
    assert answer.headers["Cache-Control"] == "no-store"
    assert service.read(511703, SHA) == PHOTO
    stored = [file.read_bytes() for file in _files(app)]
    assert len(stored) == 1
    assert PHOTO[:64] not in stored[0]
    assert db.session.query(AttachmentPart).count() == 0


@both_databases
def test_a_piece_sent_twice_is_refused_and_says_where_to_go_on(uploader):
    path = uploader.path(uploader.announce())
    uploader.piece(path, 0, PHOTO[:1000])

    again = uploader.piece(path, 0, PHOTO[:1000])

    assert again.status_code == 409
    assert again.json["code"] == "UPLOAD_OFFSET"
    assert uploader.call("HEAD", path).headers["Upload-Offset"] == "1000"
    assert uploader.piece(path, 1000, PHOTO[1000:]).status_code == 204


def test_announcing_again_goes_on_with_the_same_file(uploader):
    path = uploader.path(uploader.announce())
    uploader.piece(path, 0, PHOTO[:1000])

    again = uploader.announce()

    assert uploader.path(again) == path
    assert again.headers["Upload-Offset"] == "1000"


def test_an_empty_piece_is_not_in_the_way_of_the_next_one(uploader):
    path = uploader.path(uploader.announce())

    assert uploader.piece(path, 0, b"").status_code == 204

    assert uploader.piece(path, 0, PHOTO).status_code == 204


def test_a_damaged_piece_changes_nothing(uploader):
    path = uploader.path(uploader.announce())
    wrong = base64.b64encode(hashlib.sha256(b"x").digest()).decode()

    answer = uploader.piece(path, 0, PHOTO[:1000], Upload_Checksum=f"sha256 {wrong}")

    assert (answer.status_code, answer.json["code"]) == (460, "UPLOAD_CHECKSUM")
    assert uploader.call("HEAD", path).headers["Upload-Offset"] == "0"


def test_a_whole_that_is_not_the_announced_file_starts_from_nothing(uploader):
    other = PHOTO[:-1] + b"?"
    path = uploader.path(uploader.announce())

    answer = uploader.piece(path, 0, other)

    assert answer.status_code == 460
    assert uploader.call("HEAD", path).headers["Upload-Offset"] == "0"
    assert uploader.piece(path, 0, PHOTO).status_code == 204


def test_a_file_that_is_no_photo_is_refused(app, uploader):
    page = b"<script>" * 10
    path = uploader.path(uploader.announce(page))

    answer = uploader.piece(path, 0, page)

    assert (answer.status_code, answer.json["code"]) == (400, "UPLOAD_TYPE")
    assert _files(app) == []


def test_a_crash_after_the_last_piece_is_mended_by_the_next_question(uploader, monkeypatch):
    path = uploader.path(uploader.announce())
    with monkeypatch.context() as patch:
        patch.setattr("app.sync.files._complete", lambda *_: None)
        uploader.piece(path, 0, PHOTO)
    assert service.read(511703, SHA) is None

    answer = uploader.call("HEAD", path)

    assert answer.headers["Upload-Offset"] == str(len(PHOTO))
    assert service.read(511703, SHA) == PHOTO


def test_another_phone_cannot_see_or_continue_a_file(app, uploader):
    path = uploader.path(uploader.announce())
    other = Uploader(Handset(app, "agent02"))

    for answer in (
        other.call("HEAD", path),
        other.piece(path, 0, PHOTO),
        other.call("DELETE", path),
    ):
        assert answer.status_code == 404


def test_a_request_signed_by_nobody_is_refused(phone):
    answer = phone.client.post(
        "/api/v1/sync/files", headers={**PHONE, "Tus-Resumable": "1.0.0", "Upload-Length": "5"}
    )

    assert (answer.status_code, answer.json["code"]) == (403, "BAD_SIGNATURE")


def test_an_unknown_version_of_tus_is_refused(phone, uploader):
    answer = uploader.call("POST", Tus_Resumable="0.2.2")

    assert (answer.status_code, answer.json["code"]) == (400, "UPLOAD_VERSION")


def test_too_many_unfinished_files_are_refused(uploader, monkeypatch):
    monkeypatch.setattr(rules, "MAX_UNFINISHED", 1)
    uploader.announce()

    answer = uploader.announce(PHOTO + b"2")

    assert (answer.status_code, answer.json["code"]) == (413, "UPLOAD_QUOTA")


def test_a_village_of_another_county_is_unknown(uploader):
    answer = uploader.announce(village="511702001001")

    assert answer.status_code == 404


def test_an_unfinished_file_is_forgotten_after_its_time_and_a_complete_one_is_not(uploader, time):
    uploader.send()
    path = uploader.path(uploader.announce(PHOTO + b"2"))
    uploader.piece(path, 0, PHOTO[:100])
    time.at += timedelta(days=rules.KEPT_DAYS + 1)

    with transaction() as session:
        count = service.expire(session, at=time.at)

    assert count == 1
    assert uploader.call("HEAD", path).status_code == 404
    assert service.read(511703, SHA) == PHOTO


def test_an_unfinished_file_can_be_ended_and_a_complete_one_cannot(uploader):
    path = uploader.path(uploader.announce(PHOTO + b"2"))
    assert uploader.call("DELETE", path).status_code == 204
    assert uploader.call("HEAD", path).status_code == 404

    done = uploader.send()

    assert uploader.call("DELETE", done).status_code == 409


@both_databases
def test_evidence_on_the_way_blocks_until_it_is_complete(app, phone, register, county, uploader):
    ops = visit(phone, county.campaign, register.homes[0], register.people[0])
    paper = {"files": [{"sha256": SHA, "size": len(PHOTO), "mime": "image/jpeg"}]}
    ops = [
        (t, k, {**f, "method": "PAPER_PHOTO", "evidence": paper}) if t == "co" else (t, k, f)
        for t, k, f in ops
    ]
    assert [f["kinds"][0] for t, _, f in ops if t == "co"] == [KINDS[0]] * 3
    phone.push(ops)

    before = _codes()
    uploader.send()

    assert before.count("EVIDENCE_MISSING") == 3
    assert "EVIDENCE_MISSING" not in _codes()
    ver = phone.get(f"villages/{VILLAGE}/changes?after=0")
    assert ver.status_code == 200


def test_a_photo_in_an_answer_blocks_until_it_is_complete(phone, register, county, uploader):
    ops = visit(
        phone, county.campaign, register.homes[0], register.people[0],
        answers={"poverty_card": [SHA]},
    )  # fmt: skip
    phone.push(ops)

    assert ("EVIDENCE_MISSING", "answers.poverty_card") in _found()
    uploader.send()

    assert "EVIDENCE_MISSING" not in _codes()


def test_a_photo_that_came_first_is_never_missing(phone, register, county, uploader):
    uploader.send()

    phone.push(
        visit(
            phone, county.campaign, register.homes[0], register.people[0],
            answers={"poverty_card": [SHA]},
        )
    )  # fmt: skip

    assert "EVIDENCE_MISSING" not in _codes()


def test_a_supervisor_opens_photos_of_his_own_villages_only(
    app, phone, register, county, uploader, client
):
    uploader.send()
    photo = f"/console/attachments/{VILLAGE}/{SHA}"
    sign_in(client, "supervisor01")
    assert client.get(photo).status_code == 404  # nothing names it yet

    ops = visit(
        phone, county.campaign, register.homes[0], register.people[0],
        answers={"poverty_card": [SHA]},
    )  # fmt: skip
    phone.push(ops)

    answer = client.get(photo)
    assert (answer.status_code, answer.data) == (200, PHOTO)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/console/attachments/{OUTSIDE}/{SHA}").status_code == 404
    assert client.get(f"/console/attachments/{VILLAGE}/{'cd' * 32}").status_code == 404


def _found() -> list[tuple[str, str]]:
    db.session.expire_all()
    return [
        (one["code"], one["path"]) for row in db.session.query(Enrollment) for one in row.findings
    ]


def _codes() -> list[str]:
    return [code for code, _ in _found()]


def _files(app):
    folder = app.extensions["config"].data_dir / "attachments"
    return [one for one in folder.rglob("*") if one.is_file()]
