"""The human alternative: a colleague with a camera, as equal as any button."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person, Role, User
from portraits.rulings import assessing
from portraits.views.access import SignedInRequest, for_person


@require_safe
@for_person
def photographer(request: SignedInRequest, person: Person) -> HttpResponse:
    """Who to write to."""
    held = {"memberships__organisation": person.organisation, "memberships__role": Role.PHOTO_ADMIN}
    team = User.objects.filter(is_active=True, **held).exclude(pk=request.user.pk).order_by("full_name", "email")
    styling = assessing.limits(person, timezone.localdate()).styling
    context = {"person": person, "team": team, "styling": styling}
    return render(request, "portraits/portal/photographer.html", context)
