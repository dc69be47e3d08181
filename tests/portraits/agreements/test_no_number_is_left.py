"""After comparing was forbidden no number of the face is in any row; what was answered is still there, in words."""

import json
from itertools import count

import pytest
from django.apps import apps
from django.core import serializers
from django.db import models

from accounts.verification import verify
from generation.jobs import JobState
from generation.models import Candidate, Template
from policies.consent import Purpose
from policies.models import Release
from portraits import erasing, withdrawing
from portraits.models import Baseline, DriftCheck, Export, IdentityAlert, Photo
from tests.factories import PhotoFactory

# Every column with numbers or values of any kind on a row that leads to a person. Of faces, compared: emptied.
OF_FACES = {
    "Baseline.distances", "Baseline.centre", "Baseline.spread", "Baseline.appearance", "Baseline.appearances",
    "Baseline.usual", "Candidate.gates", "DriftCheck.distance", "DriftCheck.signals", "DriftCheck.statistics",
    "IdentityAlert.likeness", "Photo.likeness", "Photo.appearance", "Photo.gates", "Template.sealed",
}  # fmt: skip
ELSE = {
    "Assessment.facts": "what the rules were asked", "Assessment.findings": "what they answered",
    "Assessment.duties": "the same", "Attempt.engine_seconds": "time", "Attempt.seconds": "time",
    "Attempt.waited_seconds": "time", "Candidate.face": "where the face is in its own picture",
    "Candidate.operations": "what was done to the pixels", "Candidate.polish": "as asked for",
    "Candidate.reasons": "words", "Candidate.seconds": "time", "Certificate.items": "ids and digests",
    "Companion.links": "their own words", "Comparison.reasons": "ticked by a colleague", "DriftCheck.kinds": "words",
    "Erasure.certificate": "ids and digests", "Erasure.done": "steps", "Erasure.removed": "ids and digests",
    "Opinion.reasons": "ticked by people", "Photo.advice": "words", "Photo.face": "where the face is in its own picture",
    "Photo.provenance": "what the file said", "Photo.quality": "the photo alone", "Photo.reasons": "ticked by the person",
    "PersonKey.wrapped": "a key", "Portrait.face": "where the face is in its own picture",
    "Rendition.manifest": "credentials of a published file: no measure",
    "Release.alterations": "agreed to", "Release.groups": "agreed to", "Release.territory": "agreed to",
    "Rendition.credentials": "read from the file", "Rendition.label": "the visible label", "Review.placements": "places",
    "Review.reasons": "words", "RuleTask.findings": "what the rules say", "RuleTask.labels": "duties",
    "Run.adjusted": "as asked for",
    "Run.backdrops": "which approved rooms", "Run.advice": "words", "Run.polish_high": "the rules' bounds",
    "Run.polish_low": "the rules' bounds", "Run.progress": "time", "Run.references": "digests", "Run.seconds": "time",
    "Run.shortages": "memory",
}  # fmt: skip
HOLDING = (models.FloatField, models.JSONField, models.BinaryField)


@pytest.mark.requirement("N07")
def test_every_column_that_could_hold_a_number_of_a_face_has_been_thought_of():
    found = {
        f"{model.__name__}.{column.name}"
        for model in erasing.held()
        for column in model._meta.concrete_fields
        if isinstance(column, HOLDING)
    }
    assert found - OF_FACES - set(ELSE) == set(), "say whether a comparison of faces leaves something there"
    assert found >= OF_FACES


@pytest.fixture
def planted(world):
    """A row of every kind, each with numbers that stand nowhere else. Answers all of these numbers."""
    numbers = (0.123457 + 0.001 * step for step in count())
    used = []

    def odd() -> float:
        used.append(round(next(numbers), 6))
        return used[-1]

    def likeness():
        said = {"band": "same", "sentence": "The same.", "compared": 3, "threshold_set": "k"}
        return {**said, **{name: odd() for name in ("nearest", "median", "robust_worst", "worst")}}

    def gates():
        face = {"gate": "identity", "measure": "source", "value": odd(), "amber": 0.5, "refuse": 0.6, "verdict": "pass"}
        results = [{**face, "sentence": "It is recognisably you."}]
        return {"verdict": "pass", "changes": [], "threshold_set": "g", "distances": [odd(), odd()], "results": results}

    PhotoFactory(person=world.person, likeness=likeness(), appearance={"version": 1, "glasses": odd()}, gates=gates())
    Candidate.objects.filter(pk=world.judged().pk).update(gates=gates())
    chosen = world.portrait(software=True).candidate
    Candidate.objects.filter(pk=chosen.pk).update(gates=gates())
    alert = world.alert()
    IdentityAlert.objects.filter(pk=alert.pk).update(likeness=likeness())
    check = world.drift_measurement()
    seen = {"kind": "identity", "strength": odd(), "difference": odd(), "limit": 4.0, "found": True, "counts": True,
            "sentence": "The face lies outside its usual day-to-day difference.", "about": []}  # fmt: skip
    longer = {**seen, "kind": "hair_length", "strength": odd(), "difference": odd(), "sentence": "Longer hair."}
    figures = {"identity": {"value": odd(), "scatter": odd()}}
    DriftCheck.objects.filter(pk=check.pk).update(distance=odd(), signals=[seen, longer], statistics=figures)
    Baseline.objects.create(
        portrait=world.portrait(), distances=[odd()], centre=odd(), spread=odd(), selfies=1, encoder="e", limits="l",
        appearance={"glasses": odd()}, appearances=[{"differences": {"glasses": odd()}}], usual={"identity": odd()},
    )  # fmt: skip
    world.template()
    world.archive()
    return used


