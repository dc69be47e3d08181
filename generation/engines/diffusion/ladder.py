"""When the accelerator's memory runs out: one relief after another, in the recipe's order, until the picture fits.

Tiling costs nothing one sees, offloading costs time, a smaller picture costs detail: all of which the light-transfer
does not need from a donor.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from generation.engines.base import EngineError
from generation.engines.diffusion.loading import Loaded, collect, libraries
from generation.method import Relief

Made = TypeVar("Made")

SMALLER: Final = (0.875, 0.75)
_SAID: Final = ("out of memory", "cublas_status_alloc_failed", "can't allocate memory", "not enough memory")


def fitted(loaded: Loaded, ladder: tuple[Relief, ...], make: Callable[[Loaded], Made]) -> Made:
    """What `make` makes, tried again after each relief. Raises EngineError out_of_memory when none is left."""
    while True:
        try:
            return make(loaded)
        except RuntimeError as problem:
            if not out_of_memory(problem):
                raise
        # Only here, where the problem's traceback no longer holds what the failed attempt had in memory.
        collect()
        if not any(relieve(loaded, relief) for relief in ladder if _left(loaded, relief)):
            raise EngineError(
                "out_of_memory",
                "The accelerator's memory is too small for this model, even with everything tried: "
                f"{', '.join(loaded.taken) or 'the recipe allows nothing to be tried'}.",
            )


def placed(loaded: Loaded) -> Loaded:
    """The pipeline on its device, unless it is moved there piece by piece."""
    if loaded.device != "cpu" and not {"model-offload", "group-offload"} & set(loaded.taken):
        loaded.pipeline.to(loaded.device)
    return loaded


def relieve(loaded: Loaded, relief: Relief) -> bool:
    """Take one relief; False when it does not exist for this pipeline or this machine."""
    done = {
        "tiling": _tile,
        "model-offload": _offload_models,
        "group-offload": _offload_groups,
        "smaller": _ask_for_less,
    }[relief](loaded)
    if done:
        loaded.taken.append(relief)
    return done


def out_of_memory(problem: BaseException) -> bool:
    """Whether memory ran out, the accelerator's or the machine's own; some libraries only say so in words."""
    torch, _ = libraries()
    return isinstance(problem, torch.OutOfMemoryError) or any(said in str(problem).lower() for said in _SAID)


def _left(loaded: Loaded, relief: Relief) -> bool:
    return relief == "smaller" or relief not in loaded.taken


def _tile(loaded: Loaded) -> bool:
    autoencoder: Any = getattr(loaded.pipeline, "vae", None)
    if not hasattr(autoencoder, "enable_tiling"):
        return False
    autoencoder.enable_tiling()
    if hasattr(autoencoder, "enable_slicing"):
        autoencoder.enable_slicing()
    return True


def _offload_models(loaded: Loaded) -> bool:
    if loaded.device == "cpu":
        return False  # diffusers refuses it where there is no accelerator
    loaded.pipeline.to("cpu")
    loaded.pipeline.enable_model_cpu_offload(device=loaded.device)
    return True


def _offload_groups(loaded: Loaded) -> bool:
    if loaded.device == "cpu":
        return False
    torch, _ = libraries()
    loaded.pipeline.remove_all_hooks()
    loaded.pipeline.to("cpu")
    loaded.pipeline.enable_group_offload(
        onload_device=torch.device(loaded.device),
        offload_device=torch.device("cpu"),
        offload_type="leaf_level",
        use_stream=True,
    )
    return True


def _ask_for_less(loaded: Loaded) -> bool:
    left = [size for size in SMALLER if size < loaded.shrink]
    if left:
        loaded.shrink = left[0]
    return bool(left)
