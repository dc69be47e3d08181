"""Hints that a picture is no photograph: lenient with real ones, clear with strong counterfeits."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import faces
from generation.faces import FaceError, counterfeits
from generation.faces.quality import mesh_maps, periodicity
from tests.generation.faces.damage import compressed, grey

HINTS = ("painting", "drawing", "reshoot")
MADE = {
    "painting": (counterfeits.painted, 0.03),
    "drawing": (counterfeits.drawn, 1.0),
    "reshoot": (counterfeits.on_screen, 0.3),
}


def looked(picture):
    quality = faces.measure(picture, compare=False).quality
    return {name: quality[name] for name in HINTS}


def noisy(picture, deviation=10):
    grain = np.random.default_rng(5).normal(0, deviation, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def half(picture):
    return cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("change", [lambda each: each, grey, noisy, half, lambda each: compressed(each, 40)])
def test_a_photograph_passes_also_when_grey_grainy_small_or_compressed(astronaut, hopper, change):
    for picture in (astronaut, hopper):
        assert [name for name, found in looked(change(picture)).items() if not found.passed] == []


@pytest.mark.slow
def test_real_portraits_of_the_pack_pass(measured, names):
    portraits = [*names("faces_public_domain/pairs/*/a_gpo.jpg", every=4), *names("faces_standard/obama*.jpg", every=2)]
    failed = [(name, hint) for name in portraits for hint in HINTS if not measured(name)[hint].passed]
    assert failed == []
    assert len(portraits) >= 12


@pytest.mark.parametrize("name", HINTS)
def test_a_strong_counterfeit_raises_its_own_hint_with_one_sentence(astronaut, astronaut_face, name):
    forge, strength = MADE[name]
    found = looked(forge(astronaut, astronaut_face, strength))[name]
    assert found.value > looked(astronaut)[name].value
    assert not found.passed
    assert found.advice.startswith("This looks like a ")


def test_the_likelier_kind_carries_the_likelihood_and_the_other_less(astronaut, astronaut_face):
    strokes = looked(counterfeits.painted(astronaut, astronaut_face, 0.03))
    lines = looked(counterfeits.drawn(astronaut, astronaut_face, 1.0))
    assert strokes["drawing"].value < strokes["painting"].value
    assert lines["painting"].value < lines["drawing"].value


def test_a_face_that_is_too_small_for_a_pattern_cannot_be_told_and_passes(hopper):
    found = looked(cv2.resize(hopper, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA))["reshoot"]
    assert (found.value, found.passed) == (None, True)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0.0, 3.0, 11.0])
@pytest.mark.parametrize("pitch", [1.3, 2.3, 3.4])
def test_a_screen_is_seen_at_many_distances_and_angles(hopper, pitch, turn):
    screen = counterfeits.Screen(pitch, turn, counterfeits.LENS)
    shot = compressed(noisy(counterfeits.shot(hopper, screen, 0.8), 3), 90)
    assert not looked(shot)["reshoot"].passed


@settings(max_examples=20, deadline=None)
@given(st.floats(0.13, 0.4), st.floats(15, 75), st.integers(0, 2**16))
def test_a_wave_under_noise_stands_out_and_noise_alone_does_not(frequency, degrees, seed):
    noise = np.random.default_rng(seed).normal(128, 12, (200, 200, 1))
    y, x = np.mgrid[0:200, 0:200]
    along = x * np.cos(np.radians(degrees)) + y * np.sin(np.radians(degrees))
    wave = 12 * np.sin(2 * np.pi * frequency * along)[..., None]
    plain, waved = (np.repeat(each, 3, axis=2).clip(0, 255).astype(np.uint8) for each in (noise, noise + wave))
    assert periodicity.strongest(plain) < 3 < 4 < periodicity.strongest(waved)


def test_the_blocks_of_a_jpeg_file_are_no_screen(hopper):
    assert looked(compressed(hopper, 12))["reshoot"].passed


@pytest.mark.parametrize(
    "changed",
    [
        {"MAPS": ("depthwise_conv2d_5", "p_re_lu_9", "no such layer")},
        {"MAPS": ("depthwise_conv2d_5", "p_re_lu_9", "add_10")},
        {"MAPS": ("depthwise_conv2d_4", "p_re_lu_9", "add_11")},
        {"MEANS": tuple(1.1 * mean for mean in mesh_maps.MEANS)},
    ],
)
def test_an_opencv_that_gives_other_maps_is_refused_and_the_way_out_is_said(astronaut, monkeypatch, changed):
    mesh_maps.check.cache_clear()
    for name, value in changed.items():
        monkeypatch.setattr(mesh_maps, name, value)
    with pytest.raises(FaceError, match=r"OpenCV .* Install the OpenCV") as caught:
        faces.measure(astronaut, compare=False)
    assert caught.value.code == "weights_changed"


def test_the_maps_are_looked_at_before_the_first_picture(monkeypatch):
    mesh_maps.check.cache_clear()
    monkeypatch.setattr(mesh_maps, "SHAPES", ())
    with pytest.raises(FaceError, match="other"):
        faces.warm_up()
