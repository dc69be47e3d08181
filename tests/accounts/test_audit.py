"""A change of the past shows, whoever made it: these tests write to the table behind the application's back."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.audit import Entry, Verb, record, record_all
from accounts.chain import GENESIS, details_digest, digest
from accounts.models import AuditEvent, Organisation, Person
from accounts.verification import Broken, verify

TABLE = AuditEvent._meta.db_table

pytestmark = pytest.mark.usefixtures("unguarded")  # what digests and seals are for: the triggers were lifted


@pytest.fixture
def chain(harbour: Organisation, ada: Person) -> Organisation:
    """Five events of one organisation, between those of another."""
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    for number in range(1, 6):
        record(Verb.PHOTO_ADDED, ada, organisation=harbour, actor=ada.user, reason=f"no. {number}", data={"n": number})
        record(Verb.RULES_LOADED, elsewhere, organisation=elsewhere)
    return harbour


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=TABLE), values)


def test_an_untouched_chain_holds(chain: Organisation) -> None:
    assert verify(chain) is None


def test_events_are_numbered_and_linked_in_each_organisation(chain: Organisation) -> None:
    events = list(AuditEvent.objects.filter(organisation=chain))
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events[1:]] == [event.digest for event in events[:-1]]


@pytest.mark.requirement("N13")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "nothing happened"),
        ("verb", Verb.PERSON_ADDED.value),
        ("subject", "person:999"),
        ("data", '{"n": 4}'),
        ("at", "2020-01-01 00:00:00"),
        ("actor_id", None),
        ("previous", "0" * 64),
        ("digest", "f" * 64),
        ("request", "another"),
        ("salt", "0" * 32),
        ("details_digest", "0" * 64),
        ("seal", "0" * 64),
    ],
)
def test_an_edited_event_is_named(chain: Organisation, column: str, value: str | None) -> None:
    update = f"UPDATE {{table}} SET {column} = %s WHERE organisation_id = %s AND number = 3"  # noqa: S608 (our columns)
    sql(update, value, chain.pk)
    assert verify(chain) == Broken("harbour", 3, "event 3 is not what was written")


@pytest.mark.requirement("N13")
@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_event_is_named(chain: Organisation, number: int) -> None:
    sql("DELETE FROM {table} WHERE organisation_id = %s AND number = %s", chain.pk, number)
    assert verify(chain) == Broken("harbour", number, f"event {number} is missing")


def test_closing_the_gap_after_a_removal_does_not_hide_it(chain: Organisation) -> None:
    sql("DELETE FROM {table} WHERE organisation_id = %s AND number = 3", chain.pk)
    for number in (4, 5):
        sql("UPDATE {table} SET number = %s WHERE organisation_id = %s AND number = %s", number - 1, chain.pk, number)
    assert verify(chain) == Broken("harbour", 3, "event 3 is not what was written")


def test_an_event_put_in_at_the_end_is_named(chain: Organisation) -> None:
    last = AuditEvent.objects.filter(organisation=chain).latest("number")
    sql(
        "INSERT INTO {table} (organisation_id, number, at, verb, subject, request, salt, reason, data, redacted,"
        " details_digest, previous, digest, seal)"
        " SELECT organisation_id, 6, at, verb, subject, request, salt, 'approved', data, redacted,"
        " details_digest, digest, %s, seal FROM {table} WHERE id = %s",
        "a" * 64,
        last.pk,
    )
    assert verify(chain) == Broken("harbour", 6, "event 6 is not what was written")


def test_two_events_that_changed_places_are_named(chain: Organisation) -> None:
    for old, new in ((2, 99), (4, 2), (99, 4)):
        sql("UPDATE {table} SET number = %s WHERE organisation_id = %s AND number = %s", new, chain.pk, old)
    assert verify(chain) == Broken("harbour", 2, "event 2 is not what was written")


def test_an_event_moved_to_another_organisation_is_missed_in_the_first(chain: Organisation) -> None:
    elsewhere = Organisation.objects.get(slug="elsewhere")
    sql("UPDATE {table} SET organisation_id = %s, number = 6 WHERE organisation_id = %s AND number = 2",
        elsewhere.pk, chain.pk)  # fmt: skip
    assert verify(chain) == Broken("harbour", 2, "event 2 is missing")
    assert verify(elsewhere) == Broken("elsewhere", 6, "event 6 is not what was written")


@pytest.mark.requirement("N13")
def test_a_chain_written_anew_with_right_digests_lacks_the_seals(chain: Organisation) -> None:
    """All of it is computed rightly, as the published code does it; only the key is missing."""
    previous = GENESIS
    for event in AuditEvent.objects.filter(organisation=chain):
        event.reason = "forged" if event.number == 3 else event.reason
        event.previous = previous
        event.details_digest = details_digest(event.details)
        previous = event.digest = digest(event.as_link())
        sql(
            "UPDATE {table} SET reason = %s, details_digest = %s, previous = %s, digest = %s WHERE id = %s",
            event.reason, event.details_digest, event.previous, event.digest, event.pk,
        )  # fmt: skip
    assert verify(chain) == Broken("harbour", 3, "event 3 is not what was written")


def test_retiring_every_old_master_key_leaves_the_chain_whole(chain: Organisation, ada: Person, settings) -> None:
    settings.MASTER_KEYS = ["new:a new secret"]
    record(Verb.PHOTO_ADDED, ada, organisation=chain)
    assert verify(chain) is None


def test_figures_under_numeric_names_read_back_as_they_were_signed(harbour: Organisation, ada: Person) -> None:
    record(Verb.DRIFT_CHECKED, ada, organisation=harbour, data={"counts": {10: 1.5, 2: None, 1: ("a", "é")}})
    assert verify(harbour) is None


def test_an_event_is_neither_changed_nor_deleted_through_the_model(chain: Organisation) -> None:
    event = AuditEvent.objects.filter(organisation=chain).latest("number")
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()


def test_many_events_of_one_change_are_linked_as_single_ones_are(harbour: Organisation, ada: Person) -> None:
    record(Verb.PHOTO_ADDED, ada, organisation=harbour)
    record_all([Entry(Verb.PHOTO_MEASURED, ada, data={"n": n}) for n in range(3)], organisation=harbour)
    record(Verb.PHOTO_ADDED, ada, organisation=harbour)
    assert [event.data.get("n") for event in AuditEvent.objects.all()] == [None, 0, 1, 2, None]
    assert verify(harbour) is None


def test_the_same_number_is_not_given_twice(chain: Organisation) -> None:
    twin = AuditEvent.objects.get(organisation=chain, number=5)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_an_event_goes_with_the_change_it_records(harbour: Organisation, ada: Person) -> None:
    with transaction.atomic():
        record(Verb.PHOTO_ADDED, ada, organisation=harbour)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_every_verb_says_source_subject_action() -> None:
    assert all(len(verb.value.split(":")) == 3 for verb in Verb)
    assert max(len(verb.value) for verb in Verb) <= AuditEvent._meta.get_field("verb").max_length
