from django.urls import include, path

from portraits.views.console import (
    alerts,
    costs,
    keeping,
    leading,
    likeness,
    overview,
    people,
    person,
    record,
    review,
    work,
)

app_name = "console"
urlpatterns = [
    path("", overview.overview, name="home"),
    path("people/", people.people, name="people"),
    path("costs/", costs.costs, name="costs"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/photo/", work.add_photo, name="add_photo"),
    path("people/<int:pk>/render/", work.ask_render, name="ask_render"),
    path("people/<int:pk>/manager/", leading.manager, name="manager"),
    path("people/<int:pk>/keeping/", keeping.keeping, name="keeping"),
    path("people/<int:pk>/leaving/", keeping.leaving, name="leaving"),
    path("people/<int:pk>/hold/", keeping.place_hold, name="place_hold"),
    path("people/<int:pk>/erase/", keeping.erase, name="erase"),
    path("holds/<int:pk>/lift/", keeping.lift_hold, name="lift_hold"),
    path("portraits/<int:pk>/likeness/", likeness.likeness, name="likeness"),
    path("photos/<int:pk>/enrol/", work.enrol_photo, name="enrol"),
    path("publications/<int:pk>/end/", work.end_publication, name="end"),
    path("review/", review.reviews, name="reviews"),
    path("portraits/<int:pk>/", review.review, name="review"),
    path("portraits/<int:pk>/approve/", review.approve_portrait, name="approve"),
    path("portraits/<int:pk>/reject/", review.reject_portrait, name="reject"),
    path("", include("portraits.views.console.rules_urls")),
    path("record/", record.events, name="record"),
    path("record/check/", record.check, name="check_record"),
    path("record/pack/", record.take_away, name="take_record"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
]
