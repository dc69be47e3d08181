"""What stands beside a portrait: words and links of the person, and a real photo that readers may see if they agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Person, User
from policies import placements
from policies import vocabulary as words
from policies.companions import in_place, wanted
from policies.kinds import Kind
from policies.models import RuleVersion
from portraits import clocks
from portraits.agreements import consenting
from portraits.models import Companion, Photo
from portraits.rulings import assessing, live

PAGE = "public_page"


class CompanionRefusedError(ValueError):
    """It cannot stand there; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wrote and ticked; `real_photo` None: readers see none."""

    bio: str
    links: Sequence[dict[str, str]]
    named: bool
    real_photo: Photo | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that rules want beside a picture, whether it is there, and whether its absence keeps the picture off."""

    item: words.Companion
    there: bool
    blocks: bool


def edit(person: Person, said: Words, *, actor: User) -> Companion:
    """Write down what stands beside the portrait. Only the person says so, and only of a real photo of their own."""
    if not permissions.is_self(actor, person):
        raise CompanionRefusedError("Only the person shown writes their own page.")
    if said.real_photo is not None and said.real_photo not in offered(person):
        raise CompanionRefusedError("Only a real photo of yours that was checked can be shown.")
    with transaction.atomic():
        consenting.hold(person)
        if said.real_photo and (reasons := consenting.against_photo(said.real_photo, placements.get(PAGE))):
            raise CompanionRefusedError(" ".join(reasons))
        row = Companion.objects.select_for_update().filter(person=person).first() or Companion(person=person)
        now = timezone.now()
        same = row.real_photo_id is not None and row.real_photo == said.real_photo
        row.bio, row.links = said.bio, list(said.links)
        row.named_at = (row.named_at or now) if said.named else None
        row.real_photo_at = row.real_photo_at if same else (now if said.real_photo else None)
        row.real_photo = said.real_photo
        row.save()
        data = {
            "items": sorted(live.beside([person.pk]).get(person.pk, ())),
            "named": said.named,
            "real_photo": row.real_photo_id,
        }
        record(Verb.COMPANION_CHANGED, row, organisation=person.organisation, actor=actor, data=data)
    return row


def offered(person: Person) -> list[Photo]:
    """Real photos that the person may let readers see, the newest first."""
    rows = person.photos.filter(same_as=None).order_by("-captured_at", "-pk")
    return [photo for photo in rows if photo.usable]


def real_photo(person: Person, on: date) -> Photo | None:
    """The real photo that readers may see on a day: ticked, covered by an agreement to show it there, still usable, and not
    overdue by the real clock."""
    row = Companion.objects.filter(person=person).select_related("real_photo").first()
    photo = row.real_photo if row else None
    if photo is None or not photo.usable or consenting.against_photo(photo, placements.get(PAGE)):
        return None
    old = clocks.read(clocks.REAL_CLOCK, photo.captured_on, on).freshness is clocks.Freshness.OVERDUE
    return None if old else photo


def checklist(person: Person, on: date, *, kind: Kind = Kind.AI_GENERATED) -> list[Item]:
    """What the rules of a day want beside a picture of a kind on the public page, and what of it is there."""
    page = placements.get(PAGE)
    facts = assessing.facts_of(person, page, on, kind=kind)
    rules = RuleVersion.objects.rules_in_force(on, person.organisation)
    asked = wanted(facts, [rule for rule in rules if rule.applies_to(facts, page)])
    there = in_place(facts)
    return [Item(item, item in there, missing is words.Decision.DENY) for item, missing in asked.items()]
