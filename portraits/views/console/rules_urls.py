from django.urls import path

from portraits.views.console import label_icons, rules, rules_ask, rules_drafts, rules_grey, rules_impact, rules_work

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/ask/", rules_ask.ask, name="ask_rules"),
    path("rules/new/", rules_drafts.new_rule, name="new_rule"),
    path("rules/versions/<int:pk>/read/", rules.read_rule, name="read_rule"),
    path("rules/versions/<int:pk>/file/", rules.rule_file, name="rule_file"),
    path("rules/versions/<int:pk>/decide/", rules_grey.decide, name="decide"),
    path("rules/drafts/<int:pk>/", rules_drafts.draft, name="draft"),
    path("rules/drafts/<int:pk>/impact/", rules_impact.impact, name="impact"),
    path("rules/drafts/<int:pk>/submit/", rules_impact.submit_draft, name="submit_draft"),
    path("rules/drafts/<int:pk>/adopt/", rules_impact.adopt_draft, name="adopt_draft"),
    path("rules/drafts/<int:pk>/discard/", rules_drafts.discard_draft, name="discard_draft"),
    path("rules/label-icons/", label_icons.icons, name="label_icons"),
    path("rules/label-icons/add/", label_icons.add_icon, name="add_label_icon"),
    path("rules/label-icons/<int:pk>/end/", label_icons.put_aside, name="end_label_icon"),
    path("rules/label-icons/<int:pk>/file/", label_icons.icon_file, name="label_icon_file"),
    path("rules/grey-zones/", rules_grey.grey_zones, name="grey_zones"),
    path("rules/grey-zones/<int:pk>/approve/", rules_grey.approve_decision, name="approve_decision"),
    path("rules/grey-zones/<int:pk>/end/", rules_grey.end_decision, name="end_decision"),
    path("rules/<slug:layer>/<slug:rule_id>/", rules.rule, name="rule"),
    path("rules/<slug:layer>/<slug:rule_id>/change/", rules_drafts.change_rule, name="change_rule"),
    path("work/", rules_work.work, name="work"),
    path("work/<int:pk>/again/", rules_work.make_again, name="make_again"),
    path("work/<int:pk>/away/", rules_work.take_away, name="take_away"),
]
