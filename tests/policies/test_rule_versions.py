from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from policies.engine import assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.models import Assessment, ImmutableError, RuleVersion
from policies.placements import get
from policies.rules import digest
from tests.factories import OrganisationFactory, PersonFactory
from tests.policies.conftest import GOOD, TODAY
from tests.rule_packs import load_shipped

pytestmark = pytest.mark.django_db


def keep(organisation=None, **said):
    """A rule version as the loader writes it."""
    body = {**GOOD, **said}
    return RuleVersion.objects.create(
        organisation=organisation,
        rule_id=body["id"],
        version=body["version"],
        layer=body["layer"],
        title=body["title"],
        body={name: value for name, value in body.items() if name not in ("effective_until", "last_verified")},
        digest=digest(body),
        effective_from=body["effective_from"] and date.fromisoformat(body["effective_from"]),
        effective_until=body["effective_until"] and date.fromisoformat(body["effective_until"]),
        status=body["status"],
        source=body["source"],
        confidence=body["confidence"],
        last_verified=date.fromisoformat(body["last_verified"]),
        pack="test",
    )


def versions(on, organisation=None, **known):
    return [(row.rule_id, row.version) for row in RuleVersion.objects.in_force(on, organisation, **known)]


@pytest.mark.requirement("R46")
@pytest.mark.requirement("C04")
def test_a_day_is_answered_with_the_versions_of_that_day():
    keep(effective_from="2026-01-01")
    keep(version=2, effective_from="2026-06-01")
    keep(id="gone", effective_until="2026-03-31")
    keep(id="draft", status="draft", effective_from=None)
    assert versions(date(2025, 12, 31)) == []
    assert versions(date(2026, 3, 31)) == [("a-rule", 1), ("gone", 1)]
    assert versions(date(2026, 4, 1)) == [("a-rule", 1)]
    assert versions(date(2026, 6, 1)) == [("a-rule", 2)]


@pytest.mark.requirement("C04")
def test_what_was_believed_then_leaves_out_what_was_written_down_later():
    with time_machine.travel(datetime(2026, 1, 5, tzinfo=UTC), tick=False):
        row = keep()
    with time_machine.travel(datetime(2026, 3, 5, tzinfo=UTC), tick=False):
        row.effective_until, row.closed_at = date(2026, 1, 31), datetime.now(UTC)
        row.save()
        keep(id="back-dated")
    february = {"on": date(2026, 2, 15), "known_at": datetime(2026, 2, 15, tzinfo=UTC)}
    assert versions(**february) == [("a-rule", 1)]
    assert versions(date(2026, 2, 15)) == [("back-dated", 1)]
    (then,) = RuleVersion.objects.rules_in_force(**february)
    assert then.in_force(date(2026, 2, 15))


def test_an_organisation_has_its_own_rule_instead_of_the_general_one_and_nobody_else_has():
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    keep(version=7)
    keep(ours, version=1)
    assert versions(TODAY, ours) == [("a-rule", 1)]
    assert versions(TODAY, theirs) == [("a-rule", 7)]
    assert versions(TODAY) == [("a-rule", 7)]


def test_an_organisation_cannot_take_the_place_of_a_law():
    ours = OrganisationFactory()
    keep(layer="law", kinds={"camera": "deny"})
    keep(ours)
    assert {row.layer for row in RuleVersion.objects.in_force(TODAY, ours)} == {"law", "organisation"}
    with pytest.raises(IntegrityError, match="nobody_writes_law_alone"), transaction.atomic():
        keep(ours, id="law", layer="law")


def test_a_version_is_written_once():
    keep()
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(title="Other words")


@pytest.mark.parametrize(
    "changed", [{"body": {}}, {"title": "Other words"}, {"effective_from": date(2020, 1, 1)}, {"status": "draft"}]
)
def test_a_kept_version_refuses_to_be_rewritten(changed):
    row = keep()
    for name, value in changed.items():
        setattr(row, name, value)
    with pytest.raises(ImmutableError, match="add a version"):
        row.save()


@pytest.mark.parametrize("changed", [{"body": {}}, {"title": "Other words"}, {"status": "draft"}, {"digest": ""}])
def test_the_database_refuses_to_rewrite_a_version_whoever_asks(changed):
    keep()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        RuleVersion.objects.update(**changed)


def test_the_database_refuses_raw_sql_that_rewrites_a_version():
    keep()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE policies_ruleversion SET version = 9")


def test_an_end_is_written_once_and_a_later_reading_at_any_time():
    row = keep()
    row.effective_until, row.last_verified = date(2026, 12, 31), date(2026, 11, 20)
    row.save()
    row.last_verified = date(2026, 11, 21)
    row.save()
    row.effective_until = None
    with pytest.raises(ImmutableError, match="effective_until"):
        row.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        RuleVersion.objects.update(effective_until=None)


@pytest.mark.requirement("N02")
def test_kept_rules_give_the_same_verdict_as_the_packs_they_came_from(shipped):
    load_shipped()
    rows = RuleVersion.objects.rules_in_force(TODAY)
    facts = Facts(Kind.AI_GENERATED, frozenset({"DE", "US-IL"}), "public", depicts_age_days=100)
    website = get("website")
    assert assess(facts, rows, website, TODAY) == assess(facts, shipped, website, TODAY)


@pytest.mark.requirement("N02")
def test_an_assessment_is_kept_and_never_rewritten():
    person = PersonFactory()
    load_shipped()
    website = get("website")
    facts = Facts(Kind.AUTO_ENHANCED, frozenset({"DE"}), "public", depicts_age_days=10)
    verdict = assess(facts, RuleVersion.objects.rules_in_force(TODAY, person.organisation), website, TODAY)
    said = verdict.as_json()
    row = Assessment.objects.create(
        organisation=person.organisation, person=person, image_digest="0" * 64, facts=facts.as_json(), **said
    )
    row.refresh_from_db()
    assert (row.decision, row.rule_set, row.duties) == ("allow", verdict.rule_set, said["duties"])
    row.decision = "deny"
    with pytest.raises(ImmutableError):
        row.save()
    with pytest.raises(DatabaseError, match="assess again"), transaction.atomic():
        Assessment.objects.update(decision="deny")


def test_the_rules_can_be_read_and_not_written_by_operators(admin_client):
    load_shipped()
    listed = admin_client.get(reverse("admin:policies_ruleversion_changelist")).content.decode()
    assert "eu-ai-act-50-4-deepfake-public" in listed
    assert "https://eur-lex.europa.eu/eli/reg/2024/1689/oj" in listed
    assert "Nov. 21, 2026" in listed
    assert admin_client.get(reverse("admin:policies_ruleversion_add")).status_code == 403
