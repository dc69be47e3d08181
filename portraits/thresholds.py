"""Limits as data, each with the error rates it was calibrated to; verdicts name the set they were made with."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generation import faces
from portraits.drift import Limits
from portraits.likeness import Thresholds

FILE = Path(__file__).with_name("thresholds.yaml")
OF_THE_REFERENCE = ("drift", "gates")  # their limits were measured with the reference encoder alone


class ThresholdsError(ValueError):
    """A file of limits cannot be used; the sentence says why."""


@cache
def identity() -> Thresholds:
    return Thresholds(**_sets()["identity"])


def identities() -> tuple[Thresholds, ...]:
    """The limits in use, and behind them the shipped ones where those are another encoder's.

    While templates move from one encoder to the other, a picture without one by the new encoder is judged as before.
    """
    used, before = identity(), shipped()
    return (used,) if before.encoder == used.encoder else (used, before)


@cache
def shipped() -> Thresholds:
    return Thresholds(**_read(FILE)["identity"])


@cache
def drift() -> Limits:
    return Limits.from_json(_sets()["drift"])


def encoders() -> dict[str, str]:
    """Which encoder the limits in use were measured with, by what they are for."""
    return {"identity": identity().encoder, **dict.fromkeys(OF_THE_REFERENCE, faces.REFERENCE)}


def use(own: Path | None) -> None:
    """Take the sets of an installation's own file, as `calibrate` writes it, before the shipped ones. ThresholdsError."""
    global _own
    _own = _read(own) if own else {}
    identity.cache_clear()
    drift.cache_clear()
    try:
        identity()
        drift()
    except (TypeError, KeyError, ValueError) as problem:
        _own = {}
        raise ThresholdsError(f"{own} does not hold a set of limits: {problem}.") from problem


def _sets() -> dict[str, dict[str, Any]]:
    return {**_read(FILE), **_own}


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        sets = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise ThresholdsError(f"The limits cannot be read from {path}: {problem}.") from problem
    if not isinstance(sets, dict) or not set(sets) <= {"identity", "drift"}:
        raise ThresholdsError(f"{path} holds something else than the sets `identity` and `drift`.")
    return sets


_own: dict[str, dict[str, Any]] = {}
