from django.contrib import admin
from django.urls import include, path, register_converter

from portraits.views.front_door import home
from portraits.views.portal.data import erasure
from portraits.views.public.avatar import PublicId, avatar

register_converter(PublicId, "public_id")

urlpatterns = [
    path("", home, name="home"),
    path("me/", include("portraits.views.portal.urls")),
    path("console/", include("portraits.views.console.urls")),
    path("pictures/", include("portraits.views.pictures.urls")),
    path("avatar/<public_id:public_id>/", avatar, name="avatar"),
    path("erasure/<uuid:token>/", erasure, name="erasure"),
    path("sign/", include("allauth.account.urls")),
    path("operator/", admin.site.urls),
]
