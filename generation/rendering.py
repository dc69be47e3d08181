"""A run carried out: every variant of the recipe rendered, held against the gates, ranked, and kept."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.audit import Verb, record
from generation import engines, faces, gates, jobs, pictures, ranking, templates
from generation import recipe as recipes
from generation.head import Head
from generation.models import Candidate, Run
from generation.recipe import Recipe, RecipeError, Variant

TOLD_EVERY = 0.5  # seconds between two signs of life, however fast the steps are


@dataclass(frozen=True, slots=True)
class Made:
    """One candidate before it is ranked: the row's values, its place in the ranking, and the template to keep."""

    fields: dict[str, Any]
    entry: ranking.Entry
    template: faces.Template | None
    advice: tuple[str, ...]


def carry_out(run: Run) -> None:
    """Render all candidates of a claimed run. What the person can mend is a failure with a sentence, not a fault."""
    began = time.perf_counter()
    try:
        recipe = recipes.load(run.recipe_key)
        made, advice = _make_all(run, recipe)
    except (faces.FaceError, RecipeError, engines.EngineError) as problem:
        jobs.fail(run, str(problem))
        record(Verb.RUN_FAILED, run, organisation=run.person.organisation, reason=str(problem))
        return
    with transaction.atomic():
        _keep(run, made)
        jobs.finish(run, progress=1.0, stage="", advice=advice, seconds=time.perf_counter() - began)
        passed = sum(each.fields["verdict"] != "refuse" for each in made)
        counts = {"candidates": len(made), "passed": passed}
        record(Verb.RUN_FINISHED, run, organisation=run.person.organisation, data=counts)


def _make_all(run: Run, recipe: Recipe) -> tuple[list[Made], list[str]]:
    progress = Progress(run, pictures=len(recipe.variants))
    engine = engines.engine_for(
        recipe, models=settings.MODELS_DIR, allow_noncommercial=settings.ALLOW_NONCOMMERCIAL, told=progress.step
    )
    _tell(run, 0.02, "Looking at the photo")
    prepared = engine.prepare(pictures.load(run.source_name), recipe)
    reference = gates.Subject.of(prepared.crop, enlarged=prepared.enlarged)
    known = _references(run)
    made: list[Made] = []
    lost: list[engines.EngineError] = []
    for number, variant in enumerate(recipe.variants, start=1):
        progress.begin(number)
        try:
            made.append(_make(run, recipe, variant, number=number, work=(engine, prepared, reference, known)))
        except engines.EngineError as problem:
            if not problem.of_one_picture:
                raise
            lost.append(problem)
    if not made:
        raise lost[-1]
    return made, [*prepared.advice, *(f"One picture could not be made. {problem}" for problem in lost)]


def _make(run: Run, recipe: Recipe, variant: Variant, *, number: int, work: tuple[Any, ...]) -> Made:
    engine, prepared, reference, known = work
    began = time.perf_counter()
    rendered = engine.render(prepared, variant)
    subject = gates.Subject.of(rendered.picture)
    compare = run.person.biometrics
    report = gates.check(reference, subject, known if compare else (), gates.thresholds(recipe.gates), compare=compare)
    stored = pictures.store(pictures.encode(rendered.picture), folder=f"candidates/{run.person_id}")
    fields = {
        "number": number,
        "preset": variant.preset,
        "background": variant.background,
        "polish": variant.polish,
        "seed": variant.seed,
        "origin": recipe.origin,
        "image": stored.name,
        "sha256": stored.sha256,
        "width": stored.width,
        "height": stored.height,
        "gates": report.as_json(),
        "verdict": report.verdict,
        "operations": rendered.log["operations"],
        "face": Head.of(subject.face).as_json(),
        "seconds": time.perf_counter() - began,
    }
    return Made(fields, report.entry(number), subject.template if compare else None, tuple(rendered.log["advice"]))


def _references(run: Run) -> tuple[faces.Template, ...]:
    """Templates of all recent real photos; without them (no biometrics) closeness is not judged."""
    if not run.person.biometrics:
        return ()
    known = (templates.recall(run.person, row["sha256"]) for row in run.references)
    return tuple(each for each in known if each is not None)


def _keep(run: Run, made: list[Made]) -> None:
    """Write the candidates with their ranks. A second attempt finds the rows of the first and writes the same."""
    places = {place.key: place for place in ranking.rank([each.entry for each in made])}
    for each in made:
        place = places[each.entry.key]
        number = each.fields["number"]
        rest = {name: value for name, value in each.fields.items() if name != "number"}
        Candidate.objects.update_or_create(
            run=run, number=number, defaults={**rest, "rank": place.rank, "reasons": [*place.reasons, *each.advice]}
        )
        if each.template is not None:
            templates.keep(run.person, each.fields["sha256"], each.template)


class Progress:
    """How far the pictures of a run are. Every sign of life asks for the lease: a run that was taken away stops there."""

    def __init__(self, run: Run, *, pictures: int) -> None:
        self._run = run
        self._pictures = pictures
        self._number = 0
        self._told = 0.0

    def begin(self, number: int) -> None:
        """The picture of that number, counted from 1, is next."""
        self._number = number
        self._say(0.0)

    def step(self, share: float) -> None:
        """So much of the picture is done, 0..1. Raises LeaseLostError when the run is no longer ours."""
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._say(share)

    def _say(self, share: float) -> None:
        self._told = time.monotonic()
        done = (self._number - 0.5 + share / 2) / (self._pictures + 0.5)
        _tell(self._run, done, f"Picture {self._number} of {self._pictures}")


def _tell(run: Run, progress: float, stage: str) -> None:
    """Hold the lease and say how far it is."""
    jobs.renew(run)
    Run.objects.filter(pk=run.pk).update(progress=progress, stage=stage)
