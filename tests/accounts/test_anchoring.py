"""What the newest rows were, cannot be said by rows alone: a signed anchor a day says it, also outside the database."""

from datetime import date

import pytest
from django.db import connection

from accounts import anchoring, sealing
from accounts.audit import Verb, record
from accounts.chain import GENESIS, details_digest, digest
from accounts.models import AuditAnchor, AuditEvent, Organisation, Person
from accounts.verification import Broken, verify

MONDAY, TUESDAY = date(2027, 3, 1), date(2027, 3, 2)

pytestmark = pytest.mark.usefixtures("unguarded")  # what the anchors are for: the triggers were lifted


@pytest.fixture
def anchored(harbour: Organisation, ada: Person) -> Organisation:
    """Three events, anchored on Monday; two more, anchored on Tuesday."""
    for day, count in ((MONDAY, 3), (TUESDAY, 2)):
        for _ in range(count):
            record(Verb.PHOTO_ADDED, ada, organisation=harbour)
        assert anchoring.anchor(harbour, day) is not None
    return harbour


def behind_our_back(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def cut_off(organisation: Organisation, above: int) -> None:
    behind_our_back(
        "DELETE FROM accounts_auditevent WHERE organisation_id = %s AND number > %s", organisation.pk, above
    )


def test_anchored_chains_hold_and_grow(anchored: Organisation, ada: Person) -> None:
    record(Verb.PHOTO_ADDED, ada, organisation=anchored)
    assert verify(anchored) is None
    assert [each.number for each in anchoring.of(anchored)] == [3, 5]


def test_a_day_is_anchored_once_and_an_empty_chain_never(anchored: Organisation) -> None:
    assert anchoring.anchor(anchored, TUESDAY) is None
    empty = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    assert anchoring.anchor(empty, MONDAY) is None


@pytest.mark.requirement("N13")
def test_newest_events_that_were_cut_off_are_missed(anchored: Organisation) -> None:
    cut_off(anchored, above=4)
    assert verify(anchored) == Broken("harbour", 5, "event 5 was there on 2027-03-02 and is missing")


@pytest.mark.requirement("N13")
def test_cutting_off_the_anchor_rows_too_does_not_help(anchored: Organisation) -> None:
    cut_off(anchored, above=3)
    behind_our_back("DELETE FROM accounts_auditanchor WHERE number > 3")
    assert verify(anchored) == Broken("harbour", 5, "event 5 was there on 2027-03-02 and is missing")


@pytest.mark.requirement("N13")
def test_who_also_has_the_key_of_the_seals_still_meets_the_anchors(anchored: Organisation) -> None:
    previous = GENESIS
    for event in AuditEvent.objects.filter(organisation=anchored):
        event.reason, event.previous = "forged", previous
        event.details_digest = details_digest(event.details)
        previous = digest(event.as_link())
        AuditEvent.objects.filter(pk=event.pk).update(
            reason="forged", details_digest=event.details_digest, previous=event.previous, digest=previous,
            seal=sealing.seal(previous),
        )  # fmt: skip
    assert verify(anchored) == Broken("harbour", 3, "event 3 was another one on 2027-03-01")


def test_an_edited_anchor_is_named(anchored: Organisation) -> None:
    AuditAnchor.objects.filter(on=TUESDAY).update(number=4)
    broken = verify(anchored)
    assert broken is not None
    assert broken.why == "the anchor of 2027-03-02 is not signed with the key of this installation"


def test_an_anchor_moved_to_another_organisation_is_no_anchor_there(anchored: Organisation, ada: Person) -> None:
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere")
    for _ in range(3):
        record(Verb.RULES_LOADED, elsewhere, organisation=elsewhere)
    AuditAnchor.objects.filter(on=MONDAY).update(organisation=elsewhere)
    assert "not signed" in verify(elsewhere).why


def test_a_line_cut_off_in_the_file_stops_nobody(anchored: Organisation, settings) -> None:
    with settings.AUDIT_ANCHORS_FILE.open("a") as file:
        file.write('{"head": "12')
    assert verify(anchored) is None


def test_anchors_are_checked_with_the_public_key_alone(anchored: Organisation) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(anchoring.public_key())
    for each in anchoring.of(anchored):
        key.verify(bytes.fromhex(each.signature), each.signed_bytes)
        assert each.key == anchoring.key_name(key)
