"""The guards of a change, asked of the functions and of the database."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.verification import verify
from policies import changing, pack
from policies.models import RuleDraft, RuleVersion
from tests.factories import OrganisationFactory, UserFactory
from tests.policies.conftest import GOOD

pytestmark = pytest.mark.django_db
SOURCE = [{"url": "https://example.org/law", "kind": "primary", "seen": "primary"}]


@pytest.fixture
def ours():
    return OrganisationFactory()


@pytest.fixture
def ada():
    return UserFactory()


@pytest.fixture
def ben():
    return UserFactory()


def words(layer="organisation", **said):
    today = timezone.localdate().isoformat()
    source = [] if layer == "organisation" else SOURCE
    kinds = {"camera": "deny"}
    return {**GOOD, "layer": layer, "effective_from": today, "source": source, "kinds": kinds, **said}


def adopted(ours, author, **said):
    draft = changing.begin(ours, words(**said), why="", actor=author)
    return changing.adopt(draft, seen=draft.digest, actor=author)


@pytest.mark.parametrize("layer", ["law", "platform"])
def test_a_law_and_a_platform_take_a_second_person_who_was_asked(ours, ada, ben, layer):
    draft = changing.begin(ours, words(layer), why="", actor=ada)
    with pytest.raises(changing.ChangeRefusedError, match="second person is asked first"):
        changing.adopt(draft, seen=draft.digest, actor=ben)
    changing.submit(draft, actor=ada)
    with pytest.raises(changing.ChangeRefusedError, match="Nobody confirms their own"):
        changing.adopt(draft, seen=draft.digest, actor=ada)
    version = changing.adopt(draft, seen=draft.digest, actor=ben)
    assert (version.written_by, version.confirmed_by, version.organisation) == (ada, ben, ours)


@pytest.mark.parametrize("layer", ["sector", "organisation"])
def test_a_trade_and_an_organisation_of_ones_own_take_one(ours, ada, layer):
    assert adopted(ours, ada, layer=layer).confirmed_by is None


def test_whoever_rewrites_a_draft_is_its_writer_and_cannot_confirm_it(ours, ada, ben):
    draft = changing.begin(ours, words("law"), why="", actor=ada)
    changing.revise(draft, words("law", title="Other words"), why="", actor=ben)
    changing.submit(draft, actor=ada)
    with pytest.raises(changing.ChangeRefusedError, match="Nobody confirms their own"):
        changing.adopt(draft, seen=RuleDraft.objects.get().digest, actor=ben)


@pytest.mark.requirement("R46")
def test_the_database_keeps_no_law_that_one_person_wrote(ours, ada):
    own = adopted(ours, ada)
    columns = {
        name: getattr(own, name) for name in ("title", "body", "digest", "status", "confidence", "last_verified")
    }
    for people in ({}, {"written_by": ada}, {"written_by": ada, "confirmed_by": ada}):
        with pytest.raises(IntegrityError, match="nobody_writes_law_alone"), transaction.atomic():
            RuleVersion.objects.create(
                organisation=ours,
                rule_id="law",
                version=1,
                layer="law",
                effective_from=date(2026, 1, 1),
                **columns,
                **people,
            )


def test_the_database_rewrites_no_adopted_version_and_not_who_wrote_it(ours, ada, ben):
    adopted(ours, ada)
    for changed in ({"title": "Other words"}, {"confirmed_by": ben}, {"written_by": ben}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            RuleVersion.objects.update(**changed)


def test_an_own_version_stands_before_everybodys_for_its_organisation_alone(ours, ada):
    theirs = OrganisationFactory()
    adopted(ours, ada)
    today = timezone.localdate()
    assert [row.organisation for row in RuleVersion.objects.in_force(today, ours)] == [ours]
    assert not RuleVersion.objects.in_force(today, theirs)


def test_a_law_never_grants_whoever_writes_it(ours, ada):
    with pytest.raises(changing.FaultyDraftError) as refused:
        changing.begin(ours, words("law", kinds={"camera": "allow"}), why="", actor=ada)
    assert [problem.field for problem in refused.value.problems] == ["kinds.camera"]


def test_a_day_that_is_missing_or_before_the_first_is_named_by_its_field(ours, ada):
    for said, field in (
        ({"effective_from": None}, "effective_from"),
        ({"effective_until": "2020-01-01"}, "effective_until"),
    ):
        with pytest.raises(changing.FaultyDraftError) as refused:
            changing.begin(ours, words(**said), why="", actor=ada)
        assert field in {problem.field for problem in refused.value.problems}


@pytest.mark.requirement("R46")
def test_a_fault_of_a_draft_is_named_with_the_line_of_the_file_it_makes(ours, ada, tmp_path):
    with pytest.raises(changing.FaultyDraftError) as refused:
        changing.begin(ours, words(kinds={"camera": "perhaps"}, colour="red"), why="", actor=ada)
    for problem in refused.value.problems:
        assert problem.file == "a-rule-v1.yaml"
        line = refused.value.text.splitlines()[problem.line - 1].strip()
        assert line.startswith(problem.field.rpartition(".")[2])
    path = tmp_path / refused.value.problems[0].file
    path.write_text(refused.value.text)
    with pytest.raises(pack.PackError) as read:
        pack.read(path)
    assert {(each.line, each.field) for each in read.value.problems} >= {
        (each.line, each.field) for each in refused.value.problems
    }


def test_a_version_as_a_file_is_loaded_as_it_was(ours, ada, tmp_path):
    version = adopted(ours, ada)
    body = {**version.body, "effective_until": None, "last_verified": version.last_verified.isoformat()}
    path = tmp_path / pack.file_name(body)
    path.write_text(pack.as_file(body))
    (entry,) = pack.read(path).entries
    assert entry.rule.digest == version.digest


def test_every_step_is_in_the_record_with_who_and_why(ours, ada, ben):
    draft = changing.begin(ours, words("law"), why="The law changed.", actor=ada)
    changing.submit(draft, actor=ada)
    version = changing.adopt(draft, seen=draft.digest, actor=ben)
    changing.read_again(version, ours, note="", on=timezone.localdate(), actor=ben)
    events = [(event.verb.split(":")[2], event.actor) for event in AuditEvent.objects.filter(organisation=ours)]
    assert events == [("drafted", ada), ("submitted", ada), ("put-in-force", ben), ("source-read", ben)]
    assert verify(ours) is None
