"""What a browser says of a picture before it is sent, held against what the server measures of the same file."""

import io
import json
import re

import numpy as np
import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from generation import faces
from generation.faces.degradations import blurred, exposed, rolled, side_lit, small, veiled
from portraits.forms.first_look import first_look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("R32"),
]
NEAR = {  # how far the browser's figure of a face may lie from the server's: it knows six points of it, not a mesh
    "inter_eye_distance": 12,
    "sharpness": 0.06,
    "illumination_uniformity": 0.9,
    "over_exposure_prevention": 0.02,
    "under_exposure_prevention": 14,
    "dynamic_range": 2.3,  # dark hair at the edge of the face counts for much
    "head_pose_yaw": 7,
    "head_pose_roll": 4,
}
LIMITS = first_look()


@pytest.fixture(scope="module")
def sitter(astronaut) -> np.ndarray:
    """Eileen Collins with enough pixels between her eyes."""
    return np.asarray(Image.fromarray(astronaut[:400, 60:400]).resize((680, 800), Image.Resampling.LANCZOS))


@pytest.fixture(scope="module")
def face(sitter) -> faces.Face:
    return faces.subject(sitter)


class Chooser:
    """Somebody on the page of selfies who chooses files and reads what the browser says before anything is sent."""

    def __init__(self, visitor) -> None:
        self.visitor, self.place = visitor, visitor.page.locator("[data-first-look]")

    def chooses(self, *files: tuple[str, bytes]) -> tuple[str, list]:
        """What is said of them, and the figures behind it."""
        given = [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files]
        field = self.visitor.page.get_by_label("One to three pictures")
        field.set_input_files([])
        field.set_input_files(given)
        expect(self.place).to_have_attribute("data-figures", re.compile("."), timeout=60_000)
        return self.place.inner_text(), json.loads(self.place.get_attribute("data-figures"))


@pytest.fixture
def eileen(visit, cast) -> Chooser:
    visitor = visit("phone")
    visitor.signs_in(cast.eileen)
    visitor.goes_to("/me/selfie/")
    return Chooser(visitor)


def png(picture: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", compress_level=1)
    return out.getvalue()


def jpeg(picture: np.ndarray, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def test_says_what_the_server_will_say_of_the_same_picture(eileen, sitter, face) -> None:
    damaged = {
        "nothing": sitter,
        "sharpness": blurred(sitter, face, 0.02),
        "under_exposure_prevention": exposed(sitter, face, -3),
        "over_exposure_prevention": exposed(sitter, face, 2.4),
        "illumination_uniformity": side_lit(sitter, face, 4),
        "dynamic_range": veiled(sitter, face, 0.8),
        "head_pose_roll": rolled(sitter, face, 24),
        "inter_eye_distance": small(sitter, face, 0.5),
    }
    for fault, picture in damaged.items():
        said, (figures,) = eileen.chooses(("selfie.png", png(picture)))
        quality = faces.measure(picture, compare=False).quality
        for name, figure in figures.items() if fault == "nothing" else [(fault, figures[fault])]:
            assert figure == pytest.approx(quality[name].value, rel=0.1, abs=NEAR[name]), (fault, name)
        told = {name for name, each in LIMITS["components"].items() if each["below"] in said or each["above"] in said}
        failed = {name for name in told | set(NEAR) if not quality[name].passed}
        assert fault in (told & failed or {"nothing"}), fault
        assert len(told ^ failed) <= (fault != "nothing"), fault  # a second one may stand at its limit
    eileen.visitor.finds_it_in_order()


def test_files_that_cannot_be_taken_in_are_named_before_they_are_sent(eileen, sitter, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2_000_000
    wrong = first_look()["file"]
    eileen.visitor.goes_to("/me/selfie/")
    whole = png(sitter)
    for name, data, sentence in [
        ("moving.gif", gif(), "This is a GIF file."),
        ("notes.jpg", b"Dear Eileen", wrong["unknown"]),
        ("half.png", whole[: len(whole) // 2], wrong["damaged"]),
        ("stamp.png", png(sitter[:90, :80]), "The picture is 80 x 90 pixels: at least 96 are needed."),
        ("huge.jpg", b"\xff\xd8" + bytes(settings.UPLOAD_MAX_BYTES), wrong["too_many_bytes"]),
        ("empty.jpg", b"", wrong["empty"]),
    ]:
        said, _ = eileen.chooses((name, data))
        assert "This cannot be taken in" in said, name
        assert sentence in said, name
    said, _ = eileen.chooses(("phone.heic", b"\0\0\0\x18ftypheic" + bytes(100)))
    assert "Your browser cannot show this kind of file" in said


def test_says_whom_it_does_not_find_and_which_of_several_pictures_it_means(eileen, sitter, face) -> None:
    wall = np.full((300, 400, 3), 180, np.uint8)
    dark = exposed(sitter, face, -3)
    said, figures = eileen.chooses(("one.png", png(sitter)), ("two.png", png(dark)), ("three.png", png(wall)))
    assert f"Picture 2: {LIMITS['components']['under_exposure_prevention']['below']}" in said
    assert f"Picture 3: {LIMITS['faces']['sentences']['no_face']}" in said
    assert "Picture 1" not in said
    assert figures[2] is None
    said, _ = eileen.chooses(("pair.png", png(np.hstack([sitter, sitter]))))
    assert LIMITS["faces"]["sentences"]["several_faces"] in said


def test_a_phone_picture_is_seen_upright_and_nothing_of_it_is_sent(eileen, sitter, face) -> None:
    expect(eileen.place).to_be_empty()
    requests = []
    eileen.visitor.page.on("request", lambda request: requests.append((request.method, request.url)))
    phone = np.asarray(Image.fromarray(sitter).resize((3400, 4000), Image.Resampling.BICUBIC))
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6  # the camera was held upright, the file lies on its side
    said, (figures,) = eileen.chooses(("phone.jpg", jpeg(np.rot90(phone), exif=turned)))
    assert "At first sight nothing speaks against it" in said
    assert figures["inter_eye_distance"] == pytest.approx(5 * eyes_apart(face), rel=0.1)
    assert {method for method, _ in requests} <= {"GET"}
    assert all("/static/likeness/first_look/" in url or url.startswith("blob:") for _, url in requests), requests


def eyes_apart(face: faces.Face) -> float:
    return float(np.linalg.norm(face.irises.left.ring[0] - face.irises.right.ring[0]))


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (200, 200)).save(out, "GIF")
    return out.getvalue()
