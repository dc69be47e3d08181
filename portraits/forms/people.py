"""Who leads a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from accounts.models import User

if TYPE_CHECKING:
    from accounts.models import Person


class ManagerForm(forms.Form):
    """Who leads a person, by the address that somebody of the same organisation signs in with; empty for nobody."""

    email = forms.EmailField(required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.manager: User | None = None

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        self.manager = self._colleague(address) if address else None
        if self.manager is not None and self.manager.pk == self.person.user_id:
            raise forms.ValidationError("Nobody leads themselves.")
        return address

    def _colleague(self, address: str) -> User:
        here = Q(memberships__organisation=self.person.organisation) | Q(person__organisation=self.person.organisation)
        found = User.objects.filter(here, email__iexact=address, is_active=True).distinct().first()
        if found is None:
            raise forms.ValidationError(f"Nobody here signs in as {address}.")
        return found
