"""The whole way of a picture, station after station, with the jobs done as workers do them."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from PIL import Image

from accounts import verification
from generation import picture_files, simulation
from generation.models import Candidate, Run
from portraits import lifecycle, monitoring, thresholds
from portraits.collecting.intake import Arrival, add_photo
from portraits.making import artefacts, choosing, enrolment, requesting, reviewing
from portraits.models import DriftCheck, IdentityAlert, Photo, Portrait
from portraits.monitoring import alerts, daily_watch
from portraits.provenance import reading
from portraits.publishing import showing
from portraits.publishing.signing import chain
from portraits.states import State
from tests.portraits.pictures import jpeg

TODAY = timezone.localdate()


@pytest.fixture
def send(cast, work, measured_once):
    """Add a photo of Eileen taken some days ago, and measure it."""

    def add(data: bytes, *, days_ago: int, kind=Photo.Kind.SELFIE, says: bool | None = None, actor=None) -> Photo:
        arrival = Arrival(
            data,
            kind,
            declared_on=TODAY - timedelta(days=days_ago),
            simulated=kind is not Photo.Kind.STUDIO,
            still_looks_like_me=says,
        )
        photo, _ = add_photo(cast.collins, arrival, actor=actor or cast.eileen)
        work()
        photo.refresh_from_db()
        return photo

    return add


@pytest.fixture
def enrolled(cast, work, send, collins_jpeg, looks) -> Portrait:
    """Eileen's real studio photo is published everywhere, the badge included."""
    studio = send(collins_jpeg, days_ago=400, kind=Photo.Kind.STUDIO, actor=cast.ines)
    send(looks["same"], days_ago=60)
    send(looks["same again"], days_ago=30)
    portrait = enrolment.enrol(studio, actor=cast.ines)
    reviewing.approve(portrait, ["id_badge", "directory", "linkedin", "website", "avatar"], actor=cast.robin)
    work()
    portrait.refresh_from_db()
    return portrait


@pytest.fixture
def candidates(cast, work, enrolled, made_once) -> list[Candidate]:
    run = requesting.ask(cast.collins, actor=cast.eileen, reason="A new look.")
    work()
    run.refresh_from_db()
    assert run.job_state == "done", run.problem
    return list(run.candidates.all())


def shown(cast) -> dict[str, int]:
    return {row.placement: row.portrait_id for row in showing.live(cast.collins)}


@pytest.fixture
def changed_look(enrolled, send, looks) -> list[Photo]:
    """New glasses and grey hair on two selfies of one day and one of another, nobody asked."""
    days = {"changed": 5, "changed once more": 5, "changed again": 0}
    return [send(looks[look], days_ago=days_ago) for look, days_ago in days.items()]


def test_a_real_photo_is_enrolled_approved_and_shown(cast, enrolled):
    assert enrolled.state == State.PUBLISHED
    assert set(shown(cast)) == {"id_badge", "directory", "linkedin", "website", "avatar"}


@pytest.mark.requirement("R12")
def test_a_run_makes_at_least_four_candidates_with_gates_and_ranks(candidates):
    assert len(candidates) >= 4
    assert len({candidate.preset for candidate in candidates}) >= 3
    assert all(candidate.gates["results"] for candidate in candidates)
    ranks = [candidate.rank for candidate in candidates if candidate.rank]
    assert ranks == sorted(set(ranks))


@pytest.mark.requirement("C02")
def test_rendering_twice_leaves_one_set_of_candidates(cast, work, candidates):
    from generation.tasks import render

    render(candidates[0].run_id)
    assert Candidate.objects.filter(run_id=candidates[0].run_id).count() == len(candidates)


@pytest.mark.requirement("C03")
@pytest.mark.requirement("R40")
@pytest.mark.requirement("R50")
@pytest.mark.requirement("R53")
def test_the_chosen_candidate_takes_over_labelled_and_signed_and_the_badge_keeps_the_real_photo(
    cast, work, enrolled, candidates
):
    portrait = choosing.choose(candidates[0], actor=cast.eileen)
    choosing.attest(portrait, actor=cast.eileen)
    reviewing.approve(portrait, ["directory", "linkedin", "website"], actor=cast.robin, looked_at=artefacts.KEYS)
    work()
    places = shown(cast)
    assert {places["directory"], places["linkedin"], places["website"]} == {portrait.pk}
    assert {places["id_badge"], places["avatar"]} == {enrolled.pk}
    for row in showing.live(cast.collins):
        said = reading.read(picture_files.read(row.rendition.image), anchors=(chain(cast.observatory).root_pem,))
        assert said.credentials.state == "trusted"
        assert said.source_type.code == row.portrait.origin
        assert row.read_back_at is not None
        assert row.rendition.alt_text
    assert verification.verify(cast.observatory) is None


