"""Light and dark skin side by side: what the engine did to them, and the gap between bands."""

import pytest

from portraits.calibration import skin_change
from portraits.calibration.skin_change import Reference, Seen, Skin


@pytest.fixture
def seen():
    """Five photos of light skin that nothing happens to, five of dark skin that are made .04 stop lighter, one tan."""
    found = Seen()
    for n in range(5):
        found.add(45.0, Reference(0.02 * n, 0.1), {"warm": Skin(0.0, 1.0, 0.5)})
        found.add(-40.0, Reference(None, 0.0), {"warm": Skin(0.04, 0.98, -2.5)})
    found.add(20.0, Reference(None, 0.0), {"warm": Skin(0.5, 1.0, 0.0)})
    return found


@pytest.mark.requirement("R66")
def test_the_gap_is_between_the_medians_of_bands_with_enough_photos(seen):
    assert seen.gap("warm") == pytest.approx(0.04)


def test_the_table_shows_every_band_with_its_spread(seen):
    said = skin_change.markdown(seen)
    assert "| light | 5 | 5 | +0.040 (+0.000 to +0.080) | +0.100 (+0.100 to +0.100) |" in said
    assert "| warm | dark | 5 | +0.040 (+0.040 to +0.040) | +0.980 (+0.980 to +0.980) | 2.5 |" in said
    assert "| warm | between bands | | 0.040 | | |" in said


def test_with_one_band_there_is_nothing_to_compare():
    found = Seen()
    found.add(45.0, Reference(None, 0.0), {"warm": Skin(0.1, 1.0, 0.0)})
    assert found.gap("warm") is None
    assert skin_change.as_json(found)["photos"] == {"light": 1}
