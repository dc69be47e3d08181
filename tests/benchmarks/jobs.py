"""What the machinery around pictures costs: models loaded for mixed jobs, and a worker's share around a model's call."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import numpy as np
from django.conf import settings
from django.utils import timezone
from skimage import data

from accounts.models import Person
from generation import claiming, jobs, ledger, queues, recipe
from generation.claiming import Place
from generation.engines.base import silent
from generation.engines.diffusion import loading, painting
from generation.models import Run
from generation.progress import Progress
from generation.scheduling import Stay
from tests.benchmarks.measures import Figure

MIXED = ("klein4b-relight", "klein4b-background", "kontext-relight", "sdxl-inpaint-background")
JOBS = 100
STEPS = 30  # of a picture that takes a second or more even with the tiny model


def rows(person: Person, unit: Figure) -> list[str]:
    return [*_switches(person), *_overhead(person, unit)]


def _switches(person: Person) -> list[str]:
    """A hundred runs of four models, in an order drawn by chance, through the claims on real rows."""
    with mock.patch.object(Place, "served", frozenset(settings.RENDER_LIMITS)):
        kept = _loads(person)
        with mock.patch.object(settings, "STAY_JOBS", 0):
            oldest_first = _loads(person)
    return [
        f"| models loaded for {JOBS} mixed jobs, oldest first | {oldest_first} | | | | |",
        f"| the same, staying at most {settings.STAY_JOBS} jobs on a loaded model | {kept} | | | | |",
    ]


def _loads(person: Person) -> int:
    drawn, began = np.random.default_rng(1), timezone.now()
    chosen = [recipe.load(str(drawn.choice(MIXED))) for _ in range(JOBS)]
    asked = [_asked(person, each, began + timedelta(seconds=n)) for n, each in enumerate(chosen)]
    Place.stay = Stay()
    models = []
    for run in asked:
        taken = claiming.take(run.pk)
        assert taken is not None
        models.append(taken.model)
        jobs.finish(taken)
    Run.objects.filter(pk__in=[run.pk for run in asked]).delete()
    assert len(models) == JOBS
    return sum(one != other for one, other in zip(["", *models], models, strict=False))


def _asked(person: Person, chosen: recipe.Recipe, at: object) -> Run:
    return Run.objects.create(
        person=person,
        recipe_key=chosen.key,
        recipe_version=chosen.version,
        queue=queues.queue_of(chosen),
        model=queues.model_of(chosen),
        asked_at=at,
    )


def _overhead(person: Person, unit: Figure) -> list[str]:
    """The same call of a tiny pipeline bare and as a worker makes it: claimed, leased, told of, checked, in the ledger."""
    from tests.generation.engines.diffusion import tiny

    shipped = recipe.load("klein4b-relight")
    method = replace(
        shipped.diffusion,
        dtype="float32",
        inputs=replace(shipped.diffusion.inputs, max_pixels=320 * 256),
        call={**shipped.diffusion.call, "num_inference_steps": STEPS},
    )
    crop = np.ascontiguousarray(data.astronaut()[:320, 100:356])
    room = np.ones(crop.shape[:2], np.float32)
    with tempfile.TemporaryDirectory() as folder:
        loaded = loading.resident(method, tiny.save(method.pipeline.name, Path(folder) / "model"))
        asked = painting.Asked(crop, room)

        def bare() -> None:
            loaded.pipeline(**painting.arguments(method, shipped.variants[0], asked))

        def worker() -> None:
            run = jobs.claim(Run, _asked(person, shipped, timezone.now()).pk)
            assert run is not None
            with jobs.working(run), ledger.attempt(run) as tally:
                progress = Progress(run, limit=600)
                progress.loading()
                progress.begin(1, of=1)
                with tally.engine():
                    painting.painted(loaded, method, shipped.variants[0], asked, told=progress.step)
                progress.finishing()
                jobs.finish(run)

        painting.painted(loaded, method, shipped.variants[0], asked, told=silent)
        alone, around, share = _in_turn(bare, worker, times=7)
        loading.RESIDENT.drop()
    return [alone.line(unit, ""), around.line(unit, f"{100 * share:+.1f} % CPU around the bare call; <= 5 %")]


def _in_turn(bare: Callable[[], None], worker: Callable[[], None], *, times: int) -> tuple[Figure, Figure, float]:
    """Both, one after the other each time, and how much more CPU the second takes: others on the machine do not count."""
    pairs = [(_taken(bare), _taken(worker)) for _ in range(times)]
    share = statistics.median(second[1] / first[1] for first, second in pairs) - 1
    return (
        Figure(f"a tiny model's picture, {STEPS} steps, bare call", tuple(first[0] for first, _ in pairs)),
        Figure("the same as a worker makes it", tuple(second[0] for _, second in pairs)),
        share,
    )


def _taken(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the clock and of the CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu
