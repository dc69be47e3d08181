"""Refined, not replaced: what the embedded engine may do to a photo, measured on real ones."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import engines, light
from generation.engines.refine import guard, illuminant, operations, presets
from generation.engines.refine.operations import OperationError, Operations
from generation.faces import FaceError
from generation.recipe import RecipeError, Variant

PRESETS = ("soft-daylight", "crisp-corporate", "warm")
LIGHT = ("ai_portraits/female_09.jpg", "ai_portraits/female_11.jpg", "ai_portraits/male_54.jpg")
DARK = ("ai_portraits/male_07.jpg", "ai_portraits/female_30.jpg", "ai_portraits/female_12.jpg")
CODES = 0.012  # stops that rounding to 8 bit may add to a median


def variant(preset="soft-daylight", background="keep", polish=0.65, seed=0):
    return Variant(preset, background, polish, seed)


def change(scene, picture):
    """What happened to all skin of the face, measured on the finished picture."""
    skin = scene.skin.light > 0.6
    return guard.change(scene.linear[skin], light.linear(picture)[skin])


@pytest.fixture(scope="session")
def polished(engine, prepared):
    """The change of the skin of everybody in every light, at the recipe's polish."""
    people = {name: prepared(name) for name in (*LIGHT, *DARK)}
    return {
        (name, preset): change(scene, engine.render(scene, variant(preset)).picture)
        for name, scene in people.items()
        for preset in PRESETS
    }


@pytest.mark.requirement("R15")
def test_without_polish_the_portrait_is_the_photo_byte_for_byte(engine, collins):
    rendered = engine.render(collins, variant(polish=0))
    assert np.array_equal(rendered.picture, collins.crop)
    assert rendered.log["operations"] == {}


def test_the_same_settings_give_the_same_bytes(engine, collins):
    first, second = (engine.render(collins, variant(background="studio", seed=3)) for _ in range(2))
    assert np.array_equal(first.picture, second.picture)
    assert first.log == second.log


def test_another_seed_is_another_candidate(engine, collins):
    first, second = (engine.render(collins, variant(seed=seed)).picture for seed in (0, 5))
    assert not np.array_equal(first, second)


@pytest.mark.requirement("R12")
def test_every_light_is_a_different_picture(engine, obama):
    pictures = [light.lab(engine.render(obama, variant(preset)).picture) for preset in PRESETS]
    apart = [np.abs(a - b).mean() for n, a in enumerate(pictures) for b in pictures[:n]]
    assert min(apart) > 1.0


@pytest.mark.requirement("R20")
@pytest.mark.parametrize("preset", PRESETS)
def test_the_texture_of_the_skin_passes_through_untouched(engine, obama, preset):
    after = light.stops(light.linear(engine.render(obama, variant(preset, polish=1.0)).picture))
    before, skin = light.stops(obama.linear), obama.skin.texture > 0.5
    fine = [image - cv2.GaussianBlur(image, (0, 0), 3) for image in (before, after)]
    assert np.corrcoef(fine[0][skin], fine[1][skin])[0, 1] > 0.98
    assert fine[1][skin].std() > 0.95 * fine[0][skin].std()


@pytest.mark.requirement("R25")
def test_no_light_makes_anybodys_skin_lighter_or_darker_than_the_guard_allows(polished):
    beyond = {who: each.stops for who, each in polished.items() if abs(each.stops) > guard.SOFT * 0.65 + CODES}
    assert beyond == {}


def test_at_full_polish_the_guard_still_holds(engine, prepared):
    scene = prepared(DARK[0])
    for preset in PRESETS:
        assert abs(change(scene, engine.render(scene, variant(preset, polish=1.0)).picture).stops) <= guard.HARD


def test_dark_skin_is_not_lightened_more_than_light_skin(polished):
    for preset in PRESETS:
        light_skin, dark_skin = (np.median([polished[name, preset].stops for name in group]) for group in (LIGHT, DARK))
        assert abs(dark_skin - light_skin) < 0.05


def test_the_skin_keeps_its_own_colour(polished):
    assert all(0.95 <= each.chroma <= 1.05 for each in polished.values())
    assert all(abs(each.hue) <= guard.HUE + 0.5 for each in polished.values())


def test_what_a_run_keeps_of_the_skin_was_measured_on_the_finished_picture(engine, collins):
    rendered = engine.render(collins, variant("warm", background="studio"))
    kept, seen = rendered.log["skin"], change(collins, rendered.picture)
    assert kept["stops"] == pytest.approx(seen.stops, abs=0.01)
    assert kept["chroma"] == pytest.approx(seen.chroma, abs=0.01)


def test_a_look_that_moves_the_finished_skin_too_far_is_made_weaker_and_then_not_at_all(engine, collins, monkeypatch):
    asked = []
    made = type(engine)._made

    def remembered(self, scene, wanted):
        asked.append(wanted.polish)
        return made(self, scene, wanted)

    monkeypatch.setattr(type(engine), "_made", remembered)
    monkeypatch.setattr(guard, "holds", lambda *_, **__: len(asked) == 2)
    engine.render(collins, variant(polish=0.8))
    assert asked == [0.8, 0.4]


def test_a_shadow_on_the_face_is_softened_but_not_flattened(polished):
    assert all(each.halves <= guard.HALVES + 0.02 for each in polished.values())
    assert polished[DARK[1], "soft-daylight"].halves > 0.1


