"""Taking back: one click ends all that depends on it, nothing else, and a certificate says what."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import sealed_files
from accounts.models import AuditEvent
from accounts.verification import verify
from generation import jobs
from generation.jobs import JobState
from generation.models import Candidate, Run, Template
from policies.cascade import Kind
from policies.consent import Group, Purpose
from policies.models import Release
from portraits import withdrawing
from portraits.agreements import consenting
from portraits.distribution.folder.channel import FolderChannel
from portraits.erasing import holds
from portraits.models import Baseline, Certificate, DriftCheck, Photo, Portrait, Publication
from portraits.monitoring import daily_watch
from portraits.publishing import showing
from portraits.states import State
from portraits.withdrawing.collecting import collect
from tests import cast as people
from tests.factories import PersonFactory, agree
from tests.portraits.agreements.conftest import World

PLACES = ("linkedin", "directory")


def taken_back(person, purpose, placement="", actor=None):
    release = Release.objects.get(person=person, purpose=purpose, placement=placement, withdrawn_at=None)
    return withdrawing.take_back(release, actor=actor or person.user)


def everything(world) -> None:
    for software in (False, True):
        world.publication(PLACES[software], software=software)
        world.publication(PLACES[software], software=software, live=False)
        world.portrait(software=software, state=State.APPROVED)
        world.template(software=software)
    world.run()
    world.run(compare=False)
    world.candidate()
    world.baseline()
    world.measurement()
    world.difference_map()
    world.drift_measurement()
    world.alert()
    world.judged()
    world.archive()
    world.archive(state=JobState.WAITING)


def standing(person) -> set:
    return {each.thing for each in collect(person)}


@pytest.mark.requirement("N07")
def test_without_portrait_use_nothing_is_left(cast, world):
    everything(world)
    certificate = taken_back(cast.collins, Purpose.PORTRAIT)
    assert standing(cast.collins) == set()
    assert {item["kind"] for item in certificate.items} == {kind.value for kind in Kind}
    assert verify(cast.observatory) is None


def test_a_certificate_lists_ids_and_digests_only(cast, world):
    everything(world)
    certificate = taken_back(cast.collins, Purpose.PORTRAIT)
    assert all(set(item) == {"kind", "id", "sha256", "done"} for item in certificate.items)
    text = json.dumps(certificate.as_json())
    assert not any(word in text for word in ("Eileen", "Collins", "eileen@", ".jpg"))
    with pytest.raises(TypeError):
        certificate.save()


@pytest.mark.requirement("R64")
def test_taking_back_a_place_ends_what_is_shown_there_and_reads_back_that_it_is_gone(
    cast, world, settings, django_capture_on_commit_callbacks
):
    shown, elsewhere = world.publication("linkedin"), world.publication("directory")
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(cast.collins, Purpose.PUBLICATION, "linkedin")
    shown.refresh_from_db()
    assert not shown.live
    assert shown.cleared_at is not None
    assert not (settings.OUTBOX_DIR / shown.address).exists()
    assert showing.live(cast.collins) == [elsewhere]
    assert (settings.OUTBOX_DIR / elsewhere.address).exists()
    assert Portrait.objects.get(pk=shown.portrait_id).state != State.PUBLISHED, "it was its last place"


def test_a_channel_that_does_not_let_go_is_asked_until_it_does(
    cast, world, monkeypatch, django_capture_on_commit_callbacks
):
    shown = world.publication("linkedin")
    with monkeypatch.context() as stuck, django_capture_on_commit_callbacks(execute=True):
        stuck.setattr(FolderChannel, "remove", lambda *_: None)
        taken_back(cast.collins, Purpose.PUBLICATION, "linkedin")
    monkeypatch.setattr(FolderChannel, "remove", FolderChannel.remove)
    shown.refresh_from_db()
    assert (shown.live, shown.cleared_at) == (False, None)
    assert showing.clear(shown.pk)


def test_renders_stop_also_those_that_are_being_made(cast, world):
    run = world.run()
    held = jobs.claim(Run, run.pk)
    taken_back(cast.collins, Purpose.AI)
    run.refresh_from_db()
    assert run.job_state == JobState.CANCELLED
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(held)


def test_without_ai_the_real_portrait_stays_and_what_software_made_goes_with_its_files(
    cast, world, django_capture_on_commit_callbacks
):
    real, made = world.publication("directory"), world.publication("linkedin", software=True)
    candidate = world.candidate()
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(cast.collins, Purpose.AI)
    assert showing.live(cast.collins) == [real]
    assert Portrait.objects.get(pk=made.portrait_id).state == State.WITHDRAWN
    assert Portrait.objects.get(pk=real.portrait_id).state == State.PUBLISHED
    assert not Candidate.objects.filter(pk=candidate.pk).exists()
    assert not sealed_files.exists(candidate.image)
    assert sealed_files.exists(made.portrait.candidate.image), "it is a portrait's history, not an unchosen picture"


def test_without_biometrics_no_number_of_the_face_is_left_and_what_is_shown_stays(cast, world):
    everything(world)
    shown = showing.live(cast.collins)
    taken_back(cast.collins, Purpose.BIOMETRICS)
    assert not Template.objects.filter(person=cast.collins).exists()
    assert not Baseline.objects.exists()
    assert not Photo.objects.exclude(appearance={}).exists()
    assert not DriftCheck.objects.exclude(difference="").exists()
    assert showing.live(cast.collins) == shown
    assert Run.objects.filter(job_state=JobState.WAITING, compare=False).count() == 1


def test_nobody_takes_back_for_somebody_else_and_twice_ends_nothing_more(cast, world):
    world.template()
    for other in (cast.robin, cast.otto):
        with pytest.raises(withdrawing.WithdrawalRefusedError):
            taken_back(cast.collins, Purpose.BIOMETRICS, actor=other)
    release = Release.objects.get(person=cast.collins, purpose=Purpose.BIOMETRICS)
    assert withdrawing.take_back(release, actor=cast.eileen)
    assert withdrawing.take_back(release, actor=cast.eileen) is None
    assert Certificate.objects.count() == 1


def test_agreeing_to_less_ends_what_the_smaller_agreement_does_not_cover(cast, world):
    from portraits.agreements import agreeing
    from tests.portraits.agreements.test_agreeing import wish

    real, made = world.publication("directory"), world.publication("linkedin", software=True)
    less = wish(cast.collins, Purpose.PUBLICATION, PLACES, groups=frozenset({Group.CAMERA}))
    agreeing.agree(cast.collins, less, actor=cast.eileen)
    assert showing.live(cast.collins) == [real]
    made.refresh_from_db()
    assert not made.live


def test_an_agreement_that_ends_by_its_last_day_ends_the_same_things_at_night(cast, world):
    Release.objects.filter(person=cast.collins).delete()
    today = timezone.localdate()
    agree(cast.collins, *[each for each in Purpose if each is not Purpose.PUBLICATION])
    agree(cast.collins, Purpose.PUBLICATION, places=["linkedin"], ends_on=today - timedelta(days=1))
    agree(cast.collins, Purpose.PUBLICATION, places=["directory"], ends_on=today)
    world.publication("linkedin")
    stays = world.publication("directory")
    daily_watch.watch(today)
    assert showing.live(cast.collins) == [stays]
    assert AuditEvent.objects.filter(verb="clock:release:ended").count() == 1


@pytest.mark.requirement("N08")
def test_a_site_is_left_to_people_and_the_next_one_is_not(cast, world):
    cast.collins.site = "Bremen"
    cast.collins.save()
    other = World(PersonFactory(organisation=cast.observatory, site="Toulouse"))
    world.template()
    other.template()
    row = withdrawing.leave_to_people(cast.observatory, site="Bremen", why="The works council asked.", actor=cast.robin)
    assert set(Template.objects.values_list("person", flat=True)) == {other.person.pk}
    withdrawing.leave_to_people(cast.observatory, why="For all.", actor=cast.robin)
    assert not Template.objects.exists()
    withdrawing.let_compare(row, actor=cast.robin)
    row.refresh_from_db()
    assert row.ended_at is not None


KINDS = st.sampled_from(["real", "made", "waiting", "template", "made template", "run", "eye run", "candidate", "baseline",
                         "measurement", "map", "check", "alert", "judged", "archive", "archive being made"])  # fmt: skip
GRAPH = st.lists(st.tuples(st.integers(0, 1), KINDS, st.sampled_from(PLACES)), max_size=10)
ITEMS = st.sampled_from(
    [(each, "") for each in Purpose if each is not Purpose.PUBLICATION]
    + [(Purpose.PUBLICATION, place) for place in PLACES]
)


@pytest.mark.requirement("N07")
@pytest.mark.django_db
def test_of_random_things_everything_that_depends_is_gone_and_nothing_else_is_touched():
    """Two colleagues with random things; one of them takes one item back."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(graph=GRAPH, item=ITEMS)
    def holds(graph, item):
        with undone():
            cast = people.assemble()
            worlds = World(cast.collins), World(PersonFactory(organisation=cast.observatory))
            for who, kind, place in graph:
                build(worlds[who], kind, place)
            before = [standing(world.person) for world in worlds]
            last = last_places(cast.collins, *item)
            taken_back(cast.collins, *item)
            mine, theirs = (standing(world.person) for world in worlds)
            assert theirs == before[1]
            assert mine == {thing for thing in before[0] if not falls(thing, *item) and thing not in last}

    holds()


