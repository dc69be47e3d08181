"""Anybody asks whose picture a file is: found, and not found."""

import io

import numpy as np
import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from generation import picture_files
from portraits.models import Publication, Review
from tests.portraits.ready import made, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def published(cast, astronaut: np.ndarray) -> Publication:
    cache.clear()
    portrait = ready(cast.collins, astronaut)
    review = Review.objects.create(portrait=portrait, actor=cast.robin, approved=True, sha256=portrait.sha256)
    return Publication.objects.create(
        person=cast.collins, portrait=portrait, placement="linkedin", review=review, channel="folder",
        rendition=made(portrait, "linkedin"), published_at=timezone.now(),
    )  # fmt: skip


def asks(someone, name: str, data: bytes) -> None:
    someone.goes_to("/verify/")
    someone.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    someone.page.locator("main form:has(input[type=file]) button[type=submit]").click()
    someone.page.wait_for_load_state("networkidle")


@pytest.mark.requirement("N09")
@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_a_visitor_learns_whose_picture_it_is_and_that_another_is_not_from_here(
    visit, published: Publication, hopper: np.ndarray, size: str, theme: str
) -> None:
    someone = visit(size, theme)
    asks(someone, "portrait.jpg", picture_files.read(published.rendition.image))
    someone.reads("Published by Observatory")
    other = io.BytesIO()
    Image.fromarray(hopper[:512]).save(other, "JPEG")
    asks(someone, "other.jpg", other.getvalue())
    someone.reads("Not a picture from here")
