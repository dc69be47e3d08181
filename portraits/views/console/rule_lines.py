"""One line a rule: the version that counts today, where it stands, and when its source is due for reading."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from accounts.models import Organisation
from policies import changing
from policies.models import RuleVersion, SourceReading
from policies.rules import REVIEW_EVERY
from policies.vocabulary import Confidence, Layer, Status, distance


@dataclass(frozen=True, slots=True)
class RuleLine:
    """`standing`: in_force, coming, ended or draft. `newer`: everybody's version is newer than the organisation's own."""

    row: RuleVersion
    standing: str
    read_on: date
    next_reading: date
    due: bool
    versions: int
    newer: bool

    @property
    def own(self) -> bool:
        return self.row.organisation_id is not None


def rule_lines(organisation: Organisation, on: date, **only: str) -> list[RuleLine]:
    """Every rule the organisation can see, by layer and name; three queries however many there are."""
    binding = set(RuleVersion.objects.in_force(on, organisation).values_list("pk", flat=True))
    read = dict(
        SourceReading.objects.filter(organisation=organisation)
        .values_list("rule_version_id")
        .annotate(last=Max("on"))
        .order_by()
    )
    grouped: dict[tuple[str, str], list[RuleVersion]] = defaultdict(list)
    for row in changing.known(organisation).filter(**only).order_by("-version", "-pk"):
        grouped[row.layer, row.rule_id].append(row)
    lines = [_line(rows, binding, read, on) for rows in grouped.values()]
    return sorted(lines, key=lambda line: (distance(Layer(line.row.layer)), line.row.rule_id))


def _line(rows: list[RuleVersion], binding: set[int], read: dict[int, date], on: date) -> RuleLine:
    row = next((each for each in rows if each.pk in binding), rows[0])
    read_on = max(row.last_verified, read.get(row.pk, row.last_verified))
    next_reading = read_on + timedelta(days=REVIEW_EVERY[Confidence(row.confidence)])
    standing = _standing(row, binding, on)
    own = [each.version for each in rows if each.organisation_id]
    general = [each.version for each in rows if not each.organisation_id]
    return RuleLine(
        row=row,
        standing=standing,
        read_on=read_on,
        next_reading=next_reading,
        due=standing != "ended" and next_reading <= on,
        versions=len(rows),
        newer=bool(own and general) and max(general) > max(own),
    )


def _standing(row: RuleVersion, binding: set[int], on: date) -> str:
    if row.pk in binding:
        return "in_force"
    if row.status == Status.DRAFT or row.effective_from is None:
        return "draft"
    return "coming" if row.effective_from > on else "ended"
