"""A portrait made elsewhere, without the photo it was made from: held against the person's own real photos.

Without a source nothing can be laid over it. What is left: whose face it is, whether its skin has the detail that their
real photos have, whether its halves are more alike than in any of them, its lightness, and its quality. Shape is not among it: between two photos of one person the mesh's widths of jaw, nose and
eyes differ by 2 to 4 % (9 pairs of official portraits), and a jaw slimmed by 8 % moves them by 3 %.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import cv2
import numpy as np

from generation import faces, light
from generation.gates import presence, texture
from generation.gates.limits import Thresholds
from generation.gates.subject import Subject
from generation.gates.values import Report, Result, Verdict

BANDS: Final = ("fine", "mid")
SHAPE: Final = Result(
    "geometry", "unchecked", 0.0, 0.0, None, "amber",
    "Whether the shape of your face was changed cannot be told without the photo it was made from: compare it yourself.",
)  # fmt: skip
SKIN: Final = 500  # pixels: with fewer there is no colour to speak of


def check_outside(
    picture: Subject, references: Sequence[Subject], thresholds: Thresholds, *, compare: bool = True
) -> Report:
    """Hold a portrait from elsewhere against real photos of the same person, at least one.

    `compare` False makes no template and leaves the identity gate out. Raises ValueError without references.
    """
    if not references:
        raise ValueError("No references, no portrait: at least one real photo is needed.")
    distances = _distances(picture, references) if compare else ()
    results = (
        *_identity(distances, references, thresholds),
        *_texture(picture, references, thresholds),
        *_symmetry(picture, references, thresholds),
        *_lightness(picture, references, thresholds),
        *_quality(picture),
        SHAPE,
    )
    return Report(results, thresholds.key, distances)


def unheld(sentence: str, thresholds: Thresholds) -> Report:
    """The refusal of a picture that cannot be held against anything, with the reason."""
    return Report((presence.absent(sentence),), thresholds.key, ())


def _distances(picture: Subject, references: Sequence[Subject]) -> tuple[float, ...]:
    return tuple(faces.distance(picture.template, reference.template) for reference in references)


def _identity(distances: Sequence[float], references: Sequence[Subject], limits: Thresholds) -> Iterator[Result]:
    """The worst match, and the mean beyond what the photos are apart among themselves."""
    if not distances:
        return
    yield limits.result(
        "identity.references_worst",
        max(distances),
        good="It matches every one of your photos.",
        otherwise="It does not match one of your photos closely enough.",
    )
    apart = [faces.distance(a.template, b.template) for a, b in combinations(references, 2)]
    if apart:
        yield limits.result(
            "identity.own_spread",
            float(np.mean(distances) - np.mean(apart)),
            good="It is as close to your photos as they are to each other.",
            otherwise="It is further from your photos than they are from each other.",
        )


def _texture(picture: Subject, references: Sequence[Subject], limits: Thresholds) -> Iterator[Result]:
    """Energy of each band against the median of the photos that hold it."""
    for name in BANDS:
        limit = limits.limits[f"texture.own_{name}"]
        known = [energy for each in references if limit.applies(each.scale) and (energy := texture.energy(each, name))]
        own = texture.energy(picture, name)
        if not known or own is None or not limit.applies(picture.scale):
            continue
        left = own / max(float(np.median(known)), texture.DARKEST)
        yield limits.result(
            f"texture.own_{name}",
            left,
            good=f"Skin detail {round(100 * left)} % of your photos'.",
            otherwise=f"The skin is smoother than in any usual photo of you: {round(100 * left)} % of their detail.",
        )


def _symmetry(picture: Subject, references: Sequence[Subject], limits: Thresholds) -> Iterator[Result]:
    known = [each.halves for each in references if each.halves is not None]
    if known and picture.halves is not None:
        yield limits.result(
            "symmetry.own",
            picture.halves - max(known),
            good="The halves of the face differ as they do in your photos.",
            otherwise="The halves of the face are more alike than in any of your photos.",
        )


def _lightness(picture: Subject, references: Sequence[Subject], limits: Thresholds) -> Iterator[Result]:
    """L* outside the range of the photos: light and camera differ, so this only asks."""
    known = [value for each in references if (value := _skin_lightness(each)) is not None]
    own = _skin_lightness(picture)
    if known and own is not None:
        yield limits.result(
            "skin_tone.own",
            max(own - max(known), min(known) - own, 0.0),
            good="Your skin is as light as in your photos.",
            otherwise="Your skin is lighter or darker than in any of your photos.",
        )


def _skin_lightness(subject: Subject) -> float | None:
    where = cv2.erode(subject.skin.texture, np.ones((3, 3), np.uint8)) > 0.5
    return float(np.median(light.lab(subject.frame)[where][:, 0])) if where.sum() >= SKIN else None


def _quality(picture: Subject) -> Iterator[Result]:
    """What intake would say of it; never a refusal here."""
    for each in faces.measure(picture.picture, compare=False).quality.components:
        if each.value is not None:
            verdict: Verdict = "pass" if each.passed else "amber"
            yield Result("quality", each.name, each.value, each.threshold, None, verdict, each.advice)
