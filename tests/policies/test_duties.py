from datetime import date

import pytest

from policies import duties, placements
from policies.duties import Transparency
from policies.engine import Decision, assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.vocabulary import Channel, Level
from tests.policies.conftest import TODAY, elsewhere, rule

LATER = date(2027, 1, 1)
WEBSITE, LINKEDIN = placements.get("website"), placements.get("linkedin")
ALLOWED = {"kinds": {Kind.AI_GENERATED: Decision.ALLOW}}


def saying(name, **channels):
    said = {Channel(channel): Level(level) for channel, level in channels.items()}
    return rule(name, disclosure={"ai_generated": said}, **ALLOWED)


def owed(*rules, placement=WEBSITE):
    return {duty.channel: duty for duty in duties.of(Kind.AI_GENERATED, rules, placement)}


def decision(*rules, placement=WEBSITE):
    facts = Facts(Kind.AI_GENERATED, frozenset(), placement.audience)
    return assess(facts, rules, placement, TODAY).decision


def test_duties_of_all_rules_are_owed_together_and_required_beats_recommended():
    both = owed(saying("a", iptc="recommended", caption="required"), saying("b", iptc="required"))
    assert both[Channel.IPTC].level == "required"
    assert both[Channel.IPTC].rule_ids == ("b",)
    assert both[Channel.CAPTION].rule_ids == ("a",)


def test_a_label_required_by_one_rule_and_forbidden_by_another_is_a_conflict_and_denied():
    rules = saying("a", visible_badge="required"), saying("b", visible_badge="forbidden")
    assert decision(rules[0]) is Decision.ALLOW
    assert decision(*rules) is Decision.DENY
    assert owed(*rules)[Channel.VISIBLE_BADGE].level is Level.CONFLICT
    assert owed(*rules)[Channel.VISIBLE_BADGE].rule_ids == ("a", "b")


def test_a_caption_where_there_is_none_is_carried_by_a_label_in_the_picture():
    duty = owed(saying("a", caption="required"), placement=LINKEDIN)
    assert duty[Channel.CAPTION].level is Level.UNAVAILABLE
    assert duty[Channel.CAPTION].carried_by is Channel.VISIBLE_BADGE
    assert duty[Channel.VISIBLE_BADGE].level is Level.REQUIRED
    assert decision(saying("a", caption="required"), placement=LINKEDIN) is Decision.ALLOW


def test_a_caption_that_nothing_can_carry_is_shown_to_a_person():
    rules = saying("a", caption="required"), saying("b", visible_badge="forbidden")
    duty = owed(*rules, placement=LINKEDIN)
    assert duty[Channel.CAPTION].carried_by is None
    assert decision(*rules, placement=LINKEDIN) is Decision.REVIEW


def test_what_programs_read_is_not_carried_by_what_viewers_see():
    bare = elsewhere("somewhere", "public", "visible_badge", "iptc")
    assert owed(saying("a", c2pa="required"), placement=bare)[Channel.C2PA].carried_by is Channel.IPTC
    barer = elsewhere("somewhere", "public", "visible_badge")
    assert owed(saying("a", c2pa="required"), placement=barer)[Channel.C2PA].carried_by is None


def test_a_platform_that_says_not_applicable_makes_a_channel_unavailable():
    both = owed(saying("a", caption="required"), saying("b", caption="not_applicable"))
    assert both[Channel.CAPTION].level is Level.UNAVAILABLE


def test_a_recommendation_that_a_place_cannot_follow_is_dropped():
    assert owed(saying("a", caption="recommended"), placement=LINKEDIN) == {}


def test_what_a_rule_says_of_a_kind_beats_what_it_says_of_every_kind():
    both = rule(disclosure={"*": {Channel.CAPTION: Level.REQUIRED}, "ai_generated": {Channel.CAPTION: Level.FORBIDDEN}})
    assert owed(both)[Channel.CAPTION].level is Level.FORBIDDEN


def test_a_badge_says_every_demanded_word_at_the_greatest_demanded_height(ask):
    verdict = ask(Kind.AI_GENERATED, "website", "EU", "CN")
    badge = next(duty for duty in verdict.duties if duty.channel == "visible_badge")
    assert badge.badge_texts == ("AI", "AI生成")
    assert badge.min_text_height_ratio == 0.05


