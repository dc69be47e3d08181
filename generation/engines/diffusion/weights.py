"""The folder of a model before anything of it is loaded: whole, safe to open, and where the operator put it.

Only safetensors are read, and only components of diffusers and transformers: no pickles, no code of the model's own.
"""

import json
import struct
from pathlib import Path
from typing import Any, Final, NoReturn

from generation.engines.base import EngineError
from generation.method import Pipeline

INDEX: Final = "model_index.json"
LIBRARIES: Final = frozenset({"diffusers", "transformers"})
SAME_WEIGHTS: Final = {
    "Flux2KleinInpaintPipeline": ("Flux2KleinPipeline",),
    "StableDiffusionXLInpaintPipeline": ("StableDiffusionXLPipeline",),
}
_HEADER_MOST: Final = 100 * 1024 * 1024  # bytes, as the format's own reader allows


def located(models: Path | None, pipeline: Pipeline) -> Path:
    """The folder of the weights, looked over. Raises EngineError weights_missing or weights_broken."""
    if models is None:
        _missing(f"no folder of models is set (LIKENESS_MODELS_DIR), so {pipeline} cannot be found")
    folder = models / pipeline.path / pipeline.revision
    if not folder.is_dir():
        _missing(f"the model {pipeline} is not in the folder of models: looked for {folder}")
    for name, (library, _) in _components(folder, pipeline.name).items():
        if library is not None:
            _look_over(folder, name, library)
    return folder


def _components(folder: Path, asked: str) -> dict[str, tuple[str | None, str | None]]:
    """Component -> library and class, from the folder's index; a component that is left out has neither."""
    path = folder / INDEX
    if not path.is_file():
        _missing(f"the file {INDEX} is not there: looked for {path}")
    content = _json(path)
    if content.get("_class_name") not in (asked, *SAME_WEIGHTS.get(asked, ())):
        _broken(f"{path} belongs to {content.get('_class_name')}, the recipe asks for {asked}")
    pairs = {name: value for name, value in content.items() if isinstance(value, list) and len(value) == 2}
    if not pairs:
        _broken(f"{path} names no components")
    return {name: (value[0], value[1]) for name, value in pairs.items()}


def _look_over(folder: Path, name: str, library: str) -> None:
    part = folder / name
    if library not in LIBRARIES:
        _broken(f"{folder / INDEX} asks for code of its own ({name}: {library}), which is never run")
    if not part.is_dir():
        _missing(f"the component {name} is not there: looked for {part}")
    for index in part.glob("*.safetensors.index.json"):
        for shard in sorted(set(_json(index).get("weight_map", {}).values())):
            if not (part / str(shard)).is_file():
                _missing(f"a part of {name} is not there: looked for {part / str(shard)}")
    files = sorted(part.glob("*.safetensors"))
    if not files and _has_weights(part):
        _missing(f"{name} has no safetensors, and no other format is read: looked in {part}")
    for file in files:
        _whole(file)


def _has_weights(part: Path) -> bool:
    """Whether the component is a network: tokenizers and schedulers have no weights. Its configuration tells."""
    path = part / "config.json"
    return path.is_file() and bool({"_class_name", "architectures", "model_type"} & _json(path).keys())


def tensors(part: Path) -> int:
    """How many tensors the files of a component hold."""
    return sum(len(_header(file)[1]) for file in part.glob("*.safetensors"))


def _whole(file: Path) -> None:
    """A safetensors file is as long as its header says: 8 bytes of length, a JSON header, then the tensors."""
    length, header = _header(file)
    try:
        end = 8 + length + max((int(each["data_offsets"][1]) for each in header.values()), default=0)
    except (KeyError, IndexError, TypeError, ValueError):
        _broken(f"{file} has a header that cannot be read: copy it again")
    if end != file.stat().st_size:
        _broken(f"{file} has {file.stat().st_size} bytes, its header asks for {end}: copy it again")


def _header(file: Path) -> tuple[int, dict[str, Any]]:
    """The header's length in bytes, and what it says of each tensor."""
    with file.open("rb") as stream:
        start = stream.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else -1
        if not 0 < length <= min(file.stat().st_size - 8, _HEADER_MOST):
            _broken(f"{file} ends before its header does: copy it again")
        content = stream.read(length)
    try:
        return length, {key: value for key, value in json.loads(content).items() if key != "__metadata__"}
    except (ValueError, AttributeError):
        _broken(f"{file} has a header that cannot be read: copy it again")


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        _broken(f"{path} cannot be read as JSON: copy it again")
    return content if isinstance(content, dict) else {}


def _missing(what: str) -> NoReturn:
    raise EngineError("weights_missing", f"This recipe cannot be used here: {what}.")


def _broken(what: str) -> NoReturn:
    raise EngineError("weights_broken", f"This recipe cannot be used here: {what}.")
