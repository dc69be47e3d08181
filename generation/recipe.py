"""What to make: a recipe is data under version, and every candidate names the digest of the one that made it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

FOLDER: Final = Path(__file__).resolve().parent / "recipes"

Background = Literal["keep", "blur", "studio"]
Origin = Literal["algorithmicallyEnhanced", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"]


class RecipeError(ValueError):
    """A recipe that cannot be used; the message names the file and the field."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One candidate's settings. `polish` 0..1 scales every operation; `seed` 0 is the preset itself, others vary it."""

    preset: str
    background: Background
    polish: float
    seed: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one run makes. `origin` is an IPTC digital source type code; `size` is the height in pixels and `aspect` the
    width divided by it; `gates` is the key of a set of thresholds; `licence` is that of the engine's models."""

    key: str
    version: int
    engine: str
    origin: Origin
    size: int
    aspect: float
    variants: tuple[Variant, ...]
    gates: str
    licence: str

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the same digest is the same recipe, whatever the file looks like."""
        canonical = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "variants": [variant.as_json() for variant in self.variants]}


def load(key: str, *, folder: Path = FOLDER) -> Recipe:
    """The recipe of that key. Raises RecipeError naming file and field when it is unknown, incomplete or out of bounds."""
    path = folder / f"{key}.yaml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise RecipeError(f"There is no recipe '{key}'; there are: {', '.join(keys(folder=folder)) or 'none'}.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RecipeError(f"{path.name}: not readable as YAML ({error}).") from error
    recipe = _recipe(content, path.name)
    _require(recipe.key == key, path.name, "key", "must be the file's own name")
    return recipe


def keys(*, folder: Path = FOLDER) -> tuple[str, ...]:
    """The keys of all recipes there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def _recipe(content: Any, place: str) -> Recipe:
    data = _complete(content, Recipe, place)
    _require(isinstance(data["variants"], list) and data["variants"], place, "variants", "must be a list, not empty")
    variants = tuple(_variant(each, f"{place}: variants[{n}]") for n, each in enumerate(data["variants"]))
    for name in ("key", "engine", "gates", "licence"):
        _require(isinstance(data[name], str) and data[name], place, name, "must be text")
    _require(_whole(data["version"], 1, 10**6), place, "version", "must be a whole number from 1")
    _require(data["origin"] in get_args(Origin), place, "origin", f"must be one of {', '.join(get_args(Origin))}")
    _require(_whole(data["size"], 128, 4096), place, "size", "must be a whole number of pixels, 128 to 4096")
    _require(_within(data["aspect"], 0.5, 1.0), place, "aspect", "must be a number from 0.5 to 1")
    return Recipe(**{**data, "aspect": float(data["aspect"]), "variants": variants})


def _variant(content: Any, place: str) -> Variant:
    data = _complete(content, Variant, place)
    _require(isinstance(data["preset"], str) and data["preset"], place, "preset", "must be text")
    backgrounds = get_args(Background)
    _require(data["background"] in backgrounds, place, "background", f"must be one of {', '.join(backgrounds)}")
    _require(_within(data["polish"], 0, 1), place, "polish", "must be a number from 0 to 1")
    _require(_whole(data["seed"], 0, 2**31), place, "seed", "must be a whole number from 0")
    return Variant(**{**data, "polish": float(data["polish"])})


def _complete(content: Any, kind: type[Recipe] | type[Variant], place: str) -> Mapping[str, Any]:
    """The mapping, when it has every field of the kind and no other."""
    if not isinstance(content, dict):
        raise RecipeError(f"{place}: must be a mapping of fields.")
    expected = {field.name for field in fields(kind)}
    for name in sorted(expected - content.keys()):
        raise RecipeError(f"{place}: the field '{name}' is missing.")
    for name in sorted(str(key) for key in content.keys() - expected):
        raise RecipeError(f"{place}: the field '{name}' is unknown.")
    return content


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _within(value: Any, least: float, most: float) -> bool:
    return type(value) in (int, float) and least <= value <= most


def _require(holds: Any, place: str, field: str, rule: str) -> None:
    if not holds:
        raise RecipeError(f"{place}: the field '{field}' {rule}.")
