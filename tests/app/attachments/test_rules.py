"""What may be announced as a file, and how."""

import base64

import pytest

from app.attachments import rules
from app.errors import Invalid, TooLarge

SHA = "ab" * 32


def metadata(**values: str) -> str:
    given = {"sha256": SHA, "mime": "image/jpeg", "village": "511703001001", **values}
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in given.items())


def test_an_announcement_is_read():
    found = rules.read_announcement("1000", metadata())

    assert found == rules.Announcement(SHA, "image/jpeg", 1000, 511703001001)


@pytest.mark.parametrize(
    ("length", "text", "path"),
    [
        (None, metadata(), "Upload-Length"),
        ("0", metadata(), "Upload-Length"),
        ("-1", metadata(), "Upload-Length"),
        ("１０", metadata(), "Upload-Length"),
        ("10", metadata(sha256="AB" * 32), "Upload-Metadata.sha256"),
        ("10", metadata(mime="text/html"), "Upload-Metadata.mime"),
        ("10", metadata(village="5117"), "Upload-Metadata.village"),
        ("10", "sha256 *", "Upload-Metadata.sha256"),
        ("10", None, "Upload-Metadata"),
    ],
)
def test_a_bad_announcement_names_the_header(length, text, path):
    with pytest.raises(Invalid) as refused:
        rules.read_announcement(length, text)

    assert refused.value.detail["path"].startswith(path)


def test_a_file_above_the_limit_is_refused_with_the_limit():
    with pytest.raises(TooLarge) as refused:
        rules.read_announcement(str(rules.MAX_BYTES + 1), metadata())

    assert refused.value.detail["max"] == rules.MAX_BYTES


def test_a_checksum_is_of_the_piece():
    digest = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="  # SHA-256 of "abc"

    assert rules.checksum_holds(f"sha256 {digest}", b"abc")
    assert not rules.checksum_holds(f"sha256 {digest}", b"abd")


@pytest.mark.parametrize("header", [None, "", "md5 abc", "sha256 ***"])
def test_a_piece_without_a_readable_checksum_is_refused(header):
    with pytest.raises(Invalid):
        rules.checksum_holds(header, b"abc")


def test_a_file_must_be_what_it_is_called():
    assert rules.is_what_it_says(b"\xff\xd8\xff\xe0rest", "image/jpeg")
    assert rules.is_what_it_says(b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp")
    assert not rules.is_what_it_says(b"<html>", "image/jpeg")


def test_files_are_found_in_evidence_and_in_answers():
    assert rules.files_of_consent(
        {"files": [{"sha256": SHA, "size": 1, "mime": "image/jpeg"}]}
    ) == [SHA]
    assert rules.files_of_consent({"strokes": "M0 0"}) == []
    assert rules.files_of_consent({"files": [{"sha256": "x"}, 7]}) == []
    assert rules.files_of_answer([SHA, "YES"]) == [SHA]
    assert rules.files_of_answer("YES") == []
