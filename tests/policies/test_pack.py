import json
from collections import Counter
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from policies import pack
from policies.pack import PackError
from policies.vocabulary import Confidence, Layer, Level
from tests.policies.conftest import GOOD, TODAY

SOURCE = {"url": "https://example.org/rule", "kind": "official", "seen": "primary"}


def problems(path):
    with pytest.raises(PackError) as refused:
        pack.read(path)
    return refused.value.problems


@pytest.mark.requirement("R46")
@pytest.mark.requirement("C04")
def test_every_shipped_rule_has_an_owner_a_clause_a_day_of_reading_and_a_next_one():
    for each in pack.read_all(pack.shipped()):
        assert each.owner
        for entry in each.entries:
            assert entry.rule.clause
            assert entry.rule.next_review > entry.rule.last_verified


@pytest.mark.requirement("R46")
@pytest.mark.requirement("C04")
def test_every_shipped_rule_that_is_not_our_own_names_its_source(shipped):
    layers = Counter(rule.layer for rule in shipped)
    assert layers == {Layer.LAW: 12, Layer.PLATFORM: 14, Layer.SECTOR: 2, Layer.ORGANISATION: 34}
    assert all(rule.source for rule in shipped if rule.layer is not Layer.ORGANISATION)


def test_the_less_is_known_the_sooner_a_person_reads_the_source_again(shipped):
    waits = {rule.confidence: rule.next_review - rule.last_verified for rule in shipped}
    assert waits[Confidence.LOW] < waits[Confidence.MEDIUM] < waits[Confidence.HIGH] <= timedelta(days=365)


def test_an_unconfirmed_law_never_binds(shipped):
    draft = next(rule for rule in shipped if rule.id == "dk-own-likeness")
    assert not draft.in_force(TODAY + timedelta(days=3650))


def test_a_good_file_is_read(written):
    read = pack.read(written(GOOD))
    assert (read.name, read.owner, [entry.rule.id for entry in read.entries]) == ("test", "Us", ["a-rule"])


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"colour": "red"}, "colour", "there is no such field"),
        ({"layer": "rumour"}, "layer", "'rumour' is not one of"),
        ({"kinds": {"camera": "perhaps"}}, "kinds.camera", "'perhaps' is not one of"),
        ({"kinds": {"robot": "deny"}}, "kinds.robot", "'robot' is not one of"),
        ({"disclosure": {"camera": {"shout": "required"}}}, "disclosure.camera.shout", "'shout' is not one of"),
        ({"max_age_days": {"camera": 0}}, "max_age_days.camera", "less than the minimum"),
        ({"effective_from": "2026-13-01"}, "effective_from", "is not a 'date'"),
        ({"effective_from": None}, "effective_from", "is not of type 'string'"),
        ({"effective_until": "2025-01-01"}, "effective_until", "before it begins"),
        ({"layer": "law", "source": [SOURCE]}, "kinds.camera", "'allow' is not one of"),
        ({"layer": "platform"}, "source", "non-empty"),
        (
            {"layer": "platform", "source": [SOURCE], "identity_similarity_min": {"value": 0.6, "basis": "felt right"}},
            "identity_similarity_min",
            "is not of type 'null'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_field_is_named_with_its_file_and_its_line(written, changed, field, words):
    path = written({**GOOD, **changed})
    (problem,) = problems(path)
    assert (problem.file, problem.field) == ("rules.yaml", field)
    assert words in problem.message
    assert path.read_text().splitlines()[problem.line - 1].strip().startswith(field.rpartition(".")[2])


def test_a_missing_field_is_named_with_the_line_of_its_rule(written):
    body = {name: value for name, value in GOOD.items() if name != "confidence"}
    (problem,) = problems(written(GOOD, body))
    assert (problem.field, problem.message) == ("confidence", "the field is missing")
    assert problem.line > 20


def test_every_problem_of_a_file_is_told_at_once(written):
    assert len(problems(written({**GOOD, "colour": "red", "smell": "rose", "version": 0}))) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("rules: [", "expected the node content"),
        ("pack: a\npack: b\n", "the key stands twice"),
        ("- one\n", "is not of type 'object'"),
        ("schema_version: 1\npack: a\nowner: b\nrules: [text]\n", "is not of type 'object'"),
    ],
)
def test_a_file_that_is_no_pack_is_refused(tmp_path, text, words):
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    assert words in str(problems(path)[0])


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"\xff\xfe\x00pack")
    assert "not UTF-8" in problems(path)[0].message


def test_an_id_and_version_used_twice_is_named_in_both_files(written):
    paths = [written(GOOD, name="one"), written(GOOD, name="two")]
    with pytest.raises(PackError, match=r"two.yaml:\d+: version: a-rule version 1 stands already in one.yaml"):
        pack.read_all(paths)


def test_silent_stays_silent(shipped):
    linkedin = next(rule for rule in shipped if rule.id == "linkedin-profile-photo")
    assert Level.REQUIRED not in linkedin.duties_for("ai_generated").values()
    assert "visible_badge" not in linkedin.duties_for("ai_generated")


@pytest.mark.requirement("R46")
@pytest.mark.parametrize("name", ["rule", "pack"])
def test_the_schema_is_published_word_for_word_and_is_one(client, name):
    answer = client.get(f"/schemas/{name}.json")
    assert answer["Content-Type"] == "application/schema+json"
    said = json.loads(answer.content)
    Draft202012Validator.check_schema(said)
    assert said == json.loads((pack.FOLDER / f"{name}.schema.json").read_text())
    assert client.get("/schemas/secrets.json").status_code == 404
