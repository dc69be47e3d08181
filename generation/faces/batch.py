"""Templates of many pictures, by the reference encoder, by numpy or by torch: the same templates at another speed."""

from collections.abc import Sequence
from typing import Literal, assert_never, get_args

from generation.faces import arrays, encoder
from generation.faces.values import Face, Picture, Template

Engine = Literal["reference", "numpy", "torch"]


def encode_batch(
    pictures: Sequence[Picture], faces: Sequence[Face], *, engine: Engine = "reference", device: str = "cpu"
) -> tuple[Template, ...]:
    """The template of one face in each picture, in order. `device` is torch's (cpu, cuda, cuda:1); the others have none but cpu.

    Raises FaceError (weights_missing, weights_changed, torch_missing) and ValueError. How far the engines agree is in
    docs/decisions/0007-torch-encoder.md.
    """
    if len(pictures) != len(faces):
        raise ValueError(f"Every picture needs its face: {len(pictures)} pictures, {len(faces)} faces.")
    match _checked(engine, device):
        case "reference":
            return tuple(encoder.encode(picture, face) for picture, face in zip(pictures, faces, strict=True))
        case "numpy":
            return arrays.encode_batch(pictures, faces)
        case "torch":
            from generation.faces.torch_encoder import encoding

            return encoding.encode_batch(pictures, faces, device=device)
        case other:
            assert_never(other)


def warm_up_batch(*, engine: Engine = "reference", device: str = "cpu") -> None:
    """Load the models of one engine now; the errors of `encode_batch`."""
    match _checked(engine, device):
        case "reference":
            encoder.warm_up()
        case "numpy":
            arrays.check()
        case "torch":
            from generation.faces.torch_encoder import encoding

            encoding.warm_up(device=device)
        case other:
            assert_never(other)


def _checked(engine: Engine, device: str) -> Engine:
    if engine not in get_args(Engine):
        raise ValueError(f"There is no engine {engine!r}: choose one of {', '.join(get_args(Engine))}.")
    if engine != "torch" and device != "cpu":
        raise ValueError(f"The engine {engine} runs on the CPU, not on {device!r}.")
    return engine
