"""An organisation lays its own label icons: two variants, one put aside again."""

import pytest
from playwright.sync_api import expect

from tests.portraits.icons import BLACK, WHITE, icon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_an_admin_uploads_a_black_and_a_white_icon_and_puts_one_aside(visit, cast, size: str, theme: str) -> None:
    ines = visit(size, theme)
    ines.signs_in(cast.ines)
    ines.goes_to("/console/rules/label-icons/")
    for colour in (BLACK, WHITE):
        file = {"name": "icon.png", "mimeType": "image/png", "buffer": icon(colour)}
        ines.page.get_by_label("What it says").fill("Fully AI-Generated")
        ines.page.locator("input[type=file]").set_input_files(file)
        ines.page.get_by_role("button", name="Use it").click()
        ines.finds_it_in_order()
    ines.reads("2 official icons stand for our words")
    ines.page.get_by_role("button", name="Put aside").first.click()
    expect(ines.page.get_by_role("heading", level=1)).to_contain_text("1 official icon")
