from django.urls import path

from portraits.views.console import agreements, by_eye, notices

urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/without-biometrics/", agreements.leave_to_people, name="leave_to_people"),
    path("agreements/without-biometrics/<int:pk>/end/", agreements.let_compare, name="let_compare"),
    path("people/<int:pk>/agreements/", agreements.person_agreements, name="person_agreements"),
    path("people/<int:pk>/biometrics/", agreements.person_biometrics, name="person_biometrics"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("by-eye/", by_eye.comparisons, name="comparisons"),
    path("by-eye/<int:pk>/", by_eye.comparison, name="comparison"),
]
