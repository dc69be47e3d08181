"""Another encoder comes in beside the old one: nothing stops, nothing is mixed, and a killed run goes on."""

import json
from dataclasses import replace
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts import rotation, sealed_files
from accounts.audit import Verb
from accounts.models import AuditEvent
from generation import faces, picture_files, pictures, templates
from generation.models import Template
from portraits import thresholds
from portraits.apps import take_own_limits
from portraits.collecting import encoding, template_migration
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.template_migration import Outcome, RetirementRefusedError
from portraits.models import Photo
from tests.factories import PersonFactory, PhotoFactory

pytestmark = pytest.mark.django_db
MIRRORED = "dlib-resnet-v1-mirrored"


class Died(BaseException):
    """A worker that is killed: nothing in the product catches it."""


@pytest.fixture(scope="module")
def shown(astronaut):
    """A small picture of Eileen Collins, and her template by the reference."""
    picture = astronaut[:256, 96:352].copy()
    return picture, faces.encode(picture, faces.subject(picture))


@pytest.fixture
def photos(cast, shown):
    """Three measured photos, of which one file is gone and one shows no face any more."""
    picture, template = shown
    rows = []
    for number, content in enumerate((picture, picture[::-1].copy(), picture // 64)):
        file = picture_files.store(pictures.encode(content), person=cast.collins, folder="photos")
        rows.append(PhotoFactory(person=cast.collins, sha256=file.sha256, image=file.name))
        templates.keep(cast.collins, file.sha256, template)
        if number == 1:
            sealed_files.forget(file.name)
    return rows


@pytest.fixture
def own_limits(tmp_path):
    """An installation's own set for the other encoder; the shipped ones are back afterwards."""
    file = tmp_path / "thresholds.yaml"
    file.write_text(
        "identity: {key: ours, encoder: dlib-resnet-v1-mirrored, same: 0.45, other: 0.55, fmr_at_same: 0.001,"
        " fnmr_at_other: 0.03, source: our own pairs}"
    )
    yield file
    thresholds.use(None)


@pytest.mark.requirement("N14")
def test_both_templates_are_kept_and_each_is_recalled_by_its_name(photos, cast, shown) -> None:
    steps = [step.outcome for step in template_migration.migrate(MIRRORED)]
    assert steps == [Outcome.MADE, Outcome.NO_FILE, Outcome.NO_FACE]
    person, sha256 = cast.collins, photos[0].sha256
    old, new = templates.recall(person, sha256), templates.recall(person, sha256, encoder=MIRRORED)
    assert (old.encoder, new.encoder) == ("dlib-resnet-v1", MIRRORED)
    assert (old.vector == shown[1].vector).all()
    with pytest.raises(ValueError, match="different encoder cannot be compared"):
        faces.distance(old, new)


@pytest.mark.requirement("N14")
def test_an_interrupted_migration_goes_on_where_it_was(photos) -> None:
    next(template_migration.migrate(MIRRORED))
    assert template_migration.waiting(MIRRORED).count() == 2
    assert [step.template for step in template_migration.migrate(MIRRORED)] == [
        row.pk for row in Template.objects.filter(encoder="dlib-resnet-v1").order_by("pk")[1:]
    ]


@pytest.fixture
def encoded_at_once(shown, monkeypatch):
    """A template for every file, without a look at it: these tests ask in which order things are written."""
    monkeypatch.setattr(faces, "subject", Mock())
    monkeypatch.setattr(faces, "encode_as", lambda name, *_: replace(shown[1], encoder=name))


def die_at(dying, where, place) -> None:
    if place != "after":
        dying.setattr(where, place, Mock(side_effect=Died))
    next(template_migration.migrate(MIRRORED))
    raise Died


@pytest.mark.requirement("N14")
@pytest.mark.parametrize("place", ["load", "subject", "encode_as", "hold", "keep", "after"])
def test_a_worker_that_dies_at_any_step_leaves_nothing_half_made_and_the_next_goes_on(
    photos, encoded_at_once, monkeypatch, place
) -> None:
    where = {"load": picture_files, "hold": template_migration.consenting, "keep": templates}.get(place, faces)
    with monkeypatch.context() as dying, pytest.raises(Died):
        die_at(dying, where, place)
    left = template_migration.waiting(MIRRORED).count()
    assert left == 3 - Template.objects.filter(encoder=MIRRORED).count() == (2 if place == "after" else 3)
    outcomes = [step.outcome for step in template_migration.migrate(MIRRORED)]
    assert outcomes == [Outcome.MADE, Outcome.NO_FILE, Outcome.MADE][3 - left :]
    assert Template.objects.filter(encoder=MIRRORED).count() == 2


@pytest.mark.requirement("N14")
def test_two_that_migrate_at_once_make_each_template_once(photos, encoded_at_once) -> None:
    row = template_migration.waiting(MIRRORED).first()
    assert [template_migration._made(row, MIRRORED) for _ in range(2)] == [Outcome.MADE, Outcome.MADE]
    assert Template.objects.filter(encoder=MIRRORED).count() == 1


@pytest.mark.requirement("N14")
def test_a_migration_goes_on_when_the_new_limits_came_into_use_before_it_was_done(photos, own_limits) -> None:
    next(template_migration.migrate(MIRRORED))
    thresholds.use(own_limits)
    assert template_migration.waiting(MIRRORED).count() == 2
    assert template_migration.waiting("dlib-resnet-v1").count() == 0
    assert [step.outcome for step in template_migration.migrate(MIRRORED)] == [Outcome.NO_FILE, Outcome.NO_FACE]


@pytest.mark.requirement("N14")
@pytest.mark.parametrize(("moved", "judged_by"), [(0, "identity-2026-11"), (1, "identity-2026-11"), (2, "ours")])
def test_a_check_meanwhile_uses_the_templates_that_can_be_compared_and_the_limits_that_go_with_them(
    cast, shown, own_limits, moved, judged_by
) -> None:
    thresholds.use(own_limits)
    mine, known = [], []
    for encoder in faces.ENCODERS:
        made = replace(shown[1], encoder=encoder)
        mine.append(made)
        for number in range(2 if encoder == faces.REFERENCE else moved):
            templates.keep(cast.collins, f"{number:064}", made)
    known = [(sha256, templates.recall(cast.collins, sha256)) for sha256 in (f"{0:064}", f"{1:064}")]
    verdict = encoding.verdict(cast.collins, mine, known)
    assert (verdict.threshold_set, verdict.compared, verdict.band) == (judged_by, 2, "same")


@pytest.mark.requirement("N14")
def test_after_a_migration_real_people_are_as_far_apart_as_before(cast, shared) -> None:
    """Two portraits each of two people, years apart, by templates that were kept, migrated and recalled."""
    kept = {}
    for person, who in ((cast.collins, "D000614"), (PersonFactory(), "M000388")):
        for path in sorted((shared / "faces_public_domain/pairs" / who).glob("*.jpg")):
            file = picture_files.store(path.read_bytes(), person=person, folder="photos")
            PhotoFactory(person=person, sha256=file.sha256, image=file.name)
            picture = picture_files.load(file.name)
            templates.keep(person, file.sha256, faces.encode_as(faces.REFERENCE, picture, faces.subject(picture)))
            kept.setdefault(person, []).append(file.sha256)
    assert {step.outcome for step in template_migration.migrate(MIRRORED)} == {Outcome.MADE}
    for encoder in faces.ENCODERS:
        (one, same), (other, _) = (
            [templates.recall(person, sha256, encoder=encoder) for sha256 in digests]
            for person, digests in kept.items()
        )
        assert faces.distance(one, same) < 0.5 < 0.6 < faces.distance(one, other)


@pytest.mark.requirement("N14")
def test_what_waits_is_looked_up_in_steps_and_not_one_by_one(cast, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(template_migration, "_made", lambda *_: Outcome.NO_FILE)
    Template.objects.bulk_create(
        Template(
            person=cast.collins,
            sha256=f"{number:064x}",
            encoder="dlib-resnet-v1",
            version="1",
            alignment="five",
            sealed=b"",
        )
        for number in range(1000)
    )
    with django_assert_num_queries(1000 // template_migration.STEP + 1):
        steps = {step.template for step in template_migration.migrate(MIRRORED)}
    assert len(steps) == 1000


@pytest.mark.requirement("N14")
def test_under_another_master_key_templates_are_as_far_apart_as_before(photos, cast, shown, settings) -> None:
    picture, template = shown
    other = faces.encode(picture[:, ::-1].copy(), faces.subject(picture[:, ::-1].copy()))
    templates.keep(cast.collins, "f" * 64, other)
    settings.MASTER_KEYS = ["another:a secret of today", *settings.MASTER_KEYS]
    assert all(opened for _, opened in rotation.rotate())
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    kept = [templates.recall(cast.collins, sha256) for sha256 in (photos[0].sha256, "f" * 64)]
    assert faces.distance(*kept) == faces.distance(template, other)


def test_an_encoder_in_use_is_not_retired(photos) -> None:
    with pytest.raises(RetirementRefusedError, match="limits of identity and drift and gates were measured with"):
        template_migration.retire("dlib-resnet-v1")


def test_what_came_on_trial_can_go_again(photos) -> None:
    list(template_migration.migrate(MIRRORED))
    assert template_migration.retire(MIRRORED) == 1
    assert Template.objects.count() == 3


@pytest.mark.requirement("N14")
def test_with_limits_of_the_new_encoder_the_pictures_without_it_are_named(photos, own_limits) -> None:
    list(template_migration.migrate(MIRRORED))
    thresholds.use(own_limits)
    assert thresholds.identity().key == "ours"
    assert thresholds.encoders() == {"identity": MIRRORED, "drift": "dlib-resnet-v1", "gates": "dlib-resnet-v1"}
    with pytest.raises(RetirementRefusedError, match="limits of drift and gates"):
        template_migration.retire("dlib-resnet-v1")


@pytest.mark.parametrize("content", ["identity: {key: ours}", "identity: [", "faces: {}", "- a list"])
def test_a_file_that_holds_no_limits_is_refused_with_its_name(tmp_path, content: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(content)
    with pytest.raises(thresholds.ThresholdsError, match=r"broken\.yaml"):
        thresholds.use(file)
    assert thresholds.identity().key.startswith("identity-")


def test_a_start_with_broken_limits_says_which_variable(tmp_path, settings) -> None:
    settings.THRESHOLDS_FILE = tmp_path / "missing.yaml"
    with pytest.raises(ImproperlyConfigured, match="LIKENESS_THRESHOLDS: The limits cannot be read"):
        take_own_limits()


def test_the_command_tells_what_it_did_and_the_record_says_so(photos, capsys) -> None:
    call_command("migrate_templates", "--check", MIRRORED, "--json")
    assert json.loads(capsys.readouterr().out) == {"waiting": 3}
    call_command("migrate_templates", "--to", MIRRORED, "--json")
    assert json.loads(capsys.readouterr().out) == {"made": 1, "no_file": 1, "no_face": 1, "not_agreed": 0}
    event = AuditEvent.objects.filter(verb=Verb.TEMPLATES_MIGRATED.value).first()
    assert event.data == {"encoder": MIRRORED, "made": 1, "no_file": 1, "no_face": 1, "not_agreed": 0}
    with pytest.raises(CommandError, match="There is no encoder nobody"):
        call_command("migrate_templates", "--to", "nobody")


@pytest.mark.requirement("N14")
def test_new_photos_are_judged_by_the_encoder_of_the_limits_and_keep_both_templates(
    cast, collins_jpeg, looks, own_limits, work
) -> None:
    thresholds.use(own_limits)
    for data in (collins_jpeg, looks["same"]):
        photo, _ = add_photo(cast.collins, Arrival(data, Photo.Kind.SELFIE, simulated=True), actor=cast.eileen)
        work()
    photo.refresh_from_db()
    names = Template.objects.filter(sha256=photo.sha256).values_list("encoder", flat=True)
    assert set(names) == {"dlib-resnet-v1", MIRRORED}
    assert (photo.likeness["threshold_set"], photo.likeness["compared"]) == ("ours", 1)
    assert photo.likeness["band"] == "same"
