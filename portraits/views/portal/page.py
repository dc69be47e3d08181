"""My public page: what stands beside my portrait, and whether readers may see a real photo of me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from portraits import incidents
from portraits.forms.companion import CompanionForm
from portraits.models import Companion, Publication
from portraits.publishing import companions
from portraits.views.access import SignedInRequest, for_person, sent


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: SignedInRequest, person: Person) -> HttpResponse:
    row = Companion.objects.filter(person=person).first()
    form = CompanionForm(sent(request), row=row, photos=companions.offered(person))
    if request.method == "POST" and form.is_valid() and _kept(request, person, form):
        return redirect("portal:page")
    live = Publication.objects.filter(person=person, placement=companions.PAGE, ended_at=None)
    context = {
        "person": person,
        "form": form,
        "items": companions.checklist(person, timezone.localdate()),
        "live": live.exclude(published_at=None).select_related("rendition").first(),
    }
    return render(request, "portraits/portal/page.html", context, status=422 if form.errors else 200)


def _kept(request: SignedInRequest, person: Person, form: CompanionForm) -> bool:
    data = form.cleaned_data
    said = companions.Words(data["bio"].strip(), data["links"], named=data["named"], real_photo=data["real_photo"])
    try:
        companions.edit(person, said, actor=request.user)
    except companions.CompanionRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, "Kept. Your public page shows it at once.")
    return True


@require_POST
@for_person
def taken_down(request: SignedInRequest, person: Person) -> HttpResponse:
    """The person has read that their portrait was taken down."""
    incidents.read_by_person(person.pk, actor=request.user)
    messages.success(request, "Noted. Choose a real photo, or ask for new pictures.")
    return redirect("portal:portrait")
