import json

import pytest
import yaml
from django.core.management import call_command

from accounts.models import AuditEvent
from policies.models import RuleVersion
from tests.factories import OrganisationFactory
from tests.policies.conftest import GOOD

pytestmark = pytest.mark.django_db


def load(capsys, *arguments):
    call_command("load_policies", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        call_command("load_policies", *map(str, arguments))
    assert stopped.value.code == 1
    return capsys.readouterr().err


def test_loading_twice_changes_nothing(capsys):
    assert len(load(capsys)["added"]) == 62
    again = load(capsys)
    assert (again["added"], len(again["unchanged"])) == ([], 62)
    assert RuleVersion.objects.count() == 62


def test_checking_writes_nothing(capsys):
    assert load(capsys, "--check") == {"checked": 62}
    assert not RuleVersion.objects.exists()


@pytest.mark.parametrize("check", [["--check"], []])
def test_a_bad_file_is_refused_with_file_line_and_field_and_nothing_is_written(capsys, written, check):
    said = refused(capsys, written({**GOOD, "id": "fine"}, {**GOOD, "colour": "red"}), *check)
    assert "rules.yaml:" in said
    assert "colour: there is no such field" in said
    assert not RuleVersion.objects.exists()


def test_a_bad_file_is_told_as_json_to_a_program(capsys, written):
    with pytest.raises(SystemExit):
        call_command("load_policies", str(written({**GOOD, "colour": "red"})), "--json")
    assert json.loads(capsys.readouterr().out)["problems"][0]["field"] == "colour"


def test_a_missing_file_is_refused(capsys, tmp_path):
    assert "No such file" in refused(capsys, tmp_path / "nowhere.yaml")


def test_other_words_under_the_same_version_are_refused_by_name(capsys, written):
    load(capsys, written(GOOD))
    said = refused(capsys, written({**GOOD, "kinds": {"camera": "deny"}}, {**GOOD, "id": "new"}))
    assert "a-rule version 1 is kept with other words" in said
    assert not RuleVersion.objects.filter(rule_id="new").exists()


def test_a_new_version_is_added_beside_the_old_one_which_gets_its_end(capsys, written):
    load(capsys, written(GOOD))
    ended = {**GOOD, "effective_until": "2026-05-31"}
    done = load(capsys, written(ended, {**GOOD, "version": 2, "effective_from": "2026-06-01"}))
    assert (done["added"], done["closed"]) == (["a-rule version 2"], ["a-rule version 1"])
    assert RuleVersion.objects.get(version=1).closed_at


def test_an_end_is_not_moved(capsys, written):
    load(capsys, written({**GOOD, "effective_until": "2026-05-31"}))
    assert "an end is not moved" in refused(capsys, written(GOOD))


def test_a_fresh_reading_of_the_source_needs_no_new_version(capsys, written):
    load(capsys, written(GOOD))
    assert load(capsys, written({**GOOD, "last_verified": "2026-11-20"}))["verified"] == ["a-rule version 1"]


def test_kept_rules_that_no_file_mentions_are_listed_and_stay(capsys, written):
    load(capsys, written(GOOD))
    assert load(capsys, written({**GOOD, "id": "other"}))["unlisted"] == ["a-rule version 1"]
    assert RuleVersion.objects.count() == 2


def test_an_organisation_loads_rules_of_its_own_and_no_law(capsys, written):
    ours = OrganisationFactory()
    load(capsys, written(GOOD), "--organisation", ours.slug)
    assert RuleVersion.objects.get().organisation == ours
    source = {"url": "https://example.org", "kind": "official", "seen": "primary"}
    law = {**GOOD, "id": "law", "layer": "law", "kinds": {}, "source": [source]}
    assert "no rule of an organisation's own" in refused(capsys, written(law), "--organisation", ours.slug)


def test_an_unknown_organisation_is_refused(capsys, written):
    assert "does not exist" in refused(capsys, written(GOOD), "--organisation", "nobody")


def test_every_organisation_finds_in_its_record_which_rules_came(capsys, written):
    first, second = OrganisationFactory(), OrganisationFactory()
    load(capsys, written(GOOD))
    load(capsys, written(GOOD))
    events = AuditEvent.objects.filter(verb="command:rules:loaded")
    assert [each.organisation for each in events] == [first, second]
    assert events[0].data["added"] == ["a-rule version 1"]


def test_a_person_reads_what_was_added_line_by_line(capsys, written):
    call_command("load_policies", str(written(GOOD)))
    assert capsys.readouterr().out.splitlines() == [
        "added: 1",
        "closed: 0",
        "verified: 0",
        "unchanged: 0",
        "unlisted: 0",
        "  added a-rule version 1",
    ]


def test_the_shipped_packs_are_plain_yaml_for_any_reader():
    from policies import pack

    assert all(yaml.safe_load(path.read_text())["rules"] for path in pack.shipped())
