"""What the people of the demonstration agree to, with the same function as their page: everything, item by item."""

from policies import noticing, placements
from policies.consent import Alteration, Group, Purpose
from policies.models import Release
from portraits.agreements.agreeing import Wish, agree
from portraits.demo.journey import Traveller

CHANGED = frozenset({Alteration.LIGHT, Alteration.BACKGROUND})


def agree_to_all(traveller: Traveller) -> list[Release]:
    """One release an item: each purpose, and each placement."""
    person = traveller.person
    if person.user is None:
        return []
    return [row for purpose in Purpose for row in agree(person, _wish(traveller, purpose), actor=person.user)]


def _wish(traveller: Traveller, purpose: Purpose) -> Wish:
    places = tuple(placements.catalogue()) if purpose is Purpose.PUBLICATION else ()
    organisation = traveller.person.organisation
    notices = [noticing.current(purpose, "en", organisation, placement=place) for place in places or ("",)]
    return Wish(
        purpose=purpose,
        typed_name=traveller.person.name,
        language="en",
        seen=[notice.digest for notice in notices if notice],
        places=places,
        groups=frozenset(Group),
        alterations=CHANGED,
    )
