"""What may stand behind people, from the rules to the page, the request, the worker and the verdict."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation import problems
from generation.adjusting import Adjustment, as_asked
from generation.models import Run
from generation.recipe import RecipeError
from policies.models import RuleVersion
from portraits.making import offering, requesting
from portraits.making.requesting import RequestRefusedError
from portraits.models import Portrait
from portraits.rulings import assessing
from tests.factories import PhotoFactory
from tests.rule_packs import load_shipped

LIST = {"own-room", "own-room-blurred", "light-grey", "plain-wall"}  # of sector-health-style


@pytest.fixture
def health(cast):
    """Eileen's observatory is a clinic now, with the rules that are shipped."""
    load_shipped()
    cast.observatory.sector = "healthcare"
    cast.observatory.save()
    PhotoFactory(person=cast.collins)
    return cast


def ask(cast, **given):
    return requesting.ask(cast.collins, actor=cast.eileen, reason="", **given)


@pytest.mark.requirement("R49")
@pytest.mark.requirement("R23")
def test_a_run_keeps_the_list_of_its_trade_and_asks_for_nothing_else(health):
    run = ask(health, adjustment=Adjustment("soft-daylight", "light-grey", 0.3))
    assert set(run.backdrops) == LIST
    with pytest.raises(RequestRefusedError, match=r"not on the list.*They list: your own background.*a light grey"):
        ask(health, adjustment=Adjustment("warm", "dark-grey", 0.3))
    with pytest.raises(RequestRefusedError, match="not on the list"):
        ask(health, adjustment=Adjustment("warm", "studio", 0.3))  # a studio in warm light is warm grey
    assert Run.objects.count() == 1


@pytest.mark.requirement("R23")
def test_a_worker_makes_nothing_that_the_run_s_list_does_not_have(health):
    run = ask(health)
    Run.objects.filter(pk=run.pk).update(adjusted={"preset": "warm", "background": "dark-grey", "polish": 0.3})
    run.refresh_from_db()
    with pytest.raises(RecipeError) as refusal:
        as_asked(run)
    assert "on the list" in problems.named(refusal.value).sentence


def test_a_run_from_before_there_were_lists_is_made_as_it_was_asked_for(health):
    run = ask(health)
    run.backdrops, run.adjusted = None, {"preset": "warm", "background": "studio", "polish": 0.3}
    assert len(as_asked(run).variants) == 4


@pytest.mark.requirement("R49")
def test_pages_offer_the_trade_s_backdrops_and_say_what_is_worn(health, settings, tmp_path):
    settings.RENDER_QUEUES, settings.MODELS_DIR = frozenset({"render.flux"}), tmp_path / "none"
    client = Client()
    client.force_login(health.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(reverse("portal:ask")).content.decode()
    assert "A light grey backdrop" in said
    assert "A dark grey backdrop" not in said
    assert "scrubs" in said
    for name in ("portal:selfie", "portal:photographer"):
        worn = client.get(reverse(name)).content.decode()
        assert "scrubs" in worn
        assert "head coverings of faith or culture are always welcome" in worn
    run = ask(health)
    Run.objects.filter(pk=run.pk).update(job_state="done")
    panel = client.get(reverse("portal:run", args=[run.pk])).content.decode()
    assert panel.count('name="background"') == 3
    assert "klein4b-background" in {recipe.key for recipe in offering.offered(LIST)}
    assert "klein4b-background" not in {recipe.key for recipe in offering.offered({"own-room"})}


@pytest.mark.requirement("R23")
def test_a_picture_before_an_unlisted_backdrop_is_kept_out_of_the_places_its_trade_speaks_of(health, placed):
    portrait = placed(backdrop="dark-grey")
    today = timezone.localdate()
    said = {place.key: verdict.decision for place, verdict in assessing.assess_everywhere(portrait, today)}
    assert said["website"] == said["linkedin"] == "deny"
    assert placed(backdrop="own-room", at=today - timedelta(days=1)).pk
    assert RuleVersion.objects.filter(rule_id="sector-health-style").exists()


@pytest.fixture
def placed(health):
    def portrait(*, backdrop, at=None):
        run = Run.objects.filter(person=health.collins).first() or ask(health)
        number = run.candidates.count() + 1
        candidate = run.candidates.create(
            number=number, preset="warm", background="studio", backdrop=backdrop, polish=0.3, seed=number, width=8, height=10,
            origin="algorithmicallyEnhanced", image="c.png", sha256="0" * 64, verdict="pass",
        )  # fmt: skip
        return Portrait.objects.create(
            person=health.collins, candidate=candidate, origin="algorithmicallyEnhanced", image="p.png", sha256="0" * 64,
            width=8, height=10, depicts_as_of=at or timezone.localdate(),
        )  # fmt: skip

    return portrait
