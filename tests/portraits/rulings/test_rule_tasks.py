from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEvent
from generation.models import Candidate
from policies import changing, placements
from policies.engine import assess
from policies.kinds import Kind
from policies.models import RuleSetLook, RuleVersion
from policies.vocabulary import Decision, strictness
from portraits.models import Publication, RuleTask
from portraits.monitoring.daily_watch import watch
from portraits.publishing import showing
from portraits.rulings import assessing, rule_tasks
from portraits.rulings.impact import weigh
from portraits.rulings.live import live
from tests.portraits.shown import body, made_again

DENY = {"kinds": {"auto_enhanced": "deny"}, "platform": ["linkedin"]}
BADGE = {"disclosure": {"auto_enhanced": {"visible_badge": "required"}}, "audience": ["internal"]}


def adopted(cast, **said):
    draft = changing.begin(cast.observatory, body(**said), why="Counsel said so.", actor=cast.ines)
    return changing.adopt(draft, seen=draft.digest, actor=cast.ines)


def open_tasks():
    return set(RuleTask.objects.filter(settled_at=None).values_list("publication_id", flat=True))


@pytest.mark.requirement("R48")
@pytest.mark.requirement("N02")
def test_a_changed_rule_opens_a_task_for_each_publication_it_puts_in_the_wrong_and_for_no_other(cast, show):
    wrong = {show().pk, show(department="Ground").pk}
    show(kind=Kind.CAMERA)
    show("directory")
    showing.close(show(), why="Gone.", actor=None)
    impact = weigh(changing.begin(cast.observatory, body(**DENY), why="", actor=cast.ines))
    assert (impact.checked, impact.tasks) == (4, 2)
    assert impact.counts == {("linkedin", "Flight", "denied"): 1, ("linkedin", "Ground", "denied"): 1}
    assert not open_tasks()
    changing.discard(cast.observatory.rule_drafts.get(), actor=cast.ines)

    adopted(cast, **DENY)
    row = rule_tasks.look(cast.observatory)
    assert (row.checked, row.tasks, open_tasks()) == (4, 2, wrong)
    assert rule_tasks.look(cast.observatory) is None
    assert open_tasks() == wrong


def test_a_task_says_which_rule_and_what_to_do(cast, show):
    show()
    adopted(cast, title="No refining on LinkedIn", **DENY)
    rule_tasks.look(cast.observatory)
    (task,) = RuleTask.objects.all()
    (finding,) = [each for each in task.findings if each["decision"] == "deny"]
    assert (finding["rule_id"], finding["version"]) == ("observatory-own", 1)
    assert "No refining on LinkedIn" in finding["sentence"]


@pytest.mark.requirement("R48")
def test_a_label_that_is_due_now_is_a_task_and_the_same_label_again_is_not(cast, show):
    publication = show("directory")
    adopted(cast, **BADGE)
    rule_tasks.look(cast.observatory)
    (task,) = RuleTask.objects.all()
    assert (task.effect, [each["channel"] for each in task.labels]) == ("labels", ["visible_badge"])
    rule_tasks.published(made_again(publication))
    task.refresh_from_db()
    assert task.ending == "made_again"
    adopted(cast, rule_id="the-same-again", **BADGE)
    assert rule_tasks.look(cast.observatory).tasks == 0


def test_what_is_published_under_the_new_rules_is_no_task(cast, show):
    publication = show("directory")
    adopted(cast, **BADGE)
    made_again(publication)
    assert rule_tasks.look(cast.observatory).tasks == 0


def test_a_picture_that_was_in_the_wrong_before_is_no_consequence_of_the_rule(cast, show):
    show(days=3000)  # older than the organisation's default takes
    adopted(cast, **DENY)
    assert rule_tasks.look(cast.observatory).tasks == 0


def test_a_kinder_rule_opens_no_task_and_settles_what_is_right_again(cast, show):
    show()
    adopted(cast, **DENY)
    rule_tasks.look(cast.observatory)
    adopted(cast, kinds={"auto_enhanced": "allow"}, platform=["linkedin"])
    assert rule_tasks.look(cast.observatory).tasks == 0
    assert RuleTask.objects.get().ending == "right_again"


