"""How often a free mouth and open eyes are refused, and covers noticed: on people that the models did not see, and of kinds
that they were not taught."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generation.faces.covers.training import DRAWINGS, Example, Part, fit
from generation.faces.labelling import Rate, folds
from generation.faces.quality.eyes import SURE
from generation.faces.quality.limits import LIMITS
from generation.faces.quality.seen import Models

FOLDS: Final = 5
FREE: Final[dict[Part, str]] = {"mouth": "free mouths", "eye": "open eyes"}
TONES: Final = ((28.0, 91.0, "lighter skin"), (10.0, 28.0, "tan skin"), (-91.0, 10.0, "brown and dark skin"))


@dataclass(frozen=True, slots=True)
class Judged:
    example: Example
    refused: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of example: refused as it was made, damaged, and as it was made by the tone of the skin, in order of TONES."""

    name: str
    intact: Rate
    damaged: Rate
    tones: tuple[Rate, ...]


def judged(models: Models, shown: Iterable[Example]) -> Iterator[Judged]:
    """By the limits of the quality components; each eye by itself, and by the model alone."""
    for each in shown:
        if each.part == "mouth":
            passed = LIMITS["mouth_occlusion_prevention"].passes(models.mouth.odds(each.numbers))
        else:
            passed = LIMITS["eyes_open"].passes(each.gap * min(1.0, models.eye.probability(each.numbers) / SURE))
        yield Judged(each, not passed)


def out_of_fold(shown: Sequence[Example]) -> list[Judged]:
    """Each example judged by models that saw nobody of its fold, and no drawing of its kind."""
    fold_of = folds((each.person for each in shown), count=FOLDS)
    kinds = ["", *(name for drawings in DRAWINGS.values() for name in drawings)]
    found: list[Judged] = []
    for fold in range(FOLDS):
        taught = [each for each in shown if fold_of[each.person] != fold]
        left = [each for each in shown if fold_of[each.person] == fold]
        whole = fit(taught)
        for kind in kinds:
            models = fit([each for each in taught if each.drawing != kind]) if kind else whole
            found += judged(models, (each for each in left if each.drawing == kind))
        found += judged(whole, (each for each in left if each.drawing not in kinds))
    return found


def table(found: Sequence[Judged]) -> Iterator[Row]:
    for part, name in FREE.items():
        yield _row(name, [each for each in found if each.example.part == part and not each.example.drawing])
        for drawing in dict.fromkeys([*DRAWINGS[part], *_real(found)] if part == "mouth" else DRAWINGS[part]):
            yield _row(drawing, [each for each in found if each.example.drawing == drawing])


def _real(found: Sequence[Judged]) -> list[str]:
    return sorted({each.example.drawing for each in found if each.example.drawing.startswith("hand: ")})


def _row(name: str, found: Sequence[Judged]) -> Row:
    return Row(
        name,
        _rate(found, lambda each: each.intact),
        _rate(found, lambda each: not each.intact),
        tuple(_rate(found, _of_tone(low, high)) for low, high, _ in TONES),
    )


def _of_tone(low: float, high: float) -> Callable[[Example], bool]:
    return lambda each: each.intact and each.angle is not None and low < each.angle <= high


def _rate(found: Iterable[Judged], counted: Callable[[Example], bool]) -> Rate:
    return Rate.counted(each.refused for each in found if counted(each.example))
