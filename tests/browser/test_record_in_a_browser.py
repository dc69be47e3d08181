"""An auditor's morning: read the record, have it walked, take it away."""

import pytest
from playwright.sync_api import expect

from accounts.audit import Verb, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("N13")
@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_an_auditor_checks_the_record_and_takes_it_away(visit, cast, size: str, theme: str) -> None:
    for number in range(4):
        record(Verb.PHOTO_ADDED, cast.collins, organisation=cast.observatory, actor=cast.ines, reason=f"day {number}")
    someone = visit(size, theme)
    someone.signs_in(cast.auditor)
    someone.goes_to("/console/record/")
    someone.page.get_by_role("button", name="Check it now").click()
    expect(someone.page.get_by_text("The record holds")).to_be_visible()
    someone.finds_it_in_order()
    with someone.page.expect_download() as download:
        someone.page.get_by_role("button", name="Download the auditor's pack").click()
    assert download.value.suggested_filename.startswith("record-observatory-")