@pytest.mark.requirement("R55")
def test_what_software_made_is_refused_for_the_badge_with_the_reason(cast, candidates):
    portrait = choosing.choose(candidates[0], actor=cast.eileen)
    choosing.attest(portrait, actor=cast.eileen)
    with pytest.raises(lifecycle.MoveRefusedError, match="real photo"):
        reviewing.approve(portrait, ["id_badge"], actor=cast.robin)
    portrait.refresh_from_db()
    assert portrait.state == State.IN_REVIEW


def test_only_the_person_chooses_and_attests(cast, candidates):
    with pytest.raises(choosing.ChoiceRefusedError):
        choosing.choose(candidates[0], actor=cast.robin)
    portrait = choosing.choose(candidates[0], actor=cast.eileen)
    with pytest.raises(choosing.ChoiceRefusedError):
        choosing.attest(portrait, actor=cast.robin)


def test_a_picture_that_was_taken_back_can_be_chosen_again(cast, candidates):
    first = choosing.choose(candidates[0], actor=cast.eileen)
    choosing.attest(first, actor=cast.eileen)
    lifecycle.move(first, State.WITHDRAWN, actor=cast.eileen)
    second = choosing.choose(candidates[0], actor=cast.eileen)
    choosing.attest(second, actor=cast.eileen)
    assert second.pk != first.pk
    assert choosing.choose(candidates[0], actor=cast.eileen) == second


def test_what_was_taken_back_before_the_worker_came_is_not_shown(cast, work, candidates):
    portrait = choosing.choose(candidates[0], actor=cast.eileen)
    choosing.attest(portrait, actor=cast.eileen)
    review = reviewing.approve(portrait, ["linkedin"], actor=cast.robin, looked_at=artefacts.KEYS)
    lifecycle.move(portrait, State.WITHDRAWN, actor=cast.eileen)
    work()
    row = review.publications.get()
    assert (row.job_state, row.published_at) == ("failed", None)
    assert "withdrawn" in row.problem


@pytest.mark.requirement("R14")
def test_a_refused_candidate_cannot_be_chosen(cast, candidates):
    Candidate.objects.filter(pk=candidates[0].pk).update(verdict="refuse", rank=None)
    candidates[0].refresh_from_db()
    with pytest.raises(choosing.ChoiceRefusedError, match="checks"):
        choosing.choose(candidates[0], actor=cast.eileen)


@pytest.mark.requirement("R06")
def test_a_render_of_an_old_selfie_is_as_old_as_the_selfie(cast, candidates):
    portrait = choosing.choose(candidates[0], actor=cast.eileen)
    assert portrait.depicts_as_of == TODAY - timedelta(days=30)


@pytest.mark.requirement("C05")
@pytest.mark.requirement("R08")
@pytest.mark.requirement("R10")
def test_a_change_seen_on_three_selfies_of_two_days_asks_for_new_candidates_and_publishes_nothing(
    cast, enrolled, changed_look
):
    check = DriftCheck.objects.get(photo=changed_look[-1])
    assert [photo.drift_checks.get().decision for photo in changed_look] == ["watch", "watch", "drift"]
    assert "glasses" in check.kinds
    assert check.run.candidates.count() >= 4
    assert {row.portrait_id for row in showing.live(cast.collins)} == {enrolled.pk}


def test_another_selfie_of_the_same_change_asks_for_nothing_more(cast, changed_look, send, astronaut):
    send(jpeg(simulation.glasses(simulation.grey_hair(astronaut, amount=0.9))), days_ago=0)
    assert Run.objects.filter(person=cast.collins).count() == 1


def test_every_stored_check_decides_the_same_again(enrolled, changed_look):
    opinions = [
        monitoring.say(enrolled, still_looks_like=False, reasons=["glasses"], actor=enrolled.person.user),
        monitoring.say(enrolled, still_looks_like=True, actor=enrolled.person.user),
    ]
    again = list(monitoring.replay(enrolled))
    assert len(again) == len(changed_look) + len(opinions)
    assert all(each.same for each in again)


