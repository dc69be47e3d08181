"""What the shipped rules say, for every placement of the catalogue: the product's behaviour on one screen."""

import time
from datetime import date

import pytest

from policies import placements
from policies.engine import assess
from policies.facts import Facts
from policies.kinds import Kind
from tests.policies.conftest import TODAY, elsewhere

BADGE = "visible_badge"
CONTEXT = "ui_context"
# placement: (camera, auto_enhanced, ai_generated) as decision and the channels that viewers see
TABLE = {
    "linkedin": (("allow", ""), ("allow", BADGE), ("review", BADGE)),
    "directory": (("allow", ""), ("allow", "caption"), ("allow", "caption ui_context")),
    "microsoft365": (("allow", ""), ("allow", CONTEXT), ("allow", CONTEXT)),
    "slack": (("allow", ""), ("allow", CONTEXT), ("allow", CONTEXT)),
    "google_workspace": (("allow", ""), ("allow", CONTEXT), ("allow", CONTEXT)),
    "ldap": (("allow", ""), ("allow", CONTEXT), ("allow", CONTEXT)),
    "avatar": (("allow", ""), ("allow", CONTEXT), ("allow", CONTEXT)),
    "website": (("allow", ""), ("allow", "caption visible_badge"), ("review", "caption visible_badge")),
    "public_page": (("allow", ""), ("allow", "caption visible_badge"), ("review", "caption visible_badge")),
    "face_check": (("allow", ""), ("deny", ""), ("deny", "")),
    "id_badge": (("allow", ""), ("deny", ""), ("deny", "")),
    "identity_document": (("allow", ""), ("deny", ""), ("deny", "")),
}
KINDS = (Kind.CAMERA, Kind.AUTO_ENHANCED, Kind.AI_GENERATED)
SEEN = {"visible_badge", "caption", "ui_context"}


def seen(verdict):
    return " ".join(
        sorted(each.channel for each in verdict.duties if each.level == "required" and each.channel in SEEN)
    )


def test_the_table_speaks_of_every_placement():
    assert TABLE.keys() == placements.catalogue().keys()


@pytest.mark.requirement("R51")
@pytest.mark.parametrize("place", ["EU", "DE", "US", "US-IL"])
@pytest.mark.parametrize("placement", TABLE)
def test_each_kind_has_its_decision_and_its_visible_duties(ask, placement, place):
    said = [ask(kind, placement, place) for kind in KINDS]
    assert tuple((each.decision, seen(each)) for each in said) == TABLE[placement]


# An authority gets no picture that software made: our own rules speak of the public and of colleagues.
@pytest.mark.parametrize("placement", sorted(TABLE.keys() - {"identity_document"}))
@pytest.mark.parametrize("kind", [Kind.AUTO_ENHANCED, Kind.AI_BACKGROUND, Kind.AI_COMPOSITE, Kind.AI_GENERATED])
def test_whatever_software_made_says_so_in_its_metadata_and_its_signature(ask, placement, kind):
    required = {each.channel for each in ask(kind, placement, "EU").duties if each.level == "required"}
    assert {"iptc", "c2pa"} <= required


def test_an_ai_background_in_the_union_needs_a_recorded_decision_and_elsewhere_not(ask):
    assert ask(Kind.AI_BACKGROUND, "directory", "EU").decision == "review"
    assert ask(Kind.AI_BACKGROUND, "directory", "US").decision == "allow"


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("sector", ["healthcare", "legal", "government", "finance"])
def test_trades_that_live_on_trust_refuse_generated_faces_in_public(ask, sector):
    assert ask(Kind.AI_GENERATED, "website", "EU", sector=sector).decision == "deny"
    assert ask(Kind.AI_GENERATED, "website", "EU", sector="any").decision == "review"
    assert ask(Kind.CAMERA, "website", "EU", sector=sector).decision == "allow"


