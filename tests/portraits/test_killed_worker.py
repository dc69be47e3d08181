"""A worker that is killed loses nothing and does nothing twice."""

import pytest

from tests.installation import Installation, kill, wait_until

ASK = """
from skimage import data
from PIL import Image
import io
from datetime import date
from accounts.models import Organisation, Person
from portraits.collecting.intake import Arrival, add_photo
from portraits.collecting.measuring import measure
from portraits.models import Photo
from generation import jobs
from portraits.making import requesting
from tests.factories import agree
out = io.BytesIO()
Image.fromarray(data.astronaut()).save(out, "JPEG", quality=92)
person = Person.objects.create(organisation=Organisation.objects.create(name="O", slug="o"), name="Eileen Collins")
agree(person)
photo, _ = add_photo(person, Arrival(out.getvalue(), Photo.Kind.STUDIO, declared_on=date(2026, 1, 5)), actor=None)
measure(jobs.claim(Photo, photo.pk))
requesting.ask(person, actor=None, reason="test")
"""
RUN = "select job_state, attempts, progress from generation_run"


@pytest.mark.slow
@pytest.mark.requirement("C08")
def test_the_clock_inside_the_worker_does_the_days_checks_once_and_catches_up_what_is_missing(tmp_path):
    here = Installation(tmp_path / "home", LIKENESS_WATCH_SECONDS="1", LIKENESS_SWEEP_SECONDS="2")
    days = "select id from portraits_dailywatch where finished_at is not null"
    with here.worker():
        wait_until(lambda: bool(here.rows(days)), seconds=90, what="the clock to do the day's checks")
        here.run("from portraits.models import DailyWatch; DailyWatch.objects.all().delete()")
        wait_until(lambda: bool(here.rows(days)), seconds=90, what="the clock to come round and catch up")
    assert len(here.rows("select id from portraits_dailywatch")) == 1


@pytest.mark.slow
@pytest.mark.requirement("C02")
def test_a_run_whose_worker_is_killed_is_finished_once_by_the_next(tmp_path):
    here = Installation(tmp_path / "home", LIKENESS_LEASE_SECONDS="6", LIKENESS_SWEEP_SECONDS="2")
    here.run(ASK)
    with here.worker() as first:
        wait_until(lambda: here.rows(RUN)[0][2] > 0.3, seconds=90, what="the render to be half way")
        kill(first)
    assert here.rows(RUN)[0][0] == "running"
    with here.worker():
        wait_until(lambda: here.rows(RUN)[0][0] == "done", seconds=120, what="the next worker to finish the run")
    (state, attempts, progress), *more = here.rows(RUN)
    assert (state, attempts, progress, more) == ("done", 2, 1.0, [])
    numbers = [row[0] for row in here.rows("select number from generation_candidate order by number")]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 4
    assert here.rows("select count(*) from accounts_auditevent where verb = 'worker:run:finished'") == [(1,)]
