"""What an engine is: it prepares a source photo once and renders candidates from it, knowing neither settings nor rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from generation.faces.values import Face, Picture
from generation.recipe import Recipe, Variant

Told = Callable[[float], None]  # how far the picture is, 0..1; raising from it ends the work within one step

EngineErrorCode = Literal[
    "not_allowed",
    "torch_missing",
    "quantiser_missing",
    "weights_missing",
    "weights_broken",
    "arguments_unknown",
    "call_refused",
    "out_of_memory",
    "accelerator_lost",
    "broken_picture",
    "donor_differs",
    "somebody_beside",
]


class EngineError(RuntimeError):
    """An installation or a model that cannot make the picture. `code` is stable and safe to log; the message is one
    sentence that says what is missing or went wrong, and where."""

    def __init__(self, code: EngineErrorCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code: EngineErrorCode = code

    @property
    def of_one_picture(self) -> bool:
        """Whether another picture of the same run may still succeed."""
        return self.code in ("broken_picture", "donor_differs", "somebody_beside")


def silent(share: float) -> None:
    """Tell nobody how far a picture is."""


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

    def prepare(self, source: Picture, recipe: Recipe, references: Sequence[Picture] = ()) -> Prepared:
        """Analyse a photo once. `references` are other real photos of the person, for an engine that looks at them. Raises FaceError when it does not show one usable face, RecipeError for a bad recipe,
        EngineError when the installation lacks what the recipe needs."""

    def render(self, prepared: Prepared, variant: Variant) -> Rendered:
        """One candidate; the same arguments give the same bytes on the same machine. Raises EngineError."""
