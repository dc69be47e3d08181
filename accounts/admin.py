"""What the operator writes down for an organisation."""

from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin

from accounts.models import OwnSignIn


@admin.register(OwnSignIn)
class OwnSignInAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # its base is no generic at run time
    list_display = ("key", "organisation", "kind", "active")
    list_filter = ("kind", "active")


# Rows of these would say nothing here: which providers there are is OwnSignIn's.
for model in (SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
