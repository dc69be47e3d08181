"""A run carried out: its candidates made, ranked and kept in one step, or an end that has a name."""

import time
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import sealed_files
from accounts.audit import Verb, record
from accounts.models import Person
from generation import engines, fallback, jobs, ledger, picture_files, problems, ranking, templates
from generation.adjusting import as_asked
from generation.claiming import station
from generation.jobs import JobState
from generation.making import Made, make_all
from generation.models import Candidate, Run
from generation.picture_files import StoredPicture
from generation.progress import Progress


def carry_out(run: Run) -> bool:
    """Render all candidates of a claimed run. What has a name is kept as a failure with its sentence; the rest is a fault.

    True when other workers should hear of the run now. Raises LeaseLostError when it was stopped or taken away, and
    ProcessSpentError when it waits again and this process can make no other.
    """
    with ledger.attempt(run) as tally:
        try:
            _carry_out(run, tally)
        except jobs.LeaseLostError:
            raise
        except Exception as fault:
            problem = problems.named(fault)
            if problem is None:
                raise
            return _end(run, problem)
    return False


def _carry_out(run: Run, tally: ledger.Tally) -> None:
    began = time.perf_counter()
    progress = Progress(run, limit=settings.RENDER_LIMITS[run.queue])
    recipe = as_asked(run)
    made, advice = make_all(run, recipe, progress=progress, tally=tally)
    progress.finishing()
    stored = [picture_files.store(each.data, person=run.person, folder="candidates") for each in made]
    used = {"recipe_version": recipe.version, "recipe_digest": recipe.digest, "problem_code": ""}
    try:
        _write(run, made, stored, advice=advice, seconds=time.perf_counter() - began, **used)
    except jobs.LeaseLostError:
        _forget(run, stored)
        raise


def _write(run: Run, made: list[Made], stored: list[StoredPicture], **fields: Any) -> None:
    with transaction.atomic():
        # An agreement that was taken back meanwhile has stopped the run.
        Person.objects.select_for_update().get(pk=run.person_id)
        jobs.finish(run, progress=1.0, stage="", **fields)
        _keep(run, made, stored)
        passed = sum(each.fields["verdict"] != "refuse" for each in made)
        counts = {"candidates": len(made), "passed": passed}
        record(Verb.RUN_FINISHED, run, organisation=run.person.organisation, data=counts)


def _forget(run: Run, stored: list[StoredPicture]) -> None:
    """Of a run that was stopped no file stays: the agreement to it may have ended. One that was taken over needs its own."""
    run.refresh_from_db(fields=["job_state"])
    if run.job_state != JobState.CANCELLED:
        return
    for file in stored:
        if not Candidate.objects.filter(image=file.name).exists():
            sealed_files.forget(file.name)


def _end(run: Run, problem: problems.Problem) -> bool:
    """A shortage of memory sends the run of a model on, and a lost accelerator gives it back; any other problem ends a run,
    until somebody asks again."""
    if problem.code == "accelerator_lost":
        jobs.release(run, problem.sentence, problem_code=problem.code)
        raise jobs.ProcessSpentError(f"run {run.pk}: {problem.code}")
    if problem.code == "out_of_memory" and run.model:
        engines.let_go()
        return fallback.ran_short(run, station=station(), sentence=problem.sentence) != "again"
    with transaction.atomic():
        jobs.fail(run, problem.sentence, problem_code=problem.code)
        organisation, code = run.person.organisation, {"code": problem.code}
        record(Verb.RUN_FAILED, run, organisation=organisation, reason=problem.sentence, data=code)
    return False


def _keep(run: Run, made: list[Made], stored: list[StoredPicture]) -> None:
    """Write the candidates with their ranks. What an earlier attempt or an earlier asking left is replaced."""
    places = {place.key: place for place in ranking.rank([each.entry for each in made])}
    run.candidates.exclude(number__in=places).delete()
    for each, file in zip(made, stored, strict=True):
        place = places[each.entry.key]
        fields = {**each.fields, "image": file.name, "sha256": file.sha256}
        fields |= {"rank": place.rank, "reasons": [*place.reasons, *each.advice]}
        Candidate.objects.update_or_create(run=run, number=fields.pop("number"), defaults=fields)
        if each.template is not None:
            templates.keep(run.person, file.sha256, each.template)
