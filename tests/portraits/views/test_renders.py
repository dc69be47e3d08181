"""The pages of a run: what kinds there are, how many are left, stop, try again, and what it took."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from generation.models import Attempt, Run
from policies import styling
from portraits.making import offering
from tests.factories import CandidateFactory, PersonFactory, PhotoFactory, RunFactory
from tests.rule_packs import load_shipped


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def models_here(settings, tmp_path):
    settings.RENDER_QUEUES, settings.MODELS_DIR = frozenset({"render.flux"}), tmp_path / "none"


def test_where_no_model_is_the_one_kind_is_told_with_its_label(as_eileen, photo):
    said = page(as_eileen, "portal:ask")
    assert "No model makes a pixel. Labelled: Refined by software." in said
    assert 'name="recipe"' not in said


@pytest.mark.usefixtures("models_here")
def test_kinds_that_are_made_here_are_offered_in_plain_words_the_embedded_one_first(as_eileen, photo):
    assert page(as_eileen, "portal:ask").count('name="recipe"') == 2, "no rule lists a room that a model paints"
    load_shipped()
    said = page(as_eileen, "portal:ask")
    assert said.count('name="recipe"') == 3
    assert 'value="refine" checked' in said
    assert "Labelled: AI edited." in said
    assert "kontext" not in said, "its licence is not allowed here"


@pytest.mark.usefixtures("models_here")
def test_a_chosen_kind_is_asked_for(as_eileen, photo):
    as_eileen.post(reverse("portal:ask"), {"reason": "", "recipe": "klein4b-relight"})
    assert Run.objects.get().recipe_key == "klein4b-relight"


def test_a_kind_that_is_not_offered_cannot_be_asked_for(as_eileen, photo):
    as_eileen.post(reverse("portal:ask"), {"reason": "", "recipe": "klein4b-relight"})
    assert not Run.objects.exists()


@pytest.mark.requirement("R18")
def test_the_person_chooses_which_of_their_photos_the_pictures_are_made_from(as_eileen, cast, photo):
    smiling = PhotoFactory(person=cast.collins, captured_at=photo.captured_at - timedelta(days=20))
    said = page(as_eileen, "portal:ask")
    assert said.count('name="source"') == 2
    assert f'value="{photo.pk}" checked' in said, "the newest, unless they say otherwise"
    as_eileen.post(reverse("portal:ask"), {"reason": "", "source": smiling.pk})
    assert Run.objects.get().source_sha256 == smiling.sha256


def test_a_photo_that_is_not_among_those_shown_is_refused_in_words(as_eileen, photo):
    theirs = PhotoFactory()
    response = as_eileen.post(reverse("portal:ask"), {"reason": "", "source": theirs.pk})
    assert response.status_code == 422
    assert "Choose one of your photos that are shown here." in response.content.decode()
    assert not Run.objects.exists()


def test_every_offer_names_a_label_that_pages_know(cast, settings, tmp_path):
    from portraits.views.words import ORIGINS

    settings.RENDER_QUEUES = frozenset({"render.flux", "render.qwen", "render.sdxl"})
    settings.MODELS_DIR, settings.NONCOMMERCIAL = tmp_path / "none", "A study."
    found = offering.offers(cast.collins, styling.catalogue().backdrops)
    assert len({offer.title for offer in found}) == len(found) == 6
    assert {offer.origin for offer in found} <= ORIGINS.keys()


@pytest.mark.requirement("R61")
def test_the_page_says_how_many_are_left_and_refuses_with_the_day(as_eileen, photo, settings):
    settings.RUNS_PER_PERSON = (0, 1)
    assert "1 of 1 left this month" in page(as_eileen, "portal:ask")
    as_eileen.post(reverse("portal:ask"), {"reason": ""})
    Run.objects.update(work="")
    response = as_eileen.post(reverse("portal:ask"), {"reason": ""})
    assert "It opens again on" in response.content.decode()
    assert Run.objects.count() == 1


@pytest.fixture
def open_run(run):
    Run.objects.filter(pk=run.pk).update(job_state="running", progress=0.4)
    return run


def test_a_run_is_stopped_from_its_page_and_can_be_tried_again(as_eileen, open_run):
    assert "Stop</button>" in page(as_eileen, "portal:run", open_run.pk)
    assert as_eileen.post(reverse("portal:stop", args=[open_run.pk])).url == reverse("portal:run", args=[open_run.pk])
    said = page(as_eileen, "portal:run", open_run.pk)
    assert "You stopped these pictures" in said
    assert "No pictures could be made" not in said, "it is no error"
    as_eileen.post(reverse("portal:again", args=[open_run.pk]))
    assert Run.objects.get().job_state == "waiting"


def test_a_page_that_asks_every_second_reads_no_rules(as_eileen, open_run):
    with CaptureQueriesContext(connection) as asked:
        page(as_eileen, "portal:run", open_run.pk)
    assert not [each["sql"] for each in asked if "policies_ruleversion" in each["sql"]]


def test_stopping_takes_a_token_of_the_page(cast, open_run):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("portal:stop", args=[open_run.pk])).status_code == 403
    assert Run.objects.get().job_state == "running"


def test_a_run_that_ended_is_not_stopped(as_eileen, run):
    said = as_eileen.post(reverse("portal:stop", args=[run.pk]), follow=True).content.decode()
    assert "It had ended already." in said


def test_a_failed_run_can_be_tried_again_within_the_limit(as_eileen, run, settings):
    Run.objects.filter(pk=run.pk).update(job_state="failed", problem="The disk is full.")
    assert "Try again</button>" in page(as_eileen, "portal:run", run.pk)
    settings.RUNS_PER_ORGANISATION = (1, 0)
    Run.objects.create(person=run.person, recipe_key="refine", recipe_version=1)
    said = as_eileen.post(reverse("portal:again", args=[run.pk]), follow=True).content.decode()
    assert "It opens again on" in said
    assert Run.objects.get(pk=run.pk).job_state == "failed"


@pytest.mark.parametrize("state", ["waiting", "running", "done"])
def test_the_page_says_when_the_embedded_engine_took_over(as_eileen, run, state):
    Run.objects.filter(pk=run.pk).update(job_state=state, instead_of="klein4b-relight")
    assert "made by the embedded engine instead" in page(as_eileen, "portal:run", run.pk)


def attempt(organisation, **given):
    values = {"recipe_key": "refine", "recipe_version": 1, "number": 1, "queue": "default", "worker": "w", "outcome": "done",
              "began_at": timezone.now(), "ended_at": timezone.now(), "waited_seconds": 2.0, "seconds": 10.0,
              "price": Decimal("0.1"), "cost": Decimal(1), **given}  # fmt: skip
    return Attempt.objects.create(organisation=organisation, **values)


@pytest.mark.requirement("R60")
@pytest.mark.requirement("R61")
def test_the_console_shows_waits_seconds_and_cost_by_recipe_this_month(as_robin, cast, settings):
    settings.SECOND_PRICES = {"default": 0.1}
    for waited in (1.0, 2.0, 9.0):
        attempt(cast.observatory, waited_seconds=waited)
    attempt(cast.observatory, outcome="lost", seconds=5.0, cost=Decimal("0.5"))
    attempt(cast.observatory, recipe_key="klein4b-relight", cost=Decimal(7))
    attempt(cast.elsewhere, recipe_key="secret-recipe")
    attempt(cast.observatory, recipe_key="old-recipe", began_at=timezone.now() - timedelta(days=40))
    said = page(as_robin, "console:costs")
    assert (
        '<th scope="row">refine</th><td>3</td><td>1</td><td>2.0 (9.0)</td><td>10.0 (10.0)</td><td>35.0</td><td>3.50</td>'
        in said
    )
    assert "<td>45.0</td><td>10.50</td>" in said
    assert "secret-recipe" not in said
    assert "old-recipe" not in said
    assert cast.collins.name not in said


@pytest.mark.requirement("R61")
def test_costs_by_unit_are_the_sums_of_its_jobs_and_tell_nothing_of_a_unit_of_two(as_robin, cast, settings):
    settings.SECOND_PRICES, settings.PHOTOGRAPHER_PRICE = {"default": 0.1}, 180
    crew = [PersonFactory(organisation=cast.observatory, department="Crew") for _ in range(3)]
    few = [PersonFactory(organisation=cast.observatory, department="Board") for _ in range(2)]
    for number, person in enumerate((*crew, crew[0], *few), start=1):
        run = RunFactory(person=person)
        CandidateFactory(run=run, rank=1)
        attempt(cast.observatory, run=run, number=number, cost=Decimal(number), seconds=10.0 * number)
    said = page(as_robin, "console:costs")
    assert '<th scope="row">Crew</th><td>4</td><td>100.0</td><td>10.00</td>' in said
    assert "Board" not in said
    assert (
        "5 people have pictures to choose from: 4.20 EUR each. A sitting with a photographer costs 180.00 EUR" in said
    )
    by_person = Attempt.objects.values("run__person").annotate(cost=Sum("cost"))
    assert {row["run__person"]: row["cost"] for row in by_person}[crew[0].pk] == 1 + 4


def test_without_prices_no_cost_is_shown(as_robin, cast):
    attempt(cast.observatory)
    assert "Cost" not in page(as_robin, "console:costs")


def test_a_month_without_attempts_says_so(as_robin):
    assert "Nothing was rendered yet this month." in page(as_robin, "console:costs")
