"""How often the hints refuse photographs, and notice what is none: on people that the models did not see."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generation.faces.labelling import Rate, folds
from generation.faces.photographs.filters import FILTERS
from generation.faces.photographs.labels import KINDS
from generation.faces.photographs.looks import Look
from generation.faces.photographs.screens import LENSES
from generation.faces.photographs.training import Example, fit
from generation.faces.quality.limits import LIMITS
from generation.faces.quality.photograph import Models

FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One example with the likelihoods that it is made by hand and, if it is, painted."""

    example: Example
    handmade: float
    painted: float

    @property
    def refused(self) -> bool:
        """By one of the two hints: the likelier of them carries the whole likelihood."""
        return not LIMITS["painting"].passes(self.handmade)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of picture: refused as it is and damaged, and how many of the refused were called painted or drawn rightly."""

    name: str
    intact: Rate
    damaged: Rate
    right: Rate


def judged(models: Models, shown: Iterable[Example]) -> list[Judged]:
    return [
        Judged(each, models.handmade.probability(each.numbers), models.painted.probability(each.numbers))
        for each in shown
    ]


def out_of_fold(shown: Sequence[Example]) -> list[Judged]:
    """Each example judged by models that saw nobody of its fold."""
    fold_of = folds((each.person for each in shown), count=FOLDS)
    found: list[Judged] = []
    for fold in range(FOLDS):
        models = fit([each for each in shown if fold_of[each.person] != fold])
        found += judged(models, (each for each in shown if fold_of[each.person] == fold))
    return found


def table(found: Sequence[Judged]) -> Iterator[Row]:
    """Kinds first, then filters."""
    for kind in KINDS:
        yield _row(kind, [each for each in found if each.example.kind == kind and not each.example.filter])
    for name in FILTERS:
        yield _row(name, [each for each in found if each.example.filter == name])


def patterns(looked: Sequence[Look]) -> Iterator[tuple[str, Rate]]:
    """How often `reshoot` refuses: kinds by the folder they come from, then photographs on simulated screens by lens."""
    for name in sorted({_origin(each) for each in looked}):
        yield name, _repeating(each.pattern for each in looked if _origin(each) == name)
    shots = [each.shot for each in looked if each.shot is not None]
    for lens in LENSES:
        yield f"simulated screens, lens {lens}", _repeating(each.pattern for each in shots if each.lens == lens)


def _row(name: str, found: Sequence[Judged]) -> Row:
    refused = [each for each in found if each.refused and each.example.painted is not None]
    return Row(
        name,
        _rate(found, lambda each: each.example.intact),
        _rate(found, lambda each: not each.example.intact),
        Rate(sum((each.painted > 0.5) == each.example.painted for each in refused), len(refused)),
    )


def _rate(found: Iterable[Judged], counted: Callable[[Judged], bool]) -> Rate:
    return Rate.counted(each.refused for each in found if counted(each))


def _origin(look: Look) -> str:
    source = look.labelled.source
    return f"{look.labelled.kind.replace('_', ' ')}, {source.repository} {source.path.rpartition('/')[0]}"


def _repeating(values: Iterable[float | None]) -> Rate:
    """Of those that can be told."""
    told = [value for value in values if value is not None]
    return Rate(sum(not LIMITS["reshoot"].passes(value) for value in told), len(told))