def everything_written() -> str:
    """All rows of the installation, as text."""
    return "".join(serializers.serialize("json", model._default_manager.all()) for model in apps.get_models())


@pytest.mark.requirement("N07")
def test_no_number_that_a_comparison_left_is_in_any_row(cast, world, planted):
    assert all(str(number) in everything_written() for number in planted)
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    left = everything_written()
    assert [number for number in planted if str(number) in left] == []
    assert not Template.objects.exists()
    assert verify(cast.observatory) is None


def test_the_certificate_names_every_row_that_lost_a_number(cast, world, planted):
    judged = set(Candidate.objects.exclude(gates={}).values_list("pk", flat=True))
    certificate = withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    named = {(item["kind"], item["id"]) for item in certificate.items}
    assert {pk for kind, pk in named if kind == "candidate_measurement"} == judged
    assert {kind for kind, _ in named} >= {
        "drift_measurement",
        "alert_measurement",
        "measurement",
        "baseline",
        "archive",
    }


def test_what_was_answered_stays_in_words(cast, world, planted):
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    check = DriftCheck.objects.get(signals__0__kind="identity")
    assert [each["sentence"] for each in check.signals] == [
        "The face lies outside its usual day-to-day difference.", "Longer hair.",
    ]  # fmt: skip
    assert check.sentence == "Said."
    assert {row.likeness["band"] for row in IdentityAlert.objects.all()} == {"same"}
    assert Candidate.objects.exclude(gates={}).first().gates["results"][0]["sentence"] == "It is recognisably you."


def test_what_the_person_said_keeps_its_figures(cast, world):
    check = world.drift_measurement()
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    check.refresh_from_db()
    assert [(each["kind"], each["strength"]) for each in check.signals] == [("identity", None), ("own_word", 1.0)]


def test_an_archive_that_is_being_made_is_stopped_and_asked_for_anew(cast, world):
    from portraits import handing_over

    running = world.archive(state=JobState.RUNNING)
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    running.refresh_from_db()
    assert running.job_state == JobState.FAILED
    assert handing_over.ask(cast.collins, actor=cast.eileen) != running


def test_checks_without_their_numbers_are_not_decided_again(cast, world, capsys):
    from django.core.management import call_command

    world.drift_measurement()
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    call_command("replay_drift", json=True)
    assert json.loads(capsys.readouterr().out) == {"same": 0, "other_limits": 1, "different": []}


def test_pages_of_the_person_and_the_console_open_without_the_numbers(client, cast, world, planted):
    candidate, alert = Candidate.objects.exclude(gates={}).first(), IdentityAlert.objects.get()
    check = DriftCheck.objects.get(signals__0__kind="identity")
    photo = Photo.objects.exclude(gates={}).get()
    withdrawing.take_back(_biometrics(cast.collins), actor=cast.eileen)
    client.force_login(cast.eileen)
    for address in (f"/me/candidates/{candidate.pk}/", f"/me/photos/{photo.pk}/", "/me/data/"):
        assert "None" not in client.get(address).content.decode()
    client.force_login(cast.robin)
    for address in (f"/console/alerts/{alert.pk}/", f"/console/portraits/{check.portrait_id}/likeness/"):
        page = client.get(address)
        assert (page.status_code, "None" in page.content.decode()) == (200, False)
    assert Export.objects.filter(file="").exists()


def _biometrics(person) -> Release:
    return Release.objects.get(person=person, purpose=Purpose.BIOMETRICS, withdrawn_at=None)
