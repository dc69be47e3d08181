import pytest

from policies import placements
from policies.placements import LEGIBLE, PlacementKind, Shape, UnknownPlacementError
from policies.vocabulary import Channel, Layer

EVERY = list(placements.catalogue().values())
MIME = {"jpeg": "image/jpeg", "webp": "image/webp", "png": "image/png"}
by_key = pytest.mark.parametrize("placement", EVERY, ids=lambda each: each.key)


@pytest.mark.requirement("R40")
def test_the_catalogue_has_the_golden_sizes():
    sizes = {key: (each.width, each.height, each.shape) for key, each in placements.catalogue().items()}
    assert sizes == {
        "linkedin": (800, 800, Shape.CIRCLE),
        "directory": (648, 648, Shape.CIRCLE),
        "microsoft365": (648, 648, Shape.CIRCLE),
        "slack": (1024, 1024, Shape.ROUNDED),
        "google_workspace": (288, 288, Shape.CIRCLE),
        "ldap": (96, 96, Shape.SQUARE),
        "avatar": (512, 512, Shape.CIRCLE),
        "website": (800, 1000, Shape.RECTANGLE),
        "public_page": (720, 720, Shape.SQUARE),
        "face_check": (480, 640, Shape.RECTANGLE),
        "id_badge": (480, 640, Shape.RECTANGLE),
        "identity_document": (827, 1063, Shape.RECTANGLE),
    }


@pytest.mark.requirement("R40")
@by_key
def test_each_placement_keeps_to_what_its_platform_takes(placement, shipped):
    asked = [
        rule.image
        for rule in shipped
        if rule.image and rule.layer is Layer.PLATFORM and placement.platform in rule.platform
    ]
    for image in asked:
        width, height = placement.width, placement.height
        assert (width, height) >= tuple(image.get("min_px", (0, 0)))
        assert width <= image.get("max_px", (width, height))[0]
        assert height <= image.get("max_px", (width, height))[1]
        assert placement.max_bytes <= image.get("max_bytes", placement.max_bytes)
        assert MIME[placement.format] in image["formats"]


@by_key
def test_each_placement_says_where_its_numbers_come_from(placement):
    assert placement.source
    assert placement.title


@by_key
def test_each_presentation_has_a_place_where_viewers_read_a_label(placement):
    seen = {Channel.VISIBLE_BADGE, Channel.UI_CONTEXT, Channel.CAPTION}
    assert placement.is_anchor or placement.channels & seen


@pytest.mark.requirement("N03")
def test_a_badge_a_face_check_and_a_passport_are_the_anchors():
    anchors = [each.key for each in EVERY if each.kind is PlacementKind.ANCHOR]
    assert anchors == ["face_check", "id_badge", "identity_document"]


def test_a_label_is_a_twentieth_of_the_short_side_and_never_illegible():
    assert placements.get("website").label_height == 40
    assert placements.get("ldap").label_height == LEGIBLE


def test_an_unknown_placement_is_refused_with_those_there_are():
    with pytest.raises(UnknownPlacementError, match=r"no placement 'moon'.*linkedin"):
        placements.get("moon")
