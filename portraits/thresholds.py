"""Limits as data, each with the error rates it was calibrated to; verdicts name the set they were made with."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portraits.drift import Limits
from portraits.likeness import Thresholds

FILE = Path(__file__).with_name("thresholds.yaml")


@cache
def identity() -> Thresholds:
    return Thresholds(**_sets()["identity"])


@cache
def drift() -> Limits:
    return Limits.from_json(_sets()["drift"])


def _sets() -> dict[str, dict[str, Any]]:
    sets: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return sets