def test_a_black_and_white_photo_stays_black_and_white(engine, refine, astronaut):
    grey = np.repeat(cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    scene = engine.prepare(grey, refine)
    picture = engine.render(scene, variant("warm")).picture.astype(int)
    assert scene.black_and_white
    assert np.ptp(picture, axis=2).max() <= 1


def test_a_blurred_room_leaves_the_person_alone(engine, obama):
    kept, blurred = (engine.render(obama, variant(background=each)).picture for each in ("keep", "blur"))
    person, room = obama.alpha == 1, obama.alpha < 0.005
    assert np.array_equal(kept[person], blurred[person])
    assert light.stops(light.linear(blurred))[room].std() < light.stops(light.linear(kept))[room].std()


def test_a_changed_background_asks_to_look_at_hair_and_jewellery(engine, obama):
    advice = {each: engine.render(obama, variant(background=each)).log["advice"] for each in ("keep", "blur")}
    assert advice["keep"] == []
    assert "hair and jewellery" in advice["blur"][0]


def test_a_studio_backdrop_replaces_the_room_and_says_so(engine, obama):
    rendered = engine.render(obama, variant("crisp-corporate", background="studio"))
    room = light.lab(rendered.picture)[obama.alpha < 0.005]
    assert np.abs(room[:, 1:] - np.median(room[:, 1:], axis=0)).mean() < 1.5
    assert rendered.log["operations"]["background_replaced"] == 1


@pytest.mark.requirement("R26")
def test_every_operation_is_logged_with_its_strength_and_stands_on_the_list(engine, obama):
    done = engine.render(obama, variant(polish=1.0, background="blur")).log["operations"]
    assert set(done) <= set(operations.ALLOWED)
    assert {"shadow_lift", "under_eye", "exposure", "contrast", "white_balance", "background_blur"} <= set(done)


@pytest.mark.requirement("R26")
@pytest.mark.parametrize("name", ["skin_smoothing", "face_slimming", "teeth_whitening", "eye_enlargement"])
def test_an_operation_that_is_not_on_the_list_is_refused(name):
    with pytest.raises(OperationError, match=name):
        Operations().record(name, 0.1)


@pytest.mark.requirement("R26")
@pytest.mark.parametrize("name", sorted(operations.ALLOWED))
def test_an_operation_beyond_its_bounds_is_refused(name):
    bound = operations.ALLOWED[name]
    Operations().record(name, bound.most)
    for strength in (bound.most + 0.01, bound.least - 0.01):
        with pytest.raises(OperationError, match="may be"):
            Operations().record(name, strength)


@pytest.mark.requirement("R26")
@given(st.sampled_from(PRESETS), st.integers(0, 2**31))
def test_no_seed_takes_a_light_beyond_what_is_allowed(name, seed):
    look, done = presets.preset(name, seed=seed), Operations()
    done.record("contrast", look.contrast)
    done.record("key_light", look.key_strength)
    done.record("vignette", look.vignette)
    done.record("white_balance", look.warmth + illuminant.TEMPERATURE)


def test_no_pixel_of_skin_is_blurred_with_the_room(obama, collins):
    for scene in (obama, collins):
        # Where the network sees nobody beside the jaw it is the wall, whatever its colour.
        assert scene.alpha[(scene.skin.texture > 0.7) & (scene.person > 0.35)].min() == 1


def test_a_small_photo_is_told_and_not_made_up(collins, prepared):
    assert "smaller than the portrait" in collins.advice[0]
    assert "1.7 times" in collins.advice[0]
    assert prepared("faces_standard/biden.jpg").advice == ()


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("name", ["faces_standard/biden.jpg", DARK[0]])
def test_a_dark_photo_is_told_by_its_highlights_and_not_by_the_skin(engine, refine, photo, prepared, name):
    assert not any("is dark" in said for said in prepared(name).advice)
    dim = light.encoded(light.linear(photo(name)) * 0.25)
    assert any("is dark" in said for said in engine.prepare(dim, replace(refine, size=512)).advice)


def test_a_picture_without_a_face_is_refused(engine, refine):
    with pytest.raises(FaceError) as refusal:
        engine.prepare(np.full((400, 400, 3), 128, np.uint8), refine)
    assert refusal.value.code == "no_face"


def test_an_unknown_light_is_named(engine, collins):
    with pytest.raises(RecipeError, match="no preset 'glamour'"):
        engine.render(collins, variant("glamour"))


def test_the_engine_renders_only_what_it_prepared(engine, collins):
    stranger = engines.Prepared(collins.crop, collins.face, 1.0, ())
    with pytest.raises(TypeError, match="prepared itself"):
        engine.render(stranger, variant())


def test_dark_cloth_does_not_glow_before_a_light_backdrop(engine, prepared):
    scene = prepared("faces_public_domain/pairs/L000564/a_gpo.jpg")
    picture = light.linear(engine.render(scene, variant(background="studio")).picture)
    inward = cv2.distanceTransform((scene.alpha > 0.99).astype(np.uint8), cv2.DIST_L2, 5)
    dark = light.luminance(scene.linear) < 0.01
    near, deep = (light.luminance(picture)[dark & (inward > low) & (inward < low + 3)].mean() for low in (3, 16))
    assert near < 1.5 * deep
