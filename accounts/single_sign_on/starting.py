"""Which own sign-ins speak for an address, and where each begins."""

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.domains import belongs_to
from accounts.models import OwnSignIn
from accounts.single_sign_on import providers


@dataclass(frozen=True, slots=True)
class Way:
    title: str
    address: str


def ways(request: HttpRequest, email: str) -> list[Way]:
    """Says nothing of the person: only what any address of the domain would be told."""
    rows = [row for row in OwnSignIn.objects.filter(active=True).order_by("key") if belongs_to(email, row.domains)]
    return [Way(row.title, providers.app_of(row).get_provider(request).get_login_url(request)) for row in rows]
