"""Auditors and owners read the record, have it walked, and take it away; nobody else does."""

import io
import zipfile

import pytest

from accounts import redaction
from accounts.audit import Verb, record
from accounts.models import AuditEvent
from portraits.views.console import record as page

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    for number in range(3):
        record(Verb.PHOTO_ADDED, cast.collins, organisation=cast.observatory, actor=cast.ines, reason=f"day {number}")
    record(Verb.RULES_LOADED, cast.elsewhere, organisation=cast.elsewhere, reason="theirs alone")
    return cast.observatory


@pytest.fixture
def as_auditor(sign_in, cast):
    return sign_in(cast.auditor)


def test_an_auditor_reads_their_own_organisations_record_newest_first(as_auditor, told) -> None:
    text = as_auditor.get("/console/record/").content.decode()
    assert text.index("day 2") < text.index("day 0")
    assert "Photo added" in text
    assert "theirs alone" not in text


@pytest.mark.parametrize(("query", "found"), [
    ("verb=intake:photo:added", 3), ("verb=command:rules:loaded", 0), ("subject=person", 3),
    ("since=2099-01-01", 0), ("until=2000-01-01", 0), ("since=yesterday", 3), ("verb=nonsense", 3),
])  # fmt: skip
def test_events_are_found_by_what_and_when(as_auditor, told, query: str, found: int) -> None:
    answer = as_auditor.get(f"/console/record/?{query}")
    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == found


def test_one_row_is_not_every_row_that_begins_alike(as_auditor, told, cast) -> None:
    answer = as_auditor.get(f"/console/record/?subject=person:{cast.collins.pk}")
    assert answer.context["page"].paginator.count == 3
    assert as_auditor.get(f"/console/record/?subject=person:{cast.collins.pk}0").context["page"].paginator.count == 0


@pytest.mark.usefixtures("unguarded")
def test_checking_says_that_it_holds_or_which_event_does_not(as_auditor, told) -> None:
    assert "The record holds" in as_auditor.post("/console/record/check/", follow=True).content.decode()
    AuditEvent.objects.filter(number=2, organisation=told).update(reason="nothing happened")
    text = as_auditor.post("/console/record/check/", follow=True).content.decode()
    assert "event 2 is not what was written" in text


def test_a_record_too_long_to_walk_meanwhile_names_the_command(as_auditor, told, monkeypatch) -> None:
    monkeypatch.setattr(page, "AT_ONCE", 2)
    assert "manage.py audit verify" in as_auditor.get("/console/record/").content.decode()
    assert "too long" in as_auditor.post("/console/record/check/", follow=True).content.decode()


@pytest.mark.parametrize(("sent", "told_why"), [({"details": "on"}, True), ({}, False)])
def test_the_pack_is_taken_away_with_or_without_reasons(as_auditor, told, sent, told_why: bool) -> None:
    answer = as_auditor.post("/console/record/pack/", sent)
    assert "record-observatory-" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert (b"day 1" in archive.read("events.jsonl")) is told_why
    answer.close()
    last = AuditEvent.objects.filter(organisation=told).latest("number")
    assert (last.verb, last.actor.email) == (Verb.PACK_MADE.value, "aud@observatory.example")


def test_what_an_erasure_took_away_says_so(as_auditor, told, cast) -> None:
    redaction.redact(redaction.about(told, [cast.collins]), organisation=told, why="erased at their wish")
    text = as_auditor.get("/console/record/").content.decode()
    assert "day 1" not in text
    assert text.count("taken away by an erasure") == 3


@pytest.mark.parametrize("who", ["robin", "eileen", "otto"])
def test_nobody_else_reads_or_takes_it(sign_in, cast, told, who: str) -> None:
    client = sign_in(getattr(cast, who))
    answers = [
        client.get("/console/record/"),
        client.post("/console/record/check/"),
        client.post("/console/record/pack/"),
    ]
    for answer in answers:
        answer.close()  # a pack that nobody reads to its end
    if who == "otto":  # owner of another organisation: their own record
        assert "day 1" not in answers[0].content.decode()
    else:
        assert [answer.status_code for answer in answers] == [403, 403, 403]
