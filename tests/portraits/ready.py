"""A portrait that lies ready to be shown, without being measured, and its files."""

import numpy as np
from django.utils import timezone

from accounts.models import Person
from generation import picture_files, pictures
from policies import placements
from portraits.models import Portrait, Rendition
from portraits.publishing import renditions
from portraits.rulings import assessing

HEAD = {
    "right_eye": [205.0, 118.0],
    "left_eye": [246.0, 114.0],
    "forehead": [222.0, 70.0],
    "chin": [232.0, 172.0],
    "right_edge": [186.0, 120.0],
    "left_edge": [268.0, 116.0],
}


def ready(person: Person, picture: np.ndarray, *, origin: str = "algorithmicallyEnhanced") -> Portrait:
    """Of the astronaut's photo, whose head HEAD is."""
    stored = picture_files.store(pictures.encode(picture), person=person, folder="photos")
    return Portrait.objects.create(
        person=person, origin=origin, face=HEAD, depicts_as_of=timezone.localdate(),
        image=stored.name, sha256=stored.sha256, width=stored.width, height=stored.height,
    )  # fmt: skip


def made(portrait: Portrait, placement: str) -> Rendition:
    """Its file for a placement, as a job makes it."""
    where = placements.get(placement)
    assessment, verdict = assessing.keep(portrait, where, timezone.localdate())
    return renditions.make(portrait, where, assessment, verdict)
