"""The public page: whose picture is this, what is it, is it current - for anybody, about nobody by name."""

import io
import subprocess
import sys
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from generation import picture_files
from portraits.models import Portrait, Publication, Rendition, Review
from portraits.provenance import mark
from portraits.publishing import finding, picturing
from tests.portraits.ready import made, ready

URL = "/verify/"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def portrait(cast, astronaut) -> Portrait:
    return ready(cast.collins, astronaut)


@pytest.fixture
def row(portrait: Portrait) -> Rendition:
    return made(portrait, "linkedin")


@pytest.fixture
def publication(cast, row: Rendition) -> Publication:
    review = Review.objects.create(portrait=row.portrait, actor=cast.robin, approved=True, sha256=row.portrait.sha256)
    return Publication.objects.create(
        person=cast.collins, portrait=row.portrait, placement=row.placement, review=review, channel="folder",
        rendition=row, published_at=timezone.now(),
    )  # fmt: skip


def original(row: Rendition) -> bytes:
    return picture_files.read(row.image)


def picture_of(row: Rendition) -> Image.Image:
    with Image.open(io.BytesIO(original(row))) as picture:
        return picture.convert("RGB")


def stripped(picture: Image.Image, *, side: int = 400, quality: int = 70) -> bytes:
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, "JPEG", quality=quality)
    return out.getvalue()


def stripped_as_it_is(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.resize((400, round(400 * picture.height / picture.width)), Image.Resampling.LANCZOS).save(
        out, "JPEG", quality=70
    )
    return out.getvalue()


def ask(client, data: bytes):
    return client.post(URL, {"picture": SimpleUploadedFile("anything.jpg", data)})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.requirement("N09")
def test_the_very_file_is_known_by_its_bytes(client, row, publication) -> None:
    answer = text(ask(client, original(row)))
    assert "Published by Observatory" in answer
    assert "byte for byte" in answer
    assert "Current" in answer
    assert "whom this installation trusts" in answer


@pytest.mark.requirement("N09")
def test_a_platforms_copy_is_known_by_its_mark(client, row, publication) -> None:
    answer = text(ask(client, stripped(picture_of(row))))
    assert "Published by Observatory" in answer
    assert "the hidden mark" in answer
    assert "Enhanced photo" in answer
    assert "carries no Content Credentials" in answer


@pytest.mark.requirement("N09")
def test_a_copy_too_small_for_the_mark_is_known_by_its_look(client, row, publication) -> None:
    answer = text(ask(client, stripped(picture_of(row), side=100, quality=60)))
    assert "its look: a copy" in answer
    assert "not that every detail of it is untouched" in answer


@pytest.mark.parametrize("box", [(16, 16, 784, 784), (0, 0, 770, 800)])
def test_a_copy_that_a_little_was_cut_off_is_known_by_what_is_left(client, row, publication, box) -> None:
    cut = picture_of(row).crop(box)
    assert "Published by Observatory" in text(ask(client, stripped_as_it_is(cut)))


def test_a_screenshot_with_a_plain_page_around_it_is_known(client, row, publication) -> None:
    page = Image.new("RGB", (1200, 900), (246, 244, 240))
    page.paste(picture_of(row).resize((500, 500), Image.Resampling.BICUBIC), (333, 121))
    out = io.BytesIO()
    page.save(out, "PNG")
    assert "the hidden mark" in text(ask(client, out.getvalue()))


@pytest.mark.requirement("N09")
def test_a_picture_that_carries_the_mark_and_looks_different_is_said_to_be_changed(
    client, row, publication, hopper
) -> None:
    other = Image.fromarray(hopper[:512]).resize((800, 800))
    carried = mark.write(other, row.mark, key=picturing.mark_key())
    answer = text(ask(client, stripped(carried, side=800, quality=90)))
    assert "Changed since" in answer
    assert "tone-bad" in answer


def test_a_file_changed_after_it_was_signed_says_so(client, row, publication) -> None:
    data = bytearray(original(row))
    data[-200] ^= 1
    answer = text(ask(client, bytes(data)))
    assert "was changed after Observatory signed it" in answer


@pytest.mark.requirement("R53")
def test_what_was_taken_down_is_said_to_be_and_since_when(client, row, publication) -> None:
    Publication.objects.update(ended_at=timezone.now(), ended_why="She left after a quarrel.")
    answer = text(ask(client, original(row)))
    assert "No longer shown" in answer
    assert f"{timezone.now():%B %Y}" in answer
    assert "quarrel" not in answer


def test_a_picture_that_was_never_published_is_nobodys_business(client, row) -> None:
    assert "Not a picture from here" in text(ask(client, original(row)))
    assert client.get(reverse("verify_id", args=[row.public_id])).status_code == 404


def test_a_stranger_is_not_recognised_and_another_photo_of_the_person_neither(
    client, publication, hopper, looks
) -> None:
    assert "Not a picture from here" in text(ask(client, stripped(Image.fromarray(hopper[:512]))))
    assert "Not a picture from here" in text(ask(client, looks["same on a new day"]))


def test_nobody_is_named_who_did_not_agree(client, cast, row, publication) -> None:
    assert "Collins" not in text(ask(client, original(row)))
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("portal:naming"), {"named": "yes"})
    assert "It shows Eileen Collins, who agreed" in text(ask(client, original(row)))
    client.post(reverse("portal:naming"), {"named": "no"})
    assert "Collins" not in text(ask(client, original(row)))


