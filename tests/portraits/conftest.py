import os
import shutil

import pytest

from tests import cast as people
from tests.portraits.pictures import jpeg
from tests.portraits.shown import rules, show  # noqa: F401 (fixtures)
from tests.remembered import made_once, measured_once  # noqa: F401 (fixtures)


@pytest.fixture
def cast(db) -> people.Cast:
    return people.assemble()


@pytest.fixture(scope="session")
def collins_jpeg(astronaut) -> bytes:
    return jpeg(astronaut)


@pytest.fixture(scope="session")
def hopper_jpeg(hopper) -> bytes:
    return jpeg(hopper)


@pytest.fixture(scope="session")
def looks(astronaut) -> dict[str, bytes]:
    """Later looks of Eileen Collins, simulated: the same in other light, and changed three times."""
    from generation import simulation

    changed = simulation.glasses(simulation.grey_hair(astronaut, amount=0.85))
    return {
        "same": jpeg(simulation.other_light(astronaut, from_left=True, stops=0.7, warmth=0.1)),
        "same again": jpeg(simulation.other_light(astronaut, from_left=False, stops=0.5, warmth=-0.1)),
        "same on a new day": jpeg(simulation.other_lens(astronaut, strength=0.05, turn=2)),
        "changed": jpeg(simulation.other_light(changed, from_left=True, stops=0.5, warmth=0.1)),
        "changed again": jpeg(simulation.other_lens(changed, strength=0.06, turn=3)),
        "changed once more": jpeg(simulation.other_light(changed, from_left=False, stops=0.3, warmth=-0.05)),
    }


@pytest.fixture(scope="session")
def exiftool() -> str:
    """A program that is not ours, for a second opinion on what we wrote."""
    found = shutil.which("exiftool")
    if found:
        return found
    reason = "exiftool is missing: install the package libimage-exiftool-perl"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def bucket(settings, monkeypatch):
    """The two buckets of an installation whose files lie on S3, by moto."""
    import boto3
    from moto import mock_aws

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        for name in ("media", "keys"):
            client.create_bucket(Bucket=name)
        private = {"BACKEND": "portraits.installation.bucket.PrivateBucket"}
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {**private, "OPTIONS": {"bucket_name": "media"}},
            "keys": {**private, "OPTIONS": {"bucket_name": "keys"}},
        }
        yield client
