"""What an engine is: it prepares a source photo once and renders candidates from it, knowing neither settings nor rows."""

from dataclasses import dataclass
from typing import Any, Protocol

from generation.faces.values import Face, Picture
from generation.recipe import Recipe, Variant


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A source photo made ready. `crop` is the untouched photo in the portrait's frame: what candidates are held against.

    `enlarged` is how many pixels of the crop one pixel of the photo became (below 1: shrunk). `advice` says plainly
    what the person should know of this photo.
    """

    crop: Picture
    face: Face
    enlarged: float
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """One candidate and the bounded operations that made it, with their strengths, fit for a row."""

    picture: Picture
    log: dict[str, Any]


class Engine(Protocol):
    """A way of making candidates. `name` and `version` go with every picture it makes."""

    name: str
    version: str

    def prepare(self, source: Picture, recipe: Recipe) -> Prepared:
        """Analyse a photo once. Raises FaceError when it does not show one usable face, RecipeError for a bad recipe."""

    def render(self, prepared: Prepared, variant: Variant) -> Rendered:
        """One candidate; the same arguments give the same bytes on the same machine."""
