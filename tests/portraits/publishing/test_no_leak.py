"""A published file, opened to its last box, says nothing that is nobody's business."""

import base64
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from generation import picture_files
from policies import placements
from portraits.models import Portrait, Rendition
from portraits.provenance import reading
from portraits.publishing.signing import chain
from tests.portraits.boxes import jumbf, parts
from tests.portraits.ready import made, ready

PLACES = [key for key, place in placements.catalogue().items() if not place.is_anchor]
SECOND_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"IHDR", b"WEBPVP8", b"ftypavif", b"ftyphei")
ALLOWED_BOXES = {
    "c2pa", "c2pa.assertions", "c2pa.claim.v2", "c2pa.signature", "c2pa.actions.v2", "c2pa.hash.data", "c2pa.ingredient.v3",
    "c2pa.soft-binding", "org.likeness.portrait",
}  # fmt: skip
ALLOWED_PARTS = {"JPEG E0", "JPEG E1", "JPEG EB", "JPEG DB", "JPEG C0", "JPEG C2", "JPEG C4", "JPEG scan",
                 "WebP VP8X", "WebP VP8", "WebP XMP", "WebP C2PA"}  # fmt: skip


@pytest.fixture
def portrait(cast, astronaut) -> Portrait:
    cast.collins.title, cast.collins.department = "Pilot Astronaut", "Flight Crew Operations"
    cast.collins.save()
    return ready(cast.collins, astronaut)


def secrets(portrait: Portrait) -> Iterator[bytes]:
    """Whatever would name the person, or be a key to the picture behind the published one."""
    person = portrait.person
    for word in (person.name, "Collins", person.title, person.department, person.user.email, person.public_id.hex,
                 str(person.public_id), f"person {person.pk}", f"portrait {portrait.pk}", portrait.image):  # fmt: skip
        yield word.encode()
    digest = bytes.fromhex(portrait.sha256)
    yield from (digest, digest.hex().encode(), digest.hex().upper().encode(), base64.b64encode(digest))


def opened(row: Rendition) -> list[tuple[str, bytes]]:
    beside = jumbf(bytes(row.manifest), "beside") if row.credentials_beside else []
    return [*parts(picture_files.read(row.image)), *beside]


def as_its_place_wants_it(row: Rendition, place: placements.Placement) -> None:
    data = picture_files.read(row.image)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.size, picture.format) == ((place.width, place.height), place.format.upper())
    assert len(data) <= (place.max_bytes or len(data))


def says_what_it_is(row: Rendition) -> None:
    beside = bytes(row.manifest) if row.credentials_beside else None
    root = chain(row.portrait.person.organisation).root_pem
    said = reading.read(picture_files.read(row.image), anchors=(root,), beside=beside)
    assert said.source_type is not None
    assert (said.source_type.code, said.credentials.state) == (row.portrait.origin, "trusted")


@pytest.mark.requirement("R40")
@pytest.mark.requirement("R53")
@pytest.mark.parametrize("place", PLACES)
def test_a_file_is_as_its_place_wants_it_says_what_it_is_and_nothing_that_is_nobodys_business(
    portrait: Portrait, place: str
) -> None:
    row = made(portrait, place)
    as_its_place_wants_it(row, placements.get(place))
    says_what_it_is(row)
    found = opened(row)
    assert len(found) > 20
    for path, body in found:
        if "scan" not in path and path not in ("WebP VP8", "PNG IDAT"):
            assert not [each for each in SECOND_PICTURES if each in body], path
        assert not [secret for secret in secrets(portrait) if secret in body], path


@pytest.mark.parametrize("place", ["linkedin", "website", "ldap"])
def test_every_box_is_one_that_we_mean_to_write(portrait: Portrait, place: str) -> None:
    found = opened(made(portrait, place))
    outer = {path for path, _ in found if "/" not in path}
    assert outer <= ALLOWED_PARTS
    labels = {path.rpartition("/")[2] for path, _ in found if "/" in path} - {"jumd", "cbor", "json", "c2sh"}
    assert {label for label in labels if not label.startswith("urn:")} <= ALLOWED_BOXES


@pytest.mark.parametrize("place", ["linkedin", "website"])
def test_a_published_file_has_neither_exif_nor_a_comment_nor_a_profile_that_could_name_a_camera(
    portrait: Portrait, place: str
) -> None:
    data = picture_files.read(made(portrait, place).image)
    assert b"Exif\0\0" not in data
    with Image.open(io.BytesIO(data)) as picture:
        assert not dict(picture.getexif())
        assert not {"comment", "icc_profile", "photoshop"} & picture.info.keys()


def test_a_leak_would_be_found(portrait: Portrait) -> None:
    """The test above can fail: a name in the innermost box, a thumbnail in another."""
    row = made(portrait, "linkedin")
    said = bytes(row.manifest).replace(b"Reference photo", b"Eileen Collins!")
    assert any(secret in body for _, body in jumbf(said, "") for secret in secrets(portrait))
    assert any(path.endswith("/cbor") for path, _ in jumbf(said, ""))
