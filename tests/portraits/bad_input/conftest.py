from dataclasses import dataclass

import pytest

from portraits.collecting.cleaning import PictureRefusedError
from portraits.collecting.intake import Arrival, add_photo
from portraits.models import Photo
from tests.portraits.pictures import jpeg


@dataclass(frozen=True)
class Answer:
    """What a person is told about a file: it is refused or cannot be measured by name, or measured with advice."""

    refused: str
    told: str
    photo: Photo | None

    @property
    def advice(self):
        return [each["advice"] for each in self.photo.quality if not each["passed"]] if self.photo else []

    def failed(self):
        return {each["name"] for each in self.photo.quality if not each["passed"]} if self.photo else set()


@pytest.fixture
def sent(cast, work):
    """Send a file or an array as a person would, let the workers do their part, and see what the person is told."""

    def send(file):
        data = file if isinstance(file, bytes) else jpeg(file)
        try:
            photo, _ = add_photo(cast.collins, Arrival(data, Photo.Kind.STUDIO), actor=None)
        except PictureRefusedError as refused:
            return Answer(refused.code, str(refused), None)
        work()
        photo.refresh_from_db()
        return Answer("", photo.problem, photo)

    return send
