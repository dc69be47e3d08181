"""Of one person, a row of every kind and a file behind each that has one."""

import io
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.utils import timezone
from PIL import Image

from accounts import sealed_files
from accounts.audit import Verb, record
from accounts.models import Membership, Organisation, Person, Role, User
from generation import picture_files, templates
from generation.faces.values import REFERENCE, Template
from generation.jobs import JobState
from generation.models import Candidate, Run
from policies.consent import Purpose
from policies.models import Assessment, RuleSetLook
from portraits.collecting.intake import Arrival, add_photo
from portraits.distribution import channel
from portraits.distribution.base import Parcel
from portraits.models import (
    Attestation,
    Baseline,
    Certificate,
    Companion,
    Comparison,
    DriftCheck,
    Export,
    IdentityAlert,
    Incident,
    LegalHold,
    Opinion,
    Photo,
    PictureWords,
    Portrait,
    Publication,
    Reminder,
    Rendition,
    Review,
    RuleTask,
    Transition,
    Vote,
)
from portraits.models.rule_task import RuleReason
from portraits.states import State
from portraits.views.pictures import thumbnails
from tests.factories import HEAD, CandidateFactory, RunFactory, agree

SAID = "because of the new glasses after the operation"  # a sentence that must be gone as well


@dataclass(frozen=True)
class Kept:
    """What was kept, as bytes: each picture as it is shown, and the template's numbers."""

    pictures: tuple[bytes, ...]
    template: bytes


def person(organisation: Organisation, name: str) -> Person:
    user = User.objects.create_user(f"{name.split()[-1].lower()}@{organisation.slug}.example", "moon", full_name=name)
    Membership.objects.create(user=user, organisation=organisation, role=Role.EMPLOYEE)
    return Person.objects.create(
        organisation=organisation, user=user, name=name, title="Commander", department="Flight"
    )


def jpeg(picture: np.ndarray, *, quality: int = 90) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def fill(owner: Person, picture: np.ndarray) -> Kept:
    photo = _photo(owner, picture)
    template = _template(owner, photo.sha256)
    candidate = _candidate(owner, photo, picture)
    portrait = _portrait(owner, candidate, photo)
    publication = _shown(portrait)
    _watched(portrait, photo, publication)
    _beside(portrait, photo)
    _asked_for(owner)
    if not owner.releases.exists():
        agree(owner, Purpose.PORTRAIT, Purpose.AI)
    files = [sealed_files.get(name) for name in sealed_files.of(owner.pk)]
    return Kept(tuple(data for data in files if data), template)


def _photo(owner: Person, picture: np.ndarray) -> Photo:
    photo, _ = add_photo(owner, Arrival(jpeg(picture), Photo.Kind.SELFIE), actor=owner.user)
    Photo.objects.filter(pk=photo.pk).update(job_state=JobState.DONE, face=HEAD, appearance={"version": 1, "x": 0.5})
    photo.refresh_from_db()
    thumbnails.thumbnail(photo, thumbnails.Size(240, face=False))
    return photo


def _template(owner: Person, digest: str) -> bytes:
    vector = np.random.default_rng(owner.pk).normal(size=128).astype(np.float32)
    templates.keep(owner, digest, Template(vector, REFERENCE, "1", "five points"))
    return vector.tobytes()


def _candidate(owner: Person, photo: Photo, picture: np.ndarray) -> Candidate:
    reference = {"name": photo.image, "sha256": photo.sha256, "captured_on": "2026-06-01"}
    run = RunFactory(person=owner, source_name=photo.image, source_sha256=photo.sha256, references=[reference])
    Run.objects.filter(pk=run.pk).update(reason=SAID, job_state=JobState.DONE)
    stored = picture_files.store(jpeg(picture[::-1]), person=owner, folder="candidates")
    made = CandidateFactory(run=run, image=stored.name, sha256=stored.sha256)
    Vote.objects.create(candidate=made, score=4)
    return made