@pytest.mark.requirement("R51")
@pytest.mark.parametrize(
    ("kind", "placement", "level"),
    [
        (Kind.CAMERA, "website", Transparency.NONE),
        (Kind.HUMAN_RETOUCHED, "website", Transparency.NONE),
        (Kind.AUTO_ENHANCED, "website", Transparency.VISIBLE),
        (Kind.AI_GENERATED, "website", Transparency.VISIBLE),
        (Kind.AI_GENERATED, "linkedin", Transparency.VISIBLE),
        (Kind.AI_GENERATED, "directory", Transparency.VISIBLE),
    ],
)
def test_the_duty_level_follows_from_kind_and_placement(ask, kind, placement, level):
    assert ask(kind, placement, "EU").transparency is level


def test_metadata_alone_is_the_machine_readable_level():
    assert duties.transparency(owed(saying("a", iptc="required")).values()) is Transparency.MACHINE_READABLE


@pytest.mark.requirement("R51")
@pytest.mark.parametrize("kind", [Kind.AUTO_ENHANCED, Kind.AI_BACKGROUND])
@pytest.mark.parametrize("sector", ["finance", "legal", "healthcare", "government"])
def test_where_people_trust_a_face_the_caption_leads_to_the_record(ask, kind, sector):
    assert ask(kind, "website", "EU", sector=sector, on=LATER).transparency is Transparency.VISIBLE_WITH_LINK
    assert ask(kind, "public_page", "US", sector=sector, on=LATER).transparency is Transparency.VISIBLE_WITH_LINK
    assert ask(Kind.CAMERA, "website", "EU", sector=sector, on=LATER).transparency is Transparency.NONE
    another = ask(kind, "website", "EU", sector="education", on=LATER)
    assert another.transparency is not Transparency.VISIBLE_WITH_LINK


def leading(**channels):
    said = {Channel(channel): Level(level) for channel, level in channels.items()}
    return rule("leading", disclosure={"ai_generated": said}, disclosure_params={"link_to_record": True}, **ALLOWED)


@pytest.mark.requirement("R51")
def test_only_what_a_reader_can_follow_leads_to_the_record():
    both = owed(leading(caption="required", visible_badge="required"))
    assert both[Channel.CAPTION].leads_on
    assert not both[Channel.VISIBLE_BADGE].leads_on
    assert not owed(leading(caption="recommended"))[Channel.CAPTION].leads_on
    carried = owed(leading(caption="required"), placement=LINKEDIN)
    assert carried[Channel.VISIBLE_BADGE].level is Level.REQUIRED
    assert duties.transparency(carried.values()) is Transparency.VISIBLE


@pytest.mark.requirement("R51")
def test_a_note_takes_the_link_over_where_there_is_no_caption_and_another_rule_asked_for_the_note():
    avatar, note = placements.get("avatar"), saying("note", ui_context="required")
    assert owed(leading(caption="required"), placement=avatar)[Channel.UI_CONTEXT].leads_on
    assert owed(leading(caption="required"), note, placement=avatar)[Channel.UI_CONTEXT].leads_on
    assert not owed(note, placement=avatar)[Channel.UI_CONTEXT].leads_on


@pytest.mark.requirement("C03")
def test_a_duty_names_the_versions_of_the_rules_that_said_so_also_where_another_channel_carries_it():
    badge = rule("badge", version=3, disclosure={"*": {Channel.VISIBLE_BADGE: Level.REQUIRED}})
    caption = rule("caption", version=2, disclosure={"*": {Channel.CAPTION: Level.REQUIRED}})
    website, linkedin = placements.get("website"), placements.get("linkedin")
    said = {duty.channel: duty.rule_versions for duty in duties.of(Kind.AI_GENERATED, [badge, caption], website)}
    assert said == {Channel.VISIBLE_BADGE: ("badge version 3",), Channel.CAPTION: ("caption version 2",)}
    (carried, _) = duties.of(Kind.AI_GENERATED, [caption], linkedin)
    assert (carried.channel, carried.rule_versions) == (Channel.VISIBLE_BADGE, ("caption version 2",))
