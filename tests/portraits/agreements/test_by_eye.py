"""Without biometrics: no template, no matcher call, and the same portrait, checks, candidates and clocks as for others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation import faces, simulation
from generation.faces import encoder, values
from generation.faces.appearance import values as looks
from generation.models import Template
from policies.consent import Purpose
from policies.models import Release
from portraits import withdrawing
from portraits.agreements import consenting
from portraits.collecting.intake import Arrival, add_photo
from portraits.keeping import retaining
from portraits.lifecycle import MoveRefusedError
from portraits.making import artefacts, choosing, enrolment, requesting, reviewing
from portraits.models import Comparison, DriftCheck, IdentityAlert, Photo
from portraits.monitoring import by_eye, daily_watch, freshness
from portraits.monitoring.by_eye import ComparisonRefusedError, Seen
from portraits.publishing import showing
from portraits.states import State
from tests.factories import PhotoFactory, agree
from tests.portraits.pictures import jpeg

TODAY = timezone.localdate()


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """Every matcher call, heard where no caller can go around: a template or an appearance comes to be in its constructor,
    whichever encoder made it; what face_recognition offers is heard as well."""
    face_recognition = (
        encoder._face_recognition()
    )  # as the product imports it, which takes back what the import switches
    heard: list[str] = []
    for made in (values.Template, looks.Appearance):
        listen(monkeypatch, made, "__init__", made.__name__, heard)
    for name in ("face_encodings", "face_distance", "compare_faces"):
        listen(monkeypatch, face_recognition, name, name, heard)
    return heard


def listen(monkeypatch, owner, attribute, name, heard) -> None:
    real = getattr(owner, attribute)

    def called(*args, **kwargs):
        heard.append(name)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, attribute, called)


@pytest.fixture
def send(cast, work):
    def add(data, *, days_ago, kind=Photo.Kind.SELFIE, says=None) -> Photo:
        arrival = Arrival(
            data, kind, declared_on=TODAY - timedelta(days=days_ago), simulated=kind is Photo.Kind.SELFIE,
            still_looks_like_me=says,
        )  # fmt: skip
        photo, _ = add_photo(cast.collins, arrival, actor=cast.ines)
        work()
        photo.refresh_from_db()
        return photo

    return add


@pytest.fixture
def eyes_only(cast):
    """Eileen agreed to everything but the comparison by software."""
    Release.objects.filter(person=cast.collins, purpose=Purpose.BIOMETRICS).delete()
    return cast.collins


def decided(cast, photo, **seen) -> Comparison:
    return by_eye.decide(photo.comparison, Seen(True, **seen), actor=cast.robin)


@pytest.mark.slow
@pytest.mark.requirement("N08")
def test_the_whole_way_without_a_template_and_without_a_matcher_call(
    cast, eyes_only, calls, send, work, collins_jpeg, astronaut
):
    studio = send(collins_jpeg, days_ago=400, kind=Photo.Kind.STUDIO)
    portrait = enrolment.enrol(studio, actor=cast.ines)
    reviewing.approve(portrait, ["directory", "id_badge"], actor=cast.robin)
    work()
    selfie = send(jpeg(simulation.glasses(astronaut)), days_ago=5)
    decided(cast, selfie, still_looks_like=False, reasons=("glasses",), note="New glasses.")
    check = selfie.drift_checks.get()
    work()
    made = check.run.candidates.exclude(rank=None).first()
    chosen = choosing.choose(made, actor=cast.eileen)
    choosing.attest(chosen, actor=cast.eileen)
    reviewing.approve(chosen, ["directory"], actor=cast.robin, compared=True, looked_at=artefacts.KEYS)
    work()
    daily_watch.watch(TODAY)
    assert calls == []
    assert not Template.objects.exists()
    assert not Photo.objects.exclude(appearance={}).exists()
    assert {row.placement: row.portrait_id for row in showing.live(cast.collins)} == {
        "directory": chosen.pk, "id_badge": portrait.pk,
    }  # fmt: skip


def test_the_counter_hears_a_matcher_when_there_is_one(cast, calls, send, collins_jpeg):
    send(collins_jpeg, days_ago=1, kind=Photo.Kind.STUDIO)
    assert {"Template", "Appearance"} <= set(calls)


@pytest.fixture
def shown(cast, eyes_only, world):
    row = world.publication("directory")
    row.portrait.depicts_as_of = TODAY - timedelta(days=200)
    row.portrait.save()
    return row.portrait


@pytest.fixture
def selfie(cast, shown):
    photo = PhotoFactory(person=cast.collins, captured_at=timezone.now(), likeness={"band": "ask"})
    by_eye.ask(photo)
    return photo


def test_a_change_that_a_colleague_sees_confirms_drift_asks_for_pictures_and_brings_the_day_forward(
    cast, shown, selfie
):
    decided(cast, selfie, still_looks_like=False, reasons=("hair_length",), note="Shorter hair.")
    check = DriftCheck.objects.get(photo=selfie)
    assert (check.decision, check.distance) == ("drift", None)
    assert check.run is not None
    assert not check.run.compare
    shown.refresh_from_db()
    assert shown.due_sooner == selfie.captured_on + timedelta(days=30)


def test_a_portrait_that_still_fits_stays_and_its_clock_is_what_it_was(cast, shown, selfie):
    before = freshness.reading(shown, TODAY)
    decided(cast, selfie, still_looks_like=True)
    assert DriftCheck.objects.get(photo=selfie).decision == "consistent"
    shown.refresh_from_db()
    assert freshness.reading(shown, TODAY) == before


def test_the_photo_counts_once_a_colleague_has_looked(cast, shown, selfie):
    assert selfie not in requesting.references(cast.collins)
    decided(cast, selfie, still_looks_like=True)
    assert selfie in requesting.references(cast.collins)


def test_somebody_else_s_photo_stays_out_and_says_nothing_of_the_portrait(cast, shown, selfie):
    by_eye.decide(selfie.comparison, Seen(False, note="That is Grace."), actor=cast.robin)
    selfie.refresh_from_db()
    assert selfie.likeness["band"] == "other"
    assert not selfie.drift_checks.exists()
    assert not IdentityAlert.objects.exists()


@pytest.mark.parametrize("seen", [Seen(True), Seen(True, still_looks_like=False), Seen(False)])
def test_half_an_answer_is_refused_and_nothing_is_written(cast, shown, selfie, seen):
    with pytest.raises(ComparisonRefusedError):
        by_eye.decide(selfie.comparison, seen, actor=cast.robin)
    assert Comparison.objects.get().decided_at is None


@pytest.mark.parametrize("who", ["eileen", "auditor", "otto"])
def test_who_is_shown_or_only_reads_does_not_decide(cast, shown, selfie, who):
    with pytest.raises(ComparisonRefusedError, match="Somebody else"):
        by_eye.decide(selfie.comparison, Seen(True, still_looks_like=True), actor=getattr(cast, who))


def test_it_is_decided_once(cast, shown, selfie):
    decided(cast, selfie, still_looks_like=True)
    with pytest.raises(ComparisonRefusedError, match="already"):
        decided(cast, selfie, still_looks_like=True)


def test_a_picture_that_no_matcher_compared_is_approved_only_by_who_compared_it(cast, eyes_only, world):
    portrait = world.portrait(software=True, state=State.IN_REVIEW)
    portrait.candidate.run.compare = False
    portrait.candidate.run.save()
    portrait.attestations.create(actor=cast.eileen, text="me", sha256=portrait.sha256)
    with pytest.raises(MoveRefusedError, match="Compare the face"):
        reviewing.approve(portrait, ["directory"], actor=cast.robin)
    reviewing.approve(portrait, ["directory"], actor=cast.robin, compared=True, looked_at=artefacts.KEYS)
    assert "Compared by eye" in portrait.transitions.last().reason


@pytest.mark.parametrize("how", ["release", "person", "site", "organisation"])
def test_each_way_of_being_without_biometrics_is_said_and_holds(cast, how):
    person = cast.collins
    person.site = "Bremen"
    person.save()
    assert consenting.may_compare(person)
    if how == "release":
        withdrawing.take_back(Release.objects.get(person=person, purpose=Purpose.BIOMETRICS), actor=cast.eileen)
    elif how == "person":
        withdrawing.person_chooses(person, by_software=False, actor=cast.robin)
    else:
        withdrawing.leave_to_people(
            cast.observatory, site="Bremen" if how == "site" else "", why="Why.", actor=cast.robin
        )
    assert not consenting.may_compare(person)
    assert consenting.why_by_eye(person)


def test_an_agreement_that_ends_while_a_worker_compares_leaves_nothing(cast, send, collins_jpeg, monkeypatch):
    from portraits.collecting import measuring

    real = faces.measure

    def measured(*args, **kwargs):
        found = real(*args, **kwargs)
        if kwargs["compare"]:
            release = Release.objects.get(person=cast.collins, purpose=Purpose.BIOMETRICS)
            withdrawing.take_back(release, actor=cast.eileen)
        return found

    monkeypatch.setattr(measuring.faces, "measure", measured)
    photo = send(collins_jpeg, days_ago=1, kind=Photo.Kind.STUDIO)
    assert photo.job_state == "done"
    assert (photo.appearance, photo.likeness["nearest"]) == ({}, None)
    assert not Template.objects.exists()


def test_what_people_saw_outlives_the_night_in_which_numbers_of_the_face_go(cast, shown, selfie):
    Release.objects.filter(person=cast.collins, purpose=Purpose.BIOMETRICS).delete()
    agree(cast.collins, Purpose.BIOMETRICS, withdrawn_at=timezone.now(), withdrawn_why=Release.Why.TAKEN_BACK)
    stranger = PhotoFactory(person=cast.collins, likeness={"band": "ask"})
    by_eye.decide(by_eye.ask(stranger), Seen(False, note="That is Grace."), actor=cast.robin)
    decided(cast, selfie, still_looks_like=True)
    retaining.look(TODAY)
    assert DriftCheck.objects.get(photo=selfie).decision == "consistent"
    assert requesting.references(cast.collins)[0] == selfie
    assert stranger not in requesting.references(cast.collins)
