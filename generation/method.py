"""How a diffusion model is asked, and what is taken from its picture: the part of a recipe that the engine needs.

A model is data here, never code: the pipeline's class comes from a list, its folder from the operator's folder of models.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from generation.fields import complete, require, whole, within, words

Mode = Literal["light-transfer", "background-only", "as-is"]
Dtype = Literal["bfloat16", "float16", "float32"]
Relief = Literal["tiling", "model-offload", "group-offload", "smaller"]
Quantised = Literal["bnb-int8", "bnb-nf4", "quanto-int8"]
Role = Literal["picture", "prompt", "mask", "height", "width", "area"]

# The pipelines that this project knows how to ask, and whether they paint inside a mask.
PIPELINES: Final = {
    "Flux2KleinPipeline": False,
    "Flux2KleinInpaintPipeline": True,
    "QwenImageEditPlusPipeline": False,
    "StableDiffusionXLInpaintPipeline": True,
    "FluxKontextPipeline": False,
}
# Those that take further pictures of the person beside the one to be edited, and how many.
TAKE_REFERENCES: Final = {"Flux2KleinPipeline": 3, "QwenImageEditPlusPipeline": 2}
# What every instruction says must stay: a model that is not told, changes it.
KEPT: Final = ("face", "skin texture", "skin tone", "hair", "expression", "clothing")
ORIGINS: Final = {
    "light-transfer": "compositeWithTrainedAlgorithmicMedia",
    "background-only": "compositeWithTrainedAlgorithmicMedia",
    "as-is": "trainedAlgorithmicMedia",
}
# What an instruction may not name in what it changes: the words of a body, a face, an age or clothes.
_NOBODY_S: Final = re.compile(
    r"\b(bod(y|ies)|slim\w*|thinner|weight|muscl\w+|muscular|figure|posture|taller|shoulders?|waist|chest|neck|jaw\w*|chin"
    r"|cheeks?|nose|eyes?|lips?|teeth|smil\w+|faces?|facial|skin|complexion|wrinkles?|freckles?|hair\w*|beard\w*|make-?up"
    r"|ag(e|ed|ing)|young\w*|old(er)?|ethnic\w*|rac(e|ial)|gender|(fe)?male|feminine|masculine|beaut\w+|attractive"
    r"|cloth(es|ing)|outfits?|suits?|dress\w*|jackets?|blazers?|shirts?|blouses?|ties?|uniforms?|wear\w*|attire)\b",
    re.IGNORECASE,
)
_RESERVED: Final = frozenset({"generator", "callback_on_step_end", "output_type", "return_dict"})
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A class of diffusers and its weights: the folder `path/revision` inside the operator's folder of models."""

    name: str
    path: str
    revision: str

    def __str__(self) -> str:
        return f"{self.path}/{self.revision}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The crop and up to `references` other real photos of the person are each shrunk to `max_pixels`, so that peak memory
    is the same for everybody, and to whole blocks."""

    max_pixels: int
    multiple_of: int
    references: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to change, light and room alone, and what to leave."""

    change: str
    keep: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.change} Keep exactly as in the photo: {', '.join(self.keep)}."


@dataclass(frozen=True, slots=True)
class Finish:
    """What becomes of the model's picture. `sigma` is the low-pass in face widths, `stops` the most light may change."""

    mode: Mode = "light-transfer"
    sigma: float = 0.035
    stops: float = 1.2


@dataclass(frozen=True, slots=True)
class Method:
    """The diffusion part of a recipe. `commercial` is whether the licence of the weights allows commercial use;
    `quantisation` names the components that are held in fewer bits, and how; `memory` is what to try, in this order, when
    the accelerator's memory runs out; `argument_map` names the pipeline's arguments
    for the crop, the prompt and so on; `call` is passed as it is."""

    pipeline: Pipeline
    commercial: bool
    dtype: Dtype
    quantisation: Mapping[str, Quantised]
    memory: tuple[Relief, ...]
    inputs: Inputs
    call: Mapping[str, Any]
    argument_map: Mapping[Role, str]
    prompts: Mapping[str, Prompt]
    finish: Finish

    @property
    def masked(self) -> bool:
        return PIPELINES[self.pipeline.name]


