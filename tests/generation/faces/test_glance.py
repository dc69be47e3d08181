"""What a browser is told, so that it says of a picture what the server would say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generation import faces
from generation.faces import finder_file
from generation.faces.quality.advice import ADVICE
from generation.faces.quality.limits import LIMITS
from portraits import settings
from portraits.forms.first_look import first_look

STATIC = Path(settings.__file__).parent / "static" / "likeness" / "first_look"
pytestmark = pytest.mark.requirement("R32")


def test_the_browser_holds_figures_against_the_limits_that_the_server_has() -> None:
    told = faces.first_look()["components"]
    for name, each in told.items():
        assert each["low"] == (LIMITS[name].low if LIMITS[name].low > float("-inf") else None)
        assert each["high"] == (LIMITS[name].high if LIMITS[name].high < float("inf") else None)
        assert (each["below"], each["above"]) == ADVICE[name]


def test_the_sentences_are_those_of_a_measured_picture(astronaut) -> None:
    from generation.faces.degradations import rolled, side_lit

    face = faces.subject(astronaut)
    for name, damage, strength in (("illumination_uniformity", side_lit, 4), ("head_pose_roll", rolled, 24)):
        component = faces.measure(damage(astronaut, face, strength), compare=False).quality[name]
        side = "below" if component.value < component.threshold else "above"
        assert component.advice == faces.first_look()["components"][name][side]


def test_all_of_it_can_be_written_into_a_page() -> None:
    assert json.loads(json.dumps(first_look())) == json.loads(json.dumps(first_look()))
    assert {"pdf", "gif8"} & {
        bytes.fromhex(each["begins"]).decode("latin-1").strip("%").lower() for each in first_look()["file"]["theirs"]
    }


def test_the_parameters_in_the_browser_are_those_of_the_pinned_detector() -> None:
    assert (STATIC / "finder.bin").read_bytes() == finder_file.packed()


def test_telling_a_browser_loads_no_opencv() -> None:
    asked = "import sys; from generation import faces; faces.first_look(); sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=STATIC.parents[3], check=False).returncode == 0
