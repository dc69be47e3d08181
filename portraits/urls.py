from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("sign/", include("allauth.account.urls")),
    path("operator/", admin.site.urls),
]