def method(content: Any, place: str) -> Method:
    """The section `diffusion` of a recipe's file; raises RecipeError naming file and field."""
    data = complete(content, Method, place)
    require(isinstance(data["commercial"], bool), place, "commercial", "must be true or false")
    _one_of(data["dtype"], get_args(Dtype), place, "dtype")
    prompts = data["prompts"]
    require(isinstance(prompts, dict) and prompts, place, "prompts", "must be a mapping of presets, not empty")
    read = {
        "pipeline": _pipeline(data["pipeline"], f"{place}.pipeline"),
        "quantisation": _quantisation(data["quantisation"], place),
        "memory": _memory(data["memory"], place),
        "inputs": _inputs(data["inputs"], f"{place}.inputs"),
        "prompts": {str(name): _prompt(each, f"{place}.prompts.{name}") for name, each in prompts.items()},
        "finish": _finish(data["finish"], f"{place}.finish"),
    }
    found = Method(**{**data, **read})
    _arguments(found, place)
    return found


def _pipeline(content: Any, place: str) -> Pipeline:
    require(isinstance(content, dict) and "class" in content, place, "class", "is missing")
    require("name" not in content, place, "name", "is unknown")
    data = complete({"name" if key == "class" else key: value for key, value in content.items()}, Pipeline, place)
    _one_of(data["name"], tuple(PIPELINES), place, "class")
    for field in ("path", "revision"):
        plain = isinstance(data[field], str) and _NAME.fullmatch(data[field])
        require(plain, place, field, "must be a plain folder name in quotes")
    return Pipeline(**data)


def _quantisation(content: Any, place: str) -> dict[str, Quantised]:
    known = get_args(Quantised)
    fits = isinstance(content, dict) and all(isinstance(name, str) and content[name] in known for name in content)
    require(fits, place, "quantisation", f"must map components to {', '.join(known)}; empty for none")
    return dict(content)


def _memory(content: Any, place: str) -> tuple[Relief, ...]:
    known = get_args(Relief)
    fits = isinstance(content, list) and all(each in known for each in content) and len(set(content)) == len(content)
    require(fits, place, "memory", f"must be a list of {', '.join(known)}, each at most once")
    return tuple(content)


def _inputs(content: Any, place: str) -> Inputs:
    data = complete(content, Inputs, place)
    require(whole(data["max_pixels"], 64 * 64, 1 << 20), place, "max_pixels", "must be 4096 to 1048576")
    require(whole(data["multiple_of"], 1, 128), place, "multiple_of", "must be a whole number from 1 to 128")
    require(whole(data.get("references", 0), 0, 3), place, "references", "must be a whole number from 0 to 3")
    return Inputs(**data)


def _prompt(content: Any, place: str) -> Prompt:
    data = complete(content, Prompt, place)
    require(words(data["change"]), place, "change", "must be text")
    named = _NOBODY_S.search(data["change"])
    why = f"may change light and room alone, and names '{named[0]}'" if named else ""
    require(named is None, place, "change", why)
    listed = isinstance(data["keep"], list) and all(words(each) for each in data["keep"])
    require(listed and set(KEPT) <= set(data["keep"]), place, "keep", f"must be a list with at least {', '.join(KEPT)}")
    return Prompt(data["change"].strip(), tuple(data["keep"]))


def _finish(content: Any, place: str) -> Finish:
    found = Finish(**complete(content, Finish, place))
    _one_of(found.mode, get_args(Mode), place, "mode")
    require(within(found.sigma, 0.01, 0.1), place, "sigma", "must be a number of face widths, 0.01 to 0.1")
    require(within(found.stops, 0.1, 1.2), place, "stops", "must be a number of stops, 0.1 to 1.2")
    return found


def _arguments(found: Method, place: str) -> None:
    """Who gives which argument: a value of `call` may not stand in for what the engine gives itself."""
    roles, mapped = found.argument_map, isinstance(found.argument_map, dict)
    needed = {"picture", "prompt"} | ({"mask"} if found.masked else set())
    fits = mapped and needed <= roles.keys() <= set(get_args(Role)) and all(words(each) for each in roles.values())
    require(fits, place, "argument_map", f"must name arguments for {', '.join(sorted(needed))}")
    most = TAKE_REFERENCES.get(found.pipeline.name, 0)
    require(found.inputs.references <= most, f"{place}.inputs", "references", f"may be at most {most} for this class")
    require(isinstance(found.call, dict), place, "call", "must be a mapping of arguments")
    taken = found.call.keys() & (_RESERVED | set(roles.values()))
    require(not taken, place, "call", f"may not set {', '.join(sorted(taken))}: the engine gives it")


def _one_of(value: Any, known: tuple[str, ...], place: str, field: str) -> None:
    require(value in known, place, field, f"must be one of {', '.join(known)}")
