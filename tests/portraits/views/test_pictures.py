"""Handing out pictures: small copies, kept by browsers, never to the wrong eyes; and the public avatar."""

import io
from datetime import timedelta

import pytest
from django.core.checks import Tags, run_checks
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts import sealed_files, vault
from generation import picture_files
from portraits.models import Publication, Rendition, Review
from tests.factories import HEAD, PhotoFactory


def opened(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


@pytest.mark.parametrize("width", [96, 240, 480])
def test_a_thumbnail_is_as_wide_as_asked_and_made_once(as_eileen, keep_file, photo, width: int) -> None:
    where = reverse("pictures:photo", args=[keep_file(photo).pk]) + f"?w={width}"
    image = opened(as_eileen.get(where))
    assert image.width == width
    assert image.height == pytest.approx(width * photo.height / photo.width, abs=0.5)
    default_storage.delete(photo.image)
    assert as_eileen.get(where).status_code == 200


def test_the_face_alone_is_square(as_eileen, keep_file, photo, shown) -> None:
    keep_file(shown)
    image = opened(as_eileen.get(reverse("pictures:portrait", args=[shown.pk]) + "?w=96&face=1"))
    assert image.size == (96, 96)


def test_a_picture_without_a_known_face_is_cut_at_the_top(as_eileen, cast, keep_file) -> None:
    photo = keep_file(PhotoFactory(person=cast.collins, face={}))
    assert opened(as_eileen.get(reverse("pictures:photo", args=[photo.pk]) + "?w=96&face=1")).size == (96, 96)


@pytest.mark.parametrize("width", ["97", "0", "-1", "x", ""])
def test_sizes_we_do_not_make_are_not_found(as_eileen, keep_file, photo, width: str) -> None:
    keep_file(photo)
    assert as_eileen.get(reverse("pictures:photo", args=[photo.pk]) + f"?w={width}").status_code == 404


def test_a_browser_keeps_a_picture_and_asks_only_whether_it_changed(as_eileen, keep_file, photo) -> None:
    where = reverse("pictures:photo", args=[keep_file(photo).pk])
    first = as_eileen.get(where)
    assert first["Cache-Control"] == "private, no-cache", "it is asked again whether this visitor may still see it"
    again = as_eileen.get(where, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert as_eileen.get(where + "?w=96")["ETag"] != first["ETag"]


@pytest.mark.parametrize("name", ["portal:portrait", "portal:photos", "portal:agreements", "portal:data", "sessions"])
def test_no_cache_keeps_a_page_of_somebody_who_is_signed_in(as_eileen, name) -> None:
    """A machine at a reception shows the next one nothing of it, by no button of the browser."""
    assert as_eileen.get(reverse(name))["Cache-Control"] == "private, no-store"


def test_the_photo_lies_under_the_picture_that_was_made_from_it(as_eileen, keep_file, photo, candidate) -> None:
    moved_face = {name: [x + 100, y + 50] for name, (x, y) in HEAD.items()}
    photo.face, photo.width, photo.height = moved_face, 1019, 1124
    photo.save()
    out = Image.new("RGB", (1019, 1124), "white")
    out.paste("black", (410 + 100, 430 + 50, 410 + 104, 430 + 54))  # a mark between the eyes
    data = io.BytesIO()
    out.save(data, "PNG")
    from django.core.files.base import ContentFile

    default_storage.save(photo.image, ContentFile(data.getvalue()))
    cut = opened(as_eileen.get(reverse("pictures:before_candidate", args=[candidate.pk]) + "?w=960"))
    assert cut.size == (960, round(960 * 1024 / 819))
    scale = 960 / 819
    assert max(cut.getpixel((round(412 * scale), round(432 * scale)))) < 60


def test_a_portrait_without_a_render_has_nothing_before_it(as_eileen, shown) -> None:
    assert as_eileen.get(reverse("pictures:before_portrait", args=[shown.pk])).status_code == 404


@pytest.fixture
def avatar(cast, shown, keep_file):
    from policies.models import Assessment

    assessment = Assessment.objects.create(
        organisation=cast.observatory, person=cast.collins, placement="avatar", image_digest=shown.sha256,
        facts={}, on=timezone.localdate(), decision="allow", findings=[], duties=[], rule_set="none",
    )  # fmt: skip
    rendition = Rendition.objects.create(
        portrait=shown, placement="avatar", assessment=assessment, image="renditions/aa/a.jpeg", sha256="a" * 64,
        mime="image/jpeg", width=64, height=64, size=8, source_type=shown.origin, anchor=False, alt_text="", fingerprint="0" * 16,
    )  # fmt: skip
    review = Review.objects.create(portrait=shown, actor=cast.robin, approved=True, sha256=shown.sha256)
    return Publication.objects.create(
        person=cast.collins, portrait=shown, placement="avatar", review=review, channel="avatar",
        rendition=keep_file(rendition), published_at=timezone.now() - timedelta(days=1), job_state="done",
    )  # fmt: skip


def test_anybody_gets_the_exact_published_bytes(client, cast, avatar) -> None:
    for public_id in (cast.collins.public_id.hex, str(cast.collins.public_id)):
        response = client.get(f"/avatar/{public_id}/")
        assert response.content == picture_files.read(avatar.rendition.image)
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["ETag"] == f'"{"a" * 64}"'
    assert client.get(f"/avatar/{public_id}/", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_an_avatar_that_ended_is_gone(client, cast, avatar) -> None:
    Publication.objects.update(ended_at=timezone.now())
    response = client.get(f"/avatar/{cast.collins.public_id.hex}/")
    assert response.status_code == 404
    assert response.content == b""


def test_the_address_of_nobody_is_not_found(client, db) -> None:
    assert client.get(f"/avatar/{'0' * 32}/").status_code == 404
    assert client.get("/avatar/eileen/").status_code == 404


@pytest.fixture
def sealed(keep_file, photo):
    """A photo whose file is sealed, as every new one is."""
    plain = sealed_files.get(keep_file(photo).image)
    photo.image = sealed_files.put(
        photo.person, plain, sealed_files.name_for(photo.person, photo.sha256, folder="photos", suffix=".jpg")
    )
    photo.save()
    return photo


def test_without_the_key_of_the_installation_a_picture_says_so_and_no_page_fails(as_eileen, sealed, settings):
    where = reverse("pictures:photo", args=[sealed.pk])
    assert as_eileen.get(where)["Content-Type"] == "image/jpeg"
    settings.MASTER_KEYS = ["another:secret"]
    answer = as_eileen.get(where)
    assert (answer.status_code, answer["Content-Type"]) == (503, "image/svg+xml")
    assert "cannot be opened now" in answer.content.decode()
    (found,) = run_checks(databases=["default"], tags=[Tags.database], include_deployment_checks=True)
    assert found.id == "portraits.E002"
    assert "nothing kept of 1 people can be opened" in found.msg


def test_a_picture_whose_key_was_destroyed_is_no_longer_kept(as_eileen, sealed):
    where = reverse("pictures:photo", args=[sealed.pk])
    vault.destroy(sealed.person_id)
    assert "no longer kept" in as_eileen.get(where).content.decode()
    assert run_checks(databases=["default"], tags=[Tags.database], include_deployment_checks=True) == [], (
        "a destroyed half is no missing master key"
    )
