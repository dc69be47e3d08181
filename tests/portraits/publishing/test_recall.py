"""Taking down what is shown: by recalling a portrait, by ending its places one by one, while a file is being made."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import AuditEvent
from generation.jobs import JobState
from portraits import lifecycle, monitoring
from portraits.distribution import ChannelError
from portraits.distribution.base import Parcel
from portraits.distribution.folder.channel import FolderChannel
from portraits.making import reviewing
from portraits.models import Portrait, Publication, Rendition
from portraits.publishing import showing
from portraits.states import State
from portraits.tasks import sweep_jobs
from tests.factories import PortraitFactory


@pytest.fixture
def shown(show, settings):
    """Show a portrait in a place, its file in the folder of the channel."""

    def put(placement="linkedin", **kwargs) -> Publication:
        publication = show(placement, **kwargs)
        data = f"file {publication.pk}".encode()
        channel = FolderChannel(settings.OUTBOX_DIR)
        owner = publication.person.public_id.hex
        publication.address = channel.put(Parcel("observatory", placement, owner, ".jpg", "", data))
        publication.save()
        Rendition.objects.filter(pk=publication.rendition_id).update(sha256=hashlib.sha256(data).hexdigest())
        publication.refresh_from_db()
        return publication

    return put


def there(settings, publication):
    return FolderChannel(settings.OUTBOX_DIR).read_back(publication.address)


@pytest.fixture
def two_places(shown, cast):
    first = shown("linkedin", person=cast.collins)
    second = shown("website", person=cast.collins)
    Publication.objects.filter(pk=second.pk).update(portrait=first.portrait)
    second.refresh_from_db()
    return first, second


@pytest.mark.requirement("R52")
@pytest.mark.requirement("N04")
@pytest.mark.parametrize(("target", "who"), [(State.RECALLED, "robin"), (State.WITHDRAWN, "eileen")])
def test_a_portrait_that_is_recalled_or_withdrawn_is_shown_nowhere_and_read_back_clean(
    cast, two_places, settings, target, who, django_capture_on_commit_callbacks
):
    portrait = two_places[0].portrait
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.move(portrait, target, actor=getattr(cast, who), reason="It misleads.")
    assert showing.live(cast.collins) == []
    for publication in Publication.objects.filter(portrait=portrait):
        assert there(settings, publication) is None
        assert (publication.ended_why, publication.problem) == ("It misleads.", "")
        assert publication.cleared_at is not None
    cleared = AuditEvent.objects.filter(verb="worker:publication:cleared")
    assert [event.data["placement"] for event in cleared] == ["linkedin", "website"]


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(("who", "state"), [("robin", "recalled"), ("eileen", "withdrawn"), (None, "recalled")])
def test_a_portrait_taken_from_its_last_place_is_not_called_shown_any_more(cast, two_places, who, state):
    actor = getattr(cast, who) if who else None
    first, second = two_places
    showing.end(first, why="Wrong place.", actor=actor)
    assert Portrait.objects.get(pk=first.portrait_id).state == State.PUBLISHED
    second.portrait.refresh_from_db()
    showing.end(second, why="They asked.", actor=actor)
    portrait = Portrait.objects.get(pk=first.portrait_id)
    assert portrait.state == state
    assert portrait.transitions.last().reason == "They asked."


def test_a_portrait_whose_places_another_one_took_is_replaced_also_by_one_that_was_made_before_it(cast, shown):
    older = PortraitFactory(person=cast.collins, state=State.PUBLISHED)
    newer = shown("linkedin", person=cast.collins)
    later = shown("website", person=cast.collins)
    Publication.objects.filter(pk=later.pk).update(portrait=older)
    showing.end(newer, why="Replaced.", actor=None)
    assert Portrait.objects.get(pk=newer.portrait_id).state == State.SUPERSEDED


@pytest.mark.requirement("N04")
def test_a_channel_that_fails_is_tried_again_ever_less_often_until_it_is_clean(
    cast, shown, settings, monkeypatch, django_capture_on_commit_callbacks
):
    publication = shown(person=cast.collins)

    def down(*_):
        raise ChannelError("The channel answers 429.")

    with monkeypatch.context() as patched:
        patched.setattr(FolderChannel, "remove", down)
        with django_capture_on_commit_callbacks(execute=True):
            showing.end(publication, why="Gone.", actor=cast.robin)
        publication.refresh_from_db()
        assert (publication.problem, publication.cleared_at) == ("The channel answers 429.", None)
        assert showing.uncleared() == []
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            assert sweep_jobs()["cleared"] == 0
            publication.refresh_from_db()
            assert publication.clear_after - timezone.now() > timedelta(minutes=4)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert sweep_jobs()["cleared"] == 1
    publication.refresh_from_db()
    assert (publication.problem, there(settings, publication)) == ("", None)
    assert AuditEvent.objects.get(verb="worker:publication:cleared").data["seconds"] >= 3600


@pytest.mark.requirement("N04")
def test_a_lost_acknowledgement_is_found_by_reading_back(
    cast, shown, settings, monkeypatch, django_capture_on_commit_callbacks
):
    publication = shown(person=cast.collins)
    monkeypatch.setattr(FolderChannel, "remove", lambda *_: None)
    with django_capture_on_commit_callbacks(execute=True):
        showing.end(publication, why="Gone.", actor=cast.robin)
    publication.refresh_from_db()
    assert (publication.problem, publication.cleared_at) == (showing.STILL_THERE, None)
    assert there(settings, publication) is not None


@pytest.mark.requirement("N04")
def test_a_recall_ends_only_when_the_slowest_channel_serves_the_file_no_more(
    cast, two_places, settings, monkeypatch, django_capture_on_commit_callbacks
):
    fast, slow = two_places
    remove = FolderChannel.remove

    def later(channel, address):
        """The website's cache goes on serving for an hour after it said yes."""
        if address != slow.address or timezone.now() > begun + timedelta(hours=1):
            remove(channel, address)

    begun = timezone.now()
    monkeypatch.setattr(FolderChannel, "remove", later)
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.move(fast.portrait, State.RECALLED, actor=cast.robin, reason="It misleads.")
    cleared = AuditEvent.objects.filter(verb="worker:publication:cleared")
    for minutes, clean in ((0, 1), (30, 1), (90, 2)):
        with time_machine.travel(begun + timedelta(minutes=minutes)):
            sweep_jobs()
        assert cleared.count() == clean
        assert Publication.objects.filter(cleared_at=None).count() == 2 - clean
        assert [each for each in two_places if there(settings, each)] == [slow][: 2 - clean]


