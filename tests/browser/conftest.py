"""Chromium as Debian ships it, pages that must stay free of errors, and jobs done as soon as they are asked for."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from portraits.models import DriftCheck, IdentityAlert, Photo
from portraits.states import State
from tests import cast as people
from tests.factories import CandidateFactory, PersonFactory, PhotoFactory, PortraitFactory, RunFactory
from tests.portraits.conftest import collins_jpeg, hopper_jpeg, looks  # noqa: F401 (fixtures)
from tests.portraits.views.conftest import GOOD, moved

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
AXE = Axe()
SIZES = {
    "desktop": {"width": 1280, "height": 860},
    "phone": {"width": 390, "height": 844},
    "narrow": {"width": 360, "height": 700},
}


@pytest.fixture(scope="session", autouse=True)
def sync_playwright_runs_a_loop_of_its_own():
    """Django refuses rows where a loop runs; Playwright's runs in this thread, and nothing is awaited in it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM.exists():
        reason = "Chromium is missing: apt install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": FLAGS}


@pytest.fixture
def cast(transactional_db) -> people.Cast:
    return people.assemble()


@pytest.fixture
def gallery(cast, collins_jpeg):  # noqa: F811 (the fixture above)
    """One of everything, with files: what the pages are filled with."""
    shown = moved(
        PortraitFactory(person=cast.collins, uploaded_by=cast.ines), State.IN_REVIEW, State.APPROVED, State.PUBLISHED
    )
    photo = PhotoFactory(person=cast.collins, quality=GOOD, advice=["Turn towards the window."], simulated=True)
    _watched(shown, photo)
    run = RunFactory(person=cast.collins, source_sha256=photo.sha256, source_name=photo.image, job_state="done")
    gate = {"gate": "texture", "measure": "mid", "value": 0.4, "amber": 0.8, "refuse": 0.7, "verdict": "refuse",
            "sentence": "Pores and freckles are gone."}  # fmt: skip
    offered = CandidateFactory(run=run, number=1, gates={"results": [{**gate, "verdict": "pass"}]})
    refused = CandidateFactory(run=run, number=2, rank=None, verdict="refuse", gates={"results": [gate]})
    waiting = moved(PortraitFactory(person=cast.collins, uploaded_by=cast.eileen), State.IN_REVIEW)
    brought = PhotoFactory(
        person=cast.collins, kind=Photo.Kind.ELSEWHERE, origin="trainedAlgorithmicMedia",
        gates={"verdict": "amber", "results": [{**gate, "verdict": "amber"}]},
    )  # fmt: skip
    doubted = PhotoFactory(person=PersonFactory(organisation=cast.observatory), likeness={"band": "other"})
    alert = IdentityAlert.objects.create(person=doubted.person, photo=doubted, likeness={"sentence": "Who is it?"})
    for row in (shown, photo, offered, refused, waiting, brought, doubted):
        default_storage.save(row.image, ContentFile(collins_jpeg))
    return {
        "photo": photo,
        "brought": brought,
        "run": run,
        "candidate": offered,
        "waiting": waiting,
        "alert": alert,
        "person": cast.collins,
    }


def _watched(shown, photo) -> None:
    DriftCheck.objects.create(
        person=shown.person, portrait=shown, photo=photo, on=photo.captured_on, distance=0.9, decision="watch",
        kinds=["identity"], sentence="Something changed today.", limits="test",
        signals=[{"kind": "identity", "strength": 4.0, "limit": 3.0, "found": True, "sentence": "Outside."}],
    )  # fmt: skip


@pytest.fixture
def jobs_at_once():
    """Do every job in the request that asked for it."""
    from portraits.celery import app

    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False


class Visitor:
    """Somebody at a browser. Whatever they open must be accessible, fit the screen and raise no error."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.errors = page, address, []
        page.on("console", self._hears)
        page.on("pageerror", lambda fault: self.errors.append(str(fault)))

    def _hears(self, said) -> None:
        """Keep warnings and errors; that a form was refused is no fault of its page."""
        if said.type in ("error", "warning") and "status of 422" not in said.text:
            self.errors.append(said.text)

    def goes_to(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.finds_it_in_order()

    def signs_in(self, user) -> None:
        self.goes_to("/sign/login/")
        self.page.get_by_label("Email").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill("moon")
        self.page.get_by_role("button", name="Sign in").click()
        self.finds_it_in_order()

    def signs_out(self) -> None:
        self.goes_to("/sign/logout/")
        self.page.get_by_role("button", name="Sign out").click()

    def reads(self, words: str) -> None:
        heading = self.page.get_by_role("heading", name=words).first
        expect(heading, self.page.locator("main").inner_text()).to_be_visible(timeout=60_000)
        self.finds_it_in_order()

    def finds_it_in_order(self) -> None:
        self.page.wait_for_load_state("load")
        found = AXE.run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"
        assert not self.errors, self.page.url


@pytest.fixture(params=["desktop", "phone"])
def size(request) -> str:
    return request.param


@pytest.fixture
def visit(browser, live_server):
    """Open a browser window of a size and theme."""
    windows = []

    def opened(size: str = "desktop", theme: str = "light", **options) -> Visitor:
        # Without motion a colour is what it will be at once, and nobody has to wait before it is looked at.
        quiet = {"viewport": SIZES[size], "color_scheme": theme, "reduced_motion": "reduce"}
        window = browser.new_context(**quiet, **options)
        window.set_default_timeout(60_000)
        windows.append(window)
        return Visitor(window.new_page(), live_server.url)

    yield opened
    for window in windows:
        window.close()
