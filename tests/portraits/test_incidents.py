"""A report about a picture: decided within a day, taken down and read back, told, replaced."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent
from policies.kinds import Kind
from portraits import incident_clock, incidents
from portraits.incident_clock import LIMITS, Moments, Step, settled, timers
from portraits.incidents import Report
from portraits.models import Incident, Portrait
from portraits.publishing import showing
from portraits.states import State
from portraits.tasks import sweep_jobs

pytestmark = pytest.mark.requirement("R52")
START = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture
def publication(cast, show):
    return show("public_page", Kind.AI_GENERATED, person=cast.collins)


@pytest.fixture
def reported(publication):
    return incidents.report(
        publication, Report(Incident.Why.UNLIKE, "Ten years younger.", "reader@example.org"), reporter=None
    )


def test_a_report_leads_to_recall_replacement_and_notice(
    cast, reported, show, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        incidents.decide(reported, upheld=True, decision="It hides her age.", actor=cast.robin)
    assert Portrait.objects.get(pk=reported.portrait_id).state == State.RECALLED
    assert showing.live(cast.collins) == []
    assert [message.to for message in mail.outbox] == [["reader@example.org"], ["eileen@observatory.example"]]
    assert "It hides her age." in mail.outbox[0].body
    reported.refresh_from_db()
    assert (reported.reply_to, reported.closed_at) == ("", None)

    assert sweep_jobs()["settled"] == 0
    reported.refresh_from_db()
    assert (reported.clean_at is None, reported.told_at, reported.replaced_at) == (False, None, None)
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "It hides her age." in client.get(reverse("portal:portrait")).content.decode()
    client.post(reverse("portal:taken_down"))
    assert "It hides her age." not in client.get(reverse("portal:portrait")).content.decode()
    show("linkedin", Kind.CAMERA, person=cast.collins)
    assert sweep_jobs()["settled"] == 1
    reported.refresh_from_db()
    assert None not in (reported.told_at, reported.replaced_at, reported.closed_at)
    verbs = AuditEvent.objects.filter(verb__contains=":incident:").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == [
        "public:incident:reported", "console:incident:decided", "portal:incident:read", "clock:incident:settled"
    ]  # fmt: skip


def test_a_report_that_is_not_upheld_leaves_the_picture_and_is_answered(
    cast, reported, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        incidents.decide(reported, upheld=False, decision="She looks like that.", actor=cast.robin)
    assert len(showing.live(cast.collins)) == 1
    assert [message.to for message in mail.outbox] == [["reader@example.org"]]
    reported.refresh_from_db()
    assert reported.closed_at is not None
    with pytest.raises(incidents.IncidentRefusedError, match="decided already"):
        incidents.decide(reported, upheld=True, decision="No.", actor=cast.robin)


def test_nobody_decides_about_themselves_nor_without_a_reason_nor_without_the_role(cast, reported):
    cast.collins.user = cast.robin
    cast.collins.save()
    for actor, why, words in [
        (cast.robin, "Because.", "about you"), (cast.auditor, "Because.", "Only a photo admin"), (cast.ines, " ", "Say why")
    ]:  # fmt: skip
        with pytest.raises(incidents.IncidentRefusedError, match=words):
            incidents.decide(reported, upheld=True, decision=why, actor=actor)
    assert len(showing.live(cast.collins)) == 1


def test_taking_a_picture_down_answers_every_open_report_of_it(cast, publication, reported):
    other = incidents.report(publication, Report(Incident.Why.OTHER), reporter=cast.ines)
    incidents.decide(reported, upheld=True, decision="Yes.", actor=cast.robin)
    other.refresh_from_db()
    assert (other.upheld, other.decision) == (True, "Yes.")


def test_a_flood_of_reports_says_nothing_new(publication):
    for _ in range(incidents.MOST_OPEN):
        incidents.report(publication, Report(Incident.Why.OTHER), reporter=None)
    with pytest.raises(incidents.IncidentRefusedError, match="reported already"):
        incidents.report(publication, Report(Incident.Why.OTHER), reporter=None)


@pytest.fixture
def no_limits_yet(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "reports"}}
    cache.clear()


def test_anybody_reports_without_signing_in_a_few_times_an_hour(cast, publication, client, no_limits_yet):
    address = reverse("report", args=[cast.collins.public_id])
    assert client.get(address).status_code == 200
    assert "Choose what comes nearest." in client.post(address, {}).content.decode()
    answers = [client.post(address, {"why": "undisclosed", "note": "No label."}).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 200, 429]
    row = Incident.objects.first()
    assert (row.why, row.note, row.reported_by, row.placement) == ("undisclosed", "No label.", None, "public_page")


def test_the_console_shows_what_is_late_and_decides(cast, reported, client):
    Incident.objects.update(reported_at=timezone.now() - timedelta(hours=30))
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "1 report is late" in client.get(reverse("console:incidents")).content.decode()
    one = reverse("console:incident", args=[reported.pk])
    assert "Ten years younger." in client.get(one).content.decode()
    assert client.post(one, {"upheld": "yes"}).status_code == 422
    answer = client.post(one, {"upheld": "yes", "decision": "Right."}, follow=True)
    assert "taken down everywhere" in answer.content.decode()
    assert Portrait.objects.get(pk=reported.portrait_id).state == State.RECALLED
    client.force_login(cast.otto, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(one).status_code == 404


AFTER = st.none() | st.timedeltas(timedelta(0), timedelta(days=40)).map(lambda passed: START + passed)


@given(AFTER, st.none() | st.booleans(), AFTER, AFTER, AFTER, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_every_step_is_late_after_its_limit_and_never_before(decided, upheld, clean, told, replaced, passed):
    moments = Moments(START, decided, upheld if decided else None, clean, told, replaced)
    found = timers(moments, START + passed)
    assert found[0].step is Step.DECIDE
    assert len(found) == (4 if decided and upheld else 1)
    for timer in found:
        begun = START if timer.step is Step.DECIDE else decided
        assert timer.due == begun + LIMITS[timer.step]
        assert timer.late is ((timer.done or START + passed) > timer.due)
    assert settled(moments) <= (decided is not None)
    assert incident_clock.settled(Moments(START, START, upheld=False))
