"""Pictures are made as far as somebody agreed to them, or a sentence says what to agree to. Every combination."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from django.urls import reverse
from django.utils import timezone

from generation import fallback, jobs
from generation import recipe as recipes
from generation.adjusting import Adjustment, as_asked
from generation.jobs import JobState
from generation.models import Run
from policies import styling
from policies.consent import ALTERATION_WORDS, GROUP_WORDS, Alteration, Given, Group, Purpose
from policies.models import Release
from portraits.agreements import agreeing, consenting
from portraits.making import offering, requesting
from portraits.making.requesting import RequestRefusedError
from tests.factories import PhotoFactory, agree
from tests.portraits.agreements.test_agreeing import wish
from tests.rule_packs import load_shipped

SOFTWARE = (Group.RETOUCHED, Group.AI_EDITED, Group.AI_GENERATED)
RECIPES = [recipes.load(key) for key in sorted(recipes.keys())]


def subsets(values):
    return list(map(frozenset, chain.from_iterable(combinations(values, n) for n in range(1, len(values) + 1))))


def given(purpose, groups=(), alterations=()) -> Given:
    anywhere = frozenset({"any"})
    return Given(1, purpose, "", frozenset(groups), frozenset(alterations), anywhere, timezone.localdate())


def agreed_to(monkeypatch, *each: Given) -> None:
    monkeypatch.setattr(consenting, "releases_for", lambda *_: [replace(one, id=n) for n, one in enumerate(each, 1)])


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.key)
def test_what_is_made_stays_inside_what_was_agreed_or_a_sentence_says_what_to_agree_to(monkeypatch, recipe):
    for groups in subsets(SOFTWARE):
        for alterations in subsets(Alteration):
            agreed_to(monkeypatch, given(Purpose.PORTRAIT), given(Purpose.AI, groups, alterations))
            made = consenting.as_far_as_agreed(None, recipe)
            wanted = consenting.render_uses(recipe)[1]
            enough = wanted.group in groups and wanted.alterations <= alterations
            kept = wanted.group in groups and wanted.alterations - {Alteration.BACKGROUND} <= alterations
            if made is not None:
                used = consenting.render_uses(made)[1]
                assert used.group in groups
                assert used.alterations <= alterations
                assert (made == recipe) is enough
                continue
            assert not enough
            assert not (kept and Alteration.LIGHT in wanted.alterations)
            sentence = consenting.to_agree(None, recipe)
            assert GROUP_WORDS[wanted.group] in sentence
            assert all(ALTERATION_WORDS[each] in sentence for each in wanted.alterations)
            agreed_to(monkeypatch, given(Purpose.PORTRAIT), given(Purpose.AI, {wanted.group}, wanted.alterations))
            assert consenting.as_far_as_agreed(None, recipe) == recipe


def test_without_portrait_use_the_sentence_names_it(monkeypatch):
    agreed_to(monkeypatch)
    sentence = consenting.to_agree(None, recipes.load("refine"))
    assert sentence.startswith(
        "First agree to the use of your pictures as your portrait, and to pictures that software"
    )
    agreed_to(monkeypatch, given(Purpose.PORTRAIT), given(Purpose.AI, SOFTWARE, Alteration))
    assert consenting.to_agree(None, recipes.load("refine")) == ""


@pytest.fixture
def light_only(cast):
    """Eileen, who agreed to refined light and to nothing else that software could change."""
    Release.objects.filter(person=cast.collins, purpose=Purpose.AI).delete()
    agree(cast.collins, Purpose.AI, groups=[Group.RETOUCHED], alterations=[Alteration.LIGHT])
    PhotoFactory(person=cast.collins)
    return cast.collins


def test_who_agreed_to_light_alone_gets_the_usual_pictures_before_their_own_background(client, cast, light_only):
    client.force_login(cast.eileen)
    page = client.get(reverse("portal:ask")).content.decode()
    assert "The background stays as it is in your photo" in page
    assert client.post(reverse("portal:ask"), {"reason": ""}).status_code == 302
    made = as_asked(Run.objects.get())
    assert {variant.background for variant in made.variants} == {"keep"}
    assert len(made.variants) == len(recipes.load("refine").variants)
    assert Run.objects.get().recipe_digest == made.digest


def test_another_background_is_refused_to_them_with_what_to_agree_to(cast, light_only):
    studio = Adjustment("warm", "studio", 0.65)
    with pytest.raises(RequestRefusedError, match=r"^First agree to .*light and colour and the background"):
        requesting.ask(light_only, actor=cast.eileen, reason="", adjustment=studio)
    assert requesting.ask(light_only, actor=cast.eileen, reason="", adjustment=Adjustment("warm", "keep", 0.65))


def test_more_agreed_to_later_is_other_work(cast, light_only):
    before = requesting.ask(light_only, actor=cast.eileen, reason="")
    agreeing.agree(light_only, wish(light_only, Purpose.AI), actor=cast.eileen)
    after = requesting.ask(light_only, actor=cast.eileen, reason="")
    assert (before.keep_background, after.keep_background) == (True, False)
    assert before.pk != after.pk


def test_agreeing_to_less_stops_a_run_that_changes_more_and_lets_the_other_go_on(cast, light_only):
    stays = requesting.ask(light_only, actor=cast.eileen, reason="")
    agreeing.agree(light_only, wish(light_only, Purpose.AI), actor=cast.eileen)
    stops = requesting.ask(light_only, actor=cast.eileen, reason="")
    less = wish(light_only, Purpose.AI, groups=frozenset({Group.RETOUCHED}), alterations=frozenset({Alteration.LIGHT}))
    agreeing.agree(light_only, less, actor=cast.eileen)
    states = dict(Run.objects.values_list("pk", "job_state"))
    assert states == {stays.pk: JobState.WAITING, stops.pk: JobState.CANCELLED}


def test_who_agreed_to_a_new_room_alone_is_offered_that_kind_and_told_about_the_other(client, cast, settings, tmp_path):
    settings.RENDER_QUEUES, settings.MODELS_DIR = frozenset({"render.flux"}), tmp_path / "none"
    Release.objects.filter(person=cast.collins, purpose=Purpose.AI).delete()
    agree(cast.collins, Purpose.AI, groups=[Group.AI_EDITED], alterations=[Alteration.BACKGROUND])
    PhotoFactory(person=cast.collins)
    load_shipped()  # whose lists have rooms that a model paints
    assert offering.agreed_to(cast.collins, styling.catalogue().backdrops).key == "klein4b-background"
    client.force_login(cast.eileen)
    assert "First agree to" in client.get(reverse("portal:ask")).content.decode()
    client.post(reverse("portal:ask"), {"reason": ""})
    run = Run.objects.get()
    assert (run.recipe_key, run.embedded) == ("klein4b-background", Run.Embedded.NO)


@pytest.mark.parametrize(("embedded", "state", "kept"), [
    (Run.Embedded.NO, JobState.FAILED, False), (Run.Embedded.KEPT, JobState.WAITING, True),
    (Run.Embedded.WHOLE, JobState.WAITING, False),
])  # fmt: skip
def test_a_model_without_memory_is_not_replaced_by_what_nobody_agreed_to(light_only, embedded, state, kept):
    run = Run.objects.create(
        person=light_only, recipe_key="klein4b-background", recipe_version=1, recipe_digest="0" * 64, model="m",
        queue="render.flux", source_name="n", source_sha256="0" * 64, embedded=embedded, shortages=["a", "b"],
    )  # fmt: skip
    fallback.ran_short(jobs.claim(Run, run.pk), station="c", sentence="The memory is too small.")
    run.refresh_from_db()
    assert (run.job_state, run.keep_background) == (state, kept)
    if state == JobState.FAILED:
        assert (run.recipe_key, run.problem) == ("klein4b-background", fallback.NOT_AGREED)
