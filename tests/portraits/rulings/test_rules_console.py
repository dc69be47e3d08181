import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from policies import changing
from policies.models import DraftState, GreyZoneDecision, RuleDraft, RuleVersion
from portraits.models import RuleTask
from tests.portraits.shown import body

EU = ("law", "eu-ai-act-50-4-deepfake-public")


@pytest.fixture
def sign_in():
    from django.test import Client

    def opened(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return opened


@pytest.fixture
def ines(sign_in, cast, rules):
    return sign_in(cast.ines)


@pytest.fixture
def robin(sign_in, cast, rules):
    return sign_in(cast.robin)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def written(client, address, **changed):
    """The form as the page shows it, with some fields changed, sent."""
    form = client.get(address).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    return client.post(address, {**data, "why": "Counsel said so.", **changed})


def test_the_list_shows_every_rule_and_narrows_by_layer_standing_and_due_source(ines):
    everything = text(ines.get(reverse("console:rules")))
    binding = re.search(r"<h1>(\d+) rules in force say where a picture may be shown</h1>", everything)[1]
    listed, standing = re.search(r'id="found">(\d+) rules<small>: ([^<]+)</small>', everything).groups()
    assert f"{binding} in force" in standing, "two numbers on one page, each with its name"
    assert sum(map(int, re.findall(r"\d+", standing))) == int(listed) > int(binding)
    assert "US lawyer advertising" in everything
    assert "US lawyer advertising" not in text(ines.get(reverse("console:rules"), {"layer": "law"}))
    assert "own likeness" not in text(ines.get(reverse("console:rules"), {"standing": "in_force"}))
    assert "No rule matches" in text(ines.get(reverse("console:rules"), {"due": "1"}))


def test_a_source_that_nobody_read_in_time_is_due_until_somebody_has(ines, cast):
    low = RuleVersion.objects.get(rule_id="kr-ai-basic-act-31")
    RuleVersion.objects.filter(pk=low.pk).update(last_verified=timezone.localdate() - timedelta(days=90))
    assert "1 source to read again" in text(ines.get(reverse("console:rules")))
    page = ines.post(reverse("console:read_rule", args=[low.pk]), {"note": "The decree is out."}, follow=True)
    assert "The decree is out." in text(page)
    assert "to read again" not in text(ines.get(reverse("console:rules")))
    assert AuditEvent.objects.filter(verb="console:rule:source-read", actor=cast.ines).count() == 1


def test_a_rule_shows_its_words_sources_and_versions(ines):
    page = text(ines.get(reverse("console:rule", args=EU)))
    assert "https://eur-lex.europa.eu/eli/reg/2024/1689/oj" in page
    assert "loaded from the pack law" in page
    assert ines.get(reverse("console:rule", args=("law", "no-such-rule"))).status_code == 404


def test_a_draft_that_is_no_rule_yet_is_told_so_beside_the_field(ines):
    address = reverse("console:change_rule", args=EU)
    page = written(ines, address, kind_ai_generated="allow", sources="not an address")
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert "kinds.ai_generated" in errors["kind_ai_generated"][0]
    assert "source.0.url" in errors["sources"][0]
    assert "colour" in written(ines, address, rest="colour: red").context["form"].errors["rest"][0]
    assert not RuleDraft.objects.exists()


def test_a_form_that_is_sent_unchanged_says_the_same_rule(ines):
    newest = {row.rule_id: row for row in RuleVersion.objects.exclude(status="draft").order_by("version")}
    for row in newest.values():
        written(ines, reverse("console:change_rule", args=(row.layer, row.rule_id)))
    drafts = {row.rule_id: row for row in RuleDraft.objects.all()}
    assert drafts.keys() == newest.keys()
    for row in newest.values():
        kept = drafts[row.rule_id].rule()
        before = row.rule()
        for name in ("kinds", "disclosure", "max_age_days", "jurisdiction", "source", "polish", "consent", "image"):
            assert getattr(kept, name) == getattr(before, name), (row.rule_id, name)


@pytest.mark.requirement("R46")
def test_a_law_takes_two_people_and_the_first_one_is_told_why(ines, robin, cast):
    written(ines, reverse("console:change_rule", args=EU), kind_ai_background="deny")
    draft = RuleDraft.objects.get()
    adopt = reverse("console:adopt_draft", args=[draft.pk])
    ines.post(reverse("console:submit_draft", args=[draft.pk]))
    assert "Nobody confirms their own words" in text(ines.get(reverse("console:impact", args=[draft.pk])))
    ines.post(adopt, {"seen": draft.digest})
    assert RuleVersion.objects.filter(organisation=cast.observatory).count() == 0
    robin.post(adopt, {"seen": "another digest"})
    assert RuleVersion.objects.filter(organisation=cast.observatory).count() == 0
    page = robin.post(adopt, {"seen": draft.digest}, follow=True)
    version = RuleVersion.objects.get(organisation=cast.observatory)
    assert (version.version, version.written_by, version.confirmed_by) == (2, cast.ines, cast.robin)
    assert "confirmed by Robin" in text(page)
    assert "Verdict: Photo with an AI-made background" in text(page)
    assert "not allowed</ins>" in text(page)


def test_a_change_after_asking_asks_again(ines, cast):
    written(ines, reverse("console:change_rule", args=EU), kind_ai_background="deny")
    draft = RuleDraft.objects.get()
    ines.post(reverse("console:submit_draft", args=[draft.pk]))
    written(ines, reverse("console:draft", args=[draft.pk]), title="Other words")
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT


@pytest.mark.requirement("R48")
def test_the_impact_is_shown_by_place_and_department_and_becomes_the_tasks(
    ines, show, cast, django_capture_on_commit_callbacks, monkeypatch
):
    from portraits.tasks import look_at_rules

    monkeypatch.setattr(look_at_rules, "apply_async", lambda args: look_at_rules(*args))
    wrong = show(department="Ground")
    show("directory")
    address = reverse("console:new_rule")
    written(
        ines, address, id="no-refining-on-linkedin", layer="organisation", title="No refining", clause="None.",
        platform="linkedin", kind_auto_enhanced="deny",
    )  # fmt: skip
    draft = RuleDraft.objects.get()
    page = text(ines.get(reverse("console:impact", args=[draft.pk])))
    assert "1 of 2 shown pictures would need work" in page
    assert "1 not allowed any more" in page
    assert "Ground" in page
    assert wrong.person.name in page
    with django_capture_on_commit_callbacks(execute=True):
        ines.post(reverse("console:adopt_draft", args=[draft.pk]), {"seen": draft.digest})
    assert [task.publication for task in RuleTask.objects.all()] == [wrong]
    work = text(ines.get(reverse("console:work")))
    assert "1 shown picture no longer keeps to the rules" in work
    assert "No refining" in work


def test_the_work_page_asks_as_little_for_ten_tasks_as_for_one(ines, show, cast, django_assert_max_num_queries):
    from portraits.rulings import rule_tasks

    for _ in range(10):
        show()
    draft = changing.begin(cast.observatory, body(kinds={"auto_enhanced": "deny"}), why="", actor=cast.ines)
    changing.adopt(draft, seen=draft.digest, actor=cast.ines)
    rule_tasks.look(cast.observatory)
    with django_assert_max_num_queries(15):
        assert text(ines.get(reverse("console:work"))).count("Not allowed here since") == 10


def test_nothing_is_back_dated(ines):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    written(ines, reverse("console:change_rule", args=("organisation", "org-default-public")), effective_from=yesterday)
    draft = RuleDraft.objects.get()
    page = ines.post(reverse("console:adopt_draft", args=[draft.pk]), {"seen": draft.digest}, follow=True)
    assert "what held yesterday is not rewritten" in text(page)
    assert RuleDraft.objects.get().open


def test_a_version_that_begins_later_waits_and_the_one_before_it_ends_the_day_before(ines, cast):
    first = changing.begin(cast.observatory, body(), why="", actor=cast.ines)
    first = changing.adopt(first, seen=first.digest, actor=cast.ines)
    begins = timezone.localdate() + timedelta(days=10)
    second = changing.begin(cast.observatory, body(effective_from=begins.isoformat()), why="", actor=cast.ines)
    changing.adopt(second, seen=second.digest, actor=cast.ines)
    first.refresh_from_db()
    assert first.effective_until == begins - timedelta(days=1)
    page = text(ines.get(reverse("console:rule", args=("organisation", "observatory-own"))))
    assert "Version 2" in page
    assert "Counts today" in page
    assert "They say the same." not in page


def test_a_discarded_draft_leaves_the_rule_free_and_an_open_one_is_gone_on_with(ines, cast):
    written(ines, reverse("console:change_rule", args=EU))
    draft = RuleDraft.objects.get()
    again = ines.get(reverse("console:change_rule", args=EU))
    assert again.url == reverse("console:draft", args=[draft.pk])
    with pytest.raises(changing.ChangeRefusedError, match="being changed already"):
        changing.begin(cast.observatory, draft.body, why="", actor=cast.robin)
    ines.post(reverse("console:discard_draft", args=[draft.pk]))
    assert ines.get(reverse("console:change_rule", args=EU)).status_code == 200


def test_a_grey_zone_is_decided_by_two_people_with_a_reason_and_used(ines, robin, cast):
    version = RuleVersion.objects.get(rule_id=EU[1])
    address = reverse("console:decide", args=[version.pk])
    assert written(ines, address, answer="allow", reason="").status_code == 422
    written(ines, address, answer="allow", reason="Only the wall behind them was replaced.", placement="website")
    row = GreyZoneDecision.objects.get()
    approve = reverse("console:approve_decision", args=[row.pk])
    assert "Nobody approves their own decision" in text(ines.post(approve, follow=True))
    page = text(robin.post(approve, follow=True))
    assert "Only the wall behind them was replaced." in page
    assert "May be shown" in page
    row.refresh_from_db()
    assert (row.approved_by, row.effective_from) == (cast.robin, timezone.localdate())
    assert "Taken back" in text(robin.post(reverse("console:end_decision", args=[row.pk]), follow=True))


PAGES = ["rules", "work", "grey_zones", "new_rule"]


@pytest.mark.parametrize("name", PAGES)
def test_employees_and_strangers_open_no_rules(sign_in, cast, rules, name):
    assert sign_in(cast.eileen).get(reverse(f"console:{name}")).status_code == 403


def test_an_auditor_reads_and_changes_nothing(sign_in, cast, rules):
    auditor = sign_in(cast.auditor)
    assert auditor.get(reverse("console:rules")).status_code == 200
    assert "Write a rule" not in text(auditor.get(reverse("console:rules")))
    assert auditor.get(reverse("console:change_rule", args=EU)).status_code == 403


def test_another_organisation_sees_no_draft_no_version_and_no_task(sign_in, cast, rules):
    draft = changing.begin(cast.observatory, body(), why="", actor=cast.ines)
    otto = sign_in(cast.otto)
    for name in ("impact", "draft"):
        assert otto.get(reverse(f"console:{name}", args=[draft.pk])).status_code == 404
    assert otto.post(reverse("console:adopt_draft", args=[draft.pk]), {"seen": draft.digest}).status_code == 404
    changing.adopt(draft, seen=draft.digest, actor=cast.ines)
    assert otto.get(reverse("console:rule", args=("organisation", "observatory-own"))).status_code == 404


@pytest.mark.requirement("R46")
def test_the_rules_are_asked_about_a_picture_nobody_has_made_with_a_draft_as_if_it_were_in_force(cast, rules, client):
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    draft = changing.begin(
        cast.observatory, body(kinds={"camera": "deny"}, platform=["slack"]), why="", actor=cast.ines
    )
    asked = {"kind": "camera", "places": "DE", "sector": "any", "on": timezone.localdate().isoformat(), "age": 10}
    address = reverse("console:ask_rules")
    assert "Not allowed" not in client.get(address, asked).content.decode()
    said = client.get(address, {**asked, "draft": draft.pk}).content.decode()
    assert "The draft would change 1 place" in said
    assert said.count("with the draft") == 1
    before = client.get(address, {**asked, "kind": "ai_generated", "on": "2019-01-01"})
    assert "no rule speaks about this picture here" in before.content.decode()
    assert client.get(address, {**asked, "on": "someday"}).status_code == 422


def test_a_word_that_nothing_here_is_called_is_doubted_before_anybody_confirms(ines):
    sent = written(
        ines, reverse("console:change_rule", args=("organisation", "org-default-public")), platform="linkdin"
    )
    assert sent.status_code == 302
    assert "Is this meant? &#x27;linkdin&#x27; is no platform" in text(ines.get(sent["Location"]))
