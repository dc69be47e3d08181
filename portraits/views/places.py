"""The places that show a person now, each with what stands about an older portrait where it shows one."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from portraits.models import Publication
from portraits.monitoring.beside import Older, beside
from portraits.publishing import showing
from portraits.views import words


@dataclass(frozen=True, slots=True)
class Place:
    """One publication; `older` where it is not of the newest portrait."""

    publication: Publication
    older: Older | None

    @property
    def title(self) -> str:
        return words.placement(self.publication.placement)

    @property
    def changed(self) -> bool:
        return self.older is not None and self.older.changed


def places(person: Person, on: date) -> list[Place]:
    older = beside(person, on)
    return [Place(publication, older.get(publication.portrait_id)) for publication in showing.live(person)]
