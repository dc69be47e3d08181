"""Whether the public page about a picture may say who is on it: the person's own choice, off until they make it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.audit import Verb, record
from accounts.models import Person
from portraits.views.access import SignedInRequest, for_person


@require_POST
@for_person
def naming(request: SignedInRequest, person: Person) -> HttpResponse:
    named = request.POST.get("named") == "yes"
    with transaction.atomic():
        person.named_publicly = named
        person.save(update_fields=["named_publicly"])
        record(Verb.NAMING_CHOSEN, person, organisation=person.organisation, actor=request.user, data={"named": named})
    messages.success(request, "The public page now names you." if named else "The public page no longer names you.")
    return redirect("portal:portrait")
