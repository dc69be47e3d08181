"""What to make: a recipe is data under version, and every candidate names the digest of the one that made it."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from generation import backdrops
from generation.fields import RecipeError, complete, require, whole, within, words
from generation.method import ORIGINS, Method, method

__all__ = ["FOLDER", "Background", "Method", "Origin", "Recipe", "RecipeError", "Variant", "keys", "load"]

FOLDER: Final = Path(__file__).resolve().parent / "recipes"

# `studio` is the tone that goes with the light.
Background = Literal["keep", "blur", "studio", "light-grey", "dark-grey", "warm-grey"]
Origin = Literal["algorithmicallyEnhanced", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"]


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
    width divided by it; `gates` is the key of a set of thresholds; `licence` is that of the engine's models; `diffusion`
    says how a model is asked, where the engine is one."""

    key: str
    version: int
    engine: str
    origin: Origin
    size: int
    aspect: float
    variants: tuple[Variant, ...]
    gates: str
    licence: str
    diffusion: Method | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the same digest is the same recipe, whatever the file looks like."""
        canonical = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def polished_within(self, low: float, high: float) -> "Recipe":
        """The same recipe with every polish brought inside the bounds; variants that become alike are made once."""
        brought = (replace(each, polish=min(max(each.polish, low), high)) for each in self.variants)
        return replace(self, variants=tuple(dict.fromkeys(brought)))

    @property
    def changes_background(self) -> bool:
        return any(variant.background != "keep" for variant in self.variants)

    def with_background_kept(self) -> "Recipe":
        """The same lights before the photo's own background; variants that become alike are made once."""
        kept = (replace(each, background="keep") for each in self.variants)
        return replace(self, variants=tuple(dict.fromkeys(kept)))

    def backdrop(self, variant: Variant) -> str:
        """What stands behind the person in that candidate, as approved lists name it."""
        mode = self.diffusion.finish.mode if self.diffusion else ""
        return backdrops.named(variant.background, variant.preset, mode=mode)

    def before(self, approved: Collection[str]) -> "Recipe":
        """The same recipe with those variants alone whose backdrop is on an approved list: perhaps none."""
        return replace(self, variants=tuple(each for each in self.variants if self.backdrop(each) in approved))

    def as_json(self) -> dict[str, Any]:
        """Without a method the field is left out: a recipe that has none keeps the digest it always had."""
        data = {**asdict(self), "variants": [variant.as_json() for variant in self.variants]}
        if self.diffusion is None:
            del data["diffusion"]
        return data


def load(key: str, *, folder: Path = FOLDER) -> Recipe:
    """The recipe of that key. Raises RecipeError naming file and field when it is unknown, incomplete or out of bounds."""
    path = folder / f"{key}.yaml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise RecipeError(f"There is no recipe '{key}'; there are: {', '.join(keys(folder=folder)) or 'none'}.")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Recipe:
    """Parsed once for as long as the file stays as it is: every page that offers a choice asks for recipes."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RecipeError(f"{path.name}: not readable as YAML ({error}).") from error
    recipe = _recipe(content, path.name)
    require(recipe.key == path.stem, path.name, "key", "must be the file's own name")
    return recipe


def keys(*, folder: Path = FOLDER) -> tuple[str, ...]:
    """The keys of all recipes there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def _recipe(content: Any, place: str) -> Recipe:
    data = complete(content, Recipe, place)
    require(isinstance(data["variants"], list) and data["variants"], place, "variants", "must be a list, not empty")
    variants = tuple(_variant(each, f"{place}: variants[{n}]") for n, each in enumerate(data["variants"]))
    for name in ("key", "engine", "gates", "licence"):
        require(words(data[name]), place, name, "must be text")
    require(whole(data["version"], 1, 10**6), place, "version", "must be a whole number from 1")
    require(data["origin"] in get_args(Origin), place, "origin", f"must be one of {', '.join(get_args(Origin))}")
    require(whole(data["size"], 128, 4096), place, "size", "must be a whole number of pixels, 128 to 4096")
    require(within(data["aspect"], 0.5, 1.0), place, "aspect", "must be a number from 0.5 to 1")
    require(len(set(variants)) == len(variants), place, "variants", "must differ from each other")
    asked = ("diffusion" in data) == (data["engine"] == "diffusion")
    require(asked, place, "diffusion", "belongs to the engine 'diffusion' and to no other")
    means = method(data["diffusion"], f"{place}: diffusion") if "diffusion" in data else None
    recipe = Recipe(**{**data, "aspect": float(data["aspect"]), "variants": variants, "diffusion": means})
    _agree(recipe, place)
    return recipe


def _variant(content: Any, place: str) -> Variant:
    data = complete(content, Variant, place)
    require(words(data["preset"]), place, "preset", "must be text")
    backgrounds = get_args(Background)
    require(data["background"] in backgrounds, place, "background", f"must be one of {', '.join(backgrounds)}")
    require(within(data["polish"], 0, 1), place, "polish", "must be a number from 0 to 1")
    require(whole(data["seed"], 0, 2**31), place, "seed", "must be a whole number from 0")
    return Variant(**{**data, "polish": float(data["polish"])})


def _agree(recipe: Recipe, place: str) -> None:
    """What a diffusion recipe says of itself must be what its finish makes of the model's picture."""
    if recipe.diffusion is None:
        return
    mode = recipe.diffusion.finish.mode
    require(recipe.origin == ORIGINS[mode], place, "origin", f"must be {ORIGINS[mode]}, as its finish is {mode}")
    rooms = {"keep", "studio"} if mode == "light-transfer" else {"studio"}
    for number, variant in enumerate(recipe.variants):
        here = f"{place}: variants[{number}]"
        require(variant.preset in recipe.diffusion.prompts, here, "preset", "must be one that has a prompt")
        require(variant.background in rooms, here, "background", f"must be {' or '.join(sorted(rooms))} for {mode}")