@contextmanager
def undone():
    """Each example begins with no rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def last_places(person, purpose, placement) -> set:
    """Portraits that were shown in this place alone: nowhere else is anything of them."""
    if purpose is not Purpose.PUBLICATION:
        return set()
    live = Publication.objects.filter(person=person, placement=placement, published_at__isnull=False, ended_at=None)
    ids = set(live.values_list("portrait", flat=True))
    return {thing for thing in standing(person) if thing.kind == "portrait" and thing.id in ids}


def build(world, kind, place) -> None:
    live = Publication.objects.filter(person=world.person, placement=place, ended_at=None, published_at__isnull=False)
    if kind in ("real", "made") and live.exists():
        return  # one live publication a placement
    make = {
        "real": lambda: world.publication(place), "made": lambda: world.publication(place, software=True),
        "waiting": lambda: world.publication(place, live=False), "template": world.template,
        "made template": lambda: world.template(software=True), "run": world.run,
        "eye run": lambda: world.run(compare=False), "candidate": world.candidate, "baseline": world.baseline,
        "measurement": world.measurement, "map": world.difference_map,
        "check": world.drift_measurement, "alert": world.alert, "judged": world.judged, "archive": world.archive,
        "archive being made": lambda: world.archive(state=JobState.WAITING),
    }  # fmt: skip
    make[kind]()


def falls(thing, purpose, placement) -> bool:
    """The sentences of the design once more, without the table."""
    if purpose is Purpose.PORTRAIT:
        return True
    if purpose is Purpose.PUBLICATION:
        return thing.kind == "publication" and thing.placement == placement
    if purpose is Purpose.AI:
        return thing.kind in ("run", "candidate", "candidate_measurement", "archive") or (
            thing.software and thing.kind in ("publication", "portrait", "template")
        )
    of_a_face = ("template", "baseline", "difference_map", "archive")
    return thing.kind in of_a_face or thing.kind.endswith("measurement") or (thing.kind == "run" and thing.compared)


def test_moving_to_a_site_that_is_left_to_people_ends_what_was_measured(cast, world, client):
    withdrawing.leave_to_people(cast.observatory, site="Bremen", why="The works council asked.", actor=cast.robin)
    world.template()
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(f"/console/people/{cast.collins.pk}/site/", {"site": "Toulouse"})
    assert Template.objects.exists()
    told = client.post(f"/console/people/{cast.collins.pk}/site/", {"site": " Bremen "}, follow=True).content.decode()
    assert "works at Bremen. 1 template destroyed." in told
    assert not Template.objects.exists()
    assert AuditEvent.objects.filter(verb="console:person:moved").count() == 2


def test_a_legal_hold_keeps_the_pictures_and_nothing_else_until_it_is_lifted(cast, world):
    candidate, shown = world.candidate(), world.publication("linkedin", software=True)
    world.template()
    hold = holds.place(cast.collins, reason="a claim", actor=cast.robin)
    taken_back(cast.collins, Purpose.AI)
    taken_back(cast.collins, Purpose.BIOMETRICS)
    assert Candidate.objects.filter(pk=candidate.pk).exists()
    assert not Template.objects.exists()
    shown.refresh_from_db()
    assert not shown.live
    holds.lift(hold, actor=cast.robin)
    assert not Candidate.objects.filter(pk=candidate.pk).exists()
    assert Certificate.objects.first().items == [
        {"kind": "candidate", "id": candidate.pk, "sha256": candidate.sha256, "done": "destroyed"}
    ]


def test_lifting_a_hold_ends_nothing_that_is_still_agreed_to(cast, world):
    world.candidate()
    before = standing(cast.collins)
    holds.lift(holds.place(cast.collins, reason="a claim", actor=cast.robin), actor=cast.robin)
    assert standing(cast.collins) == before


@pytest.mark.parametrize("written", ["bremen", " BREMEN ", "Bremen"])
def test_a_site_is_the_same_site_however_it_was_written(cast, world, written):
    cast.collins.site = "Bremen"
    cast.collins.save()
    world.template()
    withdrawing.leave_to_people(cast.observatory, site=written, why="The works council asked.", actor=cast.robin)
    assert not Template.objects.exists()
    assert not consenting.may_compare(cast.collins)
