"""The rule of `policies.consent` asked with rows: may this be rendered, compared, approved, shown?

Every refusal is a sentence that any page can show. Whoever acts on an answer in a transaction calls `hold` first, so that
an agreement is not taken back between the question and the deed.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from generation.recipe import Recipe
from policies import consent, kinds
from policies.consent import ANYWHERE, GROUPS, Alteration, Given, Purpose, Use
from policies.models import BiometricFree, Release
from policies.placements import Placement
from policies.vocabulary import Audience
from portraits.models import Photo, Portrait

_MODES: Final = {
    "light-transfer": frozenset({Alteration.LIGHT}),
    "background-only": frozenset({Alteration.BACKGROUND}),
    "as-is": frozenset({Alteration.WHOLE}),
}


def hold(person: Person) -> None:
    """Lock the person's row: taking an agreement back waits until this transaction has ended, and the other way round."""
    Person.objects.select_for_update().get(pk=person.pk)


def releases(person: Person) -> list[Given]:
    """Everything the person ever agreed to, as plain values."""
    return [row.given() for row in Release.objects.filter(person=person)]


def releases_for(person: Person, uses: Iterable[Use]) -> list[Given]:
    """What of it can cover any of these uses: a release covers its own purpose in its own place, and a job asks often."""
    items = {(each.purpose, each.placement) for each in uses}
    purposes, places = ({item[at] for item in items} for at in (0, 1))
    return [row.given() for row in Release.objects.filter(person=person, purpose__in=purposes, placement__in=places)]


def against(person: Person, uses: Iterable[Use], on: date | None = None) -> tuple[str, ...]:
    """Every reason against doing all of it; empty when the person's agreements cover it."""
    wanted = tuple(uses)
    return consent.cover_all(wanted, releases_for(person, wanted), on or timezone.localdate())


def against_render(person: Person, recipe: Recipe) -> tuple[str, ...]:
    return against(person, render_uses(recipe))


def to_agree(person: Person, recipe: Recipe) -> str:
    """What to agree to before a render by this recipe, in one sentence; empty when nothing is missing."""
    uses = render_uses(recipe)
    return consent.to_agree(uses, releases_for(person, uses), timezone.localdate())


def as_far_as_agreed(person: Person, recipe: Recipe) -> Recipe | None:
    """The recipe, or as much of it as the person's agreements cover: the background kept; None when nothing is."""
    kept = [recipe] if not recipe.changes_background else [recipe, recipe.with_background_kept()]
    own_room = recipe.diffusion is None or recipe.diffusion.finish.mode == "light-transfer"
    return next((each for each in (kept if own_room else kept[:1]) if not against_render(person, each)), None)


def against_portrait(portrait: Portrait) -> tuple[str, ...]:
    """Why it cannot be the person's portrait."""
    return against(portrait.person, portrait_uses(portrait))


def against_showing(portrait: Portrait, placement: Placement) -> tuple[str, ...]:
    """Why it cannot be shown there."""
    return against(portrait.person, showing_uses(portrait, placement))


def against_placement(portrait: Portrait, placement: Placement) -> tuple[str, ...]:
    """The same of the placement alone: what a page says beside each place."""
    return against(portrait.person, [placement_use(portrait, placement)])


def against_photo(photo: Photo, placement: Placement) -> tuple[str, ...]:
    """Why a real photo cannot be shown as it is beside a portrait there: it asks for what any other picture asks for."""
    group = GROUPS[kinds.of_source_type(photo.origin)]
    shown = Use(Purpose.PUBLICATION, placement.key, group, territory=territory(photo.person, placement))
    return against(photo.person, [Use(Purpose.PORTRAIT), shown])


def release_in_files(portrait: Portrait, placement: Placement) -> str:
    """The id that a published file gives the release it is shown by; empty when none covers it."""
    use = placement_use(portrait, placement)
    found = consent.cover(use, releases_for(portrait.person, [use]), timezone.localdate())
    return "" if found.by is None else opaque_id(found.by)


def opaque_id(release: int) -> str:
    """A release's name towards the outside: only this installation, which has the key, can tell which one it is."""
    key = hmac.new(settings.AUDIT_KEY.encode(), b"likeness releases in files", hashlib.sha256).digest()
    return hmac.new(key, str(release).encode(), hashlib.sha256).hexdigest()[:32]


def render_uses(recipe: Recipe) -> tuple[Use, ...]:
    """What a render needs: the picture may be used, and software may make this group with these alterations."""
    group = GROUPS[kinds.of_source_type(recipe.origin)]
    return Use(Purpose.PORTRAIT), Use(Purpose.AI, group=group, alterations=alterations(recipe))


def alterations(recipe: Recipe) -> frozenset[Alteration]:
    """What a recipe changes."""
    own = _MODES[recipe.diffusion.finish.mode] if recipe.diffusion else frozenset({Alteration.LIGHT})
    if Alteration.WHOLE in own or not recipe.changes_background:
        return own
    return own | {Alteration.BACKGROUND}


def portrait_uses(portrait: Portrait) -> tuple[Use, ...]:
    kind = kinds.of_source_type(portrait.origin)
    if kind not in kinds.SOFTWARE_MADE:
        return (Use(Purpose.PORTRAIT),)
    return Use(Purpose.PORTRAIT), Use(Purpose.AI, group=GROUPS[kind])


def showing_uses(portrait: Portrait, placement: Placement) -> tuple[Use, ...]:
    return (*portrait_uses(portrait), placement_use(portrait, placement))


def placement_use(portrait: Portrait, placement: Placement) -> Use:
    group = GROUPS[kinds.of_source_type(portrait.origin)]
    return Use(Purpose.PUBLICATION, placement.key, group, territory=territory(portrait.person, placement))


def territory(person: Person, placement: Placement) -> frozenset[str]:
    """Where a placement is seen: what everybody can see is seen everywhere, the rest where the organisation is."""
    if placement.audience is Audience.PUBLIC:
        return frozenset({ANYWHERE})
    return frozenset(person.organisation.jurisdictions)


def may_compare(person: Person) -> bool:
    """Whether a matcher may be asked about this person: agreed to, and switched off nowhere."""
    return not why_by_eye(person)


def same_site(one: str, other: str) -> bool:
    """Whether two people who wrote down a site meant the same: a capital letter must not let software compare."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def why_by_eye(person: Person) -> str:
    """Why people compare this person's pictures and no matcher does; empty when one does."""
    if not person.biometrics:
        return "This person's pictures are compared by people."
    free = BiometricFree.objects.filter(organisation=person.organisation_id, ended_at=None)
    sites = [site for site in free.values_list("site", flat=True) if not site or same_site(site, person.site)]
    if sites:
        where = "this organisation" if "" in sites else f"the site {person.site}"
        return f"No software compares faces in {where}: people do."
    return " ".join(against(person, [Use(Purpose.BIOMETRICS)]))
