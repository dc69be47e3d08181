"""How long something may be kept: rules are data, `destroy_at` is the earliest day that any of them gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from policies import jurisdictions, lines
from policies.spans import add_months

SHIPPED: Final = Path(__file__).parent / "packs" / "retention" / "retention.yaml"
ANYWHERE: Final = "any"
FIELDS: Final = frozenset({"id", "data", "from", "plus", "jurisdictions", "says", "source"})
SPANS: Final = frozenset({"days", "months"})


class Data(StrEnum):
    """What a rule is about."""

    EVERYTHING = "everything"
    BIOMETRICS = "biometrics"


class RetentionError(ValueError):
    """A retention file is not right; the sentence names the rule, the field and the reason."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of a person; None where it has not happened. `purpose_end`: nobody agrees to biometrics any more."""

    purpose_end: date | None = None
    left_on: date | None = None
    last_interaction: date | None = None
    release_end: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    data: Data
    basis: str
    days: int
    months: int
    jurisdictions: frozenset[str]
    says: str
    source: str

    def ends(self, dates: Dates) -> date | None:
        """The first day on which it may be kept no longer; None while its time does not run."""
        begun: date | None = getattr(dates, self.basis)
        return None if begun is None else add_months(begun, self.months) + timedelta(days=self.days)

    def binds(self, places: frozenset[str]) -> bool:
        return ANYWHERE in self.jurisdictions or bool(self.jurisdictions & places)


@dataclass(frozen=True, slots=True)
class Due:
    """When something goes, and which rule says so."""

    on: date
    rule: Rule


def destroy_at(dates: Dates, rules: Iterable[Rule], data: Data, places: Iterable[str]) -> Due | None:
    """The earliest end that a rule about this kind of data gives in these places; None while none runs.

    What erases everything erases biometrics as well.
    """
    here = jurisdictions.expand(places)
    about = (rule for rule in rules if rule.data in (data, Data.EVERYTHING) and rule.binds(here))
    ends = [(end, rule.id, rule) for rule in about if (end := rule.ends(dates)) is not None]
    if not ends:
        return None
    on, _, rule = min(ends, key=lambda each: each[:2])
    return Due(on, rule)


def read(path: Path = SHIPPED) -> tuple[Rule, ...]:
    """The rules of a file. Raises RetentionError that names every mistake, OSError when there is no such file."""
    try:
        data, _ = lines.read(path.read_text(encoding="utf-8"))
    except lines.YamlError as fault:
        raise RetentionError(f"{path.name}, line {fault.line}: {fault}") from fault
    rows = data.get("rules") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise RetentionError(f"{path.name}: there is no list of rules")
    faults = [f"{path.name}: {fault}" for row in rows for fault in _faults(row)]
    names = [row.get("id") for row in rows if isinstance(row, dict)]
    faults += [
        f"{path.name}: {name} stands twice" for name in sorted({n for n in names if names.count(n) > 1}, key=str)
    ]
    if faults:
        raise RetentionError("; ".join(faults))
    return tuple(_rule(row) for row in rows)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        data=Data(row["data"]),
        basis=row["from"],
        days=row["plus"].get("days", 0),
        months=row["plus"].get("months", 0),
        jurisdictions=frozenset(row["jurisdictions"]),
        says=row["says"],
        source=row["source"],
    )


def _faults(row: Any) -> list[str]:
    if not isinstance(row, dict):
        return ["a rule is not a list of fields"]
    name = row.get("id", "a rule without id")
    unknown, missing = sorted(set(row) - FIELDS), sorted(FIELDS - set(row))
    if unknown or missing:
        return [*(f"{name}: unknown field {field}" for field in unknown), *(f"{name}: no {field}" for field in missing)]
    faults = []
    if row["data"] not in list(Data):
        faults.append(f"{name}: data is one of {', '.join(Data)}")
    if row["from"] not in Dates.__dataclass_fields__:
        faults.append(f"{name}: from is one of {', '.join(Dates.__dataclass_fields__)}")
    if not _is_span(row["plus"]):
        faults.append(f"{name}: plus is a number of days or months, not negative")
    if not isinstance(row["jurisdictions"], list) or not row["jurisdictions"]:
        faults.append(f"{name}: jurisdictions is a list of places, or [any]")
    return faults


def _is_span(span: Any) -> bool:
    if not isinstance(span, dict) or not span or set(span) - SPANS:
        return False
    return all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in span.values())
