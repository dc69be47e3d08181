"""The heads as they are shipped: one row of weights each, with the file's digest and all that is known of them beside it."""

import hashlib
import io
import json
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from generation.faces.attributes.places import PLACES
from generation.faces.attributes.values import NAMES, Head, Model
from generation.faces.encoder import ENCODER, VERSION
from generation.faces.errors import FaceError
from generation.faces.values import Floats
from generation.faces.weights import verified

FOLDER: Final = Path(__file__).parent
CARD: Final = "model.json"
WEIGHTS: Final = "heads.npz"
REMEDY: Final = "Restore generation/faces/attributes from the repository, or train again: manage.py train_attributes."

_loading = threading.Lock()


class Row(NamedTuple):
    """One head: value = features[mask] @ weight + bias."""

    weight: Floats
    bias: float


def model() -> Model:
    """What is known of the shipped heads. Raises FaceError weights_missing or weights_changed."""
    return _of_card(_card(FOLDER))


def rows() -> dict[str, Row]:
    """The shipped heads by name. Raises FaceError weights_missing or weights_changed."""
    with _loading:
        return _loaded(FOLDER)


def save(folder: Path, trained: dict[str, Row], card: dict[str, Any]) -> None:
    """Write the weights and, beside them, the card with their digest."""
    data = {f"{name}.weight": row.weight.astype(np.float16) for name, row in trained.items()}
    biases = {f"{name}.bias": np.float32(row.bias) for name, row in trained.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **data, **biases)
    (folder / WEIGHTS).write_bytes(buffer.getvalue())
    card = {**card, "encoder": f"{ENCODER} {VERSION}", "sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n")


@cache
def _loaded(folder: Path) -> dict[str, Row]:
    path = verified(folder / WEIGHTS, _card(folder)["sha256"], remedy=REMEDY)
    with np.load(path, allow_pickle=False) as stored:
        found = {
            name: Row(stored[f"{name}.weight"].astype(np.float32), float(stored[f"{name}.bias"])) for name in NAMES
        }
    if any(len(found[name].weight) != PLACES[name].mask().sum() for name in NAMES):
        raise FaceError("weights_changed", f"The heads of {WEIGHTS} look elsewhere than this version does. {REMEDY}")
    return found


@cache
def _card(folder: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text())
    except (OSError, ValueError) as error:
        raise FaceError("weights_missing", f"The card {CARD} of the attribute heads is missing. {REMEDY}") from error
    if card["encoder"] != f"{ENCODER} {VERSION}":
        raise FaceError("weights_changed", f"The heads were trained on another encoder, {card['encoder']}. {REMEDY}")
    return card


def _of_card(card: dict[str, Any]) -> Model:
    heads = {
        name: Head(each["spread"], each["counts"], each["source"], each["figures"])
        for name, each in card["heads"].items()
    }
    return Model(card["version"], card["encoder"], heads)