def test_clearing_the_one_before_leaves_the_file_that_took_its_address(cast, shown, settings):
    before = shown(person=cast.collins)
    Publication.objects.filter(pk=before.pk).update(ended_at=timezone.now(), clear_after=timezone.now())
    after = shown(person=cast.collins)
    assert after.address == before.address
    assert showing.clear(before.pk)
    assert there(settings, after) == f"file {after.pk}".encode()


@pytest.mark.requirement("R52")
def test_a_portrait_recalled_while_its_file_is_made_is_not_shown(
    cast, work, about_to_be_shown, settings, monkeypatch, django_capture_on_commit_callbacks
):
    portrait, publication = about_to_be_shown
    monkeypatch.setattr(
        monitoring,
        "take_baseline",
        lambda _: lifecycle.move(portrait, State.WITHDRAWN, actor=cast.robin, reason="Stop."),
    )
    with django_capture_on_commit_callbacks(execute=True):
        work()
    publication.refresh_from_db()
    assert (publication.job_state, publication.published_at) == (JobState.FAILED, None)
    assert "withdrawn while its file was made" in publication.problem
    assert not any(path.is_file() for path in settings.OUTBOX_DIR.rglob("*"))


@pytest.fixture
def about_to_be_shown(cast, collins_jpeg, work):
    """A real photo of Eileen Collins, approved for a place and waiting for the worker."""
    portrait = PortraitFactory(person=cast.collins, state=State.IN_REVIEW, width=512, height=512)
    default_storage.save(portrait.image, ContentFile(collins_jpeg))
    portrait.face = {
        "right_eye": [245.0, 105.0], "left_eye": [200.0, 108.0], "forehead": [220.0, 70.0], "chin": [230.0, 180.0],
        "right_edge": [270.0, 120.0], "left_edge": [185.0, 125.0],
    }  # fmt: skip
    portrait.save()
    review = reviewing.approve(portrait, ["linkedin"], actor=cast.robin)
    portrait.refresh_from_db()
    return portrait, review.publications.get()
