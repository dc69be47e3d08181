from django.urls import path

from portraits.views.pictures import serving

app_name = "pictures"
urlpatterns = [
    path("photo/<int:pk>/", serving.photo, name="photo"),
    path("portrait/<int:pk>/", serving.portrait, name="portrait"),
    path("candidate/<int:pk>/", serving.candidate, name="candidate"),
    path("portrait/<int:pk>/before/", serving.before_portrait, name="before_portrait"),
    path("candidate/<int:pk>/before/", serving.before_candidate, name="before_candidate"),
    path("check/<int:pk>/difference/", serving.difference, name="difference"),
    path("rendition/<int:pk>/", serving.rendition, name="rendition"),
]
