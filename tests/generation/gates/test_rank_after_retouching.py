"""Retouching never raises a rank: the same picture, smoothed, whitened or made symmetric, comes no earlier than before."""

import pytest

from generation.ranking import rank
from tests.generation import damages

RETOUCHED = {
    "smoothed": lambda scene: damages.half_smoothed_skin(scene),
    "strongly smoothed": lambda scene: damages.gaussian_skin(scene),
    "whitened": lambda scene: damages.lighter_skin(scene, steps=6),
    "a little whitened": lambda scene: damages.lighter_skin(scene, steps=2),
    "symmetric": lambda scene: damages.mirrored_half(scene),
    "half symmetric": lambda scene: damages.mirrored_half(scene, share=0.5),
}


@pytest.fixture(scope="session")
def rivals(obama, engine, refine, check):
    """Honest candidates of the shipped recipe, numbered from 1."""
    pictures = [engine.render(obama, variant).picture for variant in refine.variants[:2]]
    return [check(picture).entry(number) for number, picture in enumerate(pictures, start=1)]


@pytest.mark.requirement("N05")
@pytest.mark.requirement("R11")
@pytest.mark.parametrize("how", RETOUCHED)
def test_a_retouched_copy_comes_no_earlier_than_the_picture_it_was_made_from(obama, check, rivals, how):
    before = check(obama.crop).entry(0)
    after = check(RETOUCHED[how](obama)).entry(0)
    assert place(after, rivals) >= place(before, rivals)


@pytest.mark.requirement("N05")
@pytest.mark.requirement("R11")
@pytest.mark.parametrize("how", RETOUCHED)
def test_beside_the_picture_it_was_made_from_a_retouched_copy_never_wins(obama, check, how):
    first, _ = rank([check(obama.crop).entry(1), check(RETOUCHED[how](obama)).entry(2)])
    assert first.key == 1


def place(entry, rivals):
    """Where it stands; behind everybody when it is refused."""
    places = {each.key: each.rank for each in rank([entry, *rivals])}
    return places[entry.key] or len(rivals) + 2


def test_a_refused_copy_has_no_place(obama, check, rivals):
    assert place(check(damages.gaussian_skin(obama)).entry(0), rivals) == len(rivals) + 2


def test_the_untouched_photo_passes_the_gates_that_came_later(obama, check):
    report = check(obama.crop)
    assert report.value("symmetry.gone") == pytest.approx(0, abs=1e-6)
    assert report.value("belongings.lost") == 0
