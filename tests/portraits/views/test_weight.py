"""What a page weighs before its pictures: a slow line is no reason to be without a portrait."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

MOST = 60_000  # bytes, compressed: ten seconds at 48 kbit/s
NAMED = re.compile(r'(?:src|href)="/static/([^"?#]+\.(?:js|css))')


def weighs(page: bytes) -> int:
    files = {Path(str(finders.find(name))) for name in NAMED.findall(page.decode())}
    assert len(files) > 3
    return sum(len(gzip.compress(each)) for each in (page, *(file.read_bytes() for file in files)))


@pytest.mark.requirement("R62")
@pytest.mark.parametrize("name", ["portal:portrait", "portal:selfie", "portal:ask", "portal:photos"])
def test_a_page_weighs_little_before_its_pictures(as_eileen, shown, photo, name):
    assert weighs(as_eileen.get(reverse(name)).content) < MOST
