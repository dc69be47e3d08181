"""Rows for tests, made the way the product makes them, without pictures being measured."""

import hashlib
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organisation, Person, Role, User
from generation.jobs import JobState
from generation.models import Candidate, Run
from policies import placements
from policies.consent import ANYWHERE, Alteration, Group, Purpose
from policies.models import Notice, Release
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


def agree(person, *purposes: Purpose, places=None, **said) -> list[Release]:
    """The person agreed to these purposes (all without any), publications in `places` (all without any)."""
    items = [(each, "") for each in purposes or Purpose if each is not Purpose.PUBLICATION]
    if not purposes or Purpose.PUBLICATION in purposes:
        items += [(Purpose.PUBLICATION, key) for key in (placements.catalogue() if places is None else places)]
    notices = {each: notice(each) for each in {purpose for purpose, _ in items}}
    plain = {
        "groups": list(Group), "alterations": list(Alteration), "territory": [ANYWHERE], "typed_name": person.name,
        "starts_on": datetime(2020, 1, 1, tzinfo=UTC).date(),
    }  # fmt: skip
    return Release.objects.bulk_create(
        Release(person=person, purpose=purpose, placement=place, notice=notices[purpose],
                text_digest=notices[purpose].digest, **{**plain, **said})
        for purpose, place in items
    )  # fmt: skip


def notice(purpose: Purpose) -> Notice:
    """Words of everybody's to agree to; the packs' first versions come after them."""
    key = {"organisation": None, "purpose": purpose, "placement": "", "language": "en", "version": 0}
    words = {"title": purpose.value, "body": "What is agreed to.", "without": "Nothing changes."}
    return Notice.objects.get_or_create(**key, defaults=words)[0]


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
    """Somebody who has agreed to everything; `releases=()` to nothing, `releases=[Purpose.AI]` to one thing."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    department = "Flight"

    @factory.post_generation
    def releases(self, create, extracted, **_):
        if create and (extracted is None or extracted):
            agree(self, *(extracted or ()))


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
    compare = True
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