@pytest.mark.requirement("R55")
def test_a_generated_portrait_without_a_current_real_photo_on_file_is_denied(ask):
    assert ask(Kind.AI_GENERATED, "directory", "EU", has_current_real_photo=False).decision == "deny"
    assert ask(Kind.AI_GENERATED, "directory", "EU", has_current_real_photo=True).decision == "allow"
    assert ask(Kind.CAMERA, "directory", "EU", has_current_real_photo=False).decision == "allow"


def test_a_portrait_of_nobody_real_is_denied(ask):
    assert ask(Kind.AI_GENERATED, "directory", "US-NY", subject_is_identifiable_real_person=False).decision == "deny"


@pytest.mark.requirement("R47")
def test_the_network_of_professionals_is_on_record_as_silent_about_ai_and_welcoming_real_photos(ask, shipped):
    record = next(rule for rule in shipped if rule.id == "linkedin-profile-photo")
    assert "your likeness" in record.clause
    assert record.kinds[Kind.AI_GENERATED] == "silent"
    assert record.kinds[Kind.CAMERA] == "allow"
    assert "linkedin-profile-photo" not in {each.rule_id for each in ask(Kind.AI_GENERATED, "linkedin").findings}


@pytest.mark.parametrize(
    ("kind", "platform", "audience", "place", "facts", "decision"),
    [
        (Kind.AI_GENERATED, "upwork", "public", "EU", {}, "deny"),
        (Kind.AUTO_ENHANCED, "upwork", "public", "EU", {}, "deny"),  # our label against their ban on text
        (Kind.CAMERA, "upwork", "public", "EU", {}, "allow"),
        (Kind.CAMERA, "us_passport", "government", "US", {"sector": "government_id", "depicts_age_days": 183}, "allow"),
        (Kind.CAMERA, "us_passport", "government", "US", {"sector": "government_id", "depicts_age_days": 184}, "deny"),
        (Kind.AI_GENERATED, "press_kit", "public", "EU", {"sector": "press"}, "deny"),
        (Kind.AI_GENERATED, "xing", "public", "CH", {}, "review"),
        (Kind.CAMERA, "directory", "internal", "EU", {"depicts_age_days": 1826}, "deny"),
    ],
)
def test_the_known_cases_of_other_platforms_come_out_as_their_sources_say(
    ask, kind, platform, audience, place, facts, decision
):
    assert ask(kind, elsewhere(platform, audience), place, **facts).decision == decision


@pytest.mark.requirement("N02")
def test_a_past_day_is_judged_by_the_rules_of_that_day(ask):
    before, since = date(2026, 8, 1), date(2026, 8, 2)  # Art. 50(4) binds from 2 August 2026

    def labels(on):
        return {
            each.rule_ids for each in ask(Kind.AI_GENERATED, "website", "EU", on=on).duties if each.channel == BADGE
        }

    assert labels(before) == set()
    assert labels(since) == {("eu-ai-act-50-4-deepfake-public",)}


def test_one_assessment_takes_less_than_a_millisecond(shipped):
    where = placements.get("linkedin")
    facts = Facts(Kind.AI_GENERATED, frozenset({"DE"}), where.audience, depicts_age_days=100)
    rounds = []
    for _ in range(50):
        start = time.process_time()
        for _ in range(10):
            assess(facts, shipped, where, TODAY)
        rounds.append((time.process_time() - start) / 10)
    assert min(rounds) < 0.001


@pytest.mark.requirement("N03")
def test_the_rule_for_travel_documents_binds_in_that_place_whatever_the_trade_of_who_keeps_the_photo(ask):
    fresh, old = (ask(Kind.CAMERA, "identity_document", "DE", depicts_age_days=days) for days in (183, 184))
    assert (fresh.decision, old.decision) == ("allow", "deny")
    assert {finding.rule_id for finding in old.findings if finding.decision == "deny"} == {"icao-9303-portrait"}
    assert ask(Kind.COMPUTATIONAL_CAPTURE, "identity_document", "DE").decision == "review"