def test_an_open_task_says_why_by_the_newest_rules(cast, show):
    show("directory")
    adopted(cast, **BADGE)
    rule_tasks.look(cast.observatory)
    adopted(cast, rule_id="stricter", kinds={"auto_enhanced": "deny"}, platform=["intranet"])
    assert rule_tasks.look(cast.observatory).tasks == 0
    task = RuleTask.objects.get()
    assert (task.effect, task.findings[0]["rule_id"]) == ("denied", "stricter")


def test_taking_a_publication_away_settles_its_task_with_the_reason(cast, show):
    publication = show()
    adopted(cast, **DENY)
    rule_tasks.look(cast.observatory)
    showing.close(publication, why="The rules do not allow it.", actor=cast.robin)
    task = RuleTask.objects.get()
    assert (task.ending, task.note, task.settled_by) == ("taken_away", "The rules do not allow it.", cast.robin)


def test_a_look_that_was_cut_short_is_taken_up_again_and_opens_nothing_twice(cast, show, monkeypatch):
    wrong = {show().pk for _ in range(3)}
    adopted(cast, **DENY)

    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rule_tasks, "_finish", cut)
        with pytest.raises(KeyboardInterrupt):
            rule_tasks.look(cast.observatory)
    assert open_tasks() == wrong
    row = rule_tasks.look(cast.observatory)
    assert (row.tasks, open_tasks()) == (3, wrong)
    assert RuleSetLook.objects.filter(finished_at=None).count() == 0


@pytest.mark.requirement("R48")
def test_a_rule_that_begins_next_week_opens_its_tasks_that_day_by_the_daily_watch(cast, show, monkeypatch):
    monkeypatch.setattr("portraits.monitoring.daily_watch.reread", lambda _: True)
    publication = show()
    begins = timezone.localdate() + timedelta(days=7)
    adopted(cast, **DENY, effective_from=begins.isoformat())
    assert rule_tasks.look(cast.observatory) is None
    with time_machine.travel(begins - timedelta(days=1)):
        watch(timezone.localdate())
    assert not open_tasks()
    with time_machine.travel(begins):
        assert watch(timezone.localdate()).counts["ruled"] == 1
    assert open_tasks() == {publication.pk}


def test_another_organisation_is_not_touched(cast, show):
    show()
    adopted(cast, **DENY)
    rule_tasks.remember(cast.elsewhere)
    assert rule_tasks.look(cast.elsewhere) is None
    assert not open_tasks()


def test_making_again_asks_for_a_reason_where_a_person_decides_and_is_refused_where_nothing_helps(cast, show):
    publication = show()
    adopted(cast, kinds={"auto_enhanced": "review"}, platform=["linkedin"])
    rule_tasks.look(cast.observatory)
    task = RuleTask.objects.get()
    with pytest.raises(rule_tasks.TaskRefusedError, match="Say why"):
        rule_tasks.make_again(task, why=" ", actor=cast.robin)
    rule_tasks.make_again(task, why="Light only.", actor=cast.robin)
    assert Publication.objects.get(pk=publication.pk).job_state == "waiting"
    assert AuditEvent.objects.get(verb="console:publication:made-again").reason == "Light only."
    task.effect = "denied"
    with pytest.raises(rule_tasks.TaskRefusedError, match="take it away"):
        rule_tasks.make_again(task, why="Please.", actor=cast.robin)


@pytest.mark.parametrize("kind", [Kind.CAMERA, Kind.AUTO_ENHANCED, Kind.AI_GENERATED])
def test_streamed_facts_are_those_that_an_assessment_keeps(cast, show, kind):
    publication = show("directory", kind)
    today = timezone.localdate()
    (streamed,) = live(cast.observatory, today)
    ((_, kept, _),) = assessing.assess_in(publication.portrait, [placements.get("directory")], today)
    assert streamed.facts == kept


