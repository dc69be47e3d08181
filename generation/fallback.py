"""What follows when the accelerator's memory is too small: again, then elsewhere, then the engine that needs none."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal

from django.conf import settings
from django.utils import timezone

from generation import jobs, queues
from generation import recipe as recipes
from generation.jobs import JobState
from generation.models import Run

EMBEDDED_RECIPE: Final = "refine"
PATIENCE: Final = 2.5  # announcements after which nobody else is coming
NOT_AGREED: Final = "No worker here has memory enough for these pictures, and no other kind was agreed to."
Step = Literal["again", "elsewhere", "embedded"]


def step_after(stations: Sequence[str]) -> Step:
    """What to do after memory ran out at these stations, oldest first.

    Once may be a neighbour's doing. Twice at one station is the station: another one tries. Then it is the model.
    """
    if len(stations) < 2:
        return "again"
    return "elsewhere" if len(stations) == 2 and stations[0] == stations[1] else "embedded"


def ran_short(run: Run, *, station: str, sentence: str) -> Step:
    """Write down that memory ran out here, and put the run where it goes next. The claim must still be held."""
    stations = [*run.shortages, station]
    step = step_after(stations)
    if step == "embedded":
        fields = _embedded(run)
        jobs.release(run, str(fields.pop("problem", sentence)), shortages=stations, **fields)
    else:
        elsewhere = {"avoid": station, "avoided_at": timezone.now()} if step == "elsewhere" else {}
        jobs.release(run, sentence, shortages=stations, problem_code="out_of_memory", **elsewhere)
    return step


def settle() -> list[int]:
    """Runs for which no other worker came are given to the embedded engine; their ids."""
    patience = timedelta(seconds=PATIENCE * settings.ANNOUNCE_SECONDS)
    left = Run.objects.filter(job_state=JobState.WAITING, avoided_at__lt=timezone.now() - patience).exclude(avoid="")
    return [run.pk for run in left if Run.objects.filter(pk=run.pk, avoid=run.avoid).update(**_embedded(run))]


def _embedded(run: Run) -> dict[str, object]:
    """The embedded engine's recipe in place of the one asked for: a new start, and work of nobody else's.

    Where the person did not agree to such pictures, it is the end."""
    if run.embedded == Run.Embedded.NO:
        ended = {"job_state": JobState.FAILED, "finished_at": timezone.now(), "lease_until": None}
        return {**ended, "avoid": "", "avoided_at": None, "problem_code": "out_of_memory", "problem": NOT_AGREED}
    recipe = recipes.load(EMBEDDED_RECIPE)
    return {
        "job_state": JobState.WAITING,
        "finished_at": None,
        "attempts": 0,
        "avoid": "",
        "avoided_at": None,
        "problem_code": "",
        "keep_background": run.embedded == Run.Embedded.KEPT,
        "instead_of": run.recipe_key,
        "recipe_key": recipe.key,
        "recipe_version": recipe.version,
        "recipe_digest": recipe.digest,
        "queue": queues.queue_of(recipe),
        "model": "",
        "work": "",
    }
