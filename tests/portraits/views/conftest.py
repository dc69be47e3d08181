import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.audit import Verb, record
from portraits.models import Transition
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory

GOOD = [{"name": "sharpness", "value": 0.8, "unit": "", "threshold": 0.4, "passed": True, "advice": ""}]


@pytest.fixture
def sign_in():
    """A browser of somebody who is signed in already."""

    def opened(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return opened


@pytest.fixture
def as_eileen(sign_in, cast):
    return sign_in(cast.eileen)


@pytest.fixture
def as_robin(sign_in, cast):
    return sign_in(cast.robin)


@pytest.fixture
def keep_file():
    """Put a small picture where a row says that its file lies."""

    def keep(row, colour="rosybrown"):
        out = io.BytesIO()
        Image.new("RGB", (row.width, row.height), colour).save(out, "JPEG")
        default_storage.save(row.image, ContentFile(out.getvalue()))
        return row

    return keep


@pytest.fixture
def small_jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((240, 300), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def upload(small_jpeg):
    def made(name="me.jpg", data=None) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, small_jpeg if data is None else data, "image/jpeg")

    return made


@pytest.fixture
def photo(cast):
    return PhotoFactory(person=cast.collins, uploaded_by=cast.eileen, quality=GOOD)


@pytest.fixture
def shown(cast):
    """A real portrait that is shown, ten weeks old."""
    depicts = timezone.localdate() - timedelta(days=70)
    portrait = PortraitFactory(person=cast.collins, depicts_as_of=depicts, uploaded_by=cast.ines)
    return moved(portrait, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)


@pytest.fixture
def waiting(cast):
    """A real portrait that waits for a second person."""
    return moved(PortraitFactory(person=cast.collins, uploaded_by=cast.ines), State.IN_REVIEW)


@pytest.fixture
def run(cast, photo):
    return RunFactory(person=cast.collins, source_sha256=photo.sha256, source_name=photo.image, job_state="done")


@pytest.fixture
def candidate(run):
    return CandidateFactory(run=run)


def moved(portrait, *states):
    """Write the rows that the lifecycle leaves behind, without asking its guards."""
    for target in states:
        event = record(Verb.PORTRAIT_MOVED, portrait, organisation=portrait.person.organisation)
        Transition.objects.create(portrait=portrait, origin=portrait.state, target=target, event=event)
        portrait.state = target
    portrait.save()
    return portrait
