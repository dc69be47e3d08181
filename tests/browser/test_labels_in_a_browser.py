"""A label as readers meet it: under the mask that a place lays over pictures, small and large, on light and dark pages."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from portraits.provenance import label
from portraits.provenance.label import Labelled

pytestmark = pytest.mark.browser
MASKS = {"circle": "50%", "rounded": "12%", "square": "0", "rectangle": "0"}


@pytest.fixture
def window(browser: Browser):
    with browser.new_page() as page:
        yield page


def seen(page: Page, labelled: Labelled, *, mask: str, side: int, theme: str) -> Image.Image:
    """What Chromium paints of the published file."""
    file = io.BytesIO()
    labelled.picture.save(file, "JPEG", quality=90)
    source = "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
    page.set_content(
        f'<body style="background:{theme}"><img src="{source}" width="{side}" style="border-radius:{mask}">'
    )
    page.wait_for_function("document.images[0].complete")
    return Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")


@pytest.mark.requirement("N10")
@pytest.mark.parametrize("theme", ["white", "black"])
@pytest.mark.parametrize("shape", MASKS)
def test_a_label_is_there_and_readable_under_the_mask_of_its_place(
    window: Page, astronaut: np.ndarray, shape: str, theme: str
) -> None:
    whole = Image.fromarray(astronaut)
    labelled = label.draw(whole.crop((0, 0, 512, 384)) if shape == "rectangle" else whole, "AI GENERATED", shape)
    for side in (400, 200):
        shown = seen(window, labelled, mask=MASKS[shape], side=side, theme=theme)
        assert label.is_present(shown, labelled.evidence)


def test_a_label_in_a_corner_does_not_survive_a_round_mask(window: Page, astronaut: np.ndarray) -> None:
    cornered = label.draw(Image.fromarray(astronaut), "AI GENERATED", "square")
    assert not label.is_present(seen(window, cornered, mask="50%", side=400, theme="white"), cornered.evidence)
