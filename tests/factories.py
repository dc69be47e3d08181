"""Rows for tests, made the way the product makes them, without pictures being measured."""

import hashlib
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organisation, Person, Role, User
from generation.jobs import JobState
from generation.models import Candidate, Run
from portraits.models import Photo, Portrait

HEAD = {
    "right_eye": [440.0, 430.0],
    "left_eye": [380.0, 430.0],
    "forehead": [410.0, 330.0],
    "chin": [410.0, 590.0],
    "right_edge": [500.0, 450.0],
    "left_edge": [320.0, 450.0],
}


def digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    jurisdictions = ["EU", "DE"]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"User {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    department = "Flight"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.PHOTO_ADMIN


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = Photo

    person = factory.SubFactory(PersonFactory)
    kind = Photo.Kind.SELFIE
    sha256 = factory.Sequence(lambda n: digest(n))
    image = factory.LazyAttribute(lambda row: f"photos/{row.sha256[:2]}/{row.sha256}.jpg")
    width, height, size = 819, 1024, 200_000
    captured_at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    captured_from = Photo.DateFrom.EXIF
    fingerprint = factory.Sequence(lambda n: f"{n:016x}")
    job_state = JobState.DONE
    face = HEAD
    likeness = {"band": "same", "sentence": "This is the same person as on the photos we have."}


class RunFactory(DjangoModelFactory):
    class Meta:
        model = Run

    person = factory.SubFactory(PersonFactory)
    recipe_key, recipe_version, recipe_digest = "refine", 1, "0" * 64
    source_sha256 = factory.Sequence(lambda n: digest(n + 10_000))
    source_name = factory.LazyAttribute(lambda row: f"photos/{row.source_sha256[:2]}/{row.source_sha256}.jpg")


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    run = factory.SubFactory(RunFactory, job_state=JobState.DONE)
    number = factory.Sequence(lambda n: n % 30_000)
    preset, background, polish = "soft-daylight", "keep", 0.6
    seed = factory.Sequence(lambda n: n)
    origin = "algorithmicallyEnhanced"
    sha256 = factory.Sequence(lambda n: digest(n + 20_000))
    image = factory.LazyAttribute(lambda row: f"candidates/{row.sha256[:2]}/{row.sha256}.jpg")
    width, height = 819, 1024
    verdict = "pass"
    rank = 1
    reasons = ["closest to 3 of your 4 photos", "skin detail 99 %"]
    face = HEAD


class PortraitFactory(DjangoModelFactory):
    class Meta:
        model = Portrait

    person = factory.SubFactory(PersonFactory)
    origin = "digitalCapture"
    sha256 = factory.Sequence(lambda n: digest(n + 30_000))
    image = factory.LazyAttribute(lambda row: f"photos/{row.sha256[:2]}/{row.sha256}.jpg")
    width, height = 819, 1024
    face = HEAD
    depicts_as_of = datetime(2026, 6, 1, tzinfo=UTC).date()
