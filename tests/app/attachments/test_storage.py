"""The two stores behave alike: a folder, and an S3-compatible server on this machine."""

import stat

import pytest
from moto.server import ThreadedMotoServer

from app.attachments.storage import DiskStorage, ObjectStorage, key_of, storage_of

KEY = key_of(511703, "ab" * 32)


@pytest.fixture(scope="module")
def bucket():
    import boto3  # noqa: PLC0415 - only this fixture speaks to the server that way

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_REGION", "us-east-1")
        boto3.client("s3", endpoint_url=url).create_bucket(Bucket="photos")
        yield url
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request, tmp_path):
    if request.param == "disk":
        return storage_of("", tmp_path)
    url = request.getfixturevalue("bucket")
    return storage_of(f"s3://photos/{request.node.name[:5]}?endpoint={url}", tmp_path)


def test_what_was_put_is_got(store):
    store.put(KEY, b"one")
    store.put(KEY, b"two")

    assert store.get(KEY) == b"two"


def test_what_is_not_there_is_none(store):
    assert store.get(key_of(511703, "cd" * 32)) is None


def test_what_was_deleted_is_gone_and_may_be_deleted_again(store):
    store.put(KEY, b"one")

    store.delete(KEY)
    store.delete(KEY)

    assert store.get(KEY) is None


def test_files_are_for_this_user_alone(tmp_path):
    DiskStorage(tmp_path).put(KEY, b"one")

    file = tmp_path / KEY
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_the_setting_chooses_the_store(tmp_path, bucket):
    assert isinstance(storage_of("", tmp_path), DiskStorage)
    assert isinstance(storage_of(f"s3://photos?endpoint={bucket}", tmp_path), ObjectStorage)
