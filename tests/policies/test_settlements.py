from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from policies import settling
from policies.engine import assess
from policies.facts import Facts
from policies.kinds import Kind
from policies.models import GreyZoneDecision, RuleVersion
from policies.placements import get
from policies.settlements import Settlement
from policies.vocabulary import Decision, Layer, strictness
from tests.factories import OrganisationFactory, UserFactory
from tests.policies.conftest import TODAY, rule
from tests.policies.test_engine_properties import PLACEMENTS, SETS, facts
from tests.rule_packs import load_shipped

WEBSITE = get("website")
PICTURE = Facts(Kind.AI_BACKGROUND, frozenset({"DE"}), "public", depicts_age_days=10)
ASKS = {"kinds": {Kind.AI_BACKGROUND: Decision.REVIEW}}
LETS = rule("lets", kinds={Kind.AI_BACKGROUND: Decision.ALLOW})


def answer(of, decision=Decision.ALLOW, **changed):
    plain = {
        "id": 7, "rule_digest": of.digest, "kind": Kind.AI_BACKGROUND, "placement": "", "answer": decision,
        "reason": "Only the wall was replaced.", "since": TODAY, "until": TODAY + timedelta(days=30),
    }  # fmt: skip
    return Settlement(**{**plain, **changed})


def ask(rules, *answers, on=TODAY, picture=PICTURE):
    return assess(picture, rules, WEBSITE, on, answers)


@pytest.mark.requirement("R50")
def test_a_settled_question_is_answered_with_its_reason_and_an_open_one_goes_to_a_person():
    asks = rule("asks", layer=Layer.PLATFORM, **ASKS)
    assert ask([asks]).decision == "review"
    settled = ask([asks], answer(asks))
    assert settled.decision == "allow"
    assert "Only the wall was replaced." in settled.findings[0].sentence
    assert ask([asks], answer(asks, Decision.DENY)).decision == "deny"


def test_an_answer_makes_a_law_silent_and_never_grants():
    law = rule("law", layer=Layer.LAW, **ASKS)
    assert ask([law], answer(law)).decision == "review"  # nobody speaks
    assert ask([law, LETS], answer(law)).decision == "allow"


@pytest.mark.parametrize(
    "changed",
    [
        {"rule_digest": "other words"},
        {"kind": Kind.AI_COMPOSITE},
        {"placement": "linkedin"},
        {"since": None},
        {"since": TODAY + timedelta(days=1)},
        {"until": TODAY - timedelta(days=1)},
    ],
)
def test_an_answer_to_another_question_settles_nothing(changed):
    asks = rule("asks", **ASKS)
    assert ask([asks], answer(asks, **changed)).decision == "review"


def test_the_denying_one_of_two_answers_counts_in_any_order():
    asks = rule("asks", **ASKS)
    both = (answer(asks), answer(asks, Decision.DENY, id=8))
    assert ask([asks], *both).decision == ask([asks], *both[::-1]).decision == "deny"


@given(facts(), SETS, PLACEMENTS)
def test_no_answer_loosens_a_denial_or_takes_a_label_away(given_facts, few, placement):
    answers = [answer(each, kind=given_facts.kind) for each in few]
    before = assess(given_facts, few, placement, TODAY)
    after = assess(given_facts, few, placement, TODAY, answers)
    assert after.duties == before.duties
    assert (after.decision == Decision.DENY) == (before.decision == Decision.DENY)


@given(facts(), SETS, PLACEMENTS, st.booleans())
def test_a_denying_answer_never_loosens(given_facts, few, placement, backwards):
    answers = [answer(each, Decision.DENY, kind=given_facts.kind) for each in few]
    before = assess(given_facts, few, placement, TODAY)
    after = assess(given_facts, few, placement, TODAY, answers[::-1] if backwards else answers)
    assert strictness(after.decision) >= strictness(before.decision)


@pytest.fixture
def version(db):
    load_shipped()
    return RuleVersion.objects.get(rule_id="eu-ai-act-50-4-deepfake-internal")


def proposal(decision=Decision.ALLOW, kind=Kind.AI_BACKGROUND, reason="Only the wall was replaced."):
    return settling.Answer(kind, "", decision, reason, date(2027, 11, 21))


def test_a_decision_counts_once_somebody_else_approved_it_and_until_it_is_taken_back(version):
    organisation, first, second = OrganisationFactory(), UserFactory(), UserFactory()
    row = settling.propose(organisation, version, proposal(), actor=first)
    picture = Facts(Kind.AI_BACKGROUND, frozenset({"DE"}), "internal", depicts_age_days=10)

    def decision(on):
        rules = RuleVersion.objects.rules_in_force(on, organisation)
        return assess(picture, rules, get("directory"), on, settling.in_force(organisation, on)).decision

    from django.utils import timezone

    today = timezone.localdate()
    assert decision(today) == "review"
    with pytest.raises(settling.SettlingRefusedError, match="Nobody approves their own"):
        settling.approve(row, actor=first)
    settling.approve(row, actor=second)
    assert decision(today) == "allow"
    assert settling.in_force(OrganisationFactory(), today) == ()
    settling.end(row, why="Counsel disagrees.", actor=first)
    assert decision(today) == "review"


def test_only_what_a_rule_leaves_to_a_person_can_be_decided_and_only_with_a_reason(version):
    organisation, user = OrganisationFactory(), UserFactory()
    with pytest.raises(settling.SettlingRefusedError, match="nothing to decide"):
        settling.propose(organisation, version, proposal(kind=Kind.AI_GENERATED), actor=user)
    with pytest.raises(settling.SettlingRefusedError, match="Say why"):
        settling.propose(organisation, version, proposal(reason=" "), actor=user)


def test_the_database_lets_nobody_approve_their_own_decision(version):
    row = settling.propose(OrganisationFactory(), version, proposal(), actor=UserFactory())
    changed = {"approved_by": row.written_by, "approved_at": row.created_at, "effective_from": TODAY}
    with pytest.raises(IntegrityError, match="nobody_settles_a_grey_zone_alone"), transaction.atomic():
        GreyZoneDecision.objects.filter(pk=row.pk).update(**changed)
