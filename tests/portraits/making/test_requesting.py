"""Asking for a render: one row for the same work, as often as is allowed, stopped and tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from generation import jobs
from generation.adjusting import Adjustment
from generation.jobs import JobState
from generation.models import Run
from portraits.making import requesting
from portraits.making.requesting import RequestRefusedError
from tests.factories import PersonFactory, PhotoFactory
from tests.rule_packs import load_shipped


@pytest.fixture
def photo(cast):
    return PhotoFactory(person=cast.collins)


@pytest.fixture
def ask(cast, photo, django_capture_on_commit_callbacks):
    def asked(**given):
        with django_capture_on_commit_callbacks():
            return requesting.ask(cast.collins, **{"actor": cast.eileen, "reason": "New glasses", **given})

    return asked


def end(run, state):
    Run.objects.filter(pk=run.pk).update(job_state=state, attempts=1, finished_at=timezone.now())


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.DONE])
def test_the_same_work_is_one_run_whether_it_waits_runs_or_is_done(ask, state):
    run = ask()
    end(run, state)
    assert ask().pk == run.pk
    assert Run.objects.get().job_state == state


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_what_failed_or_was_stopped_is_put_back_when_it_is_asked_for_again(ask, state):
    run = ask()
    end(run, state)
    again = ask()
    assert (again.pk, again.job_state, again.attempts, again.finished_at) == (run.pk, JobState.WAITING, 0, None)


def test_other_references_or_another_consent_are_other_work(ask, cast, photo):
    first = ask(source=photo)
    PhotoFactory(person=cast.collins, captured_at=photo.captured_at - timedelta(days=9))
    second = ask(source=photo)
    cast.collins.biometrics = False
    cast.collins.save()
    third = ask(source=photo)
    assert len({first.pk, second.pk, third.pk}) == 3


def test_two_rows_for_the_same_work_cannot_be(ask):
    run = ask()
    run.pk = None
    with pytest.raises(Exception, match="UNIQUE"):
        run.save(force_insert=True)


def test_a_kind_that_nobody_makes_here_is_refused(ask):
    with pytest.raises(RequestRefusedError, match="cannot be made here"):
        ask(recipe_key="klein4b-relight")
    assert not Run.objects.exists()


def test_a_kind_that_is_made_here_waits_in_its_family_s_queue(ask, settings, tmp_path):
    settings.RENDER_QUEUES, settings.MODELS_DIR = frozenset({"render.flux"}), tmp_path / "none"
    run = ask(recipe_key="klein4b-relight")
    assert (run.queue, run.model) == ("render.flux", "Flux2KleinPipeline flux2-klein-4b/main bfloat16")


def others(cast, count):
    """Runs of others that were asked for in the same organisation."""
    for _ in range(count):
        person = PersonFactory(organisation=cast.observatory)
        PhotoFactory(person=person)
        requesting.ask(person, actor=cast.ines, reason="")


@pytest.mark.requirement("R61")
def test_the_limit_is_refused_politely_with_the_day_it_opens_again(ask, cast, settings, time_machine_at):
    settings.RUNS_PER_PERSON = (0, 1)
    ask()
    PhotoFactory(person=cast.collins, captured_at=timezone.now())
    with pytest.raises(RequestRefusedError, match=r"asked for 1 time this month.*opens again on 1 December 2026"):
        ask()
    time_machine_at(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert ask().job_state == JobState.WAITING


@pytest.fixture
def time_machine_at():
    import time_machine

    opened = []

    def at(moment):
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        opened.append(traveller)

    at(datetime(2026, 11, 21, 9, tzinfo=UTC))
    yield at
    for traveller in reversed(opened):
        traveller.stop()


def test_an_organisation_has_a_limit_of_its_own_that_others_do_not_share(ask, cast, settings):
    settings.RUNS_PER_ORGANISATION = (2, 0)
    others(cast, 2)
    assert requesting.left(cast.collins).left == 0
    with pytest.raises(RequestRefusedError, match="asked for 2 times today"):
        ask()
    stranger = PersonFactory(organisation=cast.elsewhere)
    assert requesting.left(stranger).left == 2


def test_what_failed_or_never_began_is_not_counted(ask, settings, cast):
    settings.RUNS_PER_PERSON = (0, 3)
    run = ask()
    assert requesting.left(cast.collins).left == 2
    requesting.stop(run, actor=cast.eileen)
    assert requesting.left(cast.collins).left == 3
    end(run, JobState.FAILED)
    assert requesting.left(cast.collins).left == 3
    end(run, JobState.CANCELLED)
    assert requesting.left(cast.collins).left == 2, "a worker had begun"


def test_the_watch_is_counted_and_never_refused(ask, settings, cast):
    settings.RUNS_PER_PERSON = (1, 0)
    ask(actor=None)
    PhotoFactory(person=cast.collins, captured_at=timezone.now())
    assert ask(actor=None).pk
    assert requesting.left(cast.collins).left == 0


def test_asking_for_what_is_there_already_costs_nothing(ask, settings):
    settings.RUNS_PER_PERSON = (1, 1)
    assert ask().pk == ask().pk


def test_a_stopped_run_is_kept_told_of_and_ends_its_worker(ask, cast):
    run = ask()
    held = jobs.claim(Run, run.pk)
    assert requesting.stop(run, actor=cast.eileen)
    assert not requesting.stop(run, actor=cast.eileen)
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(held)
    run.refresh_from_db()
    assert (run.job_state, run.problem) == (JobState.CANCELLED, "")
    assert AuditEvent.objects.filter(verb="portal:run:stopped", actor=cast.eileen).count() == 1


def test_a_run_that_is_done_is_not_put_back(ask, cast):
    run = ask()
    end(run, JobState.DONE)
    assert requesting.again(run, actor=cast.eileen).job_state == JobState.DONE


@pytest.mark.requirement("R42")
def test_a_trade_that_bounds_polish_gets_pictures_within_the_bounds(ask, cast):
    load_shipped()
    unbounded = ask()
    cast.observatory.sector = "healthcare"
    cast.observatory.save()
    run = ask()
    assert (unbounded.polish_high, run.polish_low, run.polish_high) == (1.0, 0.0, 0.5)
    assert run.work != unbounded.work


@pytest.mark.requirement("R67")
def test_a_rush_needs_a_reason_and_is_kept_with_it(ask):
    with pytest.raises(RequestRefusedError, match="Say why it cannot wait"):
        ask(rush=True, reason=" ")
    run = ask(rush=True, reason="A press release at noon")
    assert (run.rush, run.reason) == (True, "A press release at noon")
    assert AuditEvent.objects.get(verb="workflow:run:asked").data["rush"] is True


@pytest.mark.requirement("R31")
@pytest.mark.requirement("R33")
def test_nothing_is_made_without_real_photos_whatever_light_is_asked_for(ask, photo):
    photo.delete()
    with pytest.raises(RequestRefusedError, match="no photo, no portrait"):
        ask(adjustment=Adjustment("warm", "studio", 0.5))


@pytest.mark.requirement("R31")
def test_as_many_and_as_new_photos_as_the_installation_wants(ask, photo, settings):
    settings.REFERENCES_LEAST = 2
    with pytest.raises(RequestRefusedError, match=r"2 real photos of you are needed .* there are 1"):
        ask()
    settings.REFERENCES_LEAST, settings.REFERENCES_WITHIN_DAYS = 1, 5
    photo.captured_at = timezone.now() - timedelta(days=10)
    photo.save()
    with pytest.raises(RequestRefusedError, match="older than 5 days"):
        ask()


@pytest.mark.requirement("R31")
def test_photos_of_as_many_different_days_as_the_installation_wants(ask, photo, settings):
    settings.REFERENCES_LEAST, settings.REFERENCES_DAYS = 2, 2
    other = PhotoFactory(person=photo.person, job_state=photo.job_state, captured_at=photo.captured_at)
    with pytest.raises(RequestRefusedError, match=r"2 different days are needed, and yours are of 1"):
        ask()
    other.captured_at = photo.captured_at - timedelta(days=3)
    other.save()
    assert ask().references


@pytest.mark.requirement("R65")
def test_an_adjustment_is_work_of_its_own_and_is_kept_on_the_run(ask):
    usual, warm = ask(), ask(adjustment=Adjustment("warm", "keep", 0.3))
    assert usual.pk != warm.pk
    assert warm.adjusted == {"preset": "warm", "background": "keep", "polish": 0.3}
    assert ask(adjustment=Adjustment("warm", "keep", 0.3)).pk == warm.pk
