"""The candidates of a run: every variant of its recipe rendered and held against the gates. Nothing is kept here."""

import time
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from generation import engines, faces, gates, picture_files, pictures, ranking, templates
from generation.engines import Engine, EngineError, Prepared, Rendered
from generation.head import Head
from generation.ledger import Tally
from generation.models import Run
from generation.pictures import Picture
from generation.problems import RunError
from generation.progress import Progress
from generation.recipe import Recipe, Variant


@dataclass(frozen=True, slots=True)
class Made:
    """One candidate before it is ranked: the row's values, the file, its place in the ranking, the template to keep."""

    fields: dict[str, Any]
    data: bytes
    entry: ranking.Entry
    template: faces.Template | None
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What all candidates of a run are made from and held against."""

    run: Run
    recipe: Recipe
    engine: Engine
    prepared: Prepared
    reference: gates.Subject
    known: tuple[faces.Template, ...]


def make_all(run: Run, recipe: Recipe, *, progress: Progress, tally: Tally) -> tuple[list[Made], list[str]]:
    """All candidates that could be made, and what to tell the person. Raises what `problems.named` names."""
    progress.loading()
    sitting = _sit(run, recipe, progress=progress, tally=tally)
    made: list[Made] = []
    lost: list[EngineError] = []
    for number, variant in enumerate(recipe.variants, start=1):
        progress.begin(number, of=len(recipe.variants))
        try:
            made.append(_make(sitting, variant, number=number, progress=progress, tally=tally))
        except EngineError as problem:
            if not problem.of_one_picture:
                raise
            lost.append(problem)
        tally.candidates = len(made)
    if not made:
        raise lost[-1]
    return made, [*sitting.prepared.advice, *(f"One picture could not be made. {problem}" for problem in lost)]


def _sit(run: Run, recipe: Recipe, *, progress: Progress, tally: Tally) -> Sitting:
    engine = engines.engine_for(
        recipe, models=settings.MODELS_DIR, noncommercial=settings.NONCOMMERCIAL, told=progress.step
    )
    known = _references(run)
    with tally.engine():
        prepared = engine.prepare(picture_files.load(run.source_name), recipe, _others(run, recipe))
    reference = gates.Subject.of(prepared.crop, enlarged=prepared.enlarged)
    return Sitting(run, recipe, engine, prepared, reference, known)


def _make(sitting: Sitting, variant: Variant, *, number: int, progress: Progress, tally: Tally) -> Made:
    began = time.perf_counter()
    with tally.engine():
        rendered = sitting.engine.render(sitting.prepared, variant)
    tally.device = rendered.log.get("device", "cpu")
    progress.checking()
    compare = sitting.run.compare
    limits = gates.thresholds(sitting.recipe.gates)
    subject, report = gates.check_picture(sitting.reference, rendered.picture, sitting.known, limits, compare=compare)
    fields = {
        **_of_variant(sitting.recipe, variant, number=number),
        **_of_picture(rendered),
        "gates": report.as_json(),
        "verdict": report.verdict,
        "face": Head.of(subject.face).as_json() if subject else {},
        "seconds": time.perf_counter() - began,
    }
    template = subject.template if subject and compare else None
    entry = report.entry(number)
    if subject and compare and report.verdict != "refuse":
        entry = replace(entry, distances=_steadily(subject, sitting.known))
    return Made(fields, pictures.encode(rendered.picture), entry, template, tuple(rendered.log["advice"]))


def _steadily(subject: gates.Subject, known: tuple[faces.Template, ...]) -> tuple[float, ...]:
    """Distances to all real photos with less of the encoder's noise: what the order is decided by."""
    template = faces.encode_averaged(subject.picture, subject.face)
    return tuple(faces.distance(template, each) for each in known)


def _of_variant(recipe: Recipe, variant: Variant, *, number: int) -> dict[str, Any]:
    behind = recipe.backdrop(variant)
    return {**variant.as_json(), "backdrop": behind, "number": number, "origin": recipe.origin}


def _of_picture(rendered: Rendered) -> dict[str, Any]:
    height, width = rendered.picture.shape[:2]
    kept = {name: rendered.log[name] for name in ("noncommercial",) if name in rendered.log}
    return {"width": width, "height": height, "operations": {**rendered.log["operations"], **kept}}


def _others(run: Run, recipe: Recipe) -> list[Picture]:
    """Other real photos of the person, newest first, as many as the recipe shows its model."""
    wanted = recipe.diffusion.inputs.references if recipe.diffusion else 0
    names = [row["name"] for row in run.references if row["name"] and row["sha256"] != run.source_sha256]
    return [picture_files.load_reduced(name) for name in names[:wanted]]


def _references(run: Run) -> tuple[faces.Template, ...]:
    """Templates of all recent real photos; closeness is judged only where a matcher may compare. Raises RunError no_references."""
    if not run.compare:
        return ()
    digests = [row["sha256"] for row in run.references]
    known = templates.recall_all(run.person, digests)
    found = tuple(known[sha256] for sha256 in digests if sha256 in known)
    if not found:
        raise RunError(
            "no_references",
            "There is no measured real photo to hold the pictures against: no references, no portrait. Add one first.",
        )
    return found
