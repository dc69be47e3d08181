"""Every page at every size in both themes; and what the small scripts add to pages that work without them."""

import pytest

from generation.models import Run
from portraits.models import Photo
from tests.factories import PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


EMPLOYEE = ["/me/", "/me/selfie/", "/me/photos/", "/me/photos/{photo.pk}/", "/me/bring/", "/me/photos/{brought.pk}/", "/me/ask/", "/me/runs/{run.pk}/",
            "/me/candidates/{candidate.pk}/", "/me/photographer/", "/sign/password/change/"]  # fmt: skip
ADMIN = ["/console/", "/console/people/", "/console/people/{person.pk}/", "/console/review/",
         "/console/portraits/{waiting.pk}/", "/console/alerts/", "/console/alerts/{alert.pk}/"]  # fmt: skip


@pytest.mark.requirement("R62")
@pytest.mark.parametrize(
    ("size", "theme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "dark"), ("narrow", "light")]
)
def test_every_page_is_accessible_fits_and_raises_no_error(visit, cast, gallery, size: str, theme: str) -> None:
    for user, paths in ((cast.eileen, EMPLOYEE), (cast.robin, ADMIN)):
        visitor = visit(size, theme)
        visitor.signs_in(user)
        for path in paths:
            visitor.page.goto(visitor.address + path.format(**gallery))
            unfold(visitor)


def unfold(visitor) -> None:
    """What is folded away must be as sound as what is seen first."""
    visitor.page.wait_for_load_state()
    visitor.page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    visitor.finds_it_in_order()


def test_a_photo_is_measured_while_one_waits(visit, cast, gallery) -> None:
    Photo.objects.filter(pk=gallery["photo"].pk).update(job_state="running")
    eileen = visit()
    eileen.signs_in(cast.eileen)
    eileen.goes_to(f"/me/photos/{gallery['photo'].pk}/")
    eileen.page.get_by_role("heading", name="Looking at your photo").wait_for()
    Photo.objects.filter(pk=gallery["photo"].pk).update(job_state="done")
    eileen.reads("Something changed: one more selfie decides")


def test_without_scripts_a_waiting_page_loads_itself_again(visit, cast, gallery) -> None:
    Run.objects.update(job_state="running", stage="Picture 1 of 4")
    eileen = visit(java_script_enabled=False)
    page = eileen.page
    page.goto(eileen.address + "/sign/login/")
    page.get_by_label("Email").fill(cast.eileen.email)
    page.get_by_label("Password", exact=True).fill("moon")
    page.get_by_role("button", name="Sign in").click()
    page.goto(eileen.address + f"/me/runs/{gallery['run'].pk}/")
    page.get_by_text("Picture 1 of 4").wait_for()
    Run.objects.update(job_state="done")
    page.get_by_role("heading", name="1 new picture of you").wait_for()


def test_the_camera_puts_its_picture_into_the_same_field(visit, cast, gallery) -> None:
    eileen = visit("phone", permissions=["camera"])
    eileen.signs_in(cast.eileen)
    eileen.goes_to("/me/selfie/")
    eileen.page.get_by_role("button", name="Use the camera").click()
    dialog = eileen.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Take the picture").wait_for()
    eileen.page.locator("video[data-ready]").wait_for()
    eileen.finds_it_in_order()
    dialog.get_by_role("button", name="Take the picture").click()
    eileen.page.get_by_alt_text("Picture 1 that you are about to send").wait_for()
    assert eileen.page.evaluate("document.querySelector('input[type=file]').files[0].size") > 1000
    eileen.page.get_by_role("button", name="Use the camera").click()
    eileen.page.locator("video[data-ready]").wait_for()
    dialog.get_by_role("button", name="Take the picture").click()
    eileen.page.get_by_alt_text("Picture 2 that you are about to send").wait_for()
    assert eileen.page.evaluate("document.querySelector('input[type=file]').files.length") == 2


def test_a_camera_that_is_not_allowed_leaves_the_file_field(visit, cast, gallery) -> None:
    eileen = visit()
    eileen.signs_in(cast.eileen)
    eileen.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    eileen.goes_to("/me/selfie/")
    eileen.page.get_by_role("button", name="Use the camera").click()
    eileen.page.get_by_text("The browser was not allowed to use the camera.").wait_for()
    eileen.finds_it_in_order()


def test_people_are_found_while_one_types(visit, cast, gallery) -> None:
    for number in range(3):
        PersonFactory(organisation=cast.observatory, name=f"Somebody {number}")
    robin = visit()
    robin.signs_in(cast.robin)
    robin.goes_to("/console/people/")
    robin.page.get_by_label("Name, title or department").press_sequentially("somebody 2")
    robin.page.get_by_role("heading", name="1 person found").wait_for()
    assert robin.page.get_by_role("status").inner_text().strip() == "1 found"
    assert "q=somebody" in robin.page.url
    robin.finds_it_in_order()


def test_the_first_key_leads_past_the_navigation(visit, cast, gallery) -> None:
    robin = visit()
    robin.signs_in(cast.robin)
    robin.goes_to("/console/")
    robin.page.keyboard.press("Tab")
    robin.page.keyboard.press("Enter")
    assert robin.page.evaluate("document.activeElement.id") == "main"
