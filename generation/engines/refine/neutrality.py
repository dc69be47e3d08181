"""What this engine takes for neutral in a photo, and what its lights do to the skin: for reports over many photos."""

from dataclasses import dataclass

from generation import faces
from generation.engines.refine import guard, illuminant, presets
from generation.engines.refine.engine import Refine
from generation.engines.refine.guard import Change
from generation.faces.values import Picture
from generation.recipe import Recipe, Variant


@dataclass(frozen=True, slots=True)
class Neutrality:
    """`angle` is the typology angle of the skin as the photo shows it, in degrees; `cast` the stops of red against blue
    that were read from grey surfaces, None without any; `exposure` the stops that were asked for before the guard;
    `changes` what each preset's finished picture did to the skin."""

    angle: float
    cast: float | None
    exposure: float
    changes: dict[str, Change]


def of(photo: Picture, recipe: Recipe, *, polish: float) -> Neutrality | None:
    """None for a photo without colour or skin to tell. Raises FaceError when it does not show one usable face."""
    engine = Refine()
    scene = engine.prepare(photo, recipe)
    angle = faces.individual_typology_angle(scene.crop, scene.face)
    if angle is None or scene.black_and_white:
        return None
    read = illuminant.estimate(scene)
    pictures = {name: engine.render(scene, Variant(name, "keep", polish, 0)).picture for name in presets.PRESETS}
    return Neutrality(
        angle=angle,
        cast=read.temperature if read.temperature or read.tint else None,
        exposure=illuminant.exposure(read, polish=polish),
        changes={name: guard.at_the_end(scene, picture) for name, picture in pictures.items()},
    )
