from django.urls import path

from portraits.views.portal import (
    bringing,
    candidates,
    data,
    naming,
    page,
    photographer,
    photos,
    portrait,
    renders,
    saying,
    selfie,
    team,
)

app_name = "portal"
urlpatterns = [
    path("", portrait.portrait, name="portrait"),
    path("selfie/", selfie.selfie, name="selfie"),
    path("still/", saying.still, name="still"),
    path("team/", team.team, name="team"),
    path("team/<int:pk>/", team.flag, name="flag"),
    path("photos/", photos.photos, name="photos"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/use/", photos.use, name="use"),
    path("bring/", bringing.bring, name="bring"),
    path("photos/<int:pk>/hand-in/", bringing.hand_in, name="hand_in"),
    path("ask/", renders.ask, name="ask"),
    path("runs/<int:pk>/", renders.run, name="run"),
    path("runs/<int:pk>/stop/", renders.stop, name="stop"),
    path("runs/<int:pk>/again/", renders.try_again, name="again"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("portraits/<int:pk>/take-back/", portrait.take_back, name="take_back"),
    path("data/", data.data, name="data"),
    path("data/archive/", data.ask_archive, name="ask_archive"),
    path("data/archive/<int:pk>/", data.archive, name="archive"),
    path("data/erase/", data.erase, name="erase"),
    path("page/", page.page, name="page"),
    path("taken-down/", page.taken_down, name="taken_down"),
    path("naming/", naming.naming, name="naming"),
    path("photographer/", photographer.photographer, name="photographer"),
]
