"""Pages with their permission, told one by one; tests/walk asks every address. Anonymous visitors sign in, strangers find nothing, colleagues need the role."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from portraits.models import DriftCheck, IdentityAlert, Incident, Publication, Rendition, Review
from tests.factories import PersonFactory

GET, POST = "get", "post"
PORTAL = [
    "portal:portrait",
    "portal:selfie",
    "portal:still",
    "portal:photos",
    "portal:bring",
    "portal:ask",
    "portal:photographer",
    "portal:page",
]
SENT = ["portal:taken_down"]
ANYBODY = ["portal:team"]
OWN = [("portal:photo", GET, "photo"), ("portal:use", POST, "photo"), ("portal:hand_in", POST, "photo"), ("portal:run", GET, "run"), ("portal:stop", POST, "run"), ("portal:again", POST, "run"),
       ("portal:candidate", GET, "candidate"), ("portal:candidate", POST, "candidate"), ("portal:vote", POST, "candidate"), ("portal:adjust", POST, "run"), ("portal:take_back", POST, "waiting"),
       ("portal:flag", GET, "shown"), ("portal:flag", POST, "shown")]  # fmt: skip
LISTS = ["console:home", "console:people", "console:costs", "console:reviews", "console:alerts", "console:incidents"]
READ = [("console:person", "person"), ("console:review", "waiting"), ("console:alert", "alert"), ("console:incident", "incident"),
        ("console:likeness", "shown")]  # fmt: skip
WORK = [("console:add_photo", "person"), ("console:ask_render", "person"), ("console:enrol", "photo"),
        ("console:end", "publication"), ("console:approve", "waiting"), ("console:reject", "waiting"),
        ("console:alert", "alert"), ("console:likeness", "shown"), ("console:manager", "person"),
        ("console:incident", "incident")]  # fmt: skip
PICTURES = [("pictures:photo", "photo"), ("pictures:portrait", "waiting"), ("pictures:rendition", "rendition")]
MAPS = [("pictures:difference", "check")]
PRIVATE = [("pictures:candidate", "candidate"), ("pictures:before_candidate", "candidate")]


@pytest.fixture
def person(cast):
    return cast.collins


@pytest.fixture
def alert(cast, photo):
    return IdentityAlert.objects.create(person=cast.collins, photo=photo, likeness={"sentence": "Somebody else?"})


@pytest.fixture
def incident(cast, waiting):
    return Incident.objects.create(person=cast.collins, portrait=waiting, why="other")


@pytest.fixture
def rendition(waiting, cast):
    from policies.models import Assessment

    today = waiting.depicts_as_of
    assessment = Assessment.objects.create(
        organisation=cast.observatory, person=cast.collins, placement="directory", image_digest=waiting.sha256,
        facts={}, on=today, decision="allow", findings=[], duties=[], rule_set="none",
    )  # fmt: skip
    return Rendition.objects.create(
        portrait=waiting, placement="directory", assessment=assessment, image=waiting.image, sha256=waiting.sha256,
        mime="image/jpeg", width=8, height=8, size=8, source_type=waiting.origin, anchor=False, alt_text="", fingerprint="0" * 16,
    )  # fmt: skip


@pytest.fixture
def publication(waiting, cast):
    review = Review.objects.create(portrait=waiting, actor=cast.robin, approved=True, sha256=waiting.sha256)
    return Publication.objects.create(
        person=cast.collins, portrait=waiting, placement="directory", review=review, channel="folder"
    )


@pytest.fixture
def check(shown, photo, cast):
    """A check that found something, with its map."""
    image = default_storage.save("differences/1/map.jpg", ContentFile(b"drawn"))
    return DriftCheck.objects.create(
        person=cast.collins, portrait=shown, photo=photo, on=shown.depicts_as_of, decision="watch",
        sentence="Something changed.", limits="test", difference=image,
    )  # fmt: skip


def answer(client, method: str, name: str, thing=None):
    return getattr(client, method)(reverse(name, args=[thing.pk] if thing else []))


@pytest.mark.parametrize("name", [*PORTAL, *ANYBODY, *LISTS, "home"])
def test_a_visitor_is_asked_to_sign_in(client, db, name: str) -> None:
    response = answer(client, GET, name)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "method", "thing"), [*OWN, *((n, GET, t) for n, t in READ + PICTURES), *((n, POST, t) for n, t in WORK)]
)
def test_a_visitor_is_asked_to_sign_in_before_anything_is_looked_for(client, request, name, method, thing) -> None:
    response = answer(client, method, name, request.getfixturevalue(thing))
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", SENT)
def test_what_is_only_sent_is_for_whoever_has_a_portrait(client, as_robin, as_eileen, name: str) -> None:
    assert answer(client, POST, name).url.startswith(reverse("account_login"))
    assert answer(as_robin, POST, name).status_code == 403
    assert answer(as_eileen, POST, name).url == reverse("portal:portrait")


@pytest.mark.parametrize("name", LISTS)
def test_an_employee_may_not_open_the_console(as_eileen, name: str) -> None:
    assert answer(as_eileen, GET, name).status_code == 403


@pytest.mark.parametrize("name", PORTAL)
def test_a_user_without_a_portrait_has_no_portal(as_robin, name: str) -> None:
    assert answer(as_robin, GET, name).status_code == 403


@pytest.mark.parametrize(("name", "thing"), READ)
def test_the_console_of_another_organisation_finds_nothing(sign_in, cast, request, name: str, thing: str) -> None:
    row = request.getfixturevalue(thing)
    assert answer(sign_in(cast.otto), GET, name, row).status_code == 404
    assert answer(sign_in(cast.robin), GET, name, row).status_code == 200


@pytest.mark.parametrize(("name", "thing"), WORK)
def test_nobody_works_on_another_organisation(sign_in, cast, request, name: str, thing: str) -> None:
    assert answer(sign_in(cast.otto), POST, name, request.getfixturevalue(thing)).status_code == 404


@pytest.mark.parametrize(("name", "thing"), WORK)
def test_an_auditor_reads_and_changes_nothing(sign_in, cast, request, name: str, thing: str) -> None:
    assert answer(sign_in(cast.auditor), POST, name, request.getfixturevalue(thing)).status_code == 403


@pytest.mark.parametrize(("name", "thing"), READ)
def test_an_auditor_may_read(sign_in, cast, request, name: str, thing: str) -> None:
    assert answer(sign_in(cast.auditor), GET, name, request.getfixturevalue(thing)).status_code == 200


@pytest.mark.parametrize(("name", "method", "thing"), OWN)
def test_a_colleague_does_not_open_what_is_somebody_elses_own(sign_in, cast, request, name, method, thing) -> None:
    row = request.getfixturevalue(thing)
    colleague = PersonFactory(organisation=cast.observatory)
    stranger = PersonFactory(organisation=cast.elsewhere)
    assert answer(sign_in(colleague.user), method, name, row).status_code == 403
    assert answer(sign_in(stranger.user), method, name, row).status_code == 404


@pytest.mark.parametrize(("name", "thing"), PICTURES)
def test_pictures_are_for_the_person_and_the_photo_team(sign_in, cast, request, keep_file, name, thing) -> None:
    row = request.getfixturevalue(thing)
    keep_file(row)
    colleague = PersonFactory(organisation=cast.observatory)
    status = {
        user: answer(sign_in(user), GET, name, row).status_code
        for user in (cast.eileen, cast.robin, cast.auditor, colleague.user, cast.otto)
    }
    assert list(status.values()) == [200, 200, 200, 403, 404]


@pytest.mark.parametrize(("name", "thing"), MAPS)
def test_the_map_of_two_faces_is_for_the_person_and_the_photo_team(sign_in, cast, request, name, thing) -> None:
    row = request.getfixturevalue(thing)
    cast.collins.manager = PersonFactory(organisation=cast.observatory).user
    cast.collins.save()
    users = (cast.eileen, cast.robin, cast.auditor, cast.collins.manager, cast.otto)
    assert [answer(sign_in(user), GET, name, row).status_code for user in users] == [200, 200, 200, 403, 404]


def test_a_manager_sees_what_is_shown_and_nothing_that_waits(sign_in, cast, shown, waiting, photo, keep_file) -> None:
    cast.collins.manager = PersonFactory(organisation=cast.observatory).user
    cast.collins.save()
    client = sign_in(cast.collins.manager)
    for row in (shown, waiting, photo):
        keep_file(row)
    assert answer(client, GET, "pictures:portrait", shown).status_code == 200
    assert answer(client, GET, "pictures:portrait", waiting).status_code == 403
    assert answer(client, GET, "pictures:photo", photo).status_code == 403
    assert answer(client, GET, "portal:flag", shown).status_code == 200


@pytest.mark.requirement("R63")
@pytest.mark.parametrize(("name", "thing"), PRIVATE)
def test_a_picture_nobody_chose_is_seen_by_the_person_alone(
    sign_in, cast, request, keep_file, photo, name, thing
) -> None:
    row = keep_file(request.getfixturevalue(thing))
    keep_file(photo)
    assert answer(sign_in(cast.eileen), GET, name, row).status_code == 200
    assert answer(sign_in(cast.robin), GET, name, row).status_code == 403
    assert answer(sign_in(cast.otto), GET, name, row).status_code == 404
