"""Templates of many faces at once: the reference encoder's own weights, run by torch."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from generation.faces import alignment, encoder, weights
from generation.faces.errors import FaceError
from generation.faces.published import resnet
from generation.faces.values import Face, Floats, Picture, Template

if TYPE_CHECKING:
    from generation.faces.torch_encoder.network import Network

BATCH: Final = 16  # chips; larger batches gain nothing on a CPU (docs/decisions/0007-torch-encoder.md)

_loading = threading.Lock()
_on_a_gpu = threading.Lock()


def encode_batch(pictures: Sequence[Picture], faces: Sequence[Face], *, device: str = "cpu") -> tuple[Template, ...]:
    """One template a picture, interchangeable with those of the reference encoder. `device` is torch's: cpu, cuda, cuda:1.

    Raises FaceError weights_missing, weights_changed or torch_missing, and ValueError.
    """
    chips = [alignment.chip(picture, face) for picture, face in zip(pictures, faces, strict=True)]
    stacked = np.stack(chips) if chips else np.empty((0, resnet.CHIP, resnet.CHIP, 3), np.uint8)
    return tuple(encoder.template(vector) for vector in encode_chips(stacked, device=device))


def encode_chips(chips: Picture, *, device: str = "cpu") -> Floats:
    """Upright chips uint8[N, 150, 150, 3], RGB, to vectors float32[N, 128]; the errors of `encode_batch`."""
    if chips.dtype != np.uint8 or chips.shape[1:] != (resnet.CHIP, resnet.CHIP, 3):
        raise ValueError(f"Chips must be uint8 of the shape N x 150 x 150 x 3, not {chips.dtype} {chips.shape}.")
    network = _network(device)
    parts = [_vectors(network, chips[start : start + BATCH], device) for start in range(0, len(chips), BATCH)]
    return np.concatenate(parts) if parts else np.empty((0, resnet.LENGTH), np.float32)


def warm_up(*, device: str = "cpu") -> None:
    """Load the models and run the network once; the errors of `encode_batch`."""
    alignment.warm_up()
    encode_chips(np.zeros((1, resnet.CHIP, resnet.CHIP, 3), np.uint8), device=device)


def _vectors(network: "Network", chips: Picture, device: str) -> Floats:
    import torch

    with torch.inference_mode(), _exact(device):
        vectors = network(torch.from_numpy(chips.copy()).to(device))
        return np.asarray(vectors.cpu().numpy(), np.float32)


@contextmanager
def _exact(device: str) -> Iterator[None]:
    """On a GPU float32 means float32: TF32, the default there, keeps ten bits. The switch belongs to the whole process."""
    import torch

    if torch.device(device).type != "cuda":
        yield
        return
    with _on_a_gpu, torch.backends.cudnn.flags(enabled=True, allow_tf32=False, fp32_precision="ieee"):
        yield


def _network(device: str) -> "Network":
    with _loading:
        return _loaded(device)


@cache
def _loaded(device: str) -> "Network":
    weights.check_reference_encoder()
    data = (weights.reference_folder() / "dlib_face_recognition_resnet_model_v1.dat").read_bytes()
    try:
        import torch
    except ImportError as error:
        raise FaceError(
            "torch_missing", "The torch engine is not installed. Install it with: pip install '.[gpu]'"
        ) from error
    from generation.faces.torch_encoder.network import Network

    torch.set_num_threads(1)  # workers are processes: threads inside torch only fight over the same cores
    network = Network(resnet.read(data))
    try:
        network.to(device)
    except (RuntimeError, AssertionError) as error:  # torch's words for a device that is unknown or not there
        raise ValueError(f"The device {device!r} cannot be used: {error}") from error
    return network
