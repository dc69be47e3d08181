"""A person's public page: what the picture is, what stands beside it, and a real photo where they agreed."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from generation import picture_files
from policies.consent import Group, Purpose
from policies.kinds import Kind
from policies.models import Release
from portraits.models import Companion, Photo, Rendition
from portraits.publishing import companions, showing
from portraits.publishing.companions import Words
from tests.factories import PhotoFactory, agree

MOON = [{"url": "https://example.org/moon", "title": "The far side"}]


@pytest.fixture
def page(cast, show, client, collins_jpeg):
    """Eileen Collins's page with a generated portrait, its files in place; answers for a path below it."""
    publication = show("public_page", Kind.AI_GENERATED, person=cast.collins)
    stored = picture_files.store(collins_jpeg, person=cast.collins, folder="renditions")
    Rendition.objects.filter(pk=publication.rendition_id).update(image=stored.name, sha256=stored.sha256)
    photo = picture_files.store(collins_jpeg, person=cast.collins, folder="photos")
    cast.collins.photos.update(image=photo.name, sha256=photo.sha256, width=512, height=512)
    address = reverse("page", args=[cast.collins.public_id])

    def opened(path="", **headers):
        return client.get(address + path, headers=headers)

    return opened


def write(cast, **said):
    plain = {"bio": "I fly.", "links": MOON, "named": True, "real_photo": None}
    return companions.edit(cast.collins, Words(**{**plain, **said}), actor=cast.eileen)


@pytest.mark.requirement("R50")
def test_the_page_says_first_what_the_picture_is_in_the_readers_language_and_names_nobody_who_did_not_agree(cast, page):
    for language, begins, reads in [
        ("en", "AI-generated portrait", "Portrait generated with AI."),
        ("de-AT, en", "KI-generiertes Porträt", "Mit KI erzeugtes Porträt."),
        ("ja, ko;q=0.8", "AI로 생성한", "AI로 생성한"),
    ]:
        said = page(**{"accept-language": language}).content.decode()
        assert f'alt="{begins}' in said
        assert reads in said
        assert "Collins" not in said
    write(cast)
    assert "Eileen Collins" in page().content.decode()
    write(cast, named=False)
    assert "Collins" not in page().content.decode()


@pytest.mark.requirement("R54")
def test_words_and_links_stand_beside_the_picture_and_nothing_of_them_is_run(cast, page):
    write(cast, bio="I fly.\n\n<script>alert(1)</script>")
    said = page().content.decode()
    assert "<p>I fly.</p>" in said
    assert "&lt;script&gt;" in said
    assert '<a href="https://example.org/moon" rel="nofollow noopener ugc" dir="auto">The far side</a>' in said


@pytest.mark.requirement("R56")
def test_a_real_photo_is_seen_only_where_the_person_agreed_and_it_is_gone_once_they_take_it_back(cast, page):
    photo = cast.collins.photos.get()
    assert "See a real photo" not in page().content.decode()
    assert page("real/").status_code == 404
    write(cast, real_photo=photo)
    assert "See a real photo" in page().content.decode()
    assert 'id="real"' in page("?real").content.decode()
    answer = page("real/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.size, image.getexif(), image.info.get("xmp")) == ((480, 480), {}, None)
    agreed = AuditEvent.objects.filter(verb="portal:companion:changed").latest("number")
    assert agreed.data["real_photo"] == photo.pk
    write(cast, real_photo=None)
    assert page("real/").status_code == 404
    assert Companion.objects.get().real_photo_at is None


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("doubt", ["too old", "somebody else", "taken down"])
def test_a_real_photo_that_no_longer_counts_is_not_seen(cast, page, doubt):
    write(cast, real_photo=cast.collins.photos.get())
    assert page("real/").status_code == 200
    if doubt == "too old":
        cast.collins.photos.update(captured_at=timezone.now() - timedelta(days=1500))
    elif doubt == "somebody else":
        cast.collins.photos.update(likeness={"band": "other"})
    else:
        showing.end(cast.collins.publications.get(), why="Gone.", actor=cast.robin)
    assert page("real/").status_code == 404


def test_nothing_is_there_for_an_unknown_person_and_for_one_who_shows_nothing(cast, page, client):
    nobody = reverse("page", args=["0" * 32])
    showing.end(cast.collins.publications.get(), why="Gone.", actor=cast.robin)
    for path in ("", "picture/", "real/", "report/"):
        assert page(path).status_code == client.get(nobody + path).status_code == 404


def test_the_picture_of_the_page_is_the_published_file_byte_for_byte(page, collins_jpeg):
    answer = page("picture/")
    assert answer.content == collins_jpeg
    assert page("picture/", **{"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.requirement("R56")
def test_only_the_person_agrees_and_only_to_a_photo_of_their_own(cast, page):
    words = Words("", [], named=False, real_photo=cast.collins.photos.get())
    with pytest.raises(companions.CompanionRefusedError, match="Only the person shown"):
        companions.edit(cast.collins, words, actor=cast.robin)
    for other in (PhotoFactory(), PhotoFactory(person=cast.collins, likeness={"band": "ask"})):
        with pytest.raises(companions.CompanionRefusedError, match="Only a real photo of yours"):
            companions.edit(cast.collins, Words("", [], named=False, real_photo=other), actor=cast.eileen)


@pytest.mark.requirement("R54")
def test_the_person_writes_on_their_page_and_sees_what_is_missing(cast, page, client):
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("portal:page")
    assert client.get(address).content.decode().count("Missing") == 2
    photo = Photo.objects.get(person=cast.collins)
    sent = {"bio": "I fly.", "links": "https://www.example.org/moon The far side\nhttps://example.com/", "named": "on",
            "real_photo": photo.pk}  # fmt: skip
    answer = client.post(address, sent, follow=True)
    assert "Missing" not in answer.content.decode()
    row = Companion.objects.get()
    assert row.links[1] == {"url": "https://example.com/", "title": "example.com"}
    assert (row.bio, row.real_photo) == ("I fly.", photo)
    again = client.post(address, {**sent, "links": "http://example.org/plain"})
    assert again.status_code == 422
    assert "Line 1: Write the whole address, beginning with https://." in again.content.decode()
    assert Companion.objects.get().links == row.links


@pytest.mark.requirement("R56")
def test_a_real_photo_asks_for_the_agreement_that_anything_shown_there_asks_for(cast, page):
    photo = cast.collins.photos.get()
    write(cast, real_photo=photo)
    assert page("real/").status_code == 200
    Release.objects.filter(person=cast.collins, placement="public_page").delete()
    agree(cast.collins, Purpose.PUBLICATION, places=["public_page"], groups=[Group.RETOUCHED])
    assert page().status_code == 200
    assert "See a real photo" not in page().content.decode()
    assert page("real/").status_code == 404
    with pytest.raises(companions.CompanionRefusedError, match="real photos as the camera took them"):
        write(cast, real_photo=photo)


@pytest.mark.requirement("R51")
def test_what_is_said_under_the_picture_leads_to_its_record(page, client) -> None:
    record = reverse("verify_id", args=[Rendition.objects.get(placement="public_page").public_id])
    assert f'href="{record}"' in page().content.decode()
    assert client.get(record).status_code == 200
