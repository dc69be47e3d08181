"""One prepared photo as the engine sees it: the crop in linear light, its person, its skin, its matte."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from generation import beside, faces, hanging, light
from generation import skin as skins
from generation.engines.base import Prepared
from generation.engines.refine import colours, crop, matte, seen_through, strands, twins
from generation.engines.refine.colours import Decided
from generation.faces import topology
from generation.faces.values import Floats, Picture
from generation.recipe import Recipe
from generation.skin import Skin

GREY: Final = 1.0  # mean |RGB - grey| in codes below which a photo is black-and-white


@dataclass(frozen=True, eq=False)
class Scene(Prepared):
    """`person` f32[H, W] is the probability of the person, seen in the photo and again in the crop: a chair beside somebody
    is told from them by what is around. Everything is in pixels of the crop."""

    person: Floats
    skin: Skin

    @classmethod
    def of(cls, source: Picture, recipe: Recipe) -> "Scene":
        """Raises FaceError when the photo does not show one usable face."""
        face = faces.subject(source)
        seen = faces.segment(source, face)
        box = crop.frame(face, seen, aspect=recipe.aspect)
        enlarged = recipe.size / box.height
        picture, inside = crop.cut(source, box, size=recipe.size), crop.moved(face, box, size=recipe.size)
        return cls(
            crop=picture,
            face=inside,
            enlarged=enlarged,
            advice=crop.advice(picture, enlarged),
            person=_both(faces.segment(picture, inside), crop.cut_plane(seen, box, size=recipe.size)),
            skin=skins.skin(picture, inside.points),
        )

    @property
    def points(self) -> Floats:
        return self.face.points

    @cached_property
    def linear(self) -> Floats:
        return light.linear(self.crop)

    @cached_property
    def stops(self) -> Floats:
        return light.stops(self.linear, floor=0.004)

    @cached_property
    def base(self) -> Floats:
        """Stops without texture but with the edges of shadows."""
        return light.guided(self.stops, radius=0.10 * self.face_width, epsilon=0.09)

    @cached_property
    def skin_level(self) -> float:
        """The face's own upper middle in stops: shadows are told against it."""
        core = self.skin.light > 0.6
        return float(np.percentile(self.base[core], 60)) if core.any() else float(np.median(self.base))

    @cached_property
    def face_width(self) -> float:
        return skins.face_width(self.points)

    @cached_property
    def black_and_white(self) -> bool:
        sample = self.crop[::4, ::4].astype(np.float32)
        return float(np.abs(sample - sample.mean(axis=2, keepdims=True)).mean()) < GREY

    @cached_property
    def alpha(self) -> Floats:
        """How much of each pixel is the person, f32[H, W]; skin of the face and what hangs from an ear always are, whatever
        the mask says, and a room that is seen through them never is."""
        if self.black_and_white:
            return self._whole  # greys alone tell no room from a strand of hair
        most = seen_through.most(self.crop, self._whole, self._face, self.points, self._told.colours)
        return np.maximum(np.minimum(self._whole, most), self._hanging)

    @cached_property
    def _whole(self) -> Floats:
        """The same with what is seen through them."""
        return self._with_what_is_sure(matte.alpha(self.crop, self._told.person))

    @cached_property
    def in_focus(self) -> Floats:
        """How much of each pixel stays sharp before the person's own room, blurred: they, and what may be theirs.

        Never less than is them: two mattes of the same edge differ by a pixel here and there.
        """
        return np.maximum(self._with_what_is_sure(matte.alpha(self.crop, self._told.generous)), self._whole)

    @cached_property
    def accompanied(self) -> bool:
        """Whether somebody else would stay sharp with the person before another room or a blurred one."""
        found = beside.somebody(self.crop, self.person, self.points) & (self.in_focus > 0.5)
        return float(found.sum()) > beside.LEAST * self.face_width**2

    def _with_what_is_sure(self, share: Floats) -> Floats:
        return np.maximum(np.maximum(share, self._hanging), np.maximum(self._strands, self._bare))

    @cached_property
    def _strands(self) -> Floats:
        """The tips of their hair before an even room; in greys a line on the wall looks the same."""
        if self.black_and_white:
            return np.zeros_like(self.person)
        return strands.beyond(self.crop, self._told.person, self.points, self._told.colours)

    @cached_property
    def _hanging(self) -> Floats:
        """What hangs from the ears."""
        sharp = hanging.sharp_below_ears(self.crop, self._told.person, self.points)
        return twins.completed(np.maximum(self._told.hanging, sharp), self.crop, self.points)

    @cached_property
    def _told(self) -> Decided:
        return colours.decided(self.crop, self.person, self._face, self.points)

    @property
    def _bare(self) -> Floats:
        """Skin, but at the rim of the face not where the network sees nobody: there the mesh may lie some pixels off, and a
        wall is as bare as skin."""
        likely = np.maximum(self._face, light.smoothstep(self.person, 0.15, 0.33))
        return light.smoothstep(self.skin.texture, 0.3, 0.7) * likely

    @cached_property
    def _face(self) -> Floats:
        """The face inside its outline, eyes and all."""
        face = skins.region(self.crop.shape, skins.grown(self.points[topology.OVAL], 0.95))
        for eye in topology.EYES:
            face = np.maximum(face, skins.hull(self.crop.shape, skins.grown(self.points[eye], 1.2)))
        return face


def _both(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, np.float32)