def test_one_photo_that_cannot_be_read_stops_no_other_in_the_daily_watch(cast, enrolled, send, looks, settings):
    old = send(looks["changed"], days_ago=5)
    DriftCheck.objects.filter(photo=old).delete()
    Photo.objects.filter(pk=old.pk).update(appearance={})  # so that its file is opened again
    (settings.MEDIA_ROOT / old.image).write_bytes(b"")
    late = enrolled.depicts_as_of + timedelta(days=2 * 366)
    counts = daily_watch.watch(late).counts
    assert (counts["reminded"], counts["checked"]) == (1, 0)


def test_a_selfie_in_other_light_changes_nothing(cast, enrolled, send, looks):
    photo = send(looks["same on a new day"], days_ago=0)
    assert DriftCheck.objects.get(photo=photo).decision == "consistent"
    assert not Run.objects.filter(person=cast.collins).exists()


def test_somebody_elses_selfie_raises_an_alert_and_is_no_drift(cast, enrolled, send, hopper_jpeg):
    photo = send(hopper_jpeg, days_ago=0)
    assert IdentityAlert.objects.get(photo=photo).person == cast.collins
    assert not DriftCheck.objects.filter(photo=photo).exists()


def test_of_somebody_else_no_template_and_no_drift_is_kept(cast, enrolled, send, hopper_jpeg):
    photo = send(hopper_jpeg, days_ago=0)
    alerts.resolve(photo.identity_alert, same_person=False, note="That is Grace.", actor=cast.robin)
    assert not cast.collins.templates.filter(sha256=photo.sha256).exists()
    assert photo not in requesting.references(cast.collins)


def test_when_the_comparison_is_not_sure_a_human_is_asked(cast, enrolled, send, looks, monkeypatch):
    strict = replace(thresholds.identity(), same=0.0, other=2.0)
    monkeypatch.setattr(thresholds, "identity", lambda: strict)
    photo = send(looks["changed"], days_ago=0)
    assert photo.likeness["band"] == "ask"
    assert IdentityAlert.objects.filter(photo=photo, resolved_at=None).exists()


@pytest.mark.parametrize("again", ["grey", "mirrored", "cropped", "small"])
def test_the_same_picture_in_another_file_is_known_and_resets_no_clock(cast, enrolled, work, astronaut, again):
    other = {
        "grey": np.asarray(Image.fromarray(astronaut).convert("L").convert("RGB")),
        "mirrored": astronaut[:, ::-1],
        "cropped": astronaut[8:330, 60:390],
        "small": np.asarray(Image.fromarray(astronaut).resize((400, 400))),
    }[again]
    photo, _ = add_photo(cast.collins, Arrival(jpeg(other), Photo.Kind.SELFIE), actor=cast.eileen)
    work()
    photo.refresh_from_db()
    assert photo.same_as == enrolled.photo
    assert not photo.drift_checks.exists()
    assert photo not in requesting.references(cast.collins)


def test_the_daily_watch_finds_a_published_file_that_was_changed_or_is_gone(cast, enrolled, settings):
    changed, gone = [
        settings.OUTBOX_DIR / row.address for row in showing.live(cast.collins) if row.channel == "folder"
    ][:2]
    changed.write_bytes(jpeg(np.zeros((800, 800, 3), np.uint8)))
    gone.unlink()
    assert daily_watch.watch(TODAY).counts["changed"] == 2
    problems = {row.problem for row in showing.live(cast.collins)}
    assert problems == {"", "Nothing is shown there any more.", "The file there is not the one that was published."}


@pytest.mark.requirement("C08")
def test_the_days_checks_are_done_once_and_a_missed_day_is_caught_up(cast, enrolled):
    late = enrolled.depicts_as_of + timedelta(days=2 * 366)
    first = daily_watch.watch(late)
    assert first.counts["reminded"] == 1
    assert daily_watch.watch(late) is None
    assert daily_watch.watch(late + timedelta(days=3)).counts["reminded"] == 0


def test_without_biometrics_no_template_is_made_and_a_human_compares(cast, send, collins_jpeg, looks):
    cast.collins.biometrics = False
    cast.collins.save()
    send(collins_jpeg, days_ago=400, kind=Photo.Kind.STUDIO, actor=cast.ines)
    photo = send(looks["same"], days_ago=1)
    assert photo.job_state == "done"
    assert photo.likeness["band"] == "ask"
    assert photo.comparison.decided_at is None
    assert not cast.collins.templates.exists()


@pytest.mark.requirement("N03")
def test_not_even_raw_sql_puts_what_software_made_on_an_anchor(cast, enrolled):
    badge = enrolled.renditions.get(placement="id_badge")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "update portraits_rendition set source_type = 'trainedAlgorithmicMedia' where id = %s", [badge.pk]
        )
