"""Words that people agree to: loaded once, found in their language, and fixed from the first agreement on."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent
from policies import notice_pack, noticing
from policies.consent import Purpose
from policies.models import ImmutableError, Notice, Release
from policies.notice_pack import Words
from policies.pack import PackError
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_notices", verbosity=0)


def words(**said) -> Words:
    plain = {
        "purpose": Purpose.AI,
        "placement": "",
        "language": "en",
        "version": 1,
        "title": "Pictures",
        "pack": "test",
    }
    return Words(**{**plain, "body": "What is made.", "without": "Nothing changes.", **said})


def agreed(notice: Notice) -> Release:
    return Release.objects.create(
        person=PersonFactory(releases=()), notice=notice, purpose=notice.purpose, placement=notice.placement,
        starts_on=timezone.localdate(), typed_name="Eileen Collins", text_digest=notice.digest,
    )  # fmt: skip


def raw(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_purpose_has_words_in_english_and_german(loaded):
    for purpose in Purpose:
        found = [noticing.current(purpose, language) for language in ("en", "de")]
        assert [notice.language for notice in found] == ["en", "de"]
        assert all(notice.without and len(notice.paragraphs) >= 2 for notice in found)


def test_loading_twice_keeps_each_version_once(loaded, capsys):
    call_command("load_notices", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["added"] == []
    assert len(said["unchanged"]) == Notice.objects.count()


def test_loading_is_recorded_for_every_organisation(db):
    organisation = OrganisationFactory()
    call_command("load_notices", verbosity=0)
    assert AuditEvent.objects.filter(organisation=organisation, verb=audit.Verb.NOTICES_LOADED).count() == 1


def test_changed_words_under_an_old_number_are_refused_and_nothing_is_kept(loaded):
    count = Notice.objects.count()
    with pytest.raises(PackError, match="give the changed text a new version"):
        noticing.load([words(version=9), words(version=1, body="Something else.")])
    assert Notice.objects.count() == count


def test_a_faulty_file_names_line_and_field(tmp_path):
    path = tmp_path / "notices.yaml"
    path.write_text(
        "pack: own\nlanguage: en\nnotices:\n  - purpose: fun\n    version: 0\n    title: ''\n    placement: moon\n"
    )
    with pytest.raises(PackError) as refused:
        notice_pack.read(path)
    assert {problem.field for problem in refused.value.problems} == {
        "purpose",
        "version",
        "title",
        "body",
        "without",
        "placement",
    }
    assert all(problem.line == 4 for problem in refused.value.problems)


def test_a_language_without_words_is_asked_in_english(loaded):
    assert noticing.current(Purpose.AI, "fr-FR").language == "en"
    assert noticing.current(Purpose.AI, "de-AT").language == "de"


def test_words_of_a_placement_come_before_those_for_all(loaded):
    assert noticing.current(Purpose.PUBLICATION, "en", placement="linkedin").placement == "linkedin"
    assert noticing.current(Purpose.PUBLICATION, "en", placement="website").placement == ""


def test_an_organisation_s_own_words_come_first_and_are_nobody_else_s(loaded):
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    general = noticing.current(Purpose.AI, "en", ours)
    own, new = noticing.write(general, ours, title="Ours", body="Body.", without="Nothing.", actor=None)
    assert (new, own.version) == (True, general.version + 1)
    assert noticing.current(Purpose.AI, "en", ours) == own
    assert noticing.current(Purpose.AI, "en", theirs) == general


def test_the_same_words_are_no_new_version(loaded):
    general = noticing.current(Purpose.AI, "en")
    same = {"title": general.title, "body": general.body.replace("\n", "\r\n"), "without": general.without}
    assert noticing.write(general, OrganisationFactory(), **same, actor=None) == (general, False)


def test_words_that_do_not_say_what_happens_without_are_refused(loaded):
    with pytest.raises(noticing.NoticeRefusedError, match="without"):
        noticing.write(
            noticing.current(Purpose.AI, "en"), OrganisationFactory(), title="T", body="B", without=" ", actor=None
        )


def test_words_nobody_agreed_to_may_still_be_corrected(loaded):
    notice = noticing.current(Purpose.AI, "en")
    notice.title = "A better title"
    notice.save()
    notice.refresh_from_db()
    assert notice.title == "A better title"


def test_words_that_were_agreed_to_are_never_changed(loaded):
    notice = noticing.current(Purpose.AI, "en")
    agreed(notice)
    notice.title = "Something else"
    with pytest.raises(ImmutableError):
        notice.save()
    with pytest.raises(ImmutableError):
        notice.delete()


@pytest.mark.parametrize(
    "statement",
    ["update policies_notice set body = 'We own you.' where id = %s", "delete from policies_notice where id = %s"],
)
def test_the_database_refuses_to_change_agreed_words_whoever_asks(loaded, statement):
    notice = noticing.current(Purpose.AI, "en")
    raw("update policies_notice set body = 'A typo.' where id = %s", notice.pk)
    agreed(notice)
    with pytest.raises(DatabaseError, match="agreed"):
        raw(statement, notice.pk)


@pytest.mark.parametrize(
    "change",
    ["ends_on = '2099-01-01'", "groups = '[\"ai_generated\"]'", "notice_id = notice_id + 1", "text_digest = ''",
     "typed_name = 'Somebody Else'"],
)  # fmt: skip
def test_the_database_refuses_to_rewrite_a_release(loaded, change):
    release = agreed(noticing.current(Purpose.AI, "en"))
    with pytest.raises(DatabaseError, match="never changed"):
        raw(f"update policies_release set {change} where id = %s", release.pk)  # noqa: S608 - words of this table


def test_a_release_is_taken_back_once_and_its_name_can_be_redacted(loaded):
    release = agreed(noticing.current(Purpose.AI, "en"))
    release.withdrawn_at, release.withdrawn_why = timezone.now(), Release.Why.TAKEN_BACK
    release.save()
    release.typed_name = ""
    release.save()
    with pytest.raises(DatabaseError, match="never changed"):
        raw("update policies_release set withdrawn_at = null, withdrawn_why = '' where id = %s", release.pk)
    release.withdrawn_at = timezone.now()
    with pytest.raises(ImmutableError):
        release.save()


def test_one_item_has_one_standing_release(loaded):
    release = agreed(noticing.current(Purpose.AI, "en"))
    release.pk, release._state.adding = None, True
    with pytest.raises(DatabaseError, match="UNIQUE"), transaction.atomic():
        release.save()
