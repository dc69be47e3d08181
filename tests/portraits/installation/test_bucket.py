"""Files on S3: the same promises as the folder's, held by a bucket (moto)."""

import hashlib

import pytest

from accounts import sealed_files, vault
from accounts.vault import SealBrokenError
from tests.portraits.buckets import objects

pytestmark = pytest.mark.django_db


def test_a_picture_is_sealed_in_the_bucket_found_again_and_gone_without_its_key(bucket, cast, collins_jpeg):
    digest = hashlib.sha256(collins_jpeg).hexdigest()
    name = sealed_files.name_for(cast.collins, digest, folder="photos", suffix=".jpg")
    sealed_files.put(cast.collins, collins_jpeg, name)
    sealed_files.put(cast.collins, collins_jpeg, name)
    assert sealed_files.get(name) == collins_jpeg
    assert list(sealed_files.of(cast.collins.pk)) == [name]
    assert all(collins_jpeg[5_000:5_064] not in data for data in objects(bucket, "media").values())
    assert len(objects(bucket, "keys")) == 1

    vault.destroy(cast.collins.pk)
    assert not objects(bucket, "keys")
    with pytest.raises(SealBrokenError):
        sealed_files.get(name)
    sealed_files.forget(name)
    assert not objects(bucket, "media")
    assert not list(sealed_files.of(cast.collins.pk))
