"""Files of rules that nobody here wrote: hostile YAML, contradictions, words that bind nowhere."""

import json
import math
from datetime import date

import pytest
import yaml
from django.core.management import call_command

from policies import lines, pack
from policies.pack import PackError
from tests.policies.conftest import GOOD, TODAY

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


def fault(text: str) -> str:
    with pytest.raises(lines.YamlError) as refusal:
        lines.read(text)
    return f"{refusal.value.line}: {refusal.value}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "more than 200,000 values"),
        ("rules: &r [*r]\n", "1: it is nested too deeply"),
        ("[" * 5000, "1: it is nested too deeply"),
        ("".join(f"a{n}: &a{n} [{f'*a{n - 1}' if n else 'x'}]\n" for n in range(200)), "nested too deeply"),
        ("a: 1\n? [a, b]\n: 3\n", "2: a key is one plain word"),
        ("a: 1\nb: c\0d\n", "2: a character that YAML has no place for"),
        ("owner: !!python/object/apply:os.system ['true']\n", "1: could not determine a constructor"),
        ("a: 1\n---\nb: 2\n", "2: but found another document"),
        ("a: " + "x" * lines.LONGEST, "1: the file is longer"),
    ],
    ids=["bomb", "itself", "deep", "chain", "list as key", "zero byte", "object", "two documents", "long"],
)
def test_yaml_that_is_no_file_of_rules_is_refused_with_its_line(text, said):
    assert said in fault(text)


def test_an_alias_and_a_merge_are_read_as_they_are_meant(tmp_path):
    body = yaml.safe_dump({**GOOD, "id": "first"}, sort_keys=False).replace("\n", "\n  ").strip()
    text = f"schema_version: 1\npack: p\nowner: o\nrules:\n- &first\n  {body}\n- <<: *first\n  id: second\n"
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    assert [entry.rule.id for entry in pack.read(path).entries] == ["first", "second"]
    path.write_text(text + "  colour: red\n")
    with pytest.raises(PackError, match=rf"rules\.yaml:{text.count(chr(10)) + 1}: colour: there is no such field"):
        pack.read(path)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"polish": {"min": 0.8, "max": 0.2}}, "polish.min", "more than the most"),
        ({"polish": {"max": math.nan}}, "polish.max", "no number"),
        ({"kinds": {"minorHumanEdits": "allow"}}, "kinds.minorHumanEdits", "rules name kinds: human_retouched"),
        ({"max_age_days": {"trainedAlgorithmicMedia": 9}}, "max_age_days.trainedAlgorithmicMedia", "ai_generated"),
        ({"jurisdiction": ["Germany"]}, "jurisdiction.0", "does not match"),
        ({"jurisdiction": ["de"]}, "jurisdiction.0", "does not match"),
        ({"version": 10**12}, "version", "greater than the maximum"),
        ({"version": True}, "version", "is not of type"),
        ({"max_age_days": {"camera": 10**30}}, "max_age_days.camera", "greater than the maximum"),
        ({"last_verified": "2031-01-01"}, "last_verified", "nobody can have read the source"),
        ({"consent": {"whatever": 1}}, "consent.whatever", "is not one of"),
        ({"retention": {"forever": True}}, "retention.forever", "is not one of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_binds_nobody_or_contradicts_itself_is_named_with_file_line_and_field(written, changed, field, words):
    path = written({**GOOD, **changed})
    with pytest.raises(PackError) as refusal:
        pack.read(path, TODAY)
    (problem,) = refusal.value.problems
    assert (problem.file, problem.field) == ("rules.yaml", field)
    assert words in problem.message
    assert problem.line > 5


def doubts(capsys, path):
    call_command("load_policies", str(path), "--check", "--json")
    return {each["field"]: each for each in json.loads(capsys.readouterr().out).get("doubts", ())}


@pytest.mark.django_db
def test_a_platform_or_a_trade_that_nothing_here_is_called_is_doubted_and_the_nearest_named(capsys, written):
    found = doubts(capsys, written({**GOOD, "platform": ["linkdin"], "sector": ["finanace"]}))
    assert "'linkdin'" in found["platform"]["message"]
    assert "'linkedin' is" in found["platform"]["message"]
    assert "'finance' is" in found["sector"]["message"]
    assert found["platform"]["line"] > 5
    assert doubts(capsys, written({**GOOD, "platform": ["doctolib"], "sector": ["legal"]})) == {}


@pytest.fixture
def against(capsys, written):
    """What is said of labels by two rules together."""

    def said(*bodies):
        call_command("load_policies", str(written(*bodies)), "--check", "--json")
        found = json.loads(capsys.readouterr().out).get("doubts", ())
        return [each["message"] for each in found if each["field"] == "disclosure"]

    return said


@pytest.mark.django_db
def test_rules_against_each_other_are_doubted_where_both_bind_and_only_there(against):
    badge = {"camera": {"visible_badge": "required"}}
    one = {**GOOD, "id": "one", "disclosure": badge}
    two = {**GOOD, "id": "two", "disclosure": {"*": {"visible_badge": "forbidden"}}}
    assert any("visible_badge is required for camera, and forbidden by two" in each for each in against(one, two))
    for apart in ({"sector": ["legal"]}, {"jurisdiction": ["KR"]}, {"effective_until": "2026-01-31"}):
        one_apart = {**one, "sector": ["finance"], "jurisdiction": ["CN"], "effective_from": "2026-02-01"}
        assert not any("by two" in each for each in against(one_apart, {**two, **apart}))


@pytest.mark.django_db
def test_a_version_that_would_never_bind_is_doubted(capsys, written):
    never = {**GOOD, "effective_from": "2027-01-01"}
    found = doubts(capsys, written(never, {**GOOD, "version": 2, "effective_from": "2026-12-01"}))
    assert "version 2 binds already on 2027-01-01" in found["effective_from"]["message"]


@pytest.mark.django_db
def test_a_person_reads_doubts_beside_what_was_done_and_nothing_is_held_up(capsys, written):
    call_command("load_policies", str(written({**GOOD, "platform": ["linkdin"]})))
    told = capsys.readouterr()
    assert "added: 1" in told.out
    assert "doubt: rules.yaml:" in told.err


def test_a_body_whose_lists_are_one_and_the_same_is_written_out(tmp_path):
    same = ["any"]
    path = tmp_path / "rule.yaml"
    path.write_text(pack.as_file({**GOOD, "sector": same, "platform": same}))
    assert "*" not in path.read_text()
    assert pack.read(path, date(2026, 11, 28)).entries[0].body["platform"] == ["any"]
