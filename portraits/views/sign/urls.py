from allauth.urls import build_provider_urlpatterns
from django.apps import apps
from django.urls import include, path, re_path

from portraits.views.sign import closed, invitation, organisations, own_sign_in, second_step, sessions

saml = []
if apps.is_installed("allauth.socialaccount.providers.saml"):
    from accounts.single_sign_on.saml import finish_acs

    saml = [path("saml/<slug:organization_slug>/acs/finish/", finish_acs, name="saml_finish_acs")]

urlpatterns = [
    *saml,
    # What allauth offers and this product does not: an address is the organisation's word, and nobody adds a provider.
    re_path("^(signup|email|3rdparty/signup|2fa/webauthn/signup)/$", closed.closed, name="sign_closed"),
    path("3rdparty/", closed.closed, name="sign_connections_closed"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("own/", own_sign_in.own_sign_in, name="own_sign_in"),
    path("second-step/", second_step.second_step, name="second_step"),
    path("sessions/", sessions.list_of, name="sessions"),
    path("sessions/others/", sessions.end_others, name="end_other_sessions"),
    path("sessions/<int:pk>/end/", sessions.end, name="end_session"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("all-sessions/", include("allauth.usersessions.urls")),
    *build_provider_urlpatterns(),
]