def test_only_the_person_decides_about_being_named(client, cast, publication) -> None:
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("portal:naming"), {"named": "yes"}).status_code == 403
    cast.collins.refresh_from_db()
    assert cast.collins.named_publicly is False


def test_an_id_from_the_file_has_an_answer_of_its_own(client, row, publication) -> None:
    response = client.get(URL, {"id": f"https://portraits.example/verify/{row.public_id}/"})
    assert response.url == f"/verify/{row.public_id}/"
    assert "Published by Observatory" in text(client.get(response.url))
    assert client.get(URL, {"id": "nothing"}).status_code == 400
    assert client.get(reverse("verify_id", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.requirement("N09")
def test_the_credentials_that_a_copy_lost_are_handed_out(client, row, publication) -> None:
    answer = client.get(reverse("verify_credentials", args=[row.public_id]))
    assert answer["Content-Type"] == "application/c2pa"
    assert answer.content == bytes(row.manifest)


def test_whoever_asks_too_often_waits(client, settings, row, publication) -> None:
    settings.VERIFY_A_MINUTE = 2
    answers = [client.get(reverse("verify_id", args=[row.public_id])).status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
    other = client.get(reverse("verify_id", args=[row.public_id]), REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 200


def test_a_visitor_behind_our_proxy_is_counted_by_what_the_proxy_wrote(client, settings, row, publication) -> None:
    settings.VERIFY_A_MINUTE, settings.BEHIND_TLS = 1, True
    address = reverse("verify_id", args=[row.public_id])
    forged = [f"203.0.113.{number}, 198.51.100.9" for number in range(3)]
    answers = [client.get(address, headers={"x-forwarded-for": each}, secure=True).status_code for each in forged]
    assert answers == [200, 429, 429]


def test_nothing_that_is_sent_is_written_anywhere(client, settings, monkeypatch, row, publication, tmp_path) -> None:
    def never(*_args, **_options):
        raise AssertionError("an upload was written to a file")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", never)
    before = sorted(path for path in settings.MEDIA_ROOT.rglob("*"))
    noise = Image.effect_noise((1800, 1800), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert out.tell() > 3_000_000
    assert ask(client, out.getvalue()).status_code == 200
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("name", ["bad_inputs", "formats", "c2pa"])
def test_any_file_at_all_gets_a_page(client, publication, shared, settings, name: str) -> None:
    settings.VERIFY_A_MINUTE = 1000
    for path in sorted((shared / name).iterdir())[::3]:
        assert ask(client, path.read_bytes()).status_code in (200, 400), path.name


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, settings, db) -> None:
    settings.UPLOAD_MAX_BYTES = 10_000
    assert ask(client, b"\xff" * 200_000).status_code == 413


def test_without_a_file_there_is_a_sentence(client, db) -> None:
    response = client.post(URL)
    assert response.status_code == 400
    assert "Choose a picture first" in text(response)


def test_what_was_erased_is_forgotten_by_the_fingerprints_too(client, row, publication) -> None:
    small = stripped(picture_of(row), side=100, quality=60)
    assert "its look" in text(ask(client, small))
    Publication.objects.all().delete()
    Rendition.objects.all().delete()
    assert "Not a picture from here" in text(ask(client, small))
    assert len(finding._shelf()) == 0


def test_a_new_rendition_is_found_by_a_process_that_has_looked_before(client, portrait, row, publication) -> None:
    ask(client, stripped(picture_of(row), side=100))
    newer = made(portrait, "slack")
    Publication.objects.filter(pk=publication.pk).update(rendition=newer)
    assert len(finding._shelf()) == 2


def test_answering_loads_neither_opencv_nor_dlib_nor_torch() -> None:
    program = (
        "import sys, django; django.setup();"
        "import portraits.views.public.verify, portraits.publishing.finding;"
        "print(*({'cv2', 'dlib', 'torch', 'face_recognition'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
