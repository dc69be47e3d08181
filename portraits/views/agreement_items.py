"""What a person can agree to, item by item, and how each stands: for their own page and for the console."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Person
from policies import noticing, placements
from policies.consent import ANYWHERE, Purpose
from policies.models import Release

TITLES = {
    Purpose.PORTRAIT: "Your pictures as your portrait",
    Purpose.AI: "Pictures that software refines or makes",
    Purpose.BIOMETRICS: "Comparing your face by software",
}
SHORT = {
    Purpose.PORTRAIT: "Portrait use",
    Purpose.AI: "Refined or made by software",
    Purpose.BIOMETRICS: "Compared by software",
    Purpose.PUBLICATION: "Shown",
}
GROUPS = {
    "camera": "real photos",
    "retouched": "refined photos",
    "ai_edited": "AI edited",
    "ai_generated": "AI generated",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to agree to. `release` is the newest one for it, standing or not; `newer` says that its words have changed."""

    purpose: Purpose
    placement: str
    title: str
    release: Release | None
    on: date
    newer: bool = False

    @property
    def stands(self) -> bool:
        return self.release is not None and self.release.stands(self.on)

    @property
    def state(self) -> str:
        row = self.release
        if row is None:
            return "Not agreed"
        if row.withdrawn_at is not None:
            return f"Taken back on {timezone.localdate(row.withdrawn_at):%-d %B %Y}"
        if row.ends_on is not None and self.on > row.ends_on:
            return f"Ended on {row.ends_on:%-d %B %Y}"
        return f"Agreed on {timezone.localdate(row.given_at):%-d %B %Y}"

    @property
    def limits(self) -> str:
        """What the agreement is limited to, in a few words."""
        row = self.release
        if row is None or not self.stands:
            return ""
        said = (
            [] if len(row.groups) == len(GROUPS) else [", ".join(GROUPS[each] for each in GROUPS if each in row.groups)]
        )
        said += [f"in {', '.join(row.territory)}"] if row.territory and ANYWHERE not in row.territory else []
        said += [f"until {row.ends_on:%-d %B %Y}"] if row.ends_on else []
        return "; ".join(part for part in said if part)


def items(person: Person, on: date) -> tuple[list[Item], list[Item]]:
    """The purposes, and the places, each with how it stands."""
    rows = newest(Release.objects.filter(person=person).select_related("notice"))
    purposes = [_item(person, rows, each, "", TITLES[each], on) for each in TITLES]
    places = [
        _item(person, rows, Purpose.PUBLICATION, place.key, place.title, on)
        for place in placements.catalogue().values()
    ]
    return purposes, places


def newest(releases: Iterable[Release]) -> dict[tuple[str, str], Release]:
    """The newest release of each item."""
    found: dict[tuple[str, str], Release] = {}
    for row in sorted(releases, key=lambda row: row.pk):
        found[row.purpose, row.placement] = row
    return found


def _item(
    person: Person, rows: dict[tuple[str, str], Release], purpose: Purpose, placement: str, title: str, on: date
) -> Item:  # fmt: skip
    row = rows.get((purpose.value, placement))
    newer = False
    if row is not None and row.stands(on):
        now = noticing.current(purpose, row.notice.language, person.organisation, placement=placement)
        newer = now is not None and now.digest != row.text_digest
    return Item(purpose, placement, title, row, on, newer)
