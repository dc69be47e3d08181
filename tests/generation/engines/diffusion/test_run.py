"""A whole run with a model in a folder: candidates with gates and an honest origin, or a sentence that says why not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from generation import engines, jobs, light, picture_files, pictures, progress, recipe, rendering
from generation.engines import EngineError
from generation.engines.diffusion import engine as diffusion
from generation.jobs import JobState
from generation.models import Run
from portraits.views import words
from tests.factories import PersonFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(astronaut, models, settings, monkeypatch):
    """A run of the recipe that waits."""

    def ask(chosen, *, picture=astronaut):
        settings.MODELS_DIR = models
        monkeypatch.setattr(recipe, "load", lambda _: chosen)
        person = PersonFactory()
        stored = picture_files.store(pictures.encode(picture), person=person, folder="photos")
        return RunFactory(
            person=person, compare=False, recipe_key=chosen.key, source_name=stored.name, source_sha256=stored.sha256
        )

    return ask


@pytest.fixture
def carried_out(asked):
    """A run of the recipe, done as a worker does it."""

    def carry_out(chosen):
        run = jobs.claim(Run, asked(chosen).pk)
        rendering.carry_out(run)
        return run

    return carry_out


@pytest.fixture
def relit(monkeypatch):
    """A model that does what it is told: the photo under other light."""

    def painted(loaded, method, variant, asked, *, told):
        told(1.0)
        return light.encoded(light.linear(asked.crop) * np.array([1.2, 1.1, 1.0], np.float32))

    monkeypatch.setattr(diffusion, "painted", painted)


def only(chosen, count=1):
    return replace(chosen, variants=chosen.variants[:count])


@pytest.mark.requirement("C02")
def test_a_model_paints_rooms_and_every_candidate_is_gated_and_says_that_a_model_had_a_hand_in_it(carried_out, tiny):
    run = carried_out(only(tiny("klein4b-background"), 2))
    made = list(run.candidates.all())
    assert run.job_state == JobState.DONE
    assert len(made) == 2
    assert {each.origin for each in made} == {"compositeWithTrainedAlgorithmicMedia"}
    assert {each.verdict for each in made} <= {"pass", "amber", "refuse"}
    assert all(each.gates["results"] for each in made)
    assert all(each.operations["background_generated"] == 1 for each in made)
    assert made[0].sha256 != made[1].sha256


@pytest.mark.usefixtures("relit")
def test_a_candidate_in_the_model_s_light_passes_and_is_labelled(carried_out, tiny):
    run = carried_out(only(tiny("klein4b-relight")))
    (made,) = run.candidates.all()
    assert made.origin == "compositeWithTrainedAlgorithmicMedia"
    assert made.verdict != "refuse"
    assert made.operations["light_transfer"] > 0.05
    assert made.operations["model"] == "tiny-Flux2KleinPipeline/main"


@pytest.mark.usefixtures("relit")
def test_a_picture_taken_as_it_is_passes_the_same_gates_and_says_that_it_is_generated(carried_out, tiny):
    asked = only(tiny("klein4b-relight"))
    whole = replace(asked.diffusion, finish=replace(asked.diffusion.finish, mode="as-is"))
    run = carried_out(replace(asked, origin="trainedAlgorithmicMedia", diffusion=whole))
    (made,) = run.candidates.all()
    assert (made.origin, made.operations["generated"]) == ("trainedAlgorithmicMedia", 1.0)
    assert words.origin(made.origin) == "AI generated"
    assert {result["gate"] for result in made.gates["results"]} > {"geometry", "body", "skin_tone", "texture", "marks"}


def test_a_model_that_does_not_show_the_person_gives_no_candidate_and_says_why(carried_out, tiny):
    run = carried_out(only(tiny("klein4b-relight")))
    assert run.job_state == JobState.FAILED
    assert "The model's picture does not show this face" in run.problem
    assert not run.candidates.exists()


class KilledError(BaseException):
    """What no handler of a worker catches."""


@pytest.mark.requirement("C02")
def test_a_run_of_a_model_whose_worker_dies_on_its_way_is_made_once_by_the_next(asked, tiny, relit, monkeypatch):
    render = diffusion.Diffusion.render

    def killed_at_the_second(self, prepared, variant):
        if variant.preset == "crisp-corporate":
            raise KilledError
        return render(self, prepared, variant)

    row = asked(only(tiny("klein4b-relight"), 2))
    monkeypatch.setattr(diffusion.Diffusion, "render", killed_at_the_second)
    first = jobs.claim(Run, row.pk)
    with pytest.raises(KilledError):
        rendering.carry_out(first)
    monkeypatch.setattr(diffusion.Diffusion, "render", render)
    Run.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.sweep(Run) == [row.pk]
    again = jobs.claim(Run, row.pk)
    rendering.carry_out(again)
    assert (again.job_state, again.attempts) == (JobState.DONE, 2)
    assert [each.number for each in again.candidates.order_by("number")] == [1, 2]
    assert jobs.claim(Run, row.pk) is None


def test_one_picture_that_fails_does_not_take_the_others_with_it(carried_out, tiny, relit, monkeypatch):
    render = diffusion.Diffusion.render

    def second_is_black(self, prepared, variant):
        if variant.preset == "crisp-corporate":
            raise EngineError("broken_picture", "The model made a black picture.")
        return render(self, prepared, variant)

    monkeypatch.setattr(diffusion.Diffusion, "render", second_is_black)
    run = carried_out(only(tiny("klein4b-relight"), 2))
    assert run.job_state == JobState.DONE
    assert [each.preset for each in run.candidates.all()] == ["soft-daylight"]
    assert "One picture could not be made. The model made a black picture." in run.advice


def test_a_missing_model_fails_the_run_with_the_place_where_it_was_looked_for(carried_out, tiny, models):
    shipped = recipe.load("klein4b-relight")
    run = carried_out(shipped)
    assert run.job_state == JobState.FAILED
    assert str(models / "flux2-klein-4b" / "main") in run.problem


def test_a_licence_waits_for_the_operator(carried_out, tiny, settings, relit):
    assert "LIKENESS_ALLOW_NONCOMMERCIAL" in carried_out(only(tiny("kontext-relight"))).problem
    settings.NONCOMMERCIAL = "A study without income, agreed with counsel on 3 May."
    run = carried_out(only(tiny("kontext-relight")))
    assert run.job_state == JobState.DONE
    assert run.candidates.get().operations["noncommercial"] == settings.NONCOMMERCIAL


def test_a_run_that_was_taken_away_stops_at_the_next_step(carried_out, tiny, monkeypatch):
    monkeypatch.setattr(progress, "TOLD_EVERY", 0)
    step, asked = progress.Progress.step, []

    def taken_away_then_told(self, share):
        asked.append(share)
        Run.objects.update(holder="another worker")
        step(self, share)

    monkeypatch.setattr(progress.Progress, "step", taken_away_then_told)
    with pytest.raises(jobs.LeaseLostError):
        carried_out(only(tiny("klein4b-background")))
    assert asked == [0.5]


def test_how_far_a_run_is_rises_with_every_step(carried_out, tiny, monkeypatch):
    monkeypatch.setattr(progress, "TOLD_EVERY", 0)
    seen, renew = [], jobs.renew

    def told(run, **fields):
        seen.extend([fields["progress"]] if fields else [])
        renew(run, **fields)

    monkeypatch.setattr(jobs, "renew", told)
    carried_out(only(tiny("klein4b-background"), 2))
    assert len(seen) == 1 + 2 * (1 + 2 + 1)
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] < 1


def test_an_engine_renders_only_what_it_prepared(tiny, models, collins):
    chosen = tiny("klein4b-relight")
    with pytest.raises(TypeError, match="only what it prepared itself"):
        engines.engine_for(chosen, models=models).render(collins, chosen.variants[0])
