"""Details can be taken away and the chain still holds; taken away secretly, it does not."""

import pytest

from accounts import redaction
from accounts.audit import Verb, record
from accounts.models import AuditEvent, Organisation, Person
from accounts.verification import Broken, verify

SECRET = "wears her hair short since the operation"


@pytest.fixture
def told(harbour: Organisation, ada: Person, ben: Person) -> Organisation:
    record(Verb.PHOTO_ADDED, ada, organisation=harbour, reason=SECRET, data={"drift": 0.71})
    record(Verb.PHOTO_ADDED, ben, organisation=harbour, reason="studio day")
    record(Verb.DRIFT_CHECKED, ada, organisation=harbour, data={"drift": 0.72})
    return harbour


def test_redacted_details_are_gone_and_the_chain_holds(told: Organisation, ada: Person) -> None:
    numbers = redaction.redact(redaction.about(told, [ada]), organisation=told, why="erased at their wish")
    assert numbers == [1, 3]
    rows = AuditEvent.objects.filter(number__in=numbers)
    assert {(row.salt, row.reason, str(row.data), row.redacted) for row in rows} == {("", "", "{}", True)}
    assert verify(told) is None


def test_what_others_did_stays_readable(told: Organisation, ada: Person) -> None:
    redaction.redact(redaction.about(told, [ada]), organisation=told, why="erased at their wish")
    assert AuditEvent.objects.get(organisation=told, number=2).reason == "studio day"
    last = AuditEvent.objects.filter(organisation=told).latest("number")
    assert (last.verb, last.data) == (Verb.REDACTED.value, {"numbers": [1, 3]})


def test_redacting_again_finds_nothing_left_and_says_nothing(told: Organisation, ada: Person) -> None:
    redaction.redact(redaction.about(told, [ada]), organisation=told, why="erased at their wish")
    events = told.audit_events.count()
    assert redaction.redact(redaction.about(told, [f"person:{ada.pk}"]), organisation=told, why="again") == []
    assert told.audit_events.count() == events


@pytest.mark.requirement("N13")
@pytest.mark.usefixtures("unguarded")
def test_details_emptied_behind_our_back_are_named(told: Organisation) -> None:
    AuditEvent.objects.filter(number=2).update(salt="", reason="", data={}, redacted=True)
    assert verify(told) == Broken("harbour", 2, "the details of event 2 are gone, and no redaction names it")


@pytest.mark.requirement("N13")
@pytest.mark.usefixtures("unguarded")
def test_emptied_details_that_do_not_say_so_are_an_edit(told: Organisation) -> None:
    AuditEvent.objects.filter(number=2).update(reason="", data={})
    assert verify(told) == Broken("harbour", 2, "event 2 is not what was written")


def test_an_event_that_names_redactions_is_never_redacted_itself(told: Organisation, ada: Person) -> None:
    redaction.redact(redaction.about(told, [ada]), organisation=told, why="erased", subject=ada)
    redaction.redact(AuditEvent.objects.all(), organisation=told, why="everything")
    assert verify(told) is None


def test_another_organisations_events_are_out_of_reach(told: Organisation, ada: Person) -> None:
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    assert redaction.redact(redaction.about(told, [ada]), organisation=elsewhere, why="no") == []


def test_more_rows_than_a_statement_takes_are_redacted_too(harbour: Organisation, ada: Person, monkeypatch) -> None:
    monkeypatch.setattr(redaction, "BATCH", 2)
    for _ in range(5):
        record(Verb.PHOTO_ADDED, ada, organisation=harbour, reason=SECRET)
    assert redaction.redact(redaction.about(harbour, [ada]), organisation=harbour, why="erased") == [1, 2, 3, 4, 5]
    assert verify(harbour) is None