def test_streaming_asks_the_database_as_often_for_twenty_as_for_two(cast, show, django_assert_num_queries):
    for _ in range(2):
        show()
    today = timezone.localdate()
    with django_assert_num_queries(4):
        list(live(cast.observatory, today))
    for _ in range(18):
        show()
    with django_assert_num_queries(4):
        assert len(list(live(cast.observatory, today))) == 20


@pytest.mark.requirement("R42")
def test_the_bounds_of_polish_for_a_person_are_those_of_their_organisations_trade(cast, rules):
    today = timezone.localdate()
    assert assessing.limits(cast.collins, today).polish.high == 1.0
    cast.observatory.sector = "healthcare"
    found = assessing.limits(cast.collins, today).polish
    assert (found.high, found.texture, found.clamp(0.65)) == (0.5, 0.9, 0.5)
    assert assessing.limits(cast.collins, today, [placements.get("id_badge")]).polish.high == 1.0


@pytest.mark.requirement("R48")
@pytest.mark.requirement("N02")
@pytest.mark.parametrize("seed", range(4))
def test_of_any_portfolio_exactly_what_the_new_rules_put_in_the_wrong_becomes_tasks(cast, show, seed):
    chance = Random(seed)  # noqa: S311 (a portfolio, no secret)
    kinds, places = [Kind.CAMERA, Kind.AUTO_ENHANCED, Kind.AI_GENERATED], ["linkedin", "directory", "website", "slack"]
    shown = [show(chance.choice(places), chance.choice(kinds), days=chance.choice([5, 300, 900])) for _ in range(12)]
    today = timezone.localdate()
    before = RuleVersion.objects.rules_in_force(today, cast.observatory)
    for number in range(2):
        duties = {
            kind.value: {chance.choice(["visible_badge", "caption"]): "required"} for kind in chance.sample(kinds, 1)
        }
        said = {kind.value: chance.choice(["deny", "review", "allow"]) for kind in chance.sample(kinds, 2)}
        limits = {chance.choice(kinds).value: chance.choice([100, 400])}
        more = {
            "kinds": said,
            "disclosure": duties,
            "max_age_days": limits,
            "platform": [chance.choice(["any", "linkedin"])],
        }
        adopted(cast, rule_id=f"rule-{number}", **more)
    after = RuleVersion.objects.rules_in_force(today, cast.observatory)
    wrong = {row.pk for row in shown if _in_the_wrong(row, after, today) and not _in_the_wrong(row, before, today)}
    look = rule_tasks.look(cast.observatory)
    assert open_tasks() == wrong
    assert (look.checked, look.tasks) == (12, len(wrong))


def _in_the_wrong(publication, rules, on):
    """Asked one by one, by the engine alone, of what its own assessment demanded when it was made."""
    place = placements.get(publication.placement)
    verdict = assess(assessing.facts(publication.portrait, place, on, real_photo=True), rules, place, on)
    kept = publication.rendition.assessment
    due = {
        (duty["channel"], *_worded(duty))
        for duty in (each.as_json() for each in verdict.duties)
        if duty["level"] == "required"
    }
    had = {(duty["channel"], *_worded(duty)) for duty in kept.duties if duty["level"] == "required"}
    return (
        verdict.decision == "deny"
        or strictness(verdict.decision) > strictness(Decision(kept.decision))
        or not due <= had
    )


def _worded(duty):
    words = (tuple(duty["badge_texts"]), duty["min_text_height_ratio"])
    return words if duty["channel"] == "visible_badge" else ()


@pytest.mark.requirement("R49")
@pytest.mark.requirement("R48")
def test_a_backdrop_that_is_taken_off_the_list_is_a_task_where_it_stands_and_nowhere_else(cast, show):
    grey, room, unknown = show(), show(), show()
    for publication, backdrop in ((grey, "dark-grey"), (room, "own-room"), (unknown, "")):
        Candidate.objects.filter(portraits=publication.portrait).update(backdrop=backdrop)
    adopted(cast, styling={"backdrops": ["own-room", "light-grey"]}, platform=["linkedin"])
    rule_tasks.look(cast.observatory)
    assert open_tasks() == {grey.pk}
    (task,) = RuleTask.objects.all()
    assert any("a dark grey backdrop" in each["sentence"] for each in task.findings)
