"""Somebody who agreed to everything, and things that depend on it: rows as the workflow leaves them, with their files."""

import hashlib
from itertools import count

import pytest
from django.utils import timezone

from accounts import sealed_files
from generation.jobs import OPEN, JobState
from generation.models import Template
from policies import placements
from policies.models import Assessment
from portraits.distribution import channel
from portraits.models import Baseline, DriftCheck, Export, IdentityAlert, Publication, Rendition, Review
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory, digest

NUMBERS = count(70_000)
MADE = "algorithmicallyEnhanced"


class World:
    """Makes things of one person; every one of them depends on some agreement."""

    def __init__(self, person) -> None:
        self.person = person
        self.photo = PhotoFactory(person=person)

    def run(self, *, compare=True, state=JobState.WAITING):
        return RunFactory(person=self.person, compare=compare, job_state=state, source_sha256=self.photo.sha256)

    def candidate(self):
        row = CandidateFactory(run=self.run(state=JobState.DONE))
        row.image = sealed_files.name_for(self.person, row.sha256, folder="candidates", suffix=".jpg")
        row.save()
        sealed_files.put(self.person, b"pixels of " + row.sha256.encode(), row.image)
        return row

    def portrait(self, *, software=False, state=State.PUBLISHED):
        made = {"candidate": self.candidate(), "origin": MADE} if software else {}
        return PortraitFactory(person=self.person, state=state, **made)

    def publication(self, placement, *, software=False, live=True):
        portrait = self.portrait(software=software)
        review = Review.objects.create(portrait=portrait, approved=True, placements=[placement], sha256=portrait.sha256)
        where = placements.get(placement).channel
        row = Publication.objects.create(
            person=self.person, portrait=portrait, placement=placement, review=review, channel=where,
            job_state=JobState.DONE if live else JobState.WAITING,
        )  # fmt: skip
        return self._shown(row) if live else row

    def _shown(self, row):
        row.rendition = self._rendition(row)
        row.address, row.published_at = f"{row.portrait_id}/{row.placement}.jpg", timezone.now()
        row.save()
        path = channel("folder").root / row.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"the file of " + str(row.pk).encode())
        return row

    def _rendition(self, row):
        assessment = Assessment.objects.create(
            organisation=self.person.organisation, person=self.person, placement=row.placement, facts={},
            image_digest=row.portrait.sha256, on=timezone.localdate(), decision="allow", rule_set="none",
        )  # fmt: skip
        data = b"the file of " + str(row.pk).encode()
        return Rendition.objects.create(
            portrait=row.portrait, placement=row.placement, anchor=False, assessment=assessment, image=f"r/{row.pk}.jpg",
            sha256=hashlib.sha256(data).hexdigest(), mime="image/jpeg", width=1, height=1, size=1, alt_text="",
            source_type=row.portrait.origin, fingerprint="0" * 16,
        )  # fmt: skip

    def template(self, *, software=False):
        sha256 = self.candidate().sha256 if software else digest(next(NUMBERS))
        return Template.objects.create(
            person=self.person, sha256=sha256, encoder="e", version="1", alignment="a", sealed=b"sealed"
        )

    def baseline(self):
        return Baseline.objects.create(
            portrait=self.portrait(), distances=[0.3], centre=0.3, spread=0.1, selfies=1, encoder="e", limits="l"
        )

    def measurement(self):
        return PhotoFactory(person=self.person, appearance={"version": 1})

    def drift_measurement(self):
        face = {"kind": "identity", "strength": 2.5, "limit": 4.0, "found": False, "counts": True, "sentence": "Inside.",
                "difference": 0.41, "about": []}  # fmt: skip
        word = {**face, "kind": "own_word", "strength": 1.0, "difference": None, "sentence": "You said so."}
        return DriftCheck.objects.create(
            person=self.person, portrait=self.portrait(), photo=PhotoFactory(person=self.person), sentence="Said.",
            on=timezone.localdate(), decision="watch", limits="l", distance=0.41, signals=[face, word],
            statistics={"identity": {"value": 0.7}},
        )  # fmt: skip

    def alert(self):
        said = {"band": "other", "nearest": 0.61, "median": 0.62, "sentence": "A colleague has to look."}
        return IdentityAlert.objects.create(person=self.person, photo=PhotoFactory(person=self.person), likeness=said)

    def judged(self):
        """A candidate that a matcher has compared, and its gates."""
        row = self.candidate()
        identity = {"gate": "identity", "measure": "source", "value": 0.31, "amber": 0.4, "refuse": 0.5,
                    "verdict": "pass", "sentence": "It is recognisably you."}  # fmt: skip
        skin = {**identity, "gate": "texture", "measure": "mid", "value": 0.93, "sentence": "Skin detail 93 %."}
        row.gates = {"verdict": "pass", "results": [identity, skin], "distances": [0.31, 0.33], "threshold_set": "g"}
        row.save()
        return row

    def archive(self, *, state=JobState.DONE):
        if state in OPEN:
            return Export.objects.get_or_create(person=self.person, job_state=state)[0]
        name = sealed_files.name_for(self.person, f"export {next(NUMBERS)}", folder="exports", suffix=".zip")
        sealed_files.put(self.person, b"PK", name)
        return Export.objects.create(person=self.person, file=name, size=2, job_state=state)

    def difference_map(self):
        name = sealed_files.name_for(self.person, digest(next(NUMBERS)), folder="differences", suffix=".jpg")
        sealed_files.put(self.person, b"map", name)
        return DriftCheck.objects.create(
            person=self.person, portrait=self.portrait(), photo=PhotoFactory(person=self.person), sentence="",
            on=timezone.localdate(), decision="watch", limits="l", difference=name,
        )  # fmt: skip


@pytest.fixture
def world(cast) -> World:
    return World(cast.collins)
