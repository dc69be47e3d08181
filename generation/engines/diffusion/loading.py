"""A pipeline of diffusers from a local folder, checked against the recipe that will call it, one at a time in a process."""

import gc
import inspect
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from generation.engines.base import EngineError
from generation.engines.diffusion import quantising, weights
from generation.method import Method, Relief


@dataclass(slots=True, eq=False)
class Loaded:
    """A pipeline in memory, and what was done to it since to make it fit. `shrink` is the side of pictures it is asked
    for, relative to the recipe's."""

    pipeline: Any
    device: str
    taken: list[Relief] = field(default_factory=list)
    shrink: float = 1.0


class Resident:
    """The one pipeline of this process: a second model next to the first would not fit."""

    def __init__(self) -> None:
        self._key: Any = None
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def get(self, key: Any, load: Callable[[], Loaded]) -> Loaded:
        """The pipeline of the key; another one is let go before it is loaded."""
        with self._lock:
            if self._loaded is None or self._key != key:
                self._drop()
                self._loaded = load()
                self._key = key
            return self._loaded

    def drop(self) -> None:
        """Let it go."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._loaded is not None:
            self._loaded, self._key = None, None
            collect()


RESIDENT = Resident()


def libraries() -> tuple[Any, Any]:
    """torch and diffusers, with the network off. Raises EngineError torch_missing."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # read by huggingface_hub when it is imported
    try:
        torch = import_module("torch")  # first: without it diffusers would come in as an empty shell, for good
        diffusers = import_module("diffusers")
    except ImportError as problem:
        raise EngineError(
            "torch_missing",
            f"This recipe needs a model, and {problem.name or 'torch'} is not installed: pip install '.[gpu]'.",
        ) from problem
    return torch, diffusers


def class_of(method: Method) -> Any:
    """The pipeline's class, if it takes every argument that the recipe gives it. Raises EngineError."""
    _, diffusers = libraries()
    kind = getattr(diffusers, method.pipeline.name, None)
    if kind is None:
        raise EngineError(
            "torch_missing", f"The installed diffusers {diffusers.__version__} has no {method.pipeline.name}."
        )
    agree(kind, method)
    return kind


def resident(method: Method, folder: Path) -> Loaded:
    """The recipe's pipeline, loaded unless it is the one in memory. Raises EngineError."""
    key = folder, method.pipeline.name, method.dtype, tuple(sorted(method.quantisation.items()))
    return RESIDENT.get(key, lambda: _load(method, folder))


def _load(method: Method, folder: Path) -> Loaded:
    torch, diffusers = libraries()
    quantising.libraries_there(method)
    diffusers.utils.logging.disable_progress_bar()
    try:
        pipeline = class_of(method).from_pretrained(
            folder,
            dtype=getattr(torch, method.dtype),
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            **quantising.asked(method),
        )
    except (OSError, ValueError, TypeError, KeyError, ImportError, AttributeError) as problem:
        said = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        raise EngineError(
            "weights_broken", f"The model in {folder} cannot be loaded as {method.pipeline.name}: {said[:300]}"
        ) from problem
    _filled(pipeline, folder, quantised=frozenset(method.quantisation))
    pipeline.set_progress_bar_config(disable=True)
    return Loaded(pipeline, "cuda" if torch.cuda.is_available() else "cpu")


def _filled(pipeline: Any, folder: Path, *, quantised: frozenset[str]) -> None:
    """Raises EngineError when a network has tensors that no file gave it: both libraries fill them with noise and only warn."""
    _, diffusers = libraries()
    for name, component in pipeline.components.items():
        if not hasattr(component, "named_parameters"):
            continue
        whole = isinstance(component, diffusers.ModelMixin) and name not in quantised
        # Of a network of transformers, tensors that are one and the same are in the file once, and buffers never.
        held = component.state_dict() if whole else component.named_parameters()
        needed, given = len(list(held)), weights.tensors(folder / name)
        if given < needed:
            raise EngineError(
                "weights_broken",
                f"The component {name} in {folder} has {given} of the {needed} tensors it needs: copy it again.",
            )


def agree(kind: Any, method: Method) -> None:
    """Whether the pipeline takes every argument that the recipe gives it. Raises EngineError arguments_unknown."""
    known = {
        name
        for name, parameter in inspect.signature(kind.__call__).parameters.items()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    }
    given = {*method.call, *method.argument_map.values(), "generator", "callback_on_step_end", "output_type"}
    if unknown := sorted(given - known):
        raise EngineError("arguments_unknown", f"{method.pipeline.name} has no argument {', '.join(unknown)}.")


def collect() -> None:
    """Give memory back that nothing refers to any more."""
    gc.collect()
    torch, _ = libraries()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