def _portrait(owner: Person, candidate: Candidate, photo: Photo) -> Portrait:
    portrait = Portrait.objects.create(
        person=owner, state=State.PUBLISHED, origin=candidate.origin, image=candidate.image, sha256=candidate.sha256,
        width=512, height=512, face=HEAD, depicts_as_of=photo.captured_on, candidate=candidate, photo=photo,
        uploaded_by=owner.user,
    )  # fmt: skip
    portrait.sources.set([photo])
    Attestation.objects.create(portrait=portrait, actor=owner.user, text=SAID, sha256=portrait.sha256)
    event = record(Verb.PORTRAIT_MOVED, portrait, organisation=owner.organisation, reason=SAID,
                   data={"sha256": portrait.sha256})  # fmt: skip
    Transition.objects.create(portrait=portrait, origin="draft", target="published", reason=SAID, event=event)
    return portrait


def _shown(portrait: Portrait) -> Publication:
    owner, place = portrait.person, "directory"
    review = Review.objects.create(portrait=portrait, approved=True, placements=[place], sha256=portrait.sha256)
    assessment = Assessment.objects.create(
        organisation=owner.organisation, person=owner, placement=place, image_digest=portrait.sha256, facts={},
        on=timezone.localdate(), decision="allow",
    )  # fmt: skip
    stored = picture_files.store(
        jpeg(picture_files.load(portrait.image)[:400, :400]), person=owner, folder="renditions"
    )
    rendition = Rendition.objects.create(
        portrait=portrait, placement=place, anchor=False, assessment=assessment, image=stored.name, mime="image/jpeg",
        sha256=stored.sha256, width=400, height=400, size=stored.size, source_type=portrait.origin, alt_text="A portrait",
        fingerprint="0" * 16,
    )  # fmt: skip
    parcel = Parcel(
        owner.organisation.slug, place, owner.public_id.hex, ".jpg", stored.sha256, picture_files.read(stored.name)
    )
    return Publication.objects.create(
        person=owner, portrait=portrait, placement=place, review=review, rendition=rendition, channel="folder",
        address=channel("folder").put(parcel), published_at=timezone.now(), job_state=JobState.DONE,
    )  # fmt: skip


def _beside(portrait: Portrait, photo: Photo) -> None:
    owner, now = portrait.person, timezone.now()
    Companion.objects.create(person=owner, bio=SAID, real_photo=photo, real_photo_at=now, named_at=now)
    PictureWords.objects.create(portrait=portrait, locale="en", alt_text=SAID)
    Incident.objects.create(person=owner, portrait=portrait, why="other", note=SAID)


def _watched(portrait: Portrait, photo: Photo, publication: Publication) -> None:
    owner, today = portrait.person, timezone.localdate()
    Baseline.objects.create(portrait=portrait, centre=0.2, spread=0.1, selfies=1, encoder="dlib", limits="a")
    difference = picture_files.store(jpeg(255 - picture_files.load(photo.image)), person=owner, folder="differences")
    DriftCheck.objects.create(
        person=owner, portrait=portrait, photo=photo, on=today, distance=0.3, decision="watch", sentence=SAID, limits="a",
        difference=difference.name,
    )  # fmt: skip
    opinion = Opinion.objects.create(
        portrait=portrait, by=owner.user, voice="person", still_looks_like=False, note=SAID, on=today
    )
    DriftCheck.objects.create(
        person=owner, portrait=portrait, opinion=opinion, on=today, decision="watch", sentence="", limits="a"
    )
    IdentityAlert.objects.create(person=owner, photo=photo, resolution=SAID)
    Comparison.objects.create(person=owner, photo=photo, note=SAID)
    Certificate.objects.create(
        organisation=owner.organisation, person=owner, because="release:1", digest="0" * 64, issued_at=timezone.now()
    )
    Reminder.objects.create(portrait=portrait, freshness="due", on=today)
    look = RuleSetLook.objects.filter(organisation=owner.organisation).first() or RuleSetLook.objects.create(
        organisation=owner.organisation, rule_set="0" * 64, on=today, known_at=timezone.now()
    )
    RuleTask.objects.create(
        publication=publication, look=look, effect="denied", reason=RuleReason.of([], []), opened_on=today
    )


def _asked_for(owner: Person) -> None:
    name = sealed_files.name_for(owner, "1" * 64, folder="exports", suffix=".zip")
    sealed_files.put(owner, b"PK an archive of everything " * 50, name)
    soon = timezone.now() + timedelta(days=3)
    Export.objects.create(
        person=owner, asked_by=owner.user, file=name, size=1, expires_at=soon, job_state=JobState.DONE
    )
    LegalHold.objects.create(
        person=owner, reason=SAID, placed_by=owner.user, lifted_by=owner.user, lifted_at=timezone.now()
    )
