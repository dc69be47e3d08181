"""How far an organisation's own sign-in is believed: for its domains, for who belongs to it. Everything else is refused."""

from accounts.domains import belongs_to
from accounts.models import Membership, OwnSignIn, Person, User


def against(row: OwnSignIn, address: str, user: User | None) -> str:
    """Why somebody whom this provider vouches for does not come in; empty when they do."""
    if not row.active:
        return "This sign-in is switched off."
    if not belongs_to(address, row.domains):
        return f"{row.title} does not speak for this address."
    if user is None:
        return "" if row.admits else "You are not invited yet: ask the photo team of your organisation."
    if not user.is_active:
        return "This sign-in is closed."
    if not _is_of(user, row):
        return "You do not belong to this organisation here: ask its photo team for an invitation."
    return ""


def _is_of(user: User, row: OwnSignIn) -> bool:
    here = {"user": user, "organisation": row.organisation_id}
    return Membership.objects.filter(**here).exists() or Person.objects.filter(**here).exists()
