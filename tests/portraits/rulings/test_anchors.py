"""Identity anchors take real captures only: tried on the page, by command, by rows and by raw SQL."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from policies import placements
from policies.kinds import REAL_CAPTURES, Kind
from policies.models import Assessment
from portraits import guards, lifecycle
from portraits.making import choosing, reviewing
from portraits.models import Portrait, Publication, Rendition, Review
from portraits.provenance.source_types import SourceType
from portraits.states import State
from tests.factories import CandidateFactory, PortraitFactory, RunFactory
from tests.portraits.shown import CODES, rendition

pytestmark = pytest.mark.requirement("N03")
ANCHOR = placements.anchors()[0]
REFUSED = pytest.raises(DatabaseError, match=r"real captures only|an_anchor")


@pytest.fixture
def portrait(cast, rules):
    """A generated portrait of Eileen Collins that waits for approval."""
    run = RunFactory(person=cast.collins)
    row = PortraitFactory(person=cast.collins, origin=CODES[Kind.AI_GENERATED], candidate=CandidateFactory(run=run))
    choosing.attest(row, actor=cast.eileen)
    row.refresh_from_db()
    assert row.state == State.IN_REVIEW
    return row


@pytest.fixture
def real(cast, rules):
    """A real photo of hers in the anchor, as publishing leaves its rows."""
    row = PortraitFactory(person=cast.collins, state=State.APPROVED)
    return _published(row)


def _published(row: Portrait, placement: str = ANCHOR) -> Publication:
    review = Review.objects.create(portrait=row, approved=True, placements=[placement], sha256=row.sha256)
    return Publication.objects.create(person=row.person, portrait=row, placement=placement, review=review)


def _assessment(row: Portrait) -> Assessment:
    return Assessment.objects.create(
        organisation=row.person.organisation, person=row.person, placement=ANCHOR, image_digest=row.sha256,
        facts={}, on="2026-11-21", decision="allow",
    )  # fmt: skip


def test_the_page_refuses(cast, portrait, client):
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("console:approve", args=[portrait.pk]), {"placements": [ANCHOR]}, follow=True)
    assert "real photo" in answer.content.decode()
    assert Portrait.objects.get(pk=portrait.pk).state == State.IN_REVIEW
    assert not Publication.objects.exists()


def test_the_command_refuses(portrait, capsys):
    call_command("assess", str(portrait.pk), placement=ANCHOR, json=True)
    (said,) = json.loads(capsys.readouterr().out)
    assert said["decision"] == "deny"
    assert any("only a real photo" in finding["sentence"] for finding in said["findings"])


def test_the_workflow_refuses(cast, portrait):
    with pytest.raises(lifecycle.MoveRefusedError, match="only a real photo"):
        reviewing.approve(portrait, [ANCHOR], actor=cast.robin)


def test_rows_are_refused_whatever_they_say_of_themselves(portrait):
    with REFUSED, transaction.atomic():
        _published(portrait)
    told = {"portrait": portrait, "placement": ANCHOR, "assessment": _assessment(portrait), "image": "r.jpg",
            "sha256": "0" * 64, "mime": "image/jpeg", "width": 1, "height": 1, "size": 1, "fingerprint": "0"}  # fmt: skip
    for anchor in (True, False):
        for said in (portrait.origin, "digitalCapture"):
            with REFUSED, transaction.atomic():
                Rendition.objects.create(**told, anchor=anchor, source_type=said)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portraits_portrait SET origin = 'trainedAlgorithmicMedia' WHERE id = {real.portrait_id}",
        "UPDATE portraits_publication SET portrait_id = {fake.pk} WHERE id = {real.pk}",
        "UPDATE portraits_publication SET rendition_id = {elsewhere.pk} WHERE id = {real.pk}",
        "UPDATE portraits_publication SET placement = '{anchor}' WHERE id = {shown.pk}",
        "UPDATE portraits_rendition SET placement = '{anchor}' WHERE id = {elsewhere.pk}",
        "UPDATE portraits_rendition SET placement = '{anchor}', anchor = TRUE, source_type = 'digitalCapture' "
        "WHERE id = {elsewhere.pk}",
    ],
)
def test_raw_sql_is_refused(portrait, real, statement):
    shown = _published(portrait, "linkedin")
    elsewhere = rendition(shown, _assessment(portrait))
    sql = statement.format(real=real, fake=portrait, shown=shown, elsewhere=elsewhere, anchor=ANCHOR)
    with REFUSED, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_real_photo_goes_where_a_generated_one_does_not(real):
    row = rendition(real, _assessment(real.portrait))
    assert row.anchor
    Publication.objects.filter(pk=real.pk).update(rendition=row)


def test_the_guards_name_every_anchor_of_the_catalogue_and_every_kind_of_real_capture():
    assert all(f"'{key}'" in guards.ANCHORS for key in placements.anchors())
    assert {code for code in SourceType if code.is_capture} == {
        code for code in SourceType if f"'{code.value}'" in guards.CAPTURES
    }
    assert Kind.CAMERA in REAL_CAPTURES


@pytest.mark.django_db
def test_the_guards_stand_in_the_database():
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert {guard.name for guard in guards.GUARDS} <= there
