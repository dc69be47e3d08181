from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, register_converter

from portraits.views.describing import words
from portraits.views.front_door import home
from portraits.views.portal.data import erasure
from portraits.views.public.avatar import PublicId, avatar
from portraits.views.public.biometrics import biometrics, biometrics_of
from portraits.views.public.page import page, picture, real_photo
from portraits.views.public.report import report
from portraits.views.public.schema import schema
from portraits.views.public.verify import credentials, verify, verify_id

# The operator signs in by the same door as everybody: throttled, and with the second step if one is set.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
register_converter(PublicId, "public_id")

urlpatterns = [
    path("", home, name="home"),
    path("me/", include("portraits.views.portal.urls")),
    path("console/", include("portraits.views.console.urls")),
    path("pictures/", include("portraits.views.pictures.urls")),
    path("avatar/<public_id:public_id>/", avatar, name="avatar"),
    path("erasure/<uuid:token>/", erasure, name="erasure"),
    path("portraits/<int:pk>/words/", words, name="words"),
    path("p/<public_id:public_id>/", page, name="page"),
    path("p/<public_id:public_id>/picture/", picture, name="page_picture"),
    path("p/<public_id:public_id>/real/", real_photo, name="page_real"),
    path("p/<public_id:public_id>/report/", report, name="report"),
    path("schemas/<slug:name>.json", schema, name="schema"),
    path("verify/", verify, name="verify"),
    path("verify/<uuid:public_id>/", verify_id, name="verify_id"),
    path("verify/<uuid:public_id>/credentials", credentials, name="verify_credentials"),
    path("privacy/biometrics", biometrics, name="biometrics"),
    path("privacy/biometrics/<slug:slug>", biometrics_of, name="biometrics_of"),
    path("sign/", include("portraits.views.sign.urls")),
    path("operator/", admin.site.urls),
]
